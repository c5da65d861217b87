# ruff: noqa: E501 - patterns read better in long rows
"""Lines of grouped reports that say what all rows below them have in common: a professional, an act, a payer, a day.

Such a line stands alone (``Provider: 1040 HASTINGS, MARGUERITE MD``, ``96413 Chemo admin - 14 patients``, ``Port
flush``) in a table whose rows have several cells; often with its kind before it and a count behind.

Invariant: pure; a line is judged by itself, so every chunk of a table gives the same answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tocsin.detection.columns_header import is_header, is_total
from tocsin.detection.columns_values import look_at, shape_of
from tocsin.detection.dates import date_norm
from tocsin.detection.health_codes import is_icd10
from tocsin.detection.health_said import names_act
from tocsin.detection.labels_meaning import meaning_of, plain_words
from tocsin.model.elements import Element
from tocsin.patterns import compiled

E = Element
LONGEST = 110
_COUNT = compiled(
    r"[\s,:;*=-]*(?:\(?\bcont(?:inued|'?d)?\b\.?\)?|[(\[]\s*(?:n\s*=\s*)?\d{1,5}(?:\s+[a-z]+)?\s*[)\]]|-\s*\d{1,5}\s+[a-z]+|\bn\s*=\s*\d{1,5})[\s*=-]*\Z",
    re.IGNORECASE,
)
"""What stands behind the value: that it goes on, or how many rows follow."""
_FRAME = " \t*=-_#>|\u2022\u00b7"
_CUT = compiled(r"\s{2,}|\t|\s\|\s|;\s")
_DASHED = compiled(rf"{_CUT.pattern}|\s[-\u2013]\s")
_LED = compiled(r"(?P<label>[A-Za-z][A-Za-z/ .'#]{0,28}?)\s?(?::|#|=|\s[-\u2013](?=\s))\s{0,6}(?=\S)")
_CODED = compiled(
    r"(?:(?:CPT|HCPCS|PROC(?:EDURE)?|CODE)[ #:]{1,3})?(?:\d{4}[0-9FTU]|[A-CEGHJ-MP-V]\d{4})\b(?:[ -]{1,3}(?:\d\d|[A-Z]{2})\b)?(?:\s?[-:\u2013]\s?|\s)?(?P<words>.*)",
    re.DOTALL,
)
_CODE_LABEL = compiled(r"(?:CPT|HCPCS|PROC(?:EDURE)?|CODE)[ #:]{1,3}", re.IGNORECASE)
_ICD = compiled(
    r"(?:(?i:ICD(?:-?10)?(?:-?CM)?|DX|DIAG(?:NOSIS)?)[ #:]{1,3})?(?P<code>[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?:\s?[-:\u2013(]\s?|\s|\Z)"
)
_DEGREE = compiled(r"[ ,]\(?(?:MD|M\.D\.?|DO|D\.O\.?|NP|PA|PA-C|FNP|ARNP|APRN|CRNP|DNP|DPM|CNM|MBBS)\)?\Z")
_TITLE = compiled(r"(?:DR|Dr|Doctor)\.?[ ]+(?=[A-Z])")
_BEHIND_NAME = compiled(r"\s+(?:[-\u2013|(]|\d)")
_NUMBERED = compiled(r"#?\d{2,10}\s+(?:-\s+)?(?=[A-Za-z])")
_DAY = compiled(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?(?P<day>(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|[A-Za-z]{3,9}\.? \d{1,2}, \d{4}|\d{1,2} [A-Za-z]{3,9} \d{4}))",
    re.IGNORECASE,
)
_TOLD = frozenset({E.PROVIDER, E.PROCEDURE, E.DIAGNOSIS, E.INSURER, E.TREATMENT, E.MEDICATION, E.DATE})
_IN_WORDS = frozenset({E.PROCEDURE, E.DIAGNOSIS, E.INSURER})
_WORDS = compiled(r"[A-Za-z][A-Za-z &/,.'-]*")
_PLANNED = compiled(
    r"(?:[a-z]+ ){0,2}(?:schedule|appointments|appts?|visits|calendar)(?: (?:for|on))?:? ", re.IGNORECASE
)
_PEOPLE = frozenset({"names", "last_first", "one_name", "name_beside"})
_MORE_LABELS = {
    "service": E.PROCEDURE, "services": E.PROCEDURE, "visit type": E.PROCEDURE, "appt type": E.PROCEDURE,
    "appointment type": E.PROCEDURE, "test": E.PROCEDURE, "modality": E.PROCEDURE, "service type": E.PROCEDURE,
    "activity": E.PROCEDURE, "type of service": E.PROCEDURE, "order": E.PROCEDURE,
}  # fmt: skip
"""Labels that say so only over rows."""
_TOTAL = compiled(r"(?i)\b(?:sub ?)?totals?\b")
_NPI = compiled(r"(?i)(?:npi|taxonomy|id)[ #:]{0,3}\d{9,10}[A-Z]?")
_WORD = compiled(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a line says of the rows below it: where it stands, what it is and what calls it so."""

    start: int
    end: int
    element: Element
    label: str = field(default="", repr=False)


