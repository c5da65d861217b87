"""Passwords that people wrote beside what they locked: found in the evidence, offered to a person, never just used.

What stands in the same message or folder as a locked item comes first. A candidate is a word behind "password" and the
like; of common words only those in quotes are taken, for "the password is required" names none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.evidence import ITEMS, ItemCode
from tocsin.response.folder import IncidentFolder

MOST_OFFERED = 1_000
"""Each is tried on each locked item; more would make that long."""
_CALLED = r"pass[ -]?(?:word|code|phrase)|pwd|pw|p/w|pin(?: code)?|contrase\u00f1a|clave|kennwort|passwort|mot de passe"
_SAID = re.compile(
    rf"(?i)(?<![\w-])(?:{_CALLED})(?![\w-])(?:[^\S\n]{{0,3}}(?:to|for|of)\b[^\n:=]{{0,80}}?)?"
    r"[^\S\n]{0,3}(?::|=|\bis\b|\bwas\b|\bes\b|\bist\b|->|\u2013|\u2014)[:\s]{0,3}"
    r"(?:[\"\u201c\u2018'<\[](?P<quoted>[^\n\"\u201d\u2019'>\]]{3,64})[\"\u201d\u2019'>\]]|(?P<bare>[^\s\"<>\x1e\x1f]{4,64}))"
)
_PLAIN_WORD = re.compile(r"[^\W\d_]+\Z")
_ENDS = ".,;:!?)]"


def offer_passwords(folder: IncidentFolder, to: Path) -> tuple[int, int]:
    """Write candidates one a line, the nearest first, for the owner's eyes only; return locked items and candidates."""
    locked, near = _locked(folder)
    found: dict[str, int] = {}
    for item_id, text in _texts(folder) if locked else ():
        for word in candidates(text):
            found[word] = min(found.get(word, 2), near.get(item_id, 2))
    chosen = [word for word, _ in sorted(found.items(), key=lambda pair: pair[1])][:MOST_OFFERED]
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.writelines(f"{word}\n" for word in chosen)
    folder.append_ledger("exported", {"what": "offered_passwords", "rows": len(chosen), "revealed": 1})
    return locked, len(chosen)


def candidates(text: str) -> Iterator[str]:
    """Yield what a text calls a password.

    Example:
        >>> list(candidates("Password for the list: Spring2023. The password is required. PIN is '8841'"))
        ['Spring2023', '8841']
    """
    for said in _SAID.finditer(text):
        if said["quoted"]:
            yield said["quoted"]
            continue
        word = said["bare"].rstrip(_ENDS) or said["bare"]
        is_word = _PLAIN_WORD.match(word) and word[1:].islower()
        if len(word) >= 4 and not is_word:
            yield said["bare"] if said["bare"][len(word) :] == "!" else word


def _locked(folder: IncidentFolder) -> tuple[int, dict[str, int]]:
    """Return how many items are locked, and of the items near them how near: 0 in one message, 1 in one folder."""
    items = folder.read("items", ITEMS, ["item_id", "family_id", "locator", "evidence_id", "code"])
    is_locked = pc.match_substring(items["code"], ItemCode.ENCRYPTED.value)
    locked = items.filter(is_locked)
    families = set(locked["family_id"].drop_null().to_pylist())
    folders = set(_folders(locked))
    near = {}
    columns = (items[name].to_pylist() for name in ("item_id", "family_id"))
    for item_id, family, place in zip(*columns, _folders(items), strict=True):
        if family in families or item_id in families:
            near[item_id] = 0
        elif place in folders:
            near[item_id] = 1
    return locked.num_rows, near


def _folders(items: pa.Table) -> Iterable[tuple[str, str]]:
    columns = (items[name].to_pylist() for name in ("evidence_id", "locator"))
    return (
        (evidence, locator.split("!/", 1)[0].rpartition("/")[0]) for evidence, locator in zip(*columns, strict=True)
    )


def _texts(folder: IncidentFolder) -> Iterator[tuple[str, str]]:
    for _, table in folder.iter_parts("segments", columns=["item_id", "body"]):
        for batch in table.to_batches(max_chunksize=100):
            for item_id, body in zip(batch["item_id"].to_pylist(), batch["body"].to_pylist(), strict=True):
                yield item_id, bytes(body).decode("utf-8", "replace")
