"""The engine: DuckDB in memory over PyArrow datasets. It never spills and never opens files itself.

DuckDB 2.0 traps kept out of the way here: its wheel misreads PyArrow-encrypted Parquet when it opens the file itself
(so external access is off), and a ``temp_directory`` would spill in plaintext (so it is empty).
"""

from __future__ import annotations

import duckdb


def connect(memory_bytes: int, threads: int) -> duckdb.DuckDBPyConnection:
    """Return a connection that stays in memory below ``memory_bytes`` on so many threads, in UTC.

    ``execute`` streams: fetch everything, or use ``sql(query).to_arrow_table()``. Register datasets by name.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": f"{max(1, memory_bytes // 1024)}KiB",
            "threads": threads,
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
        },
    )
    connection.execute("LOAD icu").fetchall()
    connection.execute("SET TimeZone = 'UTC'").fetchall()
    connection.execute("SET enable_external_access = false").fetchall()
    return connection
