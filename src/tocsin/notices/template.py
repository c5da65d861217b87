"""A letter's words as data: parts, paragraphs and sentences, read from YAML and wholly checked for form.

A sentence is said if its circumstances hold and each of its places has a value. What the words must say is judged
by ``rules``; here only that they can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources

import yaml

from tocsin.notices.circumstances import PLACES, Circumstance, PartName, Shown

_PLACE = re.compile(r"\{([A-Za-z_]+)\}")
_TEXTS = ("language", "title", "salutation", "about", "closing", "reference", "page", "other_language", "bureau_heads")
_WAYS = ("toll_free", "phone", "post", "site", "or")
_ADDRESSEES = ("parent", "next_of_kin", "care_of")


@dataclass(frozen=True)
class Sentence:
    """One sentence, when it is said, and what it says in the words of the laws."""

    text: str
    says: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()

    @property
    def places(self) -> tuple[str, ...]:
        """The names in braces, in lower case."""
        return tuple(name.lower() for name in _PLACE.findall(self.text))

    def is_said(self, now: frozenset[str]) -> bool:
        """Tell whether it belongs in a letter of these circumstances."""
        return self.only <= now and not (self.unless & now)


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True)
class Block:
    """Paragraphs, points or a box of sentences, or a list or table that the letter itself fills."""

    kind: str
    """paragraph, points, box or show."""
    paragraphs: tuple[Paragraph, ...] = ()
    shown: Shown | None = None
    gate: Sentence = Sentence("")
    """When it is shown, and what that says."""


@dataclass(frozen=True)
class Part:
    """One of the five headed parts."""

    name: PartName
    heading: str
    blocks: tuple[Block, ...]

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence of it, gates of lists included."""
        for block in self.blocks:
            yield from (sentence for paragraph in block.paragraphs for sentence in paragraph)
            if block.shown is not None:
                yield block.gate


