"""`tocsin verify`: the bytes of the record, then the accounts of the stages."""

from __future__ import annotations

from tocsin.errors import SealMismatchError
from tocsin.intake.accounting import imbalances
from tocsin.model.evidence import ITEMS, Evidence, ItemStatus
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Progress, Silence
from tocsin.response.verify import Fault, verify


def verify_incident(
    folder: IncidentFolder, checkpoint: str | None = None, progress: Progress | None = None
) -> tuple[list[Fault], str]:
    """Return every fault, and what was examined in words.

    Args:
        folder: open, for reading or writing.
        checkpoint: a note kept elsewhere; the ledger must contain it.
        progress: hears how much of the evidence was opened.
    """
    bar = progress or Silence()
    pieces = _pieces(folder)
    bar.start("verify", sum(piece.size_bytes for piece in pieces))
    faults = verify(folder, checkpoint, lambda: [*_items(folder), *_references(folder)], bar.advance)
    bar.finish()
    files = sum(piece.file_count for piece in pieces)
    words = f"{len(pieces)} pieces of evidence ({files} files), {_parts_of(folder)} parts of tables"
    end = "everything holds" if not faults else f"{len(faults)} fault{'s' * (len(faults) > 1)}"
    return faults, f"Examined {words}, the ledger and its checkpoints: {end}."


def _pieces(folder: IncidentFolder) -> list[Evidence]:
    """Return the evidence; none where the control state is so damaged that its rows cannot be read."""
    try:
        return folder.evidence()
    except (SealMismatchError, ValueError, LookupError, TypeError):
        return []


def _parts_of(folder: IncidentFolder) -> int:
    row = folder.control.row("SELECT COUNT(*) FROM part")
    return int(row[0]) if row else 0


def _items(folder: IncidentFolder) -> list[Fault]:
    """Hold the items against what was taken."""
    items = folder.read("items", ITEMS)
    if not items.num_rows:
        return []
    done = {e.evidence_id: e.file_count for e in folder.evidence()}
    standing = {str(e) for e in items["evidence_id"].to_pylist()}
    faults = [
        Fault("accounting", one.id, one.what)
        for one in imbalances(lambda: [items], {e: n for e, n in done.items() if e in standing})
    ]
    known = set(items["item_id"].to_pylist())
    copies = zip(
        items["item_id"].to_pylist(), items["status"].to_pylist(), items["duplicate_of"].to_pylist(), strict=True
    )
    faults += [
        Fault("accounting", item, "duplicate_of_nothing")
        for item, status, first in copies
        if status == ItemStatus.DUPLICATE and first not in known
    ]
    return faults


def _references(folder: IncidentFolder) -> list[Fault]:
    """Hold the links against mentions and subjects, and the members against subjects."""
    faults: list[Fault] = []
    subjects = _ids(folder, "subjects", "subject_id")
    for name, column, known in (
        ("links", "subject_id", subjects),
        ("links", "mention_id", _ids(folder, "mentions", "mention_id")),
        ("members", "subject_id", subjects),
    ):
        missing = _ids(folder, name, column) - known
        faults += [Fault("accounting", one, f"{name}_without_{column}") for one in sorted(missing)[:20]]
    return faults


def _ids(folder: IncidentFolder, name: str, column: str) -> set[str]:
    if not folder.part_count(name):
        return set()
    return set(folder.read(name, columns=[column])[column].to_pylist())
