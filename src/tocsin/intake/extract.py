"""Extraction: every sealed file through the jail, unit by unit, into items and segments, with nothing lost.

Reading runs in threads, each with a jailed worker; a batch of many documents is shared among them. Units are committed
by the caller's thread as they are done. The order in which they finish does not matter: keys and ids follow from the
evidence.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from types import TracebackType
from typing import BinaryIO, Protocol, Self, cast

import pyarrow as pa

from tocsin.config import READ
from tocsin.ids import EvidenceId, item_id
from tocsin.intake.documents import Batch, Bytes, Document, batches, pieces
from tocsin.intake.plans import LookedOver, NoPlans, Plans
from tocsin.intake.rows import Root, Rows, add_job, closing_row, ends_of, joined, number_slice, slice_table
from tocsin.jail import Jail
from tocsin.jail.protocol import Event, Planned, ReadJob, WallError
from tocsin.model.evidence import Evidence, ItemCode, ItemStatus
from tocsin.untrusted import clean_path

_AHEAD = 2
"""Units read ahead of the one being committed, for each worker."""
_SHARES = 2
"""Pieces of a batch for each worker: some documents take much longer than others of their size."""


class FoundFile(Protocol):
    """One file of evidence, sealed or noted."""

    @property
    def file_no(self) -> int:
        """Return its number in the evidence, from 1."""

    @property
    def path(self) -> str:
        """Return its path inside the evidence."""

    @property
    def size_bytes(self) -> int:
        """Return its size."""

    @property
    def sha256(self) -> str:
        """Return its hash."""

    @property
    def code(self) -> str:
        """Return why it was not sealed, or nothing."""


class Shelf(Protocol):
    """Where sealed bytes come from and rows go; an incident folder is one."""

    def evidence_files(self, evidence_id: str) -> Sequence[FoundFile]:
        """Return the files of one piece of evidence."""

    def open_sealed(self, evidence_id: str, file_no: int) -> Bytes:
        """Open a sealed file."""

    def open_blob(self, blob_id: str) -> Bytes:
        """Open bytes that were sealed on their own."""

    def add_blob(self, key: str, stream: BinaryIO) -> str:
        """Seal bytes found inside evidence."""


class Commit(Protocol):
    """Takes the rows of one unit."""

    def __call__(self, key: str, tables: dict[str, pa.Table]) -> None:
        """Commit them, whole or not at all."""


@dataclass(frozen=True)
class Unit:
    """One piece of work: a batch of small documents, or one slice of a large one."""

    key: str
    batch_key: str
    documents: tuple[Document, ...]
    bytes: int
    media_type: str = ""
    slice: tuple[int, int, int] | None = None
    number: int = 0
    is_last: bool = False
    children: int | None = None
    """As many as the plan of a container counted in a slice; of the last one it does not know."""


@dataclass(frozen=True)
class _Share:
    """What one reader gave of a unit: as tables, for rows in Python take ten times the room while they wait."""

    tables: dict[str, pa.Table]
    promoted: list[tuple[int, Document]]
    root: Root


@dataclass
class Outcome:
    """What reading a unit gave."""

    unit: Unit
    tables: dict[str, pa.Table]
    promoted: list[tuple[int, Document]]
    root: Root
    """How the document ended, of which the unit is a slice."""


class Extraction:
    """Reads evidence through a jail; a context, whose threads last as long (a jailed child ends with its thread)."""

    def __init__(
        self, shelf: Shelf, jail: Jail, jobs: int, passwords: tuple[str, ...], plans: Plans | None = None
    ) -> None:
        self._shelf, self._jail, self._jobs, self._passwords = shelf, jail, jobs, passwords
        self._plans = plans or NoPlans()
        self._threads = ThreadPoolExecutor(jobs)
        self._ends: dict[str, Root] = {}
        """How documents ended in slices, by the key of the slice."""
        self.bytes_before = 0
        """Bytes of evidence that earlier runs had read already."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End readers and threads; after a fault or Ctrl-C they are left to the jail, which ends what they wait for."""
        if kind is None:
            self._jail.rest()
        self._threads.shutdown(wait=kind is None, cancel_futures=True)

    def run(
        self,
        evidence: Evidence,
        done: set[str],
        known: dict[str, str],
        commit: Commit,
        slices: pa.Table | None = None,
    ) -> Iterator[int]:
        """Read what of this evidence is not done yet; yield the bytes of each unit as it is committed.

        Args:
            evidence: one piece of evidence.
            done: keys that are committed; what belongs to them is left alone.
            known: sha256 to item id of files already read, of this and earlier evidence; added to.
            commit: takes the rows of a unit.
            slices: what earlier runs committed under that name.
        """
        self._ends.update({} if slices is None else ends_of(slices))
        documents, noted = self._documents(evidence, known)
        note_key = f"{evidence.evidence_id}/noted"
        if noted.items and note_key not in done:
            commit(note_key, noted.tables())
        yield from self._all(batches(documents), done, commit)

    def _todo(self, given: Iterable[Batch], done: set[str]) -> Iterator[Unit]:
        for batch in given:
            if _is_done(batch, done):
                self.bytes_before += sum(document.size_bytes for document in batch.documents)
                continue
            for unit in self._units(batch):
                if unit.is_last or unit.key not in done:
                    yield unit
                else:
                    self.bytes_before += unit.bytes

    def _all(self, given: Iterable[Batch], done: set[str], commit: Commit) -> Iterator[int]:
        for outcome in self._in_order(self._todo(given, done)):
            if outcome.unit.key not in done:
                self._promote(outcome, done, commit)
                commit(outcome.unit.key, outcome.tables)
            if outcome.unit.slice is not None:
                self._ends.setdefault(outcome.unit.key, outcome.root)
            if outcome.unit.slice is not None and outcome.unit.is_last:
                closing = Rows(items=[self._closed(outcome)])
                commit(f"{outcome.unit.batch_key}/closed", closing.tables())
            yield outcome.unit.bytes

    def _documents(self, evidence: Evidence, known: dict[str, str]) -> tuple[list[Document], Rows]:
        """Return the files to open, and rows of those that are not: noted at intake, or the same as one before."""
        documents, noted = [], Rows()
        for file in self._shelf.evidence_files(evidence.evidence_id):
            document = _document(evidence, file)
            twin = known.get(document.sha256) if document.sha256 and not file.code else None
            if file.code:
                status = ItemStatus.UNREADABLE if file.code == ItemCode.NO_ACCESS else ItemStatus.SKIPPED
                noted.items.append(_noted(document, status, file.code, None))
            elif twin is not None and document.size_bytes:
                noted.items.append(_noted(document, ItemStatus.DUPLICATE, ItemCode.SAME_CONTENT.value, twin))
            else:
                known[document.sha256] = document.item_id
                documents.append(document)
        return documents, noted

    def _units(self, batch: Batch) -> list[Unit]:
        size = sum(document.size_bytes for document in batch.documents)
        whole = Unit(batch.key, batch.key, batch.documents, size)
        if len(batch.documents) > 1 or size <= READ.unit_bytes:
            return [whole]
        return self._slices(batch.key, batch.documents[0]) or [whole]

    def _slices(self, key: str, document: Document) -> list[Unit]:
        planned = self._plans.kept(key)
        if planned is None:
            planned = self._planned(document)
            if planned is None or len(planned.units) < 2:
                return []
            self._plans.keep(key, planned)
        last = len(planned.units) - 1
        share = document.size_bytes // len(planned.units)
        firsts = [first for _, _, first in planned.units]
        children = [*(after - first for first, after in pairwise(firsts)), None]
        return [
            Unit(f"{key}/{n:06d}", key, (document,), share, planned.media_type, unit, n, n == last, children[n])
            for n, unit in enumerate(planned.units)
        ]

    def _planned(self, document: Document) -> Planned | None:
        try:
            events = self._jail.run(self._job(document, "plan"), LookedOver(self._open(document), self._plans))
        except WallError:
            return None
        finally:
            self._plans.look(document.size_bytes, document.size_bytes)
        return next((event for event in events if isinstance(event, Planned)), None)

    def _in_order(self, units: Iterable[Unit]) -> Iterator[Outcome]:
        """Yield the outcomes in order while later units are already being read."""
        waiting: deque[tuple[Unit, list[Future[_Share]]]] = deque()
        for unit in units:
            shares = pieces(unit.documents, self._jobs * _SHARES if self._jobs > 1 else 1)
            waiting.append((unit, [self._threads.submit(self._read, unit, share) for share in shares]))
            if len(waiting) >= self._jobs + _AHEAD:
                yield self._outcome(*waiting.popleft())
        while waiting:
            yield self._outcome(*waiting.popleft())

    def _outcome(self, unit: Unit, reading: Iterable[Future[_Share]]) -> Outcome:
        shares = [share.result() for share in reading]
        tables, root = joined([share.tables for share in shares]), shares[-1].root
        if unit.slice is not None:
            tables["slices"] = slice_table(unit.key, root)
        return Outcome(unit, tables, [one for share in shares for one in share.promoted], root)

    def _read(self, unit: Unit, documents: Sequence[Document]) -> _Share:
        rows, root, is_slice = Rows(), Root(), unit.slice is not None
        for document, events in zip(documents, self._events(unit, documents), strict=True):
            if isinstance(events, WallError):
                root = Root(ItemStatus.UNREADABLE.value, _code(events))
                if not is_slice:
                    rows.items.append(_broken(document, root.code))
                continue
            root = add_job(rows, document, events, is_slice=is_slice).counted(unit.children)
        if is_slice:
            number_slice(rows, unit.number)
        return _Share(rows.tables(), rows.promoted, root)

    def _events(self, unit: Unit, documents: Sequence[Document]) -> Iterator[list[Event] | WallError]:
        """Yield what reading each of these documents of a unit gave."""
        work = [(self._job(document, "read", unit), partial(self._open, document)) for document in documents]
        return self._jail.run_all(work)

    def _promote(self, outcome: Outcome, done: set[str], commit: Commit) -> None:
        """Seal large things found inside on their own, and read them, before their unit counts as done."""
        unit = outcome.unit
        for index, document in outcome.promoted:
            holder = next(d for d in unit.documents if document.locator.startswith(f"{d.locator}!/"))
            inner_key = f"{unit.key}/{document.item_id}"
            pieces = self._jail.fetch(self._job(holder, "read", unit), index, self._open(holder))
            stream = cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", _Pieces(pieces))))
            blob = self._shelf.add_blob(inner_key, stream)
            before = self.bytes_before
            for _ in self._all([Batch(inner_key, (replace(document, blob=blob),))], done, commit):
                pass
            self.bytes_before = before

    def _closed(self, outcome: Outcome) -> dict[str, object]:
        """Return the row of a document whose slices are all read: read in part if any of them was."""
        unit = outcome.unit
        keys = (f"{unit.batch_key}/{number:06d}" for number in range(unit.number + 1))
        ends = [self._ends.pop(key) for key in keys if key in self._ends]
        is_read = not ends or any(end.status != ItemStatus.UNREADABLE for end in ends)
        codes = {code for end in ends for code in end.code.split(";") if code}
        status = ItemStatus.DONE if is_read else ItemStatus.UNREADABLE
        is_container = any(end.is_container for end in ends)
        return closing_row(unit.documents[0], unit.media_type, codes, status, is_container=is_container)

    def _job(self, document: Document, mode: str, unit: Unit | None = None) -> ReadJob:
        return ReadJob(
            mode=mode,
            untrusted_name=document.locator.rsplit("/", 1)[-1],
            size_bytes=document.size_bytes,
            media_type=unit.media_type if unit else "",
            unit=unit.slice if unit else None,
            passwords=self._passwords,
            depth=document.depth,
        )

    def _open(self, document: Document) -> Bytes:
        if document.blob:
            return self._shelf.open_blob(document.blob)
        return self._shelf.open_sealed(document.evidence_id, document.file_no)


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a stream that is read once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # any writable buffer is given
        """Fill the buffer from the next piece."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        taken = self._left[: len(buffer)]
        self._left = self._left[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _document(evidence: Evidence, file: FoundFile) -> Document:
    locator = clean_path(file.path)
    return Document(
        evidence_id=EvidenceId(evidence.evidence_id),
        file_no=file.file_no,
        locator=locator,
        item_id=item_id(evidence.evidence_id, locator),
        size_bytes=file.size_bytes,
        sha256=file.sha256,
    )


def _noted(document: Document, status: ItemStatus, code: str, twin: str | None) -> dict[str, object]:
    row = closing_row(document, "application/octet-stream", {code}, status, is_container=False)
    return {**row, "duplicate_of": twin}


def _broken(document: Document, code: str) -> dict[str, object]:
    """Return the row of a document whose reader broke before it said anything."""
    return closing_row(document, "application/octet-stream", {code}, ItemStatus.UNREADABLE, is_container=False)


def _code(fault: WallError) -> str:
    known = {code.value for code in ItemCode}
    return fault.why if fault.why in known else ItemCode.CRASHED.value


def _is_done(batch: Batch, done: set[str]) -> bool:
    return batch.key in done or f"{batch.key}/closed" in done


def read_again(keys: Iterable[str], committed: Iterable[str]) -> set[str]:
    """Return which committed units to take back so that ``keys`` are read again.

    They themselves, the units that hold them (a large thing inside has units of its own), and whatever closed those.
    """
    wanted, closed = set[str](), tuple[str, ...]()
    for key in keys:
        steps = key.split("/")
        for prefix in ("/".join(steps[:length]) for length in range(2, len(steps) + 1)):
            wanted |= {prefix, f"{prefix}/closed"}
        if steps[-1] == "closed":
            closed += (key.removesuffix("closed"),)
    return {key for key in committed if key in wanted or (closed and key.startswith(closed))}


LOCKED = frozenset({ItemCode.ENCRYPTED.value})
UNSEEN = frozenset({ItemCode.NEEDS_OCR.value, ItemCode.PAGES_WITHOUT_TEXT.value})
"""Codes of what an engine for pictures could read."""


def retryable_keys(parts: Iterable[tuple[str, pa.Table]], codes: frozenset[str] = LOCKED) -> set[str]:
    """Return the keys of units that hold items with one of those codes."""
    return {key for key, table in parts if any(codes & set(code.split(";")) for code in table["code"].to_pylist())}
