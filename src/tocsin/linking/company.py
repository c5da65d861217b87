"""People known by the company they keep: who stands in a list of patients is one, whatever is said of the others.

A roster says of one what was prescribed, of the next that nobody came; a sheet of a clinic has words beside each name
that no lexicon holds. Where enough of a list's people are patients by what stands there, the rest are; and to be named
on it, with a remark, tells that somebody was under care (45 CFR 160.103, "individually identifiable health
information": it relates to the provision of health care to an individual). What a remark is, the others say: where most
of a list or of a sheet's column name a disease, words that no lexicon holds name one too.

Invariant: a role that a place has told is kept; offices, writers and people named aside are left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from tocsin.linking import row_lists
from tocsin.linking.cues import role_beside
from tocsin.linking.frames import CLINICAL, OF_SIDE, Frame, Shape
from tocsin.linking.join import Cluster
from tocsin.linking.roles import SHOWS_PATIENT
from tocsin.linking.staff import StaffIndex
from tocsin.model.elements import NAME_ELEMENTS, OFFICE_ROLES, Element, Role
from tocsin.model.name_order import are_turned, turned_parts
from tocsin.model.segments import GridBody, Segment
from tocsin.patterns import compiled

E = Element
_LEAST_SHOWN, _SHOWN = 2, 0.4
_SHOWN_OF_ROWS = 0.25
"""The share of patients from which a list is one of them; rows of a sheet are more alike than lines of a text."""
_SAID = compiled(r"[^\W\d_]{2,}")
_LEAST_SAID = 4
"""Letters that make a remark."""
_LONGEST_SAID, _MOST_KNOWN = 400, 100
_MOST_COLUMNS = 400
REMARKED = frozenset({E.DIAGNOSIS, E.PROCEDURE, E.MEDICATION, E.TREATMENT, E.LAB_RESULT})
"""What words beside a name may be."""


def settle_list(
    frames: Sequence[Frame], staff: StaffIndex, share: float = _SHOWN, *, are_remarks_told: bool = True
) -> None:
    """Take the people of a list for patients where it shows enough of them to be."""
    shown = sum(frame.has(SHOWS_PATIENT) for frame in frames)
    if shown < _LEAST_SHOWN or shown < share * len(frames):
        return
    if are_remarks_told:
        _note_remarks(frames)
    for frame in frames:
        is_open = frame.role is Role.UNKNOWN and not frame.is_told and not frame.is_closed
        if is_open and frame.key.is_whole and not staff.is_office(frame.key.full):
            frame.role, frame.is_told = Role.PATIENT, True


def _note_remarks(frames: Sequence[Frame]) -> None:
    """Note what the remarks of a list are, by what the others have."""
    told = Counter(kind for frame in frames for kind in REMARKED.intersection(m.element for m in frame.mentions))
    if not told:
        return
    element, count = usual(told)
    if count >= max(_LEAST_SHOWN, _SHOWN * len(frames)):
        for frame in frames:
            if frame.is_remarked and not frame.has(CLINICAL):
                frame.remark = element


def usual(told: Counter[Element]) -> tuple[Element, int]:
    """Return the most frequent element and how often it is told; of several as frequent the first by its code.

    Example:
        >>> usual(Counter([Element.PROCEDURE, Element.DIAGNOSIS]))[0].value
        'diagnosis'
    """
    return min(told.items(), key=lambda one: (-one[1], one[0].value))


def turn_names(frames: Sequence[Frame]) -> None:
    """Read the names of a list surname first where all of them together say so."""
    named = [(f, [m.text.strip() for m in f.mentions if m.element in NAME_ELEMENTS][:1]) for f in frames]
    whole = [(f, names[0]) for f, names in named if names and f.key.is_whole]
    if len(whole) < _LEAST_LISTED or not are_turned([name for _, name in whole]):
        return
    for frame, name in whole:
        parts = list(turned_parts(name)) if "," not in name and "/" not in name else []
        if len(parts) > 1:
            (start, end, _), (begin, stop, _) = parts[:2]
            frame.rename(f"{name[start:end]}, {name[begin:stop]}")


_LEAST_LISTED = 3


def close_told_in_cells(frames: Iterable[Frame], cells: Sequence[Sequence[str]]) -> None:
    """Take for people in office whom a cell names behind what they are or did: ``Exercise physiologist: Ann Lee``.

    Args:
        frames: of a grid.
        cells: its rows.
    """
    for frame in frames:
        name = next((m for m in frame.mentions if m.element in NAME_ELEMENTS), None)
        if (
            name is None
            or frame.is_closed
            or not (0 <= name.row < len(cells) and 0 <= name.column < len(cells[name.row]))
        ):
            continue
        before = cells[name.row][name.column][: name.start]
        if before.strip() and not frame.has(SHOWS_PATIENT):
            role, _ = role_beside(before, "")
            if role in OFFICE_ROLES:
                frame.role, frame.is_told, frame.is_closed = role, True, True


def settle_rows(frames: Iterable[Frame], segment: Segment, staff: StaffIndex) -> None:
    """Note remarks beside the people of a sheet's rows, and take them for patients where enough of them are."""
    body = segment.body
    if not isinstance(body, GridBody):
        return
    heads: dict[tuple[int, int], Frame] = {}
    for frame in frames:
        if frame.shape is Shape.RECORD and frame.segment_id == segment.segment_id and frame.is_named:
            place = frame.row, frame.number // OF_SIDE
            heads[place] = min(frame, heads.get(place, frame), key=_column)
    for frame in heads.values():
        if 0 <= frame.row < len(body.rows):
            mine = [*frame.mentions, *(frame.partner.mentions if frame.partner is not None else ())]
            names = [m.text for m in mine if m.element in NAME_ELEMENTS]
            frame.is_remarked = says_more(body.rows[frame.row], [*names, *(m.text for m in mine)])
    is_short = len(body.rows) < row_lists.FEWEST_ROWS  # rows of long lists are linked by their typed columns alone
    settle_list(list(heads.values()), staff, _SHOWN_OF_ROWS, are_remarks_told=is_short)
    if is_short:
        _note_columns([frame for frame in heads.values() if 0 <= frame.row < len(body.rows)], body)


