"""The user's own detectors and allow-lists: a file with what stands beside it, as one thing that can be kept and sent.

Invariant: detection depends on these bytes and on nothing else of the user's, so a rerun of the same is the same.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import orjson

from tocsin.detection.custom import Custom
from tocsin.detection.custom_file import DetectorsFileError, parse_custom, tree_of
from tocsin.detection.custom_recognizers import files_named
from tocsin.detection.recognizer_worker import faults_of

LARGEST_FILE_BYTES = 16 << 20


def read_detectors(file: Path) -> bytes:
    """Return the file with those beside it that it names, checked.

    Raises:
        DetectorsFileError: it cannot be used; lists every fault.
    """
    toml = _text_of(file)
    found = (file.parent / name for name in files_named(tree_of(toml)))
    beside = {path.name: _text_of(path) for path in found if path.is_file()}
    bundle = orjson.dumps({"toml": toml, "beside": beside}, option=orjson.OPT_SORT_KEYS)
    faults = faults_of(custom_of(bundle).recognizers)
    if faults:
        raise DetectorsFileError(faults)
    return bundle


@lru_cache(maxsize=2)
def custom_of(bundle: bytes) -> Custom:
    """Return what such bytes say; nothing for none. Raises DetectorsFileError."""
    if not bundle:
        return Custom()
    held = orjson.loads(bundle)
    return parse_custom(held["toml"], held["beside"])


def _text_of(file: Path) -> str:
    if file.stat().st_size > LARGEST_FILE_BYTES:
        raise DetectorsFileError([f"a file is larger than {LARGEST_FILE_BYTES >> 20} MB"])
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DetectorsFileError(["a file is no text in UTF-8"]) from None
