"""A table of one person's visits below the line, or the form, that names the person: its rows name nobody.

Invariant: a table whose rows are people, or hold several people's numbers, is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.linking.frames import ABOUT_OFFICES, CLINICAL, CONTACT, INSURANCE, Frame
from tocsin.linking.group_heads import shared_by_rows
from tocsin.linking.records import Linked
from tocsin.linking.scene import Scene
from tocsin.linking.zones import Line, Zone
from tocsin.model.elements import NAME_ELEMENTS, OFFICE_ROLES, Element
from tocsin.model.mentions import Mention

_OF_CARE = CLINICAL | INSURANCE | {Element.DATE}
_NEVER = NAME_ELEMENTS | CONTACT | ABOUT_OFFICES | {Element.EMPLOYER, Element.IP_ADDRESS}
_ONE_EACH = (Element.DATE_OF_BIRTH, Element.SSN, Element.MRN, Element.MEMBER_ID)
_MOST_ROWS_OF_FORM = 12


def lead_to_table(scene: Scene, lines: Sequence[Line], before: int) -> None:
    """Note what the last lines of a text say of a table that may follow: what its rows share, and whose they are.

    ``before`` is how many frames the scene had before the text.
    """
    said = _leading(lines)
    scene.over = []
    for line in reversed(said):
        shared = shared_by_rows(line.text, line.mentions) if line.zone is Zone.PLAIN else []
        if not shared:
            break
        scene.over[:0] = shared
    begin = said[0].start if said else 0
    told = [line for line in said if line.zone is Zone.PLAIN and len(line.text) <= _LONGEST_LEAD]
    named = [f for f in scene.frames[before:] if f.start >= begin and _is_person(f) and not f.is_closed]
    one = named[0] if len(named) == 1 and any(m.start == named[0].start for n in told for m in n.mentions) else None
    scene.above = one if named or any(line.mentions for line in said) else scene.above


def _leading(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the last lines that say anything, with all of the form they end."""
    said = [line for line in lines if line.text.strip()]
    begin = max(0, len(said) - _LEADING)
    while begin > 0 and len(said) - begin < _LONGEST_FORM and all(map(_is_field, said[begin - 1 :][:2])):
        begin -= 1
    return said[begin:]


def _is_field(line: Line) -> bool:
    """Tell whether a line is a form's: a label, a colon and a value."""
    label, colon, _ = line.text.partition(":")
    return bool(colon) and len(label) <= _LONGEST_LABEL and bool(line.mentions)


_LEADING, _LONGEST_LEAD = 3, 160
"""Lines of a text, and their characters, that may head a table below it."""
_LONGEST_FORM, _LONGEST_LABEL = 12, 30


def join_above(records: Sequence[Linked], above: Frame) -> None:
    """Give the rows of a table to the person named above it if they name nobody and speak of care.

    A person in the last row is the one of what stands below.
    """
    named = [n for n, record in enumerate(records) if any(map(_is_person, record.frames))]
    if named and named != [len(records) - 1]:
        return
    records = records[: named[0]] if named else records
    found = [m for record in records for m in _said(record)]
    if not any(m.element in _OF_CARE for m in found) or _are_several(found, above):
        return
    for record in records:
        _join(record, above)


def person_of_form(records: Sequence[Linked], above: Frame | None, rows: int) -> Frame | None:
    """Return whom a table below may be about: its one person, nobody if there are several, else as before."""
    named = [f for record in records for f in record.frames if _is_person(f) and f.related is None]
    if not named:
        return above
    is_last = any(map(_is_person, records[-1].frames))
    return named[0] if len(named) == 1 and (is_last or rows <= _MOST_ROWS_OF_FORM) else None


def _is_person(frame: Frame) -> bool:
    return frame.is_named and frame.role not in OFFICE_ROLES


def _said(record: Linked) -> Iterable[Mention]:
    yield from record.loose
    for frame in record.frames:
        yield from frame.mentions


def _are_several(found: Sequence[Mention], above: Frame) -> bool:
    """Tell whether the rows have numbers of several people, or another's than that of the one above."""
    for element in _ONE_EACH:
        values = {m.norm for m in found if m.element is element}
        own = set(above.values(element))
        if len(values) > 1 or (values and own and not values & own):
            return True
    return False


def _join(record: Linked, above: Frame) -> None:
    for frame in list(record.frames):
        if frame.role in OFFICE_ROLES:
            above.tell(Element.PROVIDER, (m for m in frame.mentions if m.element is Element.PROVIDER))
        elif frame is record.main:
            for mention in frame.mentions:
                above.add(mention)
            above.others.extend(frame.others)
            record.frames.remove(frame)
    above.seen_on = max([above.seen_on, *(f.seen_on for f in [record.main] if f is not None)])
    for mention in [m for m in record.loose if m.element not in _NEVER]:
        above.mentions.append(mention)
        record.loose.remove(mention)
    if record.main is not None and record.main not in record.frames:
        record.main = None