def _note_columns(frames: Sequence[Frame], body: GridBody) -> None:
    """Note what words of a cell are, by what the cells above and below have."""
    said: dict[int, list[Frame]] = {}
    told: dict[int, Counter[Element]] = {}
    for frame in frames:
        known = {m.column for m in frame.mentions}
        for column, element in {(m.column, m.element) for m in frame.mentions if m.element in REMARKED}:
            told.setdefault(column, Counter())[element] += 1
        for column, cell in enumerate(body.rows[frame.row][:_MOST_COLUMNS]):
            if column not in known and says_more([cell], ()):
                said.setdefault(column, []).append(frame)
    for column, kinds in sorted(told.items(), key=lambda one: one[0]):
        element, count = usual(kinds)
        others = said.get(column, [])
        if count >= max(_LEAST_SHOWN, _SHOWN * (kinds.total() + len(others))):
            for frame in others:
                frame.is_remarked, frame.remark = True, element


def _column(frame: Frame) -> int:
    return min((m.column for m in frame.mentions if m.element in NAME_ELEMENTS), default=0)


def says_more(cells: Iterable[str], known: Iterable[str]) -> bool:
    """Tell whether texts say something beside what was recognised in them.

    Example:
        >>> says_more(["Ann Lee   no show x2"], ["Ann Lee"]), says_more(["Ann Lee", "3/4"], ["Ann Lee", "3/4"])
        (True, False)
    """
    parts = [part for part in islice(known, _MOST_KNOWN) if part]
    said = 0
    for cell in cells:
        left = cell[:_LONGEST_SAID]
        for part in parts:
            left = left.replace(part, " ")
        said += sum(len(word) for word in _SAID.findall(left))
    return said >= _LEAST_SAID


def tell_care(patients: Iterable[Cluster]) -> None:
    """Note for patients of whom but the whole name is known that a list remarks on them: they were under care."""
    for patient in patients:
        for one in patient.frames:
            if one.is_remarked and one.remark is not None:
                _tell(one, one.remark)
        frame = next((f for f in patient.frames if f.is_remarked and f.key.is_whole), None)
        if frame is not None and not (any(f.others for f in patient.frames) or _is_known(patient)):
            _tell(frame, Element.TREATMENT)


def _tell(frame: Frame, element: Element) -> None:
    frame.tell(element, [m for m in frame.mentions if m.element in NAME_ELEMENTS][:1])


def _is_known(patient: Cluster) -> bool:
    return any(m.element not in NAME_ELEMENTS and m.element is not None for f in patient.frames for m in f.mentions)
