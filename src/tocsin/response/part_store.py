"""Tables of an incident as encrypted parts, committed unit by unit.

A unit of work (stage, key) is committed whole: its parts are written and renamed, then one transaction adds their
rows and the ledger entry. A unit is done exactly if its row is there.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from tocsin.config import STORE
from tocsin.response.record import Added, Record
from tocsin.tables import parts
from tocsin.tables.parts import PartSeal
from tocsin.vault.sealed import sync_folder
from tocsin.vault.values import open_value, seal_value

Tables = Mapping[str, pa.Table | Iterable[pa.Table]]
Rows = Callable[[sqlite3.Connection], None]


class PartStore(Record):
    """Commits and reads tables."""

    def commit(
        self,
        stage: str,
        key: str,
        tables: Tables,
        facts: Mapping[str, Any] | None = None,
        replaces: Sequence[str] = (),
        extra: Rows | None = None,
        group_rows: int = parts.GROUP_ROWS,
    ) -> None:
        """Commit one unit of work, once; ``replaces`` are keys of the stage whose parts it takes the place of.

        An entry of ``replaces`` that ends in ``@`` stands for every key that begins so (``KEY@INPUTS``).
        A table may be given as an iterable of tables, to keep memory bounded. ``extra`` runs in the transaction.
        ``group_rows`` are read together; few of them where some rows of an ordered table will be asked for.
        """
        self.need_lock()
        if key not in replaces and self.is_committed(stage, key):
            raise RuntimeError("this unit is committed already")
        written = self._write(tables, group_rows)
        replaced = self._matching(stage, replaces)
        self._commit(stage, key, written, facts or {}, self._old(stage, replaced), replaced, extra)

    def replace(
        self,
        stage: str,
        key: str,
        tables: Tables,
        facts: Mapping[str, Any] | None = None,
        extra: Rows | None = None,
    ) -> None:
        """Put these tables in the place of everything the stage committed before, at once or not at all."""
        self.need_lock()
        written = self._write(tables)
        keys = self.committed_keys(stage)
        self._commit(stage, key, written, facts or {}, self._old(stage, keys), keys, extra)

    def drop(self, stage: str, facts: Mapping[str, Any] | None = None) -> None:
        """Take back everything the stage committed, so that it runs anew."""
        self.need_lock()
        keys = self.committed_keys(stage)

        def rows(connection: sqlite3.Connection) -> None:
            self._forget(connection, stage, keys)

        self.change_files("dropped", {**(facts or {}), "stage": stage}, (), self._old(stage, keys), rows)

    def take_back(self, stage: str, keys: Sequence[str], facts: Mapping[str, Any] | None = None) -> None:
        """Take back these units of a stage, so that they are done anew."""
        self.need_lock()

        def rows(connection: sqlite3.Connection) -> None:
            self._forget(connection, stage, keys)

        told = {**(facts or {}), "stage": stage, "units": len(keys)}
        self.change_files("taken_back", told, (), self._old(stage, keys), rows)

    def is_committed(self, stage: str, key: str) -> bool:
        """Tell whether that unit is done."""
        return self.control.row("SELECT 1 FROM done WHERE stage = ? AND key = ?", stage, key) is not None

    def committed_keys(self, stage: str) -> list[str]:
        """Return the keys of all units the stage has done, sorted."""
        return [str(r[0]) for r in self.control.rows("SELECT key FROM done WHERE stage = ? ORDER BY key", stage)]

    def part_count(self, name: str) -> int:
        """Return how many parts a table has."""
        return len(self._paths(name))

    def row_count(self, name: str) -> int:
        """Return how many rows a table has, without reading it."""
        row = self.control.row("SELECT COALESCE(SUM(rows), 0) FROM part WHERE table_name = ?", name)
        return int(row[0]) if row else 0

    def read(self, name: str, schema: pa.Schema | None = None, columns: list[str] | None = None) -> pa.Table:
        """Return a whole table, in the order of keys; without rows, an empty one of the schema last committed."""
        return self._concat(name, self._paths(name), schema, columns)

    def read_parts(self, name: str, keys: Iterable[str], schema: pa.Schema | None = None) -> pa.Table:
        """Return the rows of a table that were committed under these keys."""
        wanted = set(keys)
        chosen = [path for key, path in self._keyed_paths(name) if key in wanted]
        return self._concat(name, chosen, schema, None)

    def iter_parts(
        self, name: str, keys: Iterable[str] | None = None, columns: list[str] | None = None
    ) -> Iterator[tuple[str, pa.Table]]:
        """Yield (key, table) part by part, in the order of keys."""
        wanted = None if keys is None else set(keys)
        for key, path in self._keyed_paths(name):
            if wanted is None or key in wanted:
                yield key, parts.read_part(path, self.keys.key("tables"), columns)

    def dataset(self, name: str, schema: pa.Schema | None = None) -> ds.Dataset:
        """Return a table as a dataset, read as it is scanned (register it with DuckDB by name)."""
        known = schema or self._schema(name)
        return parts.dataset(self._paths(name), self.keys.key("tables"), known)

    def compact(self, name: str) -> None:
        """Join small parts of one unit or of many units of a stage into parts of a useful size.

        Rows keep their order and units stay done, but the joined part belongs to the first of its keys: compact
        only tables that are read whole from then on.
        """
        self.need_lock()
        for group in self._small_groups(name):
            paths = [self.dir / self._path(name, row["part_id"]) for row in group]
            joined = self._concat(name, paths, None, None)
            written = [(name, *self._write_one(name, joined))]
            self._sync([name])
            first, ids = group[0], [str(row["part_id"]) for row in group]

            def rows(
                connection: sqlite3.Connection,
                first: sqlite3.Row = first,
                ids: list[str] = ids,
                written: list[tuple[str, str, PartSeal]] = written,
            ) -> None:
                connection.executemany("DELETE FROM part WHERE part_id = ?", [(i,) for i in ids])
                self._insert(connection, first["stage"], first["key"], written)

            drops = [self._path(name, part_id) for part_id in ids]
            self.change_files("compacted", {"table": name, "rows": joined.num_rows}, _added(written), drops, rows)

    def _commit(
        self,
        stage: str,
        key: str,
        written: list[tuple[str, str, PartSeal]],
        facts: Mapping[str, Any],
        drops: list[str],
        replaced: Sequence[str],
        extra: Rows | None,
    ) -> None:
        def rows(connection: sqlite3.Connection) -> None:
            self._forget(connection, stage, replaced)
            self._insert(connection, stage, key, written)
            connection.execute(
                "INSERT INTO done SELECT ?, ?, COALESCE(MAX(created), 0) + 1 FROM done WHERE stage = ?",
                (stage, key, stage),
            )
            if extra is not None:
                extra(connection)

        plain = [{"table": n, "rows": s.rows, "sha256": s.plain_sha256} for n, _, s in written]
        told = {**facts, "stage": stage, "key": key, "tables": plain}
        self.change_files("committed", told, _added(written), drops, rows)

    def _write(self, tables: Tables, group_rows: int = parts.GROUP_ROWS) -> list[tuple[str, str, PartSeal]]:
        written = []
        for name, given in sorted(tables.items()):
            for table in [given] if isinstance(given, pa.Table) else given:
                self._keep_schema(name, table.schema)
                for start in range(0, table.num_rows, STORE.part_rows):
                    piece = table.slice(start, STORE.part_rows)
                    written.append((name, *self._write_one(name, piece, group_rows)))
        self._sync(sorted({name for name, _, _ in written}))
        return written

    def _write_one(self, name: str, table: pa.Table, group_rows: int = parts.GROUP_ROWS) -> tuple[str, PartSeal]:
        part_id = f"prt_{secrets.token_hex(16)}"
        path = self.dir / self._path(name, part_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        return part_id, parts.write_part(table, path, self.keys.key("tables"), group_rows)

    def _sync(self, names: Iterable[str]) -> None:
        for name in names:
            sync_folder(self.dir / "parts" / name)
        sync_folder(self.dir / "parts")

    def _insert(
        self, connection: sqlite3.Connection, stage: str, key: str, written: list[tuple[str, str, PartSeal]]
    ) -> None:
        created = connection.execute("SELECT COALESCE(MAX(created), 0) FROM part").fetchone()[0]
        connection.executemany(
            "INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (name, part_id, stage, key, s.rows, s.bytes, s.cipher_sha256, s.plain_sha256, created + number)
                for number, (name, part_id, s) in enumerate(written, 1)
            ],
        )

    def _forget(self, connection: sqlite3.Connection, stage: str, keys: Sequence[str]) -> None:
        pairs = [(stage, key) for key in keys]
        connection.executemany("DELETE FROM part WHERE stage = ? AND key = ?", pairs)
        connection.executemany("DELETE FROM done WHERE stage = ? AND key = ?", pairs)

    def _matching(self, stage: str, replaces: Sequence[str]) -> list[str]:
        heads = tuple(name for name in replaces if name.endswith("@"))
        exact = set(replaces)
        return [k for k in self.committed_keys(stage) if k in exact or (heads and k.startswith(heads))]

    def _old(self, stage: str, keys: Sequence[str]) -> list[str]:
        chosen = set(keys)
        rows = self.control.rows("SELECT table_name, part_id, key FROM part WHERE stage = ?", stage)
        return [self._path(r["table_name"], r["part_id"]) for r in rows if r["key"] in chosen]

    def _small_groups(self, name: str) -> list[list[sqlite3.Row]]:
        groups: list[list[sqlite3.Row]] = []
        rows, size = 0, 0
        for row in self.control.rows("SELECT * FROM part WHERE table_name = ? ORDER BY key, created", name):
            fits = rows + row["rows"] <= STORE.part_rows and size + row["bytes"] <= STORE.part_bytes
            if not groups or not fits or groups[-1][0]["stage"] != row["stage"]:
                groups.append([])
                rows, size = 0, 0
            groups[-1].append(row)
            rows, size = rows + row["rows"], size + row["bytes"]
        return [group for group in groups if len(group) > 1]

    def _keyed_paths(self, name: str) -> list[tuple[str, Path]]:
        rows = self.control.rows("SELECT key, part_id FROM part WHERE table_name = ? ORDER BY key, created", name)
        return [(str(r["key"]), self.dir / self._path(name, r["part_id"])) for r in rows]

    def _paths(self, name: str) -> list[Path]:
        return [path for _, path in self._keyed_paths(name)]

    def _path(self, name: str, part_id: str) -> str:
        return f"parts/{name}/{part_id}.parquet"

    def _concat(self, name: str, paths: list[Path], schema: pa.Schema | None, columns: list[str] | None) -> pa.Table:
        key = self.keys.key("tables")
        if paths:
            return pa.concat_tables([parts.read_part(path, key, columns) for path in paths])
        known = schema or self._schema(name) or pa.schema([])
        empty = known.empty_table()
        return empty.select(columns) if columns is not None else empty

    def _keep_schema(self, name: str, schema: pa.Schema) -> None:
        if self._schema(name) != schema:
            sealed = seal_value(self.keys.key("control"), schema.serialize().to_pybytes(), f"schema {name}".encode())
            self.control.put(f"schema {name}", sealed)

    def _schema(self, name: str) -> pa.Schema | None:
        sealed = self.control.get(f"schema {name}")
        if sealed is None:
            return None
        return pa.ipc.read_schema(pa.py_buffer(open_value(self.keys.key("control"), sealed, f"schema {name}".encode())))


def _added(written: list[tuple[str, str, PartSeal]]) -> list[Added]:
    return [Added(f"parts/{name}/{part_id}.parquet", s.bytes, s.cipher_sha256) for name, part_id, s in written]
