"""The control database's tables, as migrations: step n brings version n to n + 1.

Columns named ``sealed`` hold sealed values; ``*_index`` are blind indexes; everything else is an id, a hash, a count,
a time or a word of ours.
"""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
        "CREATE TABLE sums (name TEXT PRIMARY KEY, count INTEGER NOT NULL, total BLOB NOT NULL) WITHOUT ROWID",
        "CREATE TABLE state (number INTEGER PRIMARY KEY, mac BLOB NOT NULL)",
        "CREATE TABLE leaf (position INTEGER PRIMARY KEY, data BLOB NOT NULL)",
        "CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL)",
        """CREATE TABLE evidence (
            ordinal INTEGER PRIMARY KEY, evidence_id TEXT UNIQUE, is_done INTEGER NOT NULL, source_index BLOB NOT NULL,
            kind TEXT NOT NULL, sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL, file_count INTEGER NOT NULL,
            taken_at TEXT NOT NULL, sealed BLOB NOT NULL)""",
        """CREATE TABLE pack (
            name TEXT PRIMARY KEY, ordinal INTEGER NOT NULL, bytes INTEGER NOT NULL, cipher_sha256 TEXT NOT NULL)""",
        """CREATE TABLE evidence_file (
            ordinal INTEGER NOT NULL, file_no INTEGER NOT NULL, path_index BLOB NOT NULL, sealed BLOB NOT NULL,
            code TEXT NOT NULL, size_bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, stamp_index BLOB NOT NULL,
            pack TEXT NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL, file_id TEXT NOT NULL,
            PRIMARY KEY (ordinal, file_no)) WITHOUT ROWID""",
        """CREATE TABLE part (
            table_name TEXT NOT NULL, part_id TEXT PRIMARY KEY, stage TEXT NOT NULL, key TEXT NOT NULL,
            rows INTEGER NOT NULL, bytes INTEGER NOT NULL, cipher_sha256 TEXT NOT NULL, plain_sha256 TEXT NOT NULL,
            created INTEGER NOT NULL)""",
        "CREATE INDEX part_by_table ON part (table_name, created)",
        """CREATE TABLE done (
            stage TEXT NOT NULL, key TEXT NOT NULL, created INTEGER NOT NULL,
            PRIMARY KEY (stage, key)) WITHOUT ROWID""",
        """CREATE TABLE blob (
            blob_id TEXT PRIMARY KEY, key TEXT NOT NULL, size_bytes INTEGER NOT NULL, sha256 TEXT NOT NULL,
            cipher_bytes INTEGER NOT NULL, cipher_sha256 TEXT NOT NULL, file_id TEXT NOT NULL)""",
        """CREATE TABLE decision (
            ordinal INTEGER PRIMARY KEY, judgement TEXT NOT NULL, left_id TEXT NOT NULL, right_id TEXT NOT NULL,
            at TEXT NOT NULL, sealed BLOB NOT NULL)""",
        """CREATE TABLE seed (
            kind TEXT NOT NULL, seed_index BLOB NOT NULL, PRIMARY KEY (kind, seed_index)) WITHOUT ROWID""",
        "CREATE TABLE alias (alias TEXT PRIMARY KEY, person_id TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE export (
            ordinal INTEGER PRIMARY KEY, what TEXT NOT NULL, rows INTEGER NOT NULL, at TEXT NOT NULL,
            sealed BLOB NOT NULL)""",
        """CREATE TABLE progress (
            stage TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,
            PRIMARY KEY (stage, name)) WITHOUT ROWID""",
        "CREATE TABLE document (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID",
    ),
)

SUMMED: tuple[tuple[str, ...], ...] = (
    (
        "meta",
        "leaf",
        "checkpoint",
        "evidence",
        "pack",
        "evidence_file",
        "part",
        "done",
        "blob",
        "decision",
        "seed",
        "alias",
        "export",
        "progress",
        "document",
    ),
)
"""Tables whose rows count in the sealed sums, by the migration that makes them."""
