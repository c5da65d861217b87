"""Identifiers: opaque, prefixed, safe to log.

An identifier says what kind of thing it names and nothing about it. It is the only text that may
appear in an error, a log line, a job or a URL. It follows from content and place alone, so the same
evidence gives the same identifiers on every machine, in any order, with any number of workers.
It is never taken over a bare SSN or name: the digest always starts from a hash of evidence.

    >>> item_id(EvidenceId("evd_000000000000"), "box.mbox!/17")
    'itm_59dc713a5ee0c05c'
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import NewType

EvidenceId = NewType("EvidenceId", str)
ItemId = NewType("ItemId", str)
SegmentId = NewType("SegmentId", str)
MentionId = NewType("MentionId", str)
SubjectId = NewType("SubjectId", str)
PersonId = NewType("PersonId", str)
NoticeId = NewType("NoticeId", str)
DutyId = NewType("DutyId", str)
PartId = NewType("PartId", str)

_SHAPE = re.compile(r"[a-z]{3}_[0-9a-f]{12,32}")


def evidence_id(sha256: bytes, name: str, custodian: str) -> EvidenceId:
    """Return the identifier of evidence with that hash (32 bytes), given name and custodian."""
    return EvidenceId(digest_id("evd", sha256.hex(), name, custodian, hex_chars=12))


def item_id(evidence: EvidenceId, locator: str) -> ItemId:
    """Return the identifier of the item at ``locator`` in that evidence."""
    return ItemId(digest_id("itm", evidence, locator))


def segment_id(item: ItemId, ordinal: int) -> SegmentId:
    """Return the identifier of the segment read as number ``ordinal`` (from 0) of that item."""
    return SegmentId(digest_id("seg", item, str(ordinal)))


def mention_id(segment: SegmentId, place: str, start: int, element: str) -> MentionId:
    """Return the identifier of the mention of ``element`` that starts at ``start`` of ``place``."""
    return MentionId(digest_id("men", segment, place, str(start), element))


def mention_ids(segment: SegmentId, places: Iterable[str], told: Iterable[str]) -> list[MentionId]:
    """Return what :func:`mention_id` does for many mentions; ``told`` is start and element of each, by a NUL parted."""
    joined = (f"{segment}\0{place}\0{one}" for place, one in zip(places, told, strict=True))
    return [MentionId(f"men_{_hex(text)[:16]}") for text in joined]


def digest_id(prefix: str, *parts: str, hex_chars: int = 16) -> str:
    """Return ``prefix_`` and the truncated SHA-256 of ``parts``, which must identify a place, not a value.

    Example:
        >>> digest_id("sub", "seg_00112233445566ff", "3")
        'sub_832545ee4a86ad51'
    """
    digest = _hex("\0".join(parts))
    return f"{prefix}_{digest[:hex_chars]}"


def digest_ids(prefix: str, first: str, others: Iterable[str]) -> list[str]:
    """Return what :func:`digest_id` does for ``first`` with each of many others.

    Example:
        >>> digest_ids("sub", "seg_00112233445566ff", ["3"])
        ['sub_832545ee4a86ad51']
    """
    head = f"{first}\0"
    return [f"{prefix}_{_hex(head + other)[:16]}" for other in others]


def _hex(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_id(text: str) -> bool:
    """Tell whether ``text`` has the shape of an identifier.

    Example:
        >>> is_id("itm_8d25f4eae51b"), is_id("John Smith")
        (True, False)
    """
    return _SHAPE.fullmatch(text) is not None
