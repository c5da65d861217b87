"""extract: every sealed file through the jail into items and segments; then the copies are told apart."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec

import pyarrow as pa

from tocsin.errors import StageFailedError, Word
from tocsin.intake.accounting import imbalances, missing_slices
from tocsin.intake.duplicates import mark_duplicates
from tocsin.intake.extract import UNSEEN, Extraction, read_again, retryable_keys
from tocsin.intake.plans import PLANS, plan_table, plans_of
from tocsin.intake.rows import SLICES
from tocsin.jail import Jail, jail_tier
from tocsin.jail.protocol import Planned
from tocsin.model.evidence import Evidence, ItemStatus
from tocsin.response.begin import passwords_of
from tocsin.response.context import RunContext, fingerprint
from tocsin.response.item_rows import log_evidence

_COUNTED = ["item_id", "parent_id", "evidence_id", "status", "code"]
"""Columns of the items that the accounts are held over."""
_ENGINES = ("faster_paddle", "tesserocr", "pi_heif")
"""What the extra for pictures may bring; looked for, never imported here."""


def run(context: RunContext) -> None:
    """Read what is not read yet, and what holds locked items if passwords were given since."""
    folder = context.folder
    _mark_pictures(context)
    _take_back_locked(context)
    evidence = folder.evidence()
    inputs = fingerprint(*(e.evidence_id for e in evidence), folder.get_document("retried") or b"")
    if folder.committed_keys("items") == [inputs]:
        return
    gc.freeze()  # what was imported lives on; looking it through for rings costs a tenth of reading small files
    context.progress.start("extract", sum(e.size_bytes for e in evidence))
    tier = jail_tier(weak=context.weak_jail)
    if tier.number == 3:
        folder.append_ledger("weak_jail", {"tier": tier.number})
    known: dict[str, str] = {}
    with (
        Jail(context.jobs, tier=tier) as jail,
        Extraction(folder, jail, context.jobs, passwords_of(folder), KeptPlans(context)) as extraction,
    ):
        for piece in evidence:
            _read(context, extraction, piece, known if piece.evidence_id not in log_evidence(folder) else {})
    counts = _close(context, evidence, inputs)
    context.progress.finish(", ".join(f"{counts[status.value]} {status}" for status in ItemStatus))


class KeptPlans:
    """The plans of large files, kept in the folder."""

    def __init__(self, context: RunContext) -> None:
        self._context = context
        self._known = plans_of(context.folder.read("plans", PLANS))

    def kept(self, key: str) -> Planned | None:
        """Return the plan of that batch, if it was kept."""
        return self._known.get(key)

    def keep(self, key: str, planned: Planned) -> None:
        """Keep the plan of a batch, at once."""
        self._context.folder.commit("plan", key, {"plans": plan_table(key, planned)}, {"units": len(planned.units)})

    def look(self, done: int, total: int) -> None:
        """Tell how far a look over a large file is."""
        self._context.progress.look(done, total)


def _read(context: RunContext, extraction: Extraction, evidence: Evidence, known: dict[str, str]) -> None:
    done = set(context.folder.committed_keys("extract"))

    def commit(key: str, tables: dict[str, pa.Table]) -> None:
        facts = {"items": tables["items_read"].num_rows, "segments": tables["segments"].num_rows}
        context.folder.commit("extract", key, tables, facts)

    read, known_before = 0, extraction.bytes_before
    before = known_before
    slices = context.folder.read("slices", SLICES)
    for size in extraction.run(evidence, done, known, commit, slices):
        read += size
        context.progress.skip(extraction.bytes_before - before)
        context.progress.advance(size)
        before = extraction.bytes_before
    context.progress.skip(extraction.bytes_before - before)
    context.progress.advance(max(0, evidence.size_bytes - read - extraction.bytes_before + known_before))


def _close(context: RunContext, evidence: list[Evidence], inputs: str) -> Counter[str]:
    """Tell copies apart, hold the accounts, and keep the items; return how many ended in which way."""
    folder = context.folder
    order = {e.evidence_id: e.ordinal for e in evidence}

    def parts(columns: list[str] | None = None) -> Iterator[pa.Table]:
        return (table for _, table in folder.iter_parts("items_read", columns=columns))

    faults = imbalances(lambda: parts(_COUNTED), {e.evidence_id: e.file_count for e in evidence})
    faults += missing_slices(folder.committed_keys("extract"))
    if faults:
        raise StageFailedError(stage=Word("extract"), what=Word(faults[0].what), id=faults[0].id, faults=len(faults))
    counts = Counter[str]()

    def marked() -> Iterator[pa.Table]:
        for part in mark_duplicates(parts, order, log_evidence(folder)):
            counts.update(part["status"].to_pylist())
            yield part

    earlier = sorted(folder.committed_keys("items"))
    folder.commit("items", inputs, {"items": marked()}, {"items": folder.row_count("items_read")}, replaces=earlier)
    return counts


def _mark_pictures(context: RunContext) -> None:
    """Mark what holds unread pictures to be read again, if an engine for pictures was installed since the last run."""
    folder = context.folder
    now = ",".join(name for name in _ENGINES if find_spec(name))
    before = folder.get_document("engines")
    if before == now.encode():
        return
    keys = retryable_keys(folder.iter_parts("items_read"), UNSEEN) if before is not None and now else set()
    waiting = (folder.get_document("retry") or b"").decode().splitlines()
    with folder.control.transaction():
        folder.put_document("engines", now.encode())
        if keys:
            folder.put_document("retry", "\n".join(sorted(keys | set(waiting))).encode())


def _take_back_locked(context: RunContext) -> None:
    """Drop the units that passwords were given for, with all that came of them, so that they are read again."""
    folder = context.folder
    keys = (folder.get_document("retry") or b"").decode().splitlines()
    if not keys:
        return
    for key in read_again(keys, folder.committed_keys("extract")):
        for stage in ("named", "link", "profiles", "staff", "detect", "extract"):
            old = [k for k in folder.committed_keys(stage) if k == key or k.startswith(f"{key}@")]
            if old:
                folder.take_back(stage, old)
    plans = read_again(keys, folder.committed_keys("plan"))  # with a password a document may be cut otherwise
    if plans:
        folder.take_back("plan", sorted(plans))
    count = int(folder.get_document("retried") or b"0") + 1
    with folder.control.transaction():
        folder.put_document("retried", str(count).encode())
        folder.put_document("retry", b"")