@dataclass(frozen=True)
class Template:
    """All the words of a letter in one language."""

    texts: Mapping[str, str]
    addressees: Mapping[str, str]
    words: Mapping[str, tuple[str, str]]
    """Own words: for the person, and for who answers for the person."""
    how: Mapping[str, str]
    ways: Mapping[str, str]
    products: Mapping[str, str]
    """What products of identity protection are called in its language; others keep their name."""
    parts: tuple[Part, ...]
    state_heading: str
    state_codes: Mapping[str, Paragraph] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """Its language, two letters."""
        return self.texts["language"]

    def part(self, name: PartName) -> Part | None:
        """Return the part of that name."""
        return next((part for part in self.parts if part.name is name), None)

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence, those for states included."""
        for part in self.parts:
            yield from part.sentences()
        for paragraph in self.state_codes.values():
            yield from paragraph


def house_text(language: str) -> str:
    """Return the file of the house template of a language."""
    return (resources.files("tocsin.notices") / "templates" / f"letter-{language}.yaml").read_text(encoding="utf-8")


def read_template(text: str) -> tuple[Template | None, list[str]]:
    """Return the template, or None, and every fault of form: what a key is, and what it should be.

    Example:
        >>> read_template("language: en")[1][0]
        'title is missing'
    """
    faults: list[str] = []
    try:
        tree = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        place = getattr(fault, "problem_mark", None)
        return None, ["it is not YAML" + (f" (line {place.line + 1})" if place else "")]
    if not isinstance(tree, dict):
        return None, ["it must be a table of keys"]
    made = _template(tree, faults)
    return (made, []) if not faults else (None, faults)


def _template(tree: Mapping[str, object], faults: list[str]) -> Template:
    known = {*_TEXTS, "addressees", "words", "how", "ways", "products", "parts", "state"}
    faults.extend(f"{key} is not a known key" for key in sorted(set(map(str, tree)) - known))
    texts = {name: _text(tree, name, faults) for name in _TEXTS}
    state = _table(tree, "state", faults)
    words = {name: _pair(pair, f"words.{name}", faults) for name, pair in _table(tree, "words", faults).items()}
    reader = _Reader(frozenset(words), faults)
    parts = tuple(reader.part(part, number) for number, part in enumerate(_rows(tree, "parts", faults), start=1))
    codes = _table(state, "codes", faults) if state else {}
    for name, text in texts.items():
        reader.places(text, name)
    return Template(
        texts=texts,
        addressees=_named(tree, "addressees", _ADDRESSEES, faults),
        words=words,
        how=_named(tree, "how", (), faults),
        ways=_named(tree, "ways", _WAYS, faults),
        products=_named(tree, "products", (), faults),
        parts=tuple(part for part in parts if part is not None),
        state_heading=_text(state, "heading", faults) if state else "",
        state_codes={str(code): reader.paragraph(rows, f"state.codes.{code}") for code, rows in codes.items()},
    )


class _Reader:
    """Reads parts and sentences; knows which places there are."""

    def __init__(self, words: frozenset[str], faults: list[str]) -> None:
        self._known = PLACES | words
        self._faults = faults

    def part(self, row: object, number: int) -> Part | None:
        where = f"parts {number}"
        if not isinstance(row, dict) or row.get("part") not in {name.value for name in PartName}:
            self._faults.append(f"{where}: part must be one of " + ", ".join(name.value for name in PartName))
            return None
        name = PartName(row["part"])
        blocks = [self.block(block, f"{name}.content {n}") for n, block in enumerate(row.get("content") or [], start=1)]
        heading = row.get("heading")
        if not isinstance(heading, str) or not heading:
            self._faults.append(f"{name}.heading is missing")
            heading = ""
        return Part(name, heading, tuple(block for block in blocks if block is not None))

    def block(self, row: object, where: str) -> Block | None:
        if isinstance(row, dict):
            if "paragraph" in row:
                return Block("paragraph", (self.paragraph(row["paragraph"], where),))
            for kind in ("points", "box"):
                if kind in row and isinstance(row[kind], list):
                    return Block(kind, tuple(self.paragraph(rows, where) for rows in row[kind]))
            if row.get("show") in {shown.value for shown in Shown}:
                gate = {"text": "", **{key: value for key, value in row.items() if key != "show"}}
                return Block("show", shown=Shown(row["show"]), gate=self.sentence(gate, where))
        self._faults.append(f"{where} must be a paragraph, points, a box, or show: elements or bureaus")
        return None

    def paragraph(self, rows: object, where: str) -> Paragraph:
        if not isinstance(rows, list):
            self._faults.append(f"{where} must be a list of sentences")
            return ()
        return tuple(self.sentence(row, where) for row in rows)

    def sentence(self, row: object, where: str) -> Sentence:
        if isinstance(row, str):
            row = {"text": row}
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            self._faults.append(f"{where} must be a sentence, or a table with its text")
            return Sentence("")
        for key in sorted(set(row) - {"text", "says", "only", "unless"}):
            self._faults.append(f"{where}.{key} is not a known key")
        self.places(row["text"], where)
        only, unless = (self._circumstances(row.get(key), f"{where}.{key}") for key in ("only", "unless"))
        return Sentence(" ".join(row["text"].split()), frozenset(map(str, row.get("says") or ())), only, unless)

    def places(self, text: str, where: str) -> None:
        for name in _PLACE.findall(text):
            if name.lower() not in self._known:
                self._faults.append(f"{where}: {{{name}}} is no place for a value")

    def _circumstances(self, names: object, where: str) -> frozenset[str]:
        if names is None:
            return frozenset()
        known = {one.value for one in Circumstance}
        if not isinstance(names, list) or not set(map(str, names)) <= known:
            self._faults.append(f"{where} must be a list of " + ", ".join(sorted(known)))
            return frozenset()
        return frozenset(map(str, names))


def _text(tree: Mapping[str, object], name: str, faults: list[str]) -> str:
    value = tree.get(name)
    if not isinstance(value, str) or not value.strip():
        faults.append(f"{name} is missing")
        return ""
    return value


def _table(tree: Mapping[str, object], name: str, faults: list[str]) -> Mapping[str, object]:
    value = tree.get(name)
    if not isinstance(value, dict):
        faults.append(f"{name} must be a table of keys")
        return {}
    return value


def _rows(tree: Mapping[str, object], name: str, faults: list[str]) -> Sequence[object]:
    value = tree.get(name)
    if not isinstance(value, list):
        faults.append(f"{name} must be a list")
        return ()
    return value


def _named(tree: Mapping[str, object], name: str, wanted: Sequence[str], faults: list[str]) -> Mapping[str, str]:
    table = _table(tree, name, faults)
    faults.extend(f"{name}.{key} is missing" for key in wanted if not table.get(key))
    return {str(key): str(value) for key, value in table.items()}


def _pair(value: object, where: str, faults: list[str]) -> tuple[str, str]:
    if not isinstance(value, dict) or set(value) != {"own", "other"}:
        faults.append(f"{where} must say own and other")
        return "", ""
    return str(value["own"]), str(value["other"])
