"""A document read in slices ends once, and says what any of its slices could not read, also after a kill."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

import pyarrow as pa
import pytest

from tocsin.config import READ
from tocsin.ids import EvidenceId
from tocsin.intake.accounting import imbalances
from tocsin.intake.extract import Extraction, read_again
from tocsin.intake.plans import NoPlans
from tocsin.jail import Jail
from tocsin.jail.protocol import Began, Ended, Event, Planned, ReadJob, WallError
from tocsin.model.evidence import Evidence, EvidenceKind

_EVIDENCE = Evidence(EvidenceId("evd_000000000000"), "x", EvidenceKind.MAILBOX, "", "", 0, 1, datetime.now(UTC), "", 1)


@dataclass
class _File:
    file_no: int = 1
    path: str = "box.mbox"
    size_bytes: int = READ.unit_bytes + 1
    sha256: str = "h"
    code: str = ""


class _Nothing(io.BytesIO):
    size_bytes = 0


class _Shelf:
    def evidence_files(self, evidence_id: str) -> list[_File]:
        return [_File()]

    def open_sealed(self, evidence_id: str, file_no: int) -> Any:
        return _Nothing()

    open_blob = add_blob = None


class _Reader:
    """A jail whose documents have as many slices as it is given ends; each slice holds one message."""

    def __init__(self, *ends: str) -> None:
        self._ends = ends
        self.read: list[int] = []
        self.plans_made = 0

    def rest(self) -> None:
        """End nothing."""

    def run_all(self, work: list[tuple[ReadJob, Any]]) -> Iterator[list[Event] | WallError]:
        for job, source in work:
            try:
                yield self.run(job, source)
            except WallError as fault:
                yield fault

    def run(self, job: ReadJob, source: object) -> list[Event]:
        if job.unit is None:
            self.plans_made += 1
            return [Planned("application/mbox", tuple((n, n + 1, n + 1) for n in range(len(self._ends))))]
        number = job.unit[0]
        self.read.append(number)
        if self._ends[number] == "broken":
            raise WallError("out_of_memory")
        if self._ends[number] == "crashed":
            return [Began(0, -1, "", 9, "application/mbox", True), Ended(0, "unreadable", "crashed", "", 9, 0, -1)]
        inside = [Began(1, 0, str(number + 1), 1, "message/rfc822", False), Ended(1, "done", "", "h", 1, 0, -1)]
        root = Began(0, -1, "", 9, "application/mbox", True)
        if self._ends[number] == "lost":
            return [root, Ended(0, "done", "", "", 9, 0, -1)]
        return [root, *inside, Ended(0, "done", self._ends[number], "", 9, 1, -1)]


def _read(reader: _Reader, done: set[str], most: int, earlier: list[dict[str, pa.Table]]) -> Iterator[tuple[str, Any]]:
    """Read up to ``most`` units, then stop as a kill would."""
    kept: list[tuple[str, dict[str, pa.Table]]] = []
    slices = pa.concat_tables([one["slices"] for one in earlier]) if earlier else None
    with Extraction(cast("Any", _Shelf()), cast("Jail", reader), 1, ()) as extraction:
        reading = extraction.run(_EVIDENCE, done, {}, lambda key, tables: kept.append((key, tables)), slices)
        for number, _ in enumerate(reading, 1):
            if number == most:
                break
    yield from kept


@pytest.mark.parametrize(
    ("ends", "status", "code", "messages"),
    [
        (("", "", ""), "done", "", 3),
        (("", "partly_corrupt", ""), "done", "partly_corrupt", 3),
        (("", "crashed", "count_differs"), "done", "count_differs;crashed", 2),
        (("broken", "", ""), "done", "out_of_memory", 2),
        (("", "", "broken"), "done", "out_of_memory", 2),
        (("broken", "crashed"), "unreadable", "crashed;out_of_memory", 0),
    ],
)
@pytest.mark.parametrize("killed_after", [1, 9])
def test_what_a_slice_lost_is_said_by_the_whole(
    ends: tuple[str, ...], status: str, code: str, messages: int, killed_after: int
) -> None:
    first = list(_read(_Reader(*ends), set(), killed_after, []))
    keys = {key for key, _ in first}
    again = _Reader(*ends)
    second = list(_read(again, keys, 9, [tables for _, tables in first if "slices" in tables]))
    assert len({key for key, _ in [*first, *second]}) == len(first) + len(second)
    items = pa.concat_tables([tables["items_read"] for _, tables in [*first, *second]])
    assert imbalances(lambda: [items], {"evd_000000000000": 1}) == []
    rows = {row["locator"]: row for row in items.to_pylist()}
    assert len(rows) == messages + 1
    assert (rows["box.mbox"]["status"], rows["box.mbox"]["code"]) == (status, code)
    assert rows["box.mbox"]["is_container"] is (status == "done" or "crashed" in ends)
    assert killed_after == 9 or 0 not in again.read


def test_messages_of_a_slice_are_held_against_the_plan() -> None:
    ends = _read(_Reader("lost", "", "broken"), set(), 9, [])
    items = pa.concat_tables([tables["items_read"] for _, tables in ends])
    rows = {row["locator"]: row for row in items.to_pylist()}
    assert rows["box.mbox"]["code"] == "count_differs;out_of_memory"


def test_a_plan_that_was_kept_is_not_made_again() -> None:
    class Kept(NoPlans):
        plans: ClassVar[dict[str, Planned]] = {}

        def kept(self, key: str) -> Planned | None:
            return self.plans.get(key)

        def keep(self, key: str, planned: Planned) -> None:
            self.plans[key] = planned

    for _ in range(2):
        reader = _Reader("", "", "")
        with Extraction(cast("Any", _Shelf()), cast("Jail", reader), 1, (), Kept()) as extraction:
            next(extraction.run(_EVIDENCE, set(), {}, lambda key, tables: None))
        plans_made = reader.plans_made
    assert len(Kept.plans) == 1
    assert plans_made == 0


def test_what_was_read_before_is_counted_apart() -> None:
    first = list(_read(_Reader("", "", "", ""), set(), 2, []))
    done = {key for key, _ in first}
    with Extraction(cast("Any", _Shelf()), cast("Jail", _Reader("", "", "", "")), 1, ()) as extraction:
        sizes = list(extraction.run(_EVIDENCE, done, {}, lambda key, tables: None))
        before = extraction.bytes_before
    assert (before, sum(sizes)) == (2 * (_File().size_bytes // 4),) * 2


def test_a_slice_that_is_read_again_takes_nothing_with_it() -> None:
    first = list(_read(_Reader("", "", ""), set(), 9, []))
    keys = [key for key, _ in first]
    again = read_again([keys[1]], keys)
    assert again == {keys[1], keys[-1]}
    assert keys[-1].endswith("/closed")
    kept = [(key, tables) for key, tables in first if key not in again]
    reader = _Reader("", "", "")
    slices = [tables for _, tables in kept if "slices" in tables]
    second = list(_read(reader, {key for key, _ in kept}, 9, slices))
    locators = [one for _, tables in [*kept, *second] for one in tables["items_read"]["locator"].to_pylist()]
    assert sorted(locators) == ["box.mbox", "box.mbox!/1", "box.mbox!/2", "box.mbox!/3"]


def test_what_holds_a_large_thing_inside_is_read_again_with_it() -> None:
    outer = ["evd_a/1-1/000000", "evd_a/1-1/000001", "evd_a/1-1/closed"]
    inner = [f"evd_a/1-1/000000/itm_b/{end}" for end in ("000000", "000001", "closed")]
    other = ["evd_a/2-9", "evd_a/noted", "evd_a/1-1/000001/itm_c"]
    committed = [*outer, *inner, *other]
    assert read_again([inner[1]], committed) == {outer[0], outer[2], inner[1], inner[2]}
    assert read_again(["evd_a/2-9"], committed) == {"evd_a/2-9"}
    assert read_again([inner[2]], committed) == {outer[0], outer[2], *inner}
    assert read_again(["evd_a/1-1/000001/itm_c"], committed) == {outer[1], outer[2], other[2]}
