"""`tocsin find PATH`: elements in files and folders. Files open in the jail, as in an incident; nothing is kept.

Large things found inside others are set aside in an encrypted file whose key exists only in this process.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import orjson
import pyarrow.compute as pc

from tocsin.ids import EvidenceId
from tocsin.intake.extract import Extraction
from tocsin.intake.plans import NoPlans
from tocsin.jail import Jail, jail_tier
from tocsin.model.evidence import Evidence, EvidenceKind, ItemCode, ItemStatus
from tocsin.model.segments import BATCH_BYTES
from tocsin.response.engines import local_engine
from tocsin.response.find_filter import FindFilter
from tocsin.response.find_work import FindAsk, find_in
from tocsin.response.progress import Progress
from tocsin.tables.engine import Tables
from tocsin.untrusted import clean_path
from tocsin.vault.sealed import SealedReader, seal_stream

STANDARD_INPUT = Path("-")
_STDIN_NAME = "(standard input)"
_UNREAD = frozenset({ItemStatus.UNREADABLE, ItemStatus.SKIPPED})


@dataclass(frozen=True)
class FindLook:
    """How findings are shown."""

    reveal: bool = False
    as_json: bool = False
    count: bool = False
    names_only: bool = False
    """Only the names of what holds a finding, each once."""
    colour: bool = False
    context: int = 0
    """Lines shown to each side of a finding."""
    detectors: bytes = field(default=b"", repr=False)
    """The user's own detectors and allow-lists, as ``read_detectors`` made them."""
    warn: Callable[[str], None] = field(default=lambda words: None)
    """Hears what could not be read."""


@dataclass(frozen=True)
class FindWhere:
    """Which files of folders are read; a file that is named itself always is."""

    include: tuple[str, ...] = ()
    """Shell patterns one of which its name, or its path below the folder, must match; empty: every file."""
    exclude: tuple[str, ...] = ()
    """Shell patterns that neither its name nor any folder on the way to it may match."""

    def takes(self, below: Path) -> bool:
        """Tell whether a file is read, by its path below the folder that was given."""
        steps = [*below.parts, str(below)]
        if any(fnmatch(step, pattern) for pattern in self.exclude for step in steps):
            return False
        return not self.include or any(
            fnmatch(name, pattern) for pattern in self.include for name in (below.name, str(below))
        )


@dataclass(frozen=True)
class _File:
    file_no: int
    path: str
    size_bytes: int
    code: str
    real: Path = field(repr=False)
    folder: str = ""
    """The folder it lies in, as the user would write it, with ``/`` at its end."""
    sha256: str = ""
    """Not taken: every file is read, equal ones too."""
    blob: str = ""
    """Where it is set aside, if it came from standard input."""


