"""JSON lines in, spans out: the detector alone, in input order, a line for every line."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import BinaryIO

import orjson

from tocsin.detection.engine import Detector
from tocsin.response.find_filter import FindFilter

_BATCH_BYTES = 1_000_000


def find_lines(source: BinaryIO, sink: BinaryIO, keep: FindFilter, jobs: int) -> None:
    """Write a line of spans for every line of ``source``; one that is no such JSON object gets ``"error"``."""
    if jobs <= 1:
        for batch in _batches(source):
            sink.write(lines_of(batch, keep))
            sink.flush()
        return
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[bytes]] = deque()
        for batch in _batches(source):
            waiting.append(pool.submit(lines_of, batch, keep))
            if len(waiting) > jobs + 2:
                sink.write(waiting.popleft().result())
        while waiting:
            sink.write(waiting.popleft().result())
    sink.flush()


def lines_of(lines: list[bytes], keep: FindFilter) -> bytes:
    """Return the answer lines of these lines."""
    asked = [_asked(line) for line in lines]
    texts = [text for _, text, _ in asked]
    found = _detector().find_many(texts)
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


@cache
def _detector() -> Detector:
    return Detector()
