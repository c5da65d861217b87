"""Every limit, in one place, with its unit beside it."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB

SCHEMA_VERSION = 1
"""Version of the incident folder's layout."""


@dataclass(frozen=True)
class JailLimits:
    """What one document may cost before it counts as unreadable."""

    item_seconds: int = 240
    """Processor time without a new item beginning or ending; then the reader is ended."""
    silent_seconds: int = 60
    """Processor time without a frame from the reader, or so long by the clock without working: it hangs."""
    busy_factor: int = 5
    """On a machine busy with other things a reader may take this many times as long by the clock, and no longer."""
    memory_bytes: int = 2 * GIB
    """Memory that one document's reader may write; the kernel refuses more."""
    frame_bytes: int = 8 * MIB
    """One message from the jail."""
    output_bytes: int = 1 * GIB
    """All that one document may send out."""
    tmpfs_bytes: int = 256 * MIB
    """Memory disk of one worker, and the largest file it may write there."""
    shared_seconds: float = 0.25
    """A reader that took so much processor time reads no other document; the next one gets a new process."""
    shared_documents: int = 256
    """Small documents that are read by one process, one after another."""
    shared_bytes: int = 2 * MIB
    """A document above this is not small: it is never read by a process that read another one."""


@dataclass(frozen=True)
class ReadLimits:
    """What a reader may take in and give out."""

    depth: int = 12
    """Containers inside containers."""
    children: int = 5_000_000
    """Children of one container."""
    expanded_bytes: int = 16 * GIB
    """All bytes that one file may unfold to."""
    expansion_ratio: int = 200
    """Unfolded bytes for each packed byte, above ``expansion_free_bytes``."""
    expansion_free_bytes: int = 64 * MIB
    """Unfolded bytes that are never called a bomb."""
    child_in_memory_bytes: int = 256 * MIB
    """A nested file above this is written to the vault and read on its own."""
    text_chars: int = 200_000
    """One text segment; longer text goes on in the next one, cut at a line."""
    grid_rows: int = 1_000
    """Rows of one grid segment."""
    grid_head_rows: int = 60
    """Rows from the top of a table that every one of its segments carries."""
    grid_columns: int = 2_000
    """Columns of one table; those behind are left out, and the item says ``truncated``."""
    cell_chars: int = 32_768
    """Characters of one cell; the rest is left out, and the item says ``truncated``."""
    fields: int = 20_000
    """Fields of one fields segment."""
    unit_bytes: int = 16 * MIB
    """About this much of a large container is one unit of work (and of resumption)."""
    unit_children: int = 20_000
    """Children of one unit of work, however small they are."""
    elements: int = 10_000_000
    """Paragraphs, rows or texts that are read one by one from a part of an office document."""
    pages: int = 20_000
    """Pages of one document; those behind are left out, and the item says ``truncated``."""


@dataclass(frozen=True)
class StoreLimits:
    """How the vault and the tables are cut."""

    block_bytes: int = 1 * MIB
    """One block of sealed evidence; a flipped bit costs one block and is named."""
    part_rows: int = 200_000
    """Rows of one part of a table."""
    part_bytes: int = 64 * MIB
    """Bytes of one part of a table."""


JAIL = JailLimits()
READ = ReadLimits()
STORE = StoreLimits()
