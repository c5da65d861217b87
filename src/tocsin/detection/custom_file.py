"""Reading a file of custom detectors: TOML in, or all faults together, each naming its table and key.

Invariant: a fault names tables, keys and numbers, never a value of the file: values may be somebody's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from tocsin.detection.custom import Allowed, Check, CheckKind, Custom, CustomDetector
from tocsin.detection.custom_recognizers import recognizers_of
from tocsin.detection.custom_scan import fault_of
from tocsin.errors import FaultsError
from tocsin.model.elements import Element
from tocsin.model.incident_keys import Keys, tables_of
from tocsin.patterns import compiled

MOST_DETECTORS = 500
MOST_VALUES = 100_000
LONGEST_PATTERN = 1_000
WIDEST_CONTEXT = 500
_NAME = compiled(r"[a-z][a-z0-9_-]{0,39}")
_MOD = compiled(r"mod-([1-9]\d{0,8})")
_SECTIONS = ("allow", "detector", "recognizers", "thresholds")


class DetectorsFileError(FaultsError):
    """The file of detectors and allow-lists cannot be used."""

    code = "TOC-2007"
    remedy = "Correct the keys named above; docs/how-to/own-detectors.md says what each may hold."


def parse_custom(toml: str, beside: Mapping[str, str] | None = None) -> Custom:
    """Return what the file says.

    Args:
        toml: the file.
        beside: the texts of files that it names, by name.

    Raises:
        DetectorsFileError: it is not TOML, or something in it cannot be used; lists every fault.
    """
    faults: list[str] = []
    tree = tree_of(toml)
    for section in sorted(set(tree) - set(_SECTIONS)):
        faults.append(f"[{section}] is not a known section")
    made = Custom(
        detectors=tables_of(tree, "detector", _detector, faults, MOST_DETECTORS),
        allowed=tables_of(tree, "allow", _allowed, faults, MOST_DETECTORS),
        thresholds=_thresholds(tree.get("thresholds", {}), faults),
        recognizers=tables_of(
            tree, "recognizers", lambda keys: recognizers_of(keys, beside or {}), faults, MOST_DETECTORS
        ),
    )
    names = [one.name for one in made.detectors]
    faults.extend(f"detector {at + 1}.name stands twice" for at, name in enumerate(names) if name in names[:at])
    if faults:
        raise DetectorsFileError(faults)
    return made


def tree_of(toml: str) -> dict[str, Any]:
    """Return the tables of the file; raises DetectorsFileError if it is not TOML."""
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"\(at (?:line \d+, column \d+|end of document)\)", str(fault))
        raise DetectorsFileError([f"it is not a TOML file {place[0] if place else ''}".rstrip()]) from None


def _detector(keys: Keys) -> CustomDetector | None:
    name, element = keys.text("name", required=True), _element(keys)
    pattern, columns = _pattern(keys), tuple(" ".join(c.lower().split()) for c in keys.texts("columns"))
    if name and not _NAME.fullmatch(name):
        keys.fault("name", "must be lower-case letters, digits, - and _, at most 40, a letter first")
    if not pattern and not columns:
        keys.fault("pattern", "or columns must say what to look for")
    made = CustomDetector(
        name=name,
        element=element or Element.OTHER_ID,
        pattern=pattern,
        context=keys.texts("context"),
        context_chars=_whole(keys, "context_chars", 60, 1, WIDEST_CONTEXT),
        check=_check(keys),
        score=_share(keys, "score", 0.9),
        score_alone=_share(keys, "score_alone", 0.0),
        columns=columns,
        is_case_sensitive=keys.take("case_sensitive", bool, False),
        is_part_of_word=keys.take("part_of_word", bool, False),
    )
    if made.score_alone and not made.context:
        keys.fault("score_alone", "goes with context")
    return made if element is not None else None


def _element(keys: Keys) -> Element | None:
    code = keys.text("element", required=True)
    if code and code not in _CODES:
        keys.fault("element", "must be one of the codes of docs/reference/elements.md")
    return Element(code) if code in _CODES else None


_CODES = frozenset(element.value for element in Element)


def _pattern(keys: Keys) -> str:
    pattern = keys.text("pattern")
    if len(pattern) > LONGEST_PATTERN:
        keys.fault("pattern", f"must have at most {LONGEST_PATTERN} characters")
        return ""
    fault = fault_of(pattern) if pattern else ""
    if fault:
        keys.fault("pattern", fault)
    return pattern


def _check(keys: Keys) -> Check:
    said = keys.text("validator") or "none"
    weights = keys.rest.pop("weights", [])
    remainder = keys.take("remainder", int, 0)
    modulus = _MOD.fullmatch(said)
    if not isinstance(weights, list) or not all(isinstance(w, int) and 0 <= w < 10_000 for w in weights):
        keys.fault("weights", "must be a list of whole numbers from 0 to 9999")
        weights = []
    if modulus:
        return Check(CheckKind.MOD, int(modulus[1]), tuple(weights[:64]), remainder)
    if weights or remainder:
        keys.fault("weights", "and remainder go with a validator mod-N")
    if said == CheckKind.MOD or said not in {kind.value for kind in CheckKind}:
        kinds = [kind.value for kind in CheckKind if kind is not CheckKind.MOD]
        keys.fault("validator", f"must be mod-N or one of {', '.join(kinds)}")
        return Check()
    return Check(CheckKind(said))


def _allowed(keys: Keys) -> Allowed:
    elements = keys.texts("elements")
    for number, code in enumerate(elements, start=1):
        if code not in _CODES:
            keys.fault("elements", f"number {number} is no code of docs/reference/elements.md")
    patterns = keys.texts("patterns")
    for number, pattern in enumerate(patterns, start=1):
        fault = "is too long" if len(pattern) > LONGEST_PATTERN else fault_of(whole(pattern))
        if fault:
            keys.fault("patterns", f"number {number} {fault}")
    made = Allowed(
        elements=frozenset(Element(code) for code in elements if code in _CODES),
        values=keys.texts("values"),
        patterns=patterns,
        domains=tuple(domain.lower().lstrip("@.") for domain in keys.texts("domains")),
        is_whole_record=keys.take("whole_record", bool, False),
    )
    keys.text("note")
    if not (made.values or made.patterns or made.domains):
        keys.fault("values", "or patterns or domains must say what is allowed")
    if len(made.values) > MOST_VALUES:
        keys.fault("values", f"must be at most {MOST_VALUES}")
    return made


def whole(pattern: str) -> str:
    """Return the pattern as one that a whole value must match."""
    return rf"\A(?:{pattern})\z"


def _thresholds(tree: object, faults: list[str]) -> tuple[tuple[Element, float], ...]:
    keys = Keys(tree, "thresholds", faults)
    made = []
    for code in sorted(keys.rest):
        if code in _CODES:
            made.append((Element(code), _share(keys, code, 0.5)))
    keys.done()
    return tuple(made)


def _share(keys: Keys, key: str, default: float) -> float:
    value = keys.rest.pop(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        keys.fault(key, "must be a number from 0 to 1")
        return default
    return float(value)


def _whole(keys: Keys, key: str, default: int, least: int, most: int) -> int:
    value = keys.take(key, int, default)
    if not least <= value <= most:
        keys.fault(key, f"must be a whole number from {least} to {most}")
        return default
    return value