def said_of_rows(text: str) -> list[Said]:
    """Return what a line says of rows below it; nothing if it says anything else too.

    Example:
        >>> [(s.element.value, s.start) for s in said_of_rows("PROVIDER: 1040  HASTINGS, MARGUERITE MD (CONT.)")]
        [('provider', 16)]
        >>> said_of_rows("HASTINGS, MARGUERITE   DOB 3/3/1961")
        []
    """
    if not text.strip() or len(text) > LONGEST or text.rstrip()[-1] in "?!":
        return []
    end = len(text.rstrip(_FRAME))
    while (tail := _COUNT.search(text[:end])) is not None and tail.start() > 0:
        end = len(text[: tail.start()].rstrip(_FRAME))
    pieces = list(_pieces(text, end, _CUT))
    if _TOTAL.search(text) or is_header([text[start:stop] for start, stop in pieces]):
        return []
    found = _said_by(text, pieces)
    finer = _said_by(text, list(_pieces(text, end, _DASHED))) if " - " in text else []
    return finer if len(finer) > len(found) else found


def _said_by(text: str, pieces: Sequence[tuple[int, int]]) -> list[Said]:
    found: list[Said] = []
    label = ""
    for start, stop in pieces:
        said = _said(text, start, stop, label)
        label = ""
        if said is not None:
            found.append(said)
        elif found and found[-1].element in _IN_WORDS and _WORDS.fullmatch(text, start, stop):
            found[-1] = replace(found[-1], end=stop)
        elif _is_neutral(text[start:stop]):
            label = text[start:stop].strip().rstrip(":")
        else:
            return []
    return found if any(said.element is not E.DATE or not said.label or _is_of_visit(said) for said in found) else []


def _is_of_visit(said: Said) -> bool:
    """Tell whether a day's label says that it is one of care: a bare ``Date`` is the report's own."""
    return bool({"service", "visit", "appointment", "treatment", "admission"} & set(plain_words(said.label)))