class _Plain:
    """A file of this machine as random access to bytes."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        self.size_bytes = os.fstat(self._descriptor).st_size

    def pread(self, offset: int, length: int, /) -> bytes:
        """Return up to ``length`` bytes from ``offset``."""
        return os.pread(self._descriptor, length, offset)

    def __del__(self) -> None:
        os.close(self._descriptor)


class _Shelf:
    """Files where they lie; what is set aside is sealed with a key that is never written."""

    def __init__(self, aside: Path) -> None:
        self.files: Sequence[_File] = ()
        self._aside, self._key = aside, os.urandom(32)

    def evidence_files(self, evidence_id: str) -> Sequence[_File]:
        """Return the files."""
        return self.files

    def open_sealed(self, evidence_id: str, file_no: int) -> _Plain | SealedReader:
        """Open a file."""
        file = self.files[file_no - 1]
        return self.open_blob(file.blob) if file.blob else _Plain(file.real)

    def add_blob(self, key: str, stream: BinaryIO) -> str:
        """Set bytes aside."""
        name = f"{len(list(self._aside.iterdir())):06d}"
        seal_stream(stream, self._aside / name, self._key)
        return name

    def open_blob(self, blob_id: str) -> SealedReader:
        """Open bytes that were set aside."""
        return SealedReader(self._aside / blob_id, self._key)


EVERYWHERE = FindWhere()


def find_files(
    paths: Sequence[Path],
    keep: FindFilter,
    look: FindLook,
    jobs: int,
    progress: Progress,
    *,
    where: FindWhere = EVERYWHERE,
    weak_jail: bool = False,
) -> Iterator[str]:
    """Yield a line for each finding (or count, or name, or JSON object), file by file, in a fixed order.

    Raises:
        JailRefusedError: this machine offers no jail that is strong enough.
    """
    seen: Counter[str] = Counter()
    work = partial(find_in, FindAsk(keep, look.reveal, look.context, look.detectors))
    with ExitStack() as stack:
        shelf = _Shelf(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tocsin-find-"))))
        shelf.files = files = list(_walk(paths, where, shelf))
        total = sum(file.size_bytes for file in files)
        progress.start("find", total)
        began = time.monotonic()
        jail = stack.enter_context(Jail(jobs, tier=jail_tier(weak=weak_jail)))
        extraction = stack.enter_context(Extraction(shelf, jail, jobs, (), NoPlans(progress.look)))
        batches = _read(extraction, _evidence(files, total), progress)
        for _, tables in local_engine(jobs).map_batches(work, batches, "find"):
            yield from _lines(tables, files, look, seen)
    unread = seen["unread"]
    told = f"{seen['found']} findings in {seen['items']} items" + (f", {unread} not read" if unread else "")
    told += f", {seen['left_out']} left out by allow-lists" if seen["left_out"] else ""
    told += f", {seen['unasked']} texts not read by recognizers" if seen["unasked"] else ""
    progress.finish(f"{told}, {total / 1e6 / max(1e-3, time.monotonic() - began):.1f} MB/s")


def _read(extraction: Extraction, evidence: Evidence, progress: Progress) -> Iterator[tuple[str, Tables]]:
    """Give what was read of the files, batch by batch."""
    units: deque[tuple[str, Tables]] = deque()
    for size in extraction.run(evidence, set(), {}, lambda key, tables: units.append((key, tables))):
        while units:
            yield from _shares(*units.popleft())
        progress.advance(size)
    while units:
        yield from _shares(*units.popleft())


def _shares(key: str, tables: Tables) -> Iterator[tuple[str, Tables]]:
    """Give a unit as shares that several workers can take: about ``BATCH_BYTES`` each, an item's segments together."""
    items = tables["items_read"].select(["item_id", "locator", "status", "code"])
    segments = tables["segments"]
    of_item = pc.fill_null(pc.index_in(segments["item_id"], items["item_id"].combine_chunks()), 0).to_numpy()
    sizes = pc.binary_length(segments["body"]).to_numpy()
    held = np.cumsum(np.bincount(of_item, sizes, items.num_rows))
    shares, of_item_share = np.unique(held // BATCH_BYTES, return_inverse=True)
    of_segment = of_item_share[of_item]
    for number in range(len(shares)):
        in_share = segments.filter(of_segment == number)
        yield f"{key}/{number}", {"items_read": items.filter(of_item_share == number), "segments": in_share}


def _walk(paths: Sequence[Path], where: FindWhere, shelf: _Shelf) -> Iterator[_File]:
    """Give every file once, in order; links and special files are noted, never followed."""
    number = 0
    for path in paths:
        if path == STANDARD_INPUT:
            number += 1
            blob = shelf.add_blob("stdin", sys.stdin.buffer)
            yield _File(number, f"{number}/{_STDIN_NAME}", shelf.open_blob(blob).size_bytes, "", path, blob=blob)
            continue
        for real in [path] if not path.is_dir() else _below(path, where):
            number += 1
            code = "link" if real.is_symlink() and real != path else "" if real.is_file() else "special_file"
            size = real.stat().st_size if not code else 0
            opened = real.resolve() if real == path else real
            yield _File(number, f"{number}/{real.name}", size, code, opened, _folder(path, real))


def _below(folder: Path, where: FindWhere) -> list[Path]:
    found = (p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    return sorted(p for p in found if where.takes(p.relative_to(folder)))


def _folder(given: Path, real: Path) -> str:
    """Return the folder of a file: what the user gave stays as it is, names below it are cleaned."""
    below = real.relative_to(given).parent if real != given else Path()
    top = given if real != given else given.parent
    steps = [str(top)] * (top != Path()) + [clean_path(str(below))] * (below != Path())
    return "".join(step if step.endswith("/") else f"{step}/" for step in steps)


def _evidence(files: Sequence[_File], total: int) -> Evidence:
    now = datetime.now(UTC)
    none = EvidenceId("evd_000000000000")
    return Evidence(none, "find", EvidenceKind.OTHER, "", "", total, len(files), now, "", 1)


def _lines(tables: Tables, files: Sequence[_File], look: FindLook, seen: Counter[str]) -> Iterator[str]:
    names = {}
    for row in tables["items_read"].to_pylist():
        names[row["item_id"]] = name = _shown(row["locator"], files)
        seen["items"] += 1
        if row["status"] in _UNREAD and row["code"] != ItemCode.EMPTY:
            seen["unread"] += 1
            look.warn(f"{name}: not read ({row['code']})")
    found = tables["found"].to_pylist()
    seen["found"] += len(found)
    for row in tables["counts"].to_pylist():
        seen["left_out"] += row["left_out"]
        seen["unasked"] += row["unread"]
    if look.count:
        yield from _counted(found, names, look)
        return
    if look.names_only:
        held = dict.fromkeys(names.get(row["item_id"], "") for row in found)
        yield from (orjson.dumps({"file": name}).decode() if look.as_json else name for name in held)
        return
    for row in found:
        yield _line(row, names.get(row["item_id"], ""), look)


def _shown(locator: str, files: Sequence[_File]) -> str:
    """Return the locator with the folder of its file in place of the file's number."""
    number, _, rest = locator.partition("/")
    return files[int(number) - 1].folder + rest


def _counted(found: Sequence[dict[str, Any]], names: dict[str, str], look: FindLook) -> Iterator[str]:
    counts = Counter((names.get(row["item_id"], ""), row["label"]) for row in found)
    order = {name: number for number, name in enumerate(names.values())}
    for (name, element), number in sorted(counts.items(), key=lambda one: (order.get(one[0][0], -1), one[0])):
        if look.as_json:
            yield orjson.dumps({"file": name, "label": element, "count": number}).decode()
        else:
            yield f"{name}: {element} {number}"


def _line(row: dict[str, Any], name: str, look: FindLook) -> str:
    place, label, shown, context = row["place"], row["label"], row["text"], row["context"]
    if look.as_json:
        told = {"file": name, "place": place, "start": row["start"], "end": row["end"], "label": label}
        told |= {"score": round(row["score"], 4), "detector": row["detector"], "text": shown} | (
            {"context": context} if look.context else {}
        )
        return orjson.dumps(told).decode()
    if look.colour:
        lines = "".join(f"\n  \x1b[2m{line}\x1b[0m" for line in context)
        return f"\x1b[35m{name}\x1b[0m:\x1b[36m{place}\x1b[0m: \x1b[1m{label}\x1b[0m {shown}{lines}"
    return f"{name}:{place}: {label} {shown}" + "".join(f"\n  {line}" for line in context)
