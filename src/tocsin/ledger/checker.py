"""Check the record of an incident folder with nothing but Python: no Tocsin, no keys, no network.

    python checker.py DIR [--checkpoint FILE]

It proves that the ledger is the one that was signed (and that it still begins with the one you kept: give the
checkpoint printed after an earlier run), and that every encrypted file the ledger lists is there, bit by bit.
What is inside the files, and the control tables beside the ledger, only `tocsin verify DIR` can check: it needs the
passphrase. Exit code 0: everything holds; 1: something does not.

Source: RFC 6962, section 2.1 (tree); RFC 8032, section 5.1 (Ed25519); C2SP tlog-checkpoint and signed-note.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

FOLDERS = ("evidence", "parts", "blobs")
_CHUNK_BYTES = 1 << 20
Point = tuple[int, int, int, int]


class Finding(NamedTuple):
    """Something that does not hold (or, as a note, is worth knowing)."""

    what: str
    """``header``, ``ledger``, ``checkpoint``, ``missing``, ``altered``, ``note``."""
    where: str
    """Entry number, or path in the folder: all ours, no names from evidence."""
    words: str

    @property
    def is_fault(self) -> bool:
        """Tell whether the record does not hold."""
        return self.what != "note"


def check(folder: Path, kept_note: str | None = None) -> list[Finding]:
    """Return everything that does not hold in the record of this folder."""
    try:
        header = json.loads((folder / "tocsin.json").read_bytes())
        origin, public = str(header["origin"]), bytes.fromhex(header["public_key"])
    except (OSError, ValueError, KeyError, TypeError):
        return [Finding("header", "tocsin.json", "cannot be read, so no signature can be checked")]
    findings = list(_check_header(header, (folder / "tocsin.json").read_bytes()))
    try:
        leaves, notes = _load(folder)
    except (sqlite3.Error, UnicodeDecodeError):  # SQLite's messages quote damaged bytes
        return [*findings, Finding("ledger", "control.sqlite", "cannot be read as an SQLite database")]
    findings += _check_notes(leaves, notes, origin, public)
    if kept_note is not None:
        findings += _check_note(leaves, _as_printed(kept_note), origin, public, "the checkpoint you kept")
    findings += _check_certificate(header, leaves)
    return findings + _check_files(folder, leaves)


def main(arguments: Sequence[str]) -> int:
    """Check, print, and return the exit code."""
    words = list(arguments)
    kept = None
    if "--checkpoint" in words:
        place = words.index("--checkpoint")
        if place + 1 >= len(words):
            return _usage()
        kept = Path(words[place + 1]).read_text(encoding="utf-8", errors="replace")
        del words[place : place + 2]
    if len(words) != 1 or words[0].startswith("-"):
        return _usage()
    findings = check(Path(words[0]), kept)
    for finding in findings:
        _say(f"{finding.what}: {finding.where}: {finding.words}")
    faults = sum(f.is_fault for f in findings)
    _say("The record holds." if not faults else f"{faults} fault{'s' * (faults > 1)}: the record does not hold.")
    return 1 if faults else 0


def _usage() -> int:
    _say("usage: python checker.py DIR [--checkpoint FILE]")
    return 2


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _load(folder: Path) -> tuple[list[bytes], list[str]]:
    path = folder / "control.sqlite"
    # A folder on read-only media has no place for SQLite's shared memory: then the file is read as it stands.
    for options in ("mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True)
        try:
            rows = connection.execute("SELECT position, data FROM leaf ORDER BY position").fetchall()
            notes = connection.execute("SELECT note FROM checkpoint ORDER BY size").fetchall()
        except sqlite3.OperationalError:
            if "immutable" in options:
                raise
            continue
        finally:
            connection.close()
        if [row[0] for row in rows] != list(range(len(rows))):
            raise sqlite3.DatabaseError("entries are missing")
        return [_bytes(row[1]) for row in rows], [str(note[0]) for note in notes]
    raise sqlite3.DatabaseError("unreadable")


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def _check_header(header: dict[str, Any], raw: bytes) -> Iterator[Finding]:
    rest = {name: value for name, value in header.items() if name != "sha256"}
    whole = json.dumps(header, indent=1, sort_keys=True).encode() + b"\n"
    digest = hashlib.sha256(json.dumps(rest, indent=1, sort_keys=True).encode() + b"\n").hexdigest()
    if whole != raw or digest != header.get("sha256"):
        yield Finding("header", "tocsin.json", "does not match its own checksum")


def _check_notes(leaves: list[bytes], notes: list[str], origin: str, public: bytes) -> list[Finding]:
    findings: list[Finding] = []
    size = 0
    for number, note in enumerate(notes, 1):
        faults = _check_note(leaves, note, origin, public, f"checkpoint {number}")
        findings += faults
        size = size if faults else max(size, int(note.split("\n")[1]))
    if not notes:
        findings.append(Finding("checkpoint", "control.sqlite", "no checkpoint: nothing is signed"))
    elif size < len(leaves):
        words = "entries after the last checkpoint are not signed yet (a run was stopped)"
        findings.append(Finding("note", f"entries {size}-{len(leaves) - 1}", words))
    return findings


def _as_printed(note: str) -> str:
    """Return a kept note without what mail and editors do to it: blanks at ends of lines, other line ends."""
    return "\n".join(line.rstrip() for line in note.strip("\ufeff \t\r\n").splitlines()) + "\n"


def _check_note(leaves: list[bytes], note: str, origin: str, public: bytes, name: str) -> list[Finding]:
    try:
        text, _, signatures = note.rpartition("\n\n")
        signer, encoded = signatures.removeprefix("\u2014 ").rstrip("\n").rsplit(" ", 1)
        lines, signature = text.split("\n"), base64.b64decode(encoded, validate=True)
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (ValueError, IndexError):
        return [Finding("checkpoint", name, "is no checkpoint")]
    key = hashlib.sha256(origin.encode() + b"\n\x01" + public).digest()[:4]
    if signer != origin or lines[0] != origin or signature[:4] != key:
        return [Finding("checkpoint", name, "belongs to another ledger or key")]
    if not is_signed(public, (text + "\n").encode(), signature[4:]):
        return [Finding("checkpoint", name, "its signature does not hold")]
    if size > len(leaves):
        return [Finding("ledger", name, f"signs {size} entries, but only {len(leaves)} are there")]
    if tree_root(leaves[:size]) != root:
        return [Finding("ledger", name, f"the first {size} entries are not the ones that were signed")]
    return []


def _check_certificate(header: dict[str, Any], leaves: list[bytes]) -> list[Finding]:
    """Hold the certificate of disposal against the ledger."""
    certificate = header.get("disposed")
    named = [f.get("certificate") for _, kind, f in _entries(leaves) if kind == "disposed" and isinstance(f, dict)]
    if not isinstance(certificate, dict):
        words = "a disposal was begun and not finished: the keys are still here; run `tocsin dispose` again"
        return [Finding("note", "tocsin.json", words)] if named else []
    digest = hashlib.sha256(repr(sorted(certificate.items())).encode()).hexdigest()
    if digest not in named:
        return [Finding("header", "tocsin.json", "the certificate of disposal is not the one in the ledger")]
    return [Finding("note", "tocsin.json", "the keys were disposed of: only the encrypted record can be checked")]


def _check_files(folder: Path, leaves: list[bytes]) -> list[Finding]:
    findings = []
    wanted: dict[str, tuple[int, str, int]] = {}
    for number, _, facts in _entries(leaves):
        try:
            for path in facts.get("drops", ()):
                wanted.pop(path, None)
            for added in facts.get("adds", ()):
                wanted[str(added["path"])] = (added["bytes"], added["sha256"], number)
        except (AttributeError, KeyError, TypeError):
            continue  # an altered entry: the tree names it
    for path, (length, digest, number) in sorted(wanted.items()):
        file = folder / path
        if not file.is_file():
            findings.append(Finding("missing", path, f"entry {number} lists it"))
        elif file.stat().st_size != length or _sha256(file) != digest:
            findings.append(Finding("altered", path, f"does not match entry {number}"))
    stored = (p for name in FOLDERS for p in (folder / name).rglob("*") if not p.is_dir())
    for path in sorted(p.relative_to(folder).as_posix() for p in stored):
        if path not in wanted:
            findings.append(Finding("note", path, "is not in the record (a stopped run leaves such files)"))
    return findings


def _entries(leaves: list[bytes]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for number, data in enumerate(leaves):
        try:
            read = json.loads(data)
            yield number, read["kind"], read["facts"]
        except (ValueError, KeyError, TypeError):
            continue  # an entry that is no entry breaks the tree, which names it


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the tree over these entries. Source: RFC 6962, section 2.1."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


# Ed25519 verification. Source: RFC 8032, sections 5.1.3, 5.1.4 and 5.1.7.
_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the 64-byte signature over the message was made with the key to that public key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= _ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(hashed, "little") % _ORDER
    return _is_same(_times(scalar, _base()), _plus(commitment, _times(challenge, key)))


def _x_of(y: int, sign: int) -> int | None:
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    if square == 0:
        return None if sign else 0
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P:
        return None
    return _P - x if x & 1 != sign else x


def _point(encoded: bytes) -> Point | None:
    number = int.from_bytes(encoded, "little")
    y = number & ((1 << 255) - 1)
    x = _x_of(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % _P)


def _base() -> Point:
    y = 4 * pow(5, _P - 2, _P) % _P
    x = _x_of(y, 0) or 0
    return (x, y, 1, x * y % _P)


def _plus(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f, g * h, f * g, e * h)


def _times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _plus(total, point)
        point = _plus(point, point)
        scalar >>= 1
    return total


def _is_same(p: Point, q: Point) -> bool:
    return (p[0] * q[2] - q[0] * p[2]) % _P == 0 and (p[1] * q[2] - q[1] * p[2]) % _P == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
