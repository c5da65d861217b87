"""Evidence and items: what was taken, and how each piece of it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import pyarrow as pa

from tocsin.ids import EvidenceId, ItemId
from tocsin.model.item_ends import ItemCode, ItemStatus

__all__ = ["ITEMS", "Evidence", "EvidenceKind", "Item", "ItemCode", "ItemStatus", "SealedFile"]


class EvidenceKind(StrEnum):
    """What the evidence is a copy of; it steers reading and attribution, never trust."""

    MAILBOX = "mailbox"
    SHARE = "share"
    DATABASE = "database"
    EHR = "ehr"
    LOG = "log"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sealed copy of something the intruder could reach."""

    evidence_id: EvidenceId
    name: str
    """Base name as given; evidence content (it may name people), sealed at rest."""
    kind: EvidenceKind
    custodian: str
    sha256: str
    """Of the file, or of the sorted list of (path, size, sha256) of a folder."""
    size_bytes: int
    file_count: int
    taken_at: datetime
    taken_by: str
    ordinal: int
    """Number of the addition, from 1."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One file of evidence as it was sealed into a pack, or why it was not (``code``)."""

    file_no: int
    path: str
    """Relative to what was added; evidence content, sealed at rest."""
    code: str
    size_bytes: int
    sha256: str
    stamp: str
    """What tells whether the original changed between two tries (size, times, inode)."""
    pack: str = ""
    start: int = 0
    length: int = 0
    """Bytes of the sealed stream in the pack, from ``start``."""
    file_id: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing inside evidence: a file, container, message or attachment."""

    item_id: ItemId
    evidence_id: EvidenceId
    parent_id: ItemId | None
    locator: str
    media_type: str
    size_bytes: int
    sha256: str
    status: ItemStatus
    code: str = ""
    message_id: str = ""
    family_id: ItemId | None = None
    """The message at the head of the family this item belongs to, or None."""
    duplicate_of: ItemId | None = None
    is_container: bool = False
    sent_at: str = ""
    """RFC 3339 UTC, of messages."""
    part_codes: tuple[str, ...] = ()


ITEMS = pa.schema(
    [
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("evidence_id", pa.string(), nullable=False),
        pa.field("parent_id", pa.string()),
        pa.field("locator", pa.string(), nullable=False),
        pa.field("media_type", pa.string(), nullable=False),
        pa.field("size_bytes", pa.int64(), nullable=False),
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("message_id", pa.string(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("family_id", pa.string()),
        pa.field("duplicate_of", pa.string()),
        pa.field("is_container", pa.bool_(), nullable=False),
        pa.field("sent_at", pa.string(), nullable=False),
    ]
)
"""Rows of the items table; ``code`` of a done item lists what of it was not read, joined by ``;``."""
