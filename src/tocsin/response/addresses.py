"""The address of every notice: chosen from what the evidence says and what the post or the organization gave.

Bad addresses go to a queue; a file goes to a CASS and NCOA vendor and comes back; nothing is ever made up.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.errors import NothingToDoError, TableFileError, Word
from tocsin.model.elements import OFFICE_ROLES
from tocsin.model.results import PEOPLE
from tocsin.model.subjects import SUBJECTS
from tocsin.notices.house import LANGUAGES
from tocsin.notices.mailfile import MAILFILE
from tocsin.notices.postal.choose import FIELDS, Chosen, Sighting, choose
from tocsin.notices.postal.render import render
from tocsin.notices.postal.score import score
from tocsin.response.folder import IncidentFolder
from tocsin.response.notice_map import NoticeMap

STAGE = "addresses"
UNDELIVERABLE_DPV = "N"
"""DPV code: the primary number does not exist. Source: USPS DPV product, footnote codes Y, S, D and N."""
NO_FORWARD = frozenset({"MLNA", "BCNO", "UNDELIVERABLE", "NO_FORWARD"})
"""NCOALink return words: moved and left no address, box closed no order."""
GIVEN = pa.schema(
    [
        pa.field("subjects", pa.string(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in FIELDS),
        *(pa.field(name, pa.string(), nullable=False) for name in ("source", "dpv_code", "ncoa_status", "language")),
        pa.field("given_on", pa.date32(), nullable=False),
    ]
)
"""One row an answer of the post or the organization, tied to the subjects that it is about."""
RETURNED = "returned"
RETURNS = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("record_id", "subjects", *FIELDS, "reason")),
        pa.field("returned_on", pa.date32(), nullable=False),
    ]
)
"""One row a letter that came back, with the address it was sent to."""
ADDRESSES = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("record_id", "addressee_1", "addressee_2")),
        *(
            pa.field(name, pa.string(), nullable=False)
            for name in ("line_1", "line_2", "city", "state", "zip5", "zip4")
        ),
        *(pa.field(name, pa.string(), nullable=False) for name in ("country", "kind")),
        pa.field("points", pa.int64(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in ("reasons", "source", "why")),
    ]
)
"""What a CASS and NCOA vendor gets."""
QUEUE = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("notice_id", "name", *FIELDS)),
        pa.field("points", pa.int64(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in ("reasons", "why")),
    ]
)
"""People whose address is not good enough to be tried."""
CHOICES = pa.schema([pa.field(name, pa.string(), nullable=False) for name in ("notice_id", "why")])


class Addresses:
    """The chosen address of every notice that has any."""

    def __init__(self, chosen: Mapping[str, Chosen], languages: Mapping[str, str]) -> None:
        self.chosen = chosen
        self.languages = languages
        """Language of a person, by notice, where somebody gave it."""

    @classmethod
    def of(cls, folder: IncidentFolder) -> Addresses:
        """Return the choice from all subjects and all answers of the folder."""
        map_ = NoticeMap.of(folder)
        seen: dict[str, list[Sighting]] = defaultdict(list)
        columns = ["subject_id", "item_id", "role", "seen_on", *FIELDS]
        for row in _with_address(folder.read("subjects", SUBJECTS, columns=columns)).to_pylist():
            if notice := map_.notice_of(row["subject_id"]):
                seen[notice].append(Sighting(_address(row), row["item_id"], iso_day(row["seen_on"])))
        languages = {}
        for row in folder.read("given_addresses", GIVEN).sort_by("given_on").to_pylist():
            notice = map_.heir(row["subjects"].split(";"))
            if row["language"]:
                languages[notice] = row["language"]
            if any(row[name] for name in FIELDS):
                is_bad = row["dpv_code"] == UNDELIVERABLE_DPV or row["ncoa_status"].upper() in NO_FORWARD
                seen[notice].append(Sighting(_address(row), row["source"], row["given_on"], True, is_bad))
        for row in folder.read("returns", RETURNS).sort_by("record_id").to_pylist():
            notice = map_.heir(row["subjects"].split(";"))
            seen[notice].append(Sighting(_address(row), "returned mail", row["returned_on"], True, True))
        chosen = {notice: best for notice, sightings in seen.items() if (best := choose(sightings)) is not None}
        return cls(chosen, languages)

    def placed(self, notice: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the row of a notice with its chosen address in place."""
        found = self.chosen.get(notice["person_id"])
        if found is None:
            return notice
        best = found.best
        own = {name: best.address.get(name) or "" for name in FIELDS}
        return {**notice, **own, "address_source": best.source, "address_on": best.seen_on}

    def undeliverable(self) -> frozenset[str]:
        """Return the notices at whose best address the post delivers nothing."""
        return frozenset(notice for notice, found in self.chosen.items() if found.best.is_bad)

    def choices(self) -> pa.Table:
        """Return why each address was chosen."""
        rows = [{"notice_id": notice, "why": found.why} for notice, found in sorted(self.chosen.items())]
        return pa.Table.from_pylist(rows, schema=CHOICES)


def _with_address(subjects: pa.Table) -> pa.Table:
    """Return the subjects that have a street or box of their own: those of an office have its."""
    is_office = pc.is_in(subjects["role"], value_set=pa.array([role.value for role in OFFICE_ROLES]))
    return subjects.filter(pc.and_not(pc.not_equal(subjects["address_1"], ""), is_office))


