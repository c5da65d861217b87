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

    cpu_seconds: int = 120
    wall_seconds: int = 240
    silent_seconds: int = 60
    """Without a frame from the child for this long, it hangs."""
    memory_bytes: int = 2 * GIB
    """Resident memory of one child; a watchdog ends it above this."""
    frame_bytes: int = 8 * MIB
    """One message from the jail."""
    output_bytes: int = 1 * GIB
    """All that one document may send out."""
    tmpfs_bytes: int = 256 * MIB


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
    child_in_memory_bytes: int = 256 * MIB
    """A nested file above this is written to the vault and read on its own."""
    text_chars: int = 200_000
    """One text segment; longer text goes on in the next one, cut at a line."""
    grid_rows: int = 1_000
    """Rows of one grid segment."""
    grid_head_rows: int = 60
    """Rows from the top of a table that every one of its segments carries."""
    grid_columns: int = 2_000
    cell_chars: int = 32_768
    fields: int = 20_000
    """Fields of one fields segment."""
    unit_bytes: int = 16 * MIB
    """About this much of a large container is one unit of work (and of resumption)."""
    pages: int = 20_000


@dataclass(frozen=True)
class StoreLimits:
    """How the vault and the tables are cut."""

    block_bytes: int = 1 * MIB
    part_rows: int = 200_000
    part_bytes: int = 64 * MIB
    free_disk_factor: float = 2.0
    """Free bytes wanted on the disk for each byte of evidence added."""
    duckdb_memory_bytes: int = 4 * GIB


JAIL = JailLimits()
READ = ReadLimits()
STORE = StoreLimits()
