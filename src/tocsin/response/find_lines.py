"""JSON lines in, spans out: the detector alone, in input order, a line for every line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

import orjson
import pyarrow as pa

from tocsin.response.engines import local_engine
from tocsin.response.find_filter import FindFilter
from tocsin.response.find_work import detector
from tocsin.tables.engine import Tables

_BATCH_BYTES = 1_000_000


def find_lines(source: BinaryIO, sink: BinaryIO, keep: FindFilter, jobs: int, detectors: bytes = b"") -> None:
    """Write a line of spans for every line of ``source``; one that is no such JSON object gets ``"error"``."""
    work = partial(_answered, keep, detectors)
    batches = ((str(number), _packed(lines)) for number, lines in enumerate(_batches(source)))
    for _, tables in local_engine(jobs).map_batches(work, batches, "find"):
        sink.write(tables["answers"]["line"][0].as_buffer())
        sink.flush()


def _packed(lines: list[bytes]) -> Tables:
    return {"lines": pa.table({"line": pa.array(lines, pa.large_binary())})}


def _answered(keep: FindFilter, detectors: bytes, tables: Tables) -> Tables:
    answer = lines_of(tables["lines"]["line"].to_pylist(), keep, detectors)
    return {"answers": pa.table({"line": pa.array([answer], pa.large_binary())})}


def lines_of(lines: list[bytes], keep: FindFilter, detectors: bytes = b"") -> bytes:
    """Return the answer lines of these lines."""
    asked = [_asked(line) for line in lines]
    texts = [text for _, text, _ in asked]
    found = detector(detectors).find_many(texts)
    out = []
    for (key, _, is_good), spans in zip(asked, found, strict=True):
        listed = [
            {"start": s.start, "end": s.end, "label": s.element.value, "score": round(s.score, 4)}
            for s in spans
            if s.element is not None and keep.keeps(s.element, s.score)
        ]
        answer: dict[str, object] = {"id": key, "spans": listed}
        if not is_good:
            answer["error"] = "not a JSON object with a text"
        out.append(orjson.dumps(answer) + b"\n")
    return b"".join(out)


def _asked(line: bytes) -> tuple[object, str, bool]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None, "", False
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return row.get("id") if isinstance(row, dict) else None, "", False
    return row.get("id"), row["text"], True


def _batches(source: BinaryIO) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for line in source:
        batch.append(line)
        size += len(line)
        if size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
