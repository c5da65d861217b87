"""The child in which recognizers written for Presidio run: texts in, finds out, nothing else reaches or leaves it.

Started as ``python -m tocsin.detection.recognizer_child DATA CONTROL TIER``. It loads the user's code, then gives up
sockets, programs and files, and only then gets text of evidence. A text may cost so much processor time; the kernel
ends a child that goes over, and the next one goes on behind that text.

Source: Presidio, ``EntityRecognizer.analyze`` and ``LemmaContextAwareEnhancer`` (words within five before a find raise
its score by .35, to .4 at least).
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import inspect
import os
import resource
import socket
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import orjson

from tocsin.config import JAIL, MIB
from tocsin.detection.recognizer_registry import RegistryError, recognizers_of_yaml
from tocsin.jail import confine
from tocsin.jail.protocol import HEADER, Frame
from tocsin.patterns import compiled

MOST_FINDS = 50_000
"""Of one text; more is no answer."""
LEAST_SECONDS = 1
_WORDS_BEFORE = 5
_REACH = 120
_RAISE, _AT_LEAST = 0.35, 0.4
_WORD = compiled(r"\w+")


class _Kept(importlib.abc.InspectLoader):
    """A module whose text came with the settings."""

    def __init__(self, source: str) -> None:
        self._source = source

    def get_source(self, fullname: str) -> str:
        return self._source


def recognizers(settings: dict[str, Any]) -> list[Any]:
    """Return the recognizers that the settings name; raises RegistryError with a word of ours."""
    if settings["registry"]:
        found = recognizers_of_yaml(settings["registry"], settings["language"])
    else:
        module = _module(settings["module"], settings["source"])
        if not hasattr(module, settings["attribute"]):
            raise RegistryError("no_such_attribute")
        found = list(_collected(getattr(module, settings["attribute"])))
    language = settings["language"]
    chosen = [one for one in found if getattr(one, "supported_language", language) == language]
    if not chosen:
        raise RegistryError("no_recognizers")
    return chosen


def _module(name: str, source: str) -> ModuleType:
    try:
        if not source:
            return importlib.import_module(name)
        spec = importlib.util.spec_from_loader(name, _Kept(source))
        if spec is None or spec.loader is None:
            raise RegistryError("no_such_module")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    except ModuleNotFoundError as fault:
        raise RegistryError("no_such_module" if fault.name == name else "needs_a_module") from None
    return module


def _collected(given: Any) -> Iterable[Any]:
    if _is_recognizer(given) and not inspect.isclass(given):
        yield given
    elif isinstance(given, list | tuple):
        for one in given:
            yield from _collected(one)
    elif isinstance(getattr(given, "recognizers", None), list):
        yield from _collected(given.recognizers)
    elif callable(given):
        yield from _collected(given())
    else:
        raise RegistryError("not_recognizers")


def _is_recognizer(one: Any) -> bool:
    return callable(getattr(one, "analyze", None)) and hasattr(one, "supported_entities")


def _nlp(settings: dict[str, Any]) -> Any:
    """Return what prepares texts, loaded; None where nothing does."""
    if not settings["nlp"]:
        return None
    engine: Any = getattr(sys.modules[settings["module"]], settings["nlp"], None)
    if callable(engine) and (inspect.isclass(engine) or not hasattr(engine, "process_text")):
        engine = engine()
    if not hasattr(engine, "process_text"):
        raise RegistryError("no_nlp_engine")
    if hasattr(engine, "is_loaded") and not engine.is_loaded():
        engine.load()
    return engine


def finds_in(
    text: str, chosen: Sequence[Any], wanted: frozenset[str], artifacts: Any = None
) -> list[tuple[int, int, str, float, str]] | None:
    """Return (start, end, entity type, score, recognizer) of every find that is wanted; None for too many."""
    found: list[tuple[int, int, str, float, str]] = []
    for one in chosen:
        entities = [name for name in one.supported_entities if name in wanted]
        if not entities:
            continue
        for hit in one.analyze(text, entities, artifacts) or ():
            if hit.entity_type in wanted:
                score = _raised(text, hit.start, float(hit.score), getattr(one, "context", None) or ())
                found.append((int(hit.start), int(hit.end), str(hit.entity_type), score, str(one.name)))
        if len(found) > MOST_FINDS:
            return None
    return found


def _raised(text: str, start: int, score: float, context: Sequence[str]) -> float:
    if not context or score <= 0:
        return score
    before = _WORD.findall(text[max(0, start - _REACH) : start].lower())[-_WORDS_BEFORE:]
    is_near = any(word.lower() in said for word in context for said in before)
    return min(1.0, max(score + _RAISE, _AT_LEAST)) if is_near else score


def _answers(data: socket.socket, settings: dict[str, Any], chosen: Sequence[Any], nlp: Any) -> None:
    wanted = frozenset(settings["wanted"])
    while True:
        _, body = _receive(data)
        for text in orjson.loads(body):
            _allow(max(LEAST_SECONDS, settings["seconds"] * len(text) // 1_000_000))
            try:
                artifacts = nlp.process_text(text, settings["language"]) if nlp else None
                found = finds_in(text, chosen, wanted, artifacts)
            except Exception:  # noqa: BLE001 - a user's recognizer may raise anything; the text counts as not read
                found = None
            _send(data, Frame.EVENT, orjson.dumps(found))


def _allow(seconds: int) -> None:
    """Let this process work for so many more seconds; the kernel ends it then."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + seconds, most))


def _receive(data: socket.socket) -> tuple[int, bytes]:
    frame, length = HEADER.unpack(_exactly(data, HEADER.size))
    return frame, _exactly(data, length)


def _exactly(data: socket.socket, length: int) -> bytes:
    held = bytearray()
    while len(held) < length:
        block = data.recv(min(1 << 20, length - len(held)))
        if not block:
            os._exit(0)  # whoever asked is gone
        held += block
    return bytes(held)


def _send(data: socket.socket, frame: Frame, body: bytes) -> None:
    data.sendall(HEADER.pack(frame, len(body)) + body)


def main() -> None:
    """Work in a fork: the kernel does not end the first process of a namespace for taking too long."""
    tier = int(sys.argv[3])
    if tier != 1:
        confine.end_with_parent()
    fork = os.fork()
    if fork == 0:
        try:
            _work(socket.socket(fileno=int(sys.argv[1])), tier)
        finally:
            os._exit(1)
    os.close(int(sys.argv[1]))
    os.waitpid(fork, 0)


def _work(data: socket.socket, tier: int) -> None:
    """Load, lock the door, answer until whoever asks is gone."""
    settings = orjson.loads(_receive(data)[1])
    confine.limit(replace(JAIL, memory_bytes=settings["memory_mib"] * MIB))
    if tier == 2 and not confine.landlock(_readable()):
        return
    try:
        chosen = recognizers(settings)
        nlp = _nlp(settings)
        supported = sorted({str(name) for one in chosen for name in one.supported_entities})
    except RegistryError as fault:
        _send(data, Frame.GONE, orjson.dumps([fault.code, ""]))
        return
    except Exception as fault:  # noqa: BLE001 - the user's code may fail in any way as it is loaded
        _send(data, Frame.GONE, orjson.dumps(["failed_to_load", type(fault).__name__]))
        return
    if not confine.filter_calls():
        return
    _send(data, Frame.READY, orjson.dumps(supported))
    _answers(data, settings, chosen, nlp)


def _readable() -> tuple[str, ...]:
    from tocsin.jail.tiers import readable_paths

    return readable_paths()


if __name__ == "__main__":
    main()
