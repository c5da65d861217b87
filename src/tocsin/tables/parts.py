"""Parts: encrypted Parquet files, footer and all, each with a key of its own.

The key of a part follows (HKDF) from the tables' key and the part's name, and the name is authenticated with every
module of the file, so a part that was altered, renamed or put in another's place does not open.

Source: Apache Parquet Modular Encryption, AES_GCM_V1; RFC 5869.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyarrow.parquet import encryption

from tocsin.config import MIB
from tocsin.errors import SealMismatchError, Word

GROUP_ROWS = 100_000
"""Rows of a part that are read together, where nothing else is asked for."""
_OFFSET = struct.Struct("=q")


@dataclass(frozen=True, slots=True)
class PartSeal:
    """What was written; ``plain_sha256`` is over the values, not over any file layout."""

    rows: int
    bytes: int
    cipher_sha256: str
    plain_sha256: str


def write_part(table: pa.Table, path: Path, key: bytes, group_rows: int = GROUP_ROWS) -> PartSeal:
    """Write the table encrypted to ``path``, which appears whole and on the disk, or not at all.

    Whoever looks for some rows of an ordered table reads groups of ``group_rows`` in which they may be.

    The last two steps of the path (``segments/prt_….parquet``) are part of what is authenticated.
    """
    properties = encryption.create_encryption_properties(
        _part_key(path, key), aad_prefix=_name(path), store_aad_prefix=False
    )
    temporary = path.with_name(path.name + ".tmp")
    pq.write_table(
        table,
        temporary,
        compression="zstd",
        compression_level=1,
        use_dictionary=[field.name for field in table.schema if not _is_bytes(field.type)],
        row_group_size=group_rows,
        encryption_properties=properties,
    )
    length, cipher_sha256 = sync_and_hash(temporary)
    temporary.rename(path)
    return PartSeal(table.num_rows, length, cipher_sha256, table_sha256(table))


def read_part(path: Path, key: bytes, columns: list[str] | None = None) -> pa.Table:
    """Return the table of a part; raises SealMismatchError if it is altered, missing or another's."""
    try:
        with pq.ParquetFile(path, decryption_properties=_decryption(path, key)) as file:
            return file.read(columns)
    except (OSError, pa.ArrowException, ValueError, UnicodeDecodeError):
        # Arrow's messages may quote values of the file: the cause is cut off.
        raise SealMismatchError(part=_fact(path)) from None


def dataset(paths: Sequence[Path], key: bytes, schema: pa.Schema | None = None) -> ds.Dataset:
    """Return a dataset over parts, for DuckDB or Arrow to scan; the parts are read as they are scanned."""
    if not paths:
        return ds.dataset((schema or pa.schema([])).empty_table())
    fragments = [_fragment(path, key) for path in paths]
    try:
        found = schema or fragments[0].physical_schema
        return ds.FileSystemDataset(fragments, found, ds.ParquetFileFormat(), fragments[0].filesystem)
    except (OSError, pa.ArrowException):
        raise SealMismatchError(part=_fact(paths[0])) from None


