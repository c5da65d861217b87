"""Presidio's registry of recognizers in YAML, read without Presidio; its predefined ones need it installed.

Runs in the jail: expressions here are Python's and have no bound of their own; whoever calls bounds their time.

Source: Presidio, "Recognizer registry configuration from file" (keys and their defaults) and ``pattern_recognizer.py``
(how patterns and deny-lists are searched).
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

_PREDEFINED = "presidio_analyzer.predefined_recognizers"
_FLAGS = re.DOTALL | re.MULTILINE | re.IGNORECASE


class RegistryError(Exception):
    """The registry cannot be used; ``code`` is a word of ours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Hit:
    """What a recognizer gives, in the shape of Presidio's results."""

    entity_type: str
    start: int
    end: int
    score: float


@dataclass
class PatternList:
    """Patterns and a deny-list for one entity type, in the shape of Presidio's ``PatternRecognizer``."""

    name: str
    supported_entities: Sequence[str]
    supported_language: str
    context: Sequence[str]
    patterns: Sequence[tuple[Any, float]] = field(repr=False)

    def analyze(self, text: str, entities: Sequence[str], nlp_artifacts: object = None) -> list[Hit]:
        """Return the finds of all patterns."""
        entity = self.supported_entities[0]
        return [
            Hit(entity, found.start(), found.end(), score)
            for pattern, score in self.patterns
            for found in pattern.finditer(text)
            if found.end() > found.start()
        ]


def recognizers_of_yaml(text: str, language: str) -> list[Any]:
    """Return the recognizers of a registry for one language; raises RegistryError."""
    try:
        tree = yaml.safe_load(text)
    except yaml.YAMLError:
        raise RegistryError("not_yaml") from None
    rows = tree.get("recognizers") if isinstance(tree, dict) else None
    if not isinstance(rows, list):
        raise RegistryError("no_recognizers")
    return [made for row in rows for made in _of(row, language)]


def _of(row: Any, language: str) -> Iterator[Any]:
    settings = {"name": row} if isinstance(row, str) else row
    if not isinstance(settings, dict):
        raise RegistryError("bad_recognizer")
    if settings.get("enabled", True) is False:
        return
    languages = _languages(settings)
    if language not in languages:
        return
    context = languages[language] or settings.get("context") or []
    is_custom = settings.get("type", "custom" if {"patterns", "deny_list"} & set(settings) else "predefined")
    yield _custom(settings, language, context) if is_custom == "custom" else _predefined(settings, language, context)


def _languages(settings: dict[str, Any]) -> dict[str, Sequence[str]]:
    """Return the languages of a recognizer with the context words of each."""
    given = settings.get("supported_languages") or [settings.get("supported_language") or "en"]
    told: dict[str, Sequence[str]] = {}
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, dict):
            told[str(one.get("language", "en"))] = one.get("context") or ()
        else:
            told[str(one)] = ()
    return told


def _custom(settings: dict[str, Any], language: str, context: Sequence[str]) -> PatternList:
    entity = settings.get("supported_entity") or next(iter(settings.get("supported_entities") or ()), "")
    if not isinstance(entity, str) or not entity:
        raise RegistryError("bad_recognizer")
    flags = settings.get("global_regex_flags", _FLAGS)
    try:
        patterns = [(_compiled(str(p["regex"]), flags), float(p["score"])) for p in settings.get("patterns") or ()]
        denied = [str(word) for word in settings.get("deny_list") or ()]
        if denied:
            patterns.append((_compiled(_listed(denied), flags), float(settings.get("deny_list_score", 1.0))))
    except (KeyError, TypeError, ValueError, re.error):
        raise RegistryError("bad_pattern") from None
    return PatternList(str(settings.get("name", entity)), (entity,), language, list(context), patterns)


def _listed(words: Sequence[str]) -> str:
    return r"(?:^|(?<=\W))(?:" + "|".join(re.escape(word) for word in words) + r")(?:(?=\W)|$)"


def _compiled(pattern: str, flags: int) -> Any:
    """Compile with the library that Presidio uses, where it is installed."""
    library: Any = importlib.import_module("regex") if importlib.util.find_spec("regex") else re
    try:
        return library.compile(pattern, flags)
    except library.error:
        raise RegistryError("bad_pattern") from None


def _predefined(settings: dict[str, Any], language: str, context: Sequence[str]) -> Any:
    try:
        found = importlib.import_module(_PREDEFINED)
        made = getattr(found, str(settings.get("class_name") or settings.get("name")))
    except ImportError:
        raise RegistryError("needs_presidio") from None
    except AttributeError:
        raise RegistryError("not_predefined") from None
    more = {"context": list(context)} if context else {}
    return made(supported_language=language, **more)
