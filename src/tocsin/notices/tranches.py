"""One letter a person an incident: what was mailed stays as it was, what is new goes into the next tranche.

Later evidence may add to somebody who was written to: then a supplement tells what is new, and only that. It may show
that two who were written to are one: that is told, and nothing is mailed again.

Source: 45 CFR 164.404(d)(1)(i) (notice may be given in one or more mailings as information is available).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.ids import digest_id
from tocsin.model.incident import LetterPer
from tocsin.notices.words import element_words, spoken_list

Row = dict[str, object]


@dataclass(frozen=True)
class Mailed:
    """A letter that was posted, and the notice that its person is in today (empty: in none)."""

    row: Mapping[str, object]
    """The row of the mail file as it was then."""
    notice: str
    is_returned: bool = False
    """It came back, so its person was not told by it."""


def due_letters(
    rows: Sequence[Row], mailed: Iterable[Mailed], tranche: str, letter_per: LetterPer
) -> tuple[list[Row], list[tuple[str, tuple[str, ...]]]]:
    """Return the letters that were not posted yet, and the notices in which several who had letters are one.

    Args:
        rows: the mail file as it would be if nothing had been mailed.
        mailed: every letter that was posted to these notices, supplements included.
        tranche: of the letters that are due.
        letter_per: whether a letter names one covered entity or all.

    Returns:
        Rows of letters; notices with the records of their people's first letters.
    """
    before: dict[tuple[str, str], list[Mailed]] = defaultdict(list)
    for one in sorted(mailed, key=lambda one: str(one.row["record_id"])):
        before[one.notice, _entity_of(one.row, letter_per)].append(one)
    due: list[Row] = []
    merged = []
    for row in rows:
        everything = [
            letter
            for notice in str(row["notice_ids"]).split(";")
            for letter in before.get((notice, _entity_of(row, letter_per)), ())
        ]
        mine = [letter.row for letter in everything if not letter.is_returned]
        firsts = tuple(str(letter["record_id"]) for letter in mine if not letter["supplements"])
        if not mine:
            due.append(_first(row, [letter.row for letter in everything], tranche))
            continue
        if len(firsts) > 1:
            merged.append((str(row["notice_id"]), firsts))
        supplement = _supplement(row, mine, tranche)
        if supplement is not None:
            due.append(supplement)
    return due, merged


def give_codes(rows: Iterable[Row], codes: Sequence[str]) -> None:
    """Give activation codes to rows that offer something and have none, in their order; no code is given twice."""
    everyone = list(rows)
    used = {str(row["enrollment_code"]) for row in everyone}
    free = (code for code in codes if code not in used)
    for row in everyone:
        if row["monitoring_product"] and not row["enrollment_code"] and not row["supplements"]:
            row["enrollment_code"] = next(free, "")


def _first(row: Row, returned: Sequence[Mapping[str, object]], tranche: str) -> Row:
    """Return the first letter to somebody; after others came back, it is a letter of its own with the same code."""
    if not returned:
        return {**row, "tranche": tranche}
    again = digest_id("rec", str(row["record_id"]), "again", *sorted(str(one["record_id"]) for one in returned))
    return {**row, "record_id": again, "tranche": tranche, "enrollment_code": returned[0]["enrollment_code"]}


def _entity_of(row: Mapping[str, object], letter_per: LetterPer) -> str:
    return str(row["covered_entity"]) if letter_per is LetterPer.COVERED_ENTITY else ""


def _supplement(row: Row, mine: Sequence[Mapping[str, object]], tranche: str) -> Row | None:
    """Return the letter that tells what the earlier ones did not, or None if they told everything."""
    told_elements, told_entities = _told(mine, "elements"), _told(mine, "covered_entity")
    elements = [code for code in str(row["elements"]).split(";") if code and code not in told_elements]
    entities = [key for key in str(row["covered_entity"]).split(";") if key not in told_entities | {"unknown"}]
    if not elements and not entities:
        return None
    first = next((letter for letter in mine if not letter["supplements"]), mine[0])
    new = elements or [code for code in str(row["elements"]).split(";") if code]
    language = str(row["language"])
    return {
        **row,
        "record_id": digest_id("rec", str(first["record_id"]), "supplement", ";".join(elements), ";".join(entities)),
        "covered_entity": ";".join(entities) or row["covered_entity"],
        "tranche": tranche,
        "supplements": first["record_id"],
        "barcode": "",
        "new_elements": ";".join(new),
        "elements_text": spoken_list(element_words(new, language, with_name=False), language),
        "enrollment_code": first["enrollment_code"],
    }


def _told(letters: Iterable[Mapping[str, object]], column: str) -> set[str]:
    return {value for letter in letters for value in str(letter[column]).split(";") if value}