def addresses_table(folder: IncidentFolder) -> pa.Table:
    """Return the addresses of all letters in standard form, for a CASS and NCOA vendor, sorted by record id.

    Raises:
        NothingToDoError: `notify` has not run.
    """
    _need_notify(folder)
    why = dict(zip(*folder.read("address_choices", CHOICES).to_pydict().values(), strict=True))
    rows = []
    for record in folder.read("mailfile", MAILFILE).sort_by("record_id").to_pylist():
        postal = render({**record, "zip": f"{record['zip5']}{record['zip4']}"})
        judged = score(postal)
        rows.append(
            {
                **{name: record[name] for name in ("record_id", "addressee_1", "addressee_2")},
                **{name: getattr(postal, name) for name in ("line_1", "line_2", "city", "state", "zip5", "zip4")},
                "country": postal.country,
                "kind": postal.kind.value,
                "points": judged.points,
                "reasons": ";".join(judged.reasons),
                "source": record["address_source"],
                "why": why.get(record["notice_id"], ""),
            }
        )
    return pa.Table.from_pylist(rows, schema=ADDRESSES)


def queue_table(folder: IncidentFolder) -> pa.Table:
    """Return the people who get no letter because of their address, with what is wrong with it, sorted by notice.

    Raises:
        NothingToDoError: `notify` has not run.
    """
    _need_notify(folder)
    waiting = set(folder.read("no_address")["notice_id"].to_pylist())
    addresses = Addresses.of(folder)
    rows = []
    for notice in folder.read("notices", PEOPLE).sort_by("person_id").to_pylist():
        if notice["person_id"] in waiting:
            placed = addresses.placed(notice)
            judged = score(render({name: placed[name] for name in FIELDS}))
            found = addresses.chosen.get(notice["person_id"])
            parts = ("first_name", "middle_name", "last_name", "suffix")
            rows.append(
                {
                    "notice_id": notice["person_id"],
                    "name": " ".join(notice[part] for part in parts if notice[part]),
                    **{name: placed[name] for name in FIELDS},
                    "points": judged.points,
                    "reasons": ";".join(judged.reasons),
                    "why": found.why if found else "no address in the evidence",
                }
            )
    return pa.Table.from_pylist(rows, schema=QUEUE)


def take_addresses(folder: IncidentFolder, rows: Sequence[Mapping[str, str]], source: str, today: date) -> int:
    """Keep the answers of the post or the organization; return how many. The next run uses them.

    Columns in: record_id or notice_id, and any of address_1 (or line_1), address_2 (line_2), city, state, zip (or zip5
    and zip4), country, given_on (ISO), dpv_code, ncoa_status, language.

    Raises:
        NothingToDoError: `notify` has not run.
        TableFileError: a row names nobody of this incident, or a value is none of its column.
    """
    _need_notify(folder)
    map_ = NoticeMap.of(folder)
    notices = {
        row["record_id"]: row["notice_ids"].split(";")
        for row in folder.read("mailfile", MAILFILE, columns=["record_id", "notice_ids"]).to_pylist()
    }
    kept = []
    for number, row in enumerate(rows, start=2):
        mine = notices.get(row.get("record_id") or "", [row.get("notice_id") or ""])
        subjects = sorted({subject for notice in mine for subject in map_.subjects(notice)})
        if not subjects:
            raise TableFileError(row=number, column=Word("record_id"))
        kept.append({"subjects": ";".join(subjects), **_given(row, number, source, today)})
    table = pa.Table.from_pylist(kept, schema=GIVEN)
    key = hashlib.sha256(repr(kept).encode()).hexdigest()[:32]
    with folder.stage_lock():
        if not folder.is_committed(STAGE, key):
            folder.commit(STAGE, key, {"given_addresses": table}, {"rows": len(kept)})
    return len(kept)


def _given(row: Mapping[str, str], number: int, source: str, today: date) -> dict[str, Any]:
    def value(*names: str) -> str:
        return next((row[name].strip() for name in names if (row.get(name) or "").strip()), "")

    language = value("language").lower()
    if language and language not in LANGUAGES:
        raise TableFileError(row=number, column=Word("language"))
    given_on = iso_day(value("given_on")) if value("given_on") else today
    if given_on is None:
        raise TableFileError(row=number, column=Word("given_on"))
    return {
        "address_1": value("address_1", "line_1"),
        "address_2": value("address_2", "line_2"),
        "city": value("city"),
        "state": value("state"),
        "zip": value("zip") or "-".join(filter(None, (value("zip5"), value("zip4")))),
        "country": value("country"),
        "source": source,
        "dpv_code": value("dpv_code").upper(),
        "ncoa_status": value("ncoa_status"),
        "language": language,
        "given_on": given_on,
    }


def _need_notify(folder: IncidentFolder) -> None:
    if not folder.committed_keys("notify"):
        raise NothingToDoError()


def _address(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: row[name] or "" for name in FIELDS}


def iso_day(text: str) -> date | None:
    """Return the day of an ISO text, or None if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def given_keys(folder: IncidentFolder) -> Iterable[str]:
    """Return what tells whether answers or letters came back since the mail file was made."""
    return [*sorted(folder.committed_keys(STAGE)), *sorted(folder.committed_keys(RETURNED))]
