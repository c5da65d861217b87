"""How an item ended, and why: they stand apart, so that a reader need not import the table engine."""

from __future__ import annotations

from enum import StrEnum


class ItemStatus(StrEnum):
    """How an item ended; every item has exactly one."""

    DONE = "done"
    UNREADABLE = "unreadable"
    SKIPPED = "skipped"
    DUPLICATE = "duplicate"


class ItemCode(StrEnum):
    """Why an item ended as it did, or what of a done one was not read (then joined by ``;``)."""

    OK = ""
    # unreadable
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    TOO_MUCH_OUTPUT = "too_much_output"
    BOMB = "bomb"
    TOO_DEEP = "too_deep"
    TOO_MANY_CHILDREN = "too_many_children"
    TOO_LARGE = "too_large_for_reader"
    NEEDS_PROGRAM = "needs_program"
    NEEDS_OCR = "needs_ocr"
    NO_READER = "no_reader"
    HIGH_ENTROPY = "high_entropy"
    VOLUME_MISSING = "volume_missing"
    """Part of an archive in several files; the other parts are needed too."""
    BAD_SEAL = "bad_seal"
    NO_ACCESS = "no_access"
    """The file stood there at intake but could not be opened or read; nothing of it is sealed."""
    # skipped
    EMPTY = "empty"
    NO_TEXT = "no_text"
    SYSTEM_FILE = "system_file"
    SPECIAL_FILE = "special_file"
    LINK = "link"
    # duplicate
    SAME_CONTENT = "same_content"
    # done, but in part
    PAGES_WITHOUT_TEXT = "pages_without_text"
    TRUNCATED = "truncated"
    PARTLY_CORRUPT = "partly_corrupt"
    CHARACTERS_REPLACED = "characters_replaced"
    COUNT_DIFFERS = "count_differs"