def iter_batches(path: Path, key: bytes, rows: int = GROUP_ROWS) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a part in batches of at most ``rows``, in their order."""
    try:
        with pq.ParquetFile(path, decryption_properties=_decryption(path, key)) as file:
            yield from file.iter_batches(rows)
    except (OSError, pa.ArrowException):
        raise SealMismatchError(part=_fact(path)) from None


def sync_and_hash(path: Path) -> tuple[int, str]:
    """Force a file to the disk; return its length and SHA-256."""
    digest = hashlib.sha256()
    length = 0
    with path.open("rb") as file:
        while chunk := file.read(MIB):
            digest.update(chunk)
            length += len(chunk)
        os.fsync(file.fileno())
    return length, digest.hexdigest()


def table_sha256(table: pa.Table) -> str:
    """Return the SHA-256 of the table's values: names, types, nulls and values of every column, in order.

    How the table is cut into chunks and what lies under nulls does not count.
    """
    digest = hashlib.sha256()
    for name, column in zip(table.column_names, table.columns, strict=True):
        digest.update(f"{len(name)}:{name}".encode())
        _feed(digest, _one(column))
    return digest.hexdigest()


def _feed(digest: Any, array: pa.Array) -> None:
    digest.update(f"{array.type.id}:{len(array)};".encode())
    if isinstance(array, pa.ExtensionArray):
        return _feed(digest, array.storage)
    if pa.types.is_null(array.type):
        return None
    if pa.types.is_dictionary(array.type):
        return _feed(digest, array.dictionary_decode())
    if pa.types.is_fixed_size_binary(array.type):
        return _feed(digest, array.cast(pa.binary()))
    digest.update(_bytes(pc.cast(array.is_null(), pa.uint8())))
    kind = array.type
    if pa.types.is_struct(kind):
        for child in array.flatten():
            _feed(digest, child)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        digest.update(_bytes(pc.cast(pc.fill_null(pc.list_value_length(array), 0), pa.int64())))
        _feed(digest, array.flatten())
    elif pa.types.is_string(kind) or pa.types.is_binary(kind) or _is_large(kind):
        _feed_texts(digest, array)
    elif pa.types.is_boolean(kind):
        digest.update(_bytes(pc.cast(pc.fill_null(array, False), pa.uint8())))
    elif pa.types.is_decimal(kind):
        _feed_texts(digest, pc.cast(array, pa.string()))
    else:
        digest.update(_bytes(_whole(array)))
    return None


def _feed_texts(digest: Any, array: pa.Array) -> None:
    lengths = pc.cast(pc.fill_null(pc.binary_length(array), 0), pa.int64())
    digest.update(_bytes(lengths))
    present = array.drop_null()
    packed = pc.cast(present, pa.large_binary())
    if len(packed):
        offsets = packed.buffers()[1]
        (first,), (last,) = (
            _OFFSET.unpack_from(offsets, _OFFSET.size * n) for n in (packed.offset, packed.offset + len(packed))
        )
        digest.update(memoryview(packed.buffers()[2])[first:last] if last > first else b"")


def _whole(array: pa.Array) -> pa.Array:
    """Return numbers, dates and times as numbers, with 0 under nulls."""
    kind = array.type
    if pa.types.is_date32(kind) or pa.types.is_time32(kind):
        array = array.cast(pa.int32())
    elif pa.types.is_temporal(kind):
        array = array.cast(pa.int64())
    return pc.fill_null(array, pa.scalar(0, array.type)) if array.null_count else array


def _bytes(array: pa.Array) -> bytes:
    return bytes(array.to_numpy(zero_copy_only=False).tobytes())


def _one(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _is_bytes(kind: pa.DataType) -> bool:
    """Tell whether values are bodies, of which no two are equal: a dictionary of them is only work."""
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _is_large(kind: pa.DataType) -> bool:
    return bool(pa.types.is_large_string(kind) or pa.types.is_large_binary(kind))


def _fragment(path: Path, key: bytes) -> ds.ParquetFileFragment:
    options = ds.ParquetFragmentScanOptions(decryption_properties=_decryption(path, key))
    shape = ds.ParquetFileFormat(default_fragment_scan_options=options)
    return shape.make_fragment(str(path), filesystem=pa.fs.LocalFileSystem())


def _decryption(path: Path, key: bytes) -> Any:
    return encryption.create_decryption_properties(_part_key(path, key), aad_prefix=_name(path))


def _part_key(path: Path, key: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"tocsin part: " + _name(path)).derive(key)


def _name(path: Path) -> bytes:
    return f"{path.parent.name}/{path.stem}".encode()


def _fact(path: Path) -> Word:
    """Names of parts are ours: a table's name and a random id."""
    return Word(f"{path.parent.name}/{path.stem}")