def _pieces(text: str, end: int, between: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Give the pieces of a line that wide blanks (or dashes) part; a number and the name behind it are one."""
    start = len(text) - len(text.lstrip(_FRAME))
    for cut in between.finditer(text, start, end):
        if text[start : cut.start()].rstrip().endswith(":") or text[start : cut.start()].strip().isdigit():
            continue
        if _LED.fullmatch(text[start : cut.start()] + "x") or _ends_in_number(text[start : cut.start()]):
            continue
        if start < cut.start():
            yield start, cut.start()
        start = cut.end() + len(text[cut.end() : end]) - len(text[cut.end() : end].lstrip(_FRAME))
    if start < end:
        yield start, end


def _ends_in_number(piece: str) -> bool:
    """Tell whether a piece is a label with a number, whose name is still to come: ``PROVIDER: 1040``, ``PROC 38221``."""
    head, _, last = piece.strip().rpartition(" ")
    return bool(head) and last.strip("#").isalnum() and any(c.isdigit() for c in last) and _element(head) is not None


def _said(text: str, start: int, end: int, label: str) -> Said | None:
    """Return what a piece of a line says."""
    led = _LED.match(text, start, end)
    if led is not None and (element := _element(led["label"])) is not None:
        return _value(text, led.end(), end, element, led["label"])
    if label and (element := _element(label)) is not None and meaning_of(text[start:end].strip()) is None:
        return _value(text, start, end, element, label)
    return _worded(text, start, end) or _bare(text, start, end)


def _element(label: str) -> Element | None:
    words = label.strip(" :#.").lower()
    meaning = meaning_of(words)
    if words in _MORE_LABELS:
        return _MORE_LABELS[words]
    return meaning.element if meaning is not None and meaning.share >= 0.7 and meaning.element in _TOLD else None


def _worded(text: str, start: int, end: int) -> Said | None:
    """Return what a piece says that begins with its kind without a mark: ``Provider Hastings, M``, ``CPT 96413``."""
    coded = _CODE_LABEL.match(text, start, end)
    if coded is not None and _CODED.match(text, coded.end(), end):
        return Said(coded.end(), end, E.PROCEDURE, text[coded.start() : coded.end()].strip(" :#"))
    words = text[start:end].split(" ")
    for count in (3, 2, 1):
        label = " ".join(words[:count])
        element = _element(label) if len(words) > count else None
        is_payer = element is E.INSURER and look_at([" ".join(words[count:])]).payers > 0
        if element is not None and (element is E.PROVIDER or is_payer):
            return _value(text, start + len(label) + 1, end, element, label)
    return None


def _value(text: str, start: int, end: int, element: Element, label: str) -> Said | None:
    """Return a value behind its label, if it may be one."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if element is E.PROVIDER:
        number = _NUMBERED.match(text, start, end)
        start = number.end() if number else start
        title = _TITLE.match(text, start, end)
        start = title.end() if title else start
        behind = _BEHIND_NAME.search(text, start, end)
        end = behind.start() if behind else end
        bare = _DEGREE.sub("", text[start:end]).strip()
        is_name = shape_of(bare) in _PEOPLE or bool(title) or (bare.isupper() and bare.isalpha())
        return Said(start, end, element, label) if is_name else None
    if element is E.DATE:
        day = _DAY.match(text, start, end)
        return Said(*day.span("day"), element, label) if day is not None and date_norm(day["day"]) else None
    return Said(start, end, element, label) if _WORD.search(text[start:end]) or element is E.PROCEDURE else None


def _bare(text: str, start: int, end: int) -> Said | None:
    """Return what a piece without a label says by itself."""
    value = text[start:end].strip()
    number = _NUMBERED.match(text, start, end)
    begin = number.end() if number else start
    title = _TITLE.match(text, begin, end)
    degree = _DEGREE.search(text, begin, end)
    behind = _BEHIND_NAME.search(text, title.end(), end) if title is not None else None
    if title is not None and _are_names(text[title.end() : behind.start() if behind else end]):
        return Said(title.end(), behind.start() if behind else end, E.PROVIDER)
    if degree is not None and shape_of(text[begin : degree.start()].strip()) in _PEOPLE:
        return Said(begin, end, E.PROVIDER)
    coded = _CODED.fullmatch(value)
    if coded is not None and _names_act_or_none(coded["words"]):
        return Said(start, end, E.PROCEDURE)
    icd = _ICD.match(value)
    if icd is not None and is_icd10(icd["code"]):
        return Said(start, end, E.DIAGNOSIS)
    planned = _PLANNED.match(value)
    day = _DAY.fullmatch(value, planned.end() if planned else 0)
    if day is not None and date_norm(day["day"]):
        at = text.index(day["day"], start)
        return Said(at, at + len(day["day"]), E.DATE)
    return None


def _are_names(text: str) -> bool:
    words = _DEGREE.sub("", text).replace(",", " ").split()
    return 0 < len(words) <= 4 and all(word[:1].isupper() for word in words)


def _names_act_or_none(words: str) -> bool:
    """Tell whether what stands behind a code are the words of an act, not somebody's name; a code alone is one."""
    bare = words.strip()
    return len(bare) > 1 and (names_act(bare) or shape_of(bare) not in {*_PEOPLE, "city"})


def _is_neutral(piece: str) -> bool:
    """Tell whether a piece adds nothing: a label of its own, a place, a count, a page."""
    text = piece.strip(_FRAME + ":")
    if _NPI.fullmatch(text):
        return True
    meaning = meaning_of(text)
    if meaning is not None and meaning.element in _TOLD:
        return True
    led = _LED.match(text)
    about = meaning_of(led["label"]) if led else None
    return about is not None and about.element in {E.FACILITY, E.NPI}


def is_group_head(row: Sequence[str], width: int, left: int = 0) -> bool:
    """Tell whether a row of a table is a line over rows below it.

    ``width`` is how many cells these have, ``left`` the column in which the first of these begin. A lone text of which nothing can be told here is one too: it is to be read.
    """
    filled = [index for index, cell in enumerate(row) if cell.strip()]
    if not filled or width < _LEAST_WIDTH or len(filled) * 2 > width or len(filled) > _MOST_CELLS:
        return False
    if filled[0] > left or is_total(row, len(row)) or is_header(row):
        return False
    texts = [row[index].strip() for index in filled]
    if all(said_of_rows(text) for text in texts) or pair_element(texts) is not None:
        return True
    return len(filled) == 1 and _may_be_read(texts[0], is_outdented=filled[0] < left)


_LEAST_WIDTH, _MOST_CELLS = 3, 3


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """Return how many cells the middle one of the rows has filled, lone cells aside; 0 where there are none."""
    counts = sorted(n for row in rows if (n := sum(bool(cell.strip()) for cell in row)) > 1)
    return counts[len(counts) // 2] if counts else 0


def leftmost(rows: Sequence[Sequence[str]]) -> int:
    """Return the column in which most rows of several cells begin; 0 if there are none."""
    broad = [[n for n, cell in enumerate(row) if cell.strip()] for row in rows if not is_total(row, len(row))]
    firsts = Counter(filled[0] for filled in broad if len(filled) > 1)
    return min(firsts, key=lambda column: (-firsts[column], column), default=0)


def pair_element(texts: Sequence[str]) -> Element | None:
    """Return what two cells say of which the first is a code, the second its words: ``96413 | Chemo, first hour``."""
    if len(texts) != 2:
        return None
    if is_icd10(texts[0].strip()):
        return E.DIAGNOSIS
    code = _CODED.fullmatch(texts[0].strip())
    return E.PROCEDURE if code is not None and not code["words"] and _names_act_or_none(texts[1]) else None


def _may_be_read(text: str, *, is_outdented: bool) -> bool:
    """Tell whether a lone text may name an act, an illness or a payer: short words, nobody's name.

    ``is_outdented`` tells that it stands left of all rows: then one word may be a name's too (``CIGNA``).
    """
    words = _WORD.findall(text)
    if not words or len(text) > _LONGEST_READ or len(words) > _MOST_READ or text[-1] in ".?!,;":
        return False
    shape = shape_of(text)
    return shape == "" or (is_outdented and shape in {"one_name", "city"}) or names_act(text)


_LONGEST_READ, _MOST_READ = 60, 8
