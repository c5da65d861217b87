"""Asking recognizers written for Presidio, which run in a jailed child of their own.

Invariant: what comes back is checked (bounds, types); a text that breaks, overtaxes or floods them counts as not read
by them, and the next text is asked all the same. Time is bounded for each text, memory for the child.
"""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import orjson

from tocsin.config import JAIL, MIB
from tocsin.detection.custom import Recognizers
from tocsin.detection.custom_recognizers import elements_of, unnamed
from tocsin.detection.custom_scan import LONGEST_FIND, norm_of
from tocsin.detection.recognizer_child import LEAST_SECONDS
from tocsin.detection.spans import RECOGNIZER, Span
from tocsin.jail.line import Line
from tocsin.jail.protocol import Frame, WallError
from tocsin.jail.tiers import Tier, command, jail_tier
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

CHILD = "tocsin.detection.recognizer_child"
MOST_BROKEN = 64
"""Texts that may break the child before it is asked no more."""
_LOAD_SECONDS = 300.0
_SEND_SECONDS = 120.0
_NAME = compiled(r"[^A-Za-z0-9_.-]+")


class CannotLoad(Exception):
    """The recognizers cannot be loaded; ``why`` is a word of ours or a class's name."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def faults_of(asked: Sequence[Recognizers]) -> list[str]:
    """Return what is wrong with recognizers, found by loading them once: in words, without their own."""
    faults = []
    for number, one in enumerate(asked, start=1):
        worker = RecognizerWorker(one)
        try:
            worker.start()
            missing = unnamed(one, worker.supported)
            if missing:
                faults.append(f"recognizers {number}.entities must say what these types are: {', '.join(missing)}")
        except CannotLoad as fault:
            faults.append(f"recognizers {number} cannot be loaded: {fault.why.replace('_', ' ')}")
        finally:
            worker.end()
    return faults


class RecognizerWorker:
    """One set of recognizers and its child; the child starts when it is first asked."""

    def __init__(self, one: Recognizers, tier: Tier | None = None) -> None:
        self._one, self._tier = one, tier
        self._elements: Mapping[str, Element] = elements_of(one)
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Line | None = None
        self._broken = 0
        self.supported: list[str] = []
        """Entity types that the recognizers can find; known once the child has started."""

    def start(self) -> None:
        """Start the child and load the recognizers, if that is still to do; raises CannotLoad."""
        if self._line is not None:
            return
        ours, theirs = socket.socketpair()
        control, spare = socket.socketpair()
        limits = replace(JAIL, memory_bytes=self._one.memory_mib * MIB)
        tier = self._tier or jail_tier(weak=True)
        try:
            self._process = subprocess.Popen(
                command(tier, theirs.fileno(), spare.fileno(), limits, CHILD),
                pass_fds=[theirs.fileno(), spare.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"LANG": "C.UTF-8", "TZ": "UTC", "HOME": "/tmp"},
                start_new_session=True,
            )
        finally:
            for end in (theirs, control, spare):
                end.close()
        self._line = Line(ours, limits.frame_bytes)
        try:
            self._line.send(Frame.JOB, self._settings(), _SEND_SECONDS)
            untrusted_frame, untrusted_body = self._line.receive(_LOAD_SECONDS)
            told = orjson.loads(untrusted_body)
        except (WallError, orjson.JSONDecodeError):
            self.end()
            raise CannotLoad("broke_while_loading") from None
        if untrusted_frame != Frame.READY:
            self.end()
            raise CannotLoad(" ".join(_NAME.sub("_", str(word))[:60] for word in told if word))
        self.supported = [_NAME.sub("_", str(name))[:64] for name in told]

    def spans(self, texts: Sequence[str]) -> list[list[Span] | None]:
        """Return what the recognizers find in each text; None for one that they did not read."""
        answers: list[list[Span] | None] = []
        while len(answers) < len(texts) and self._broken < MOST_BROKEN:
            try:
                self.start()
                for answer in self._asked(texts[len(answers) :]):
                    answers.append(answer)
            except (WallError, CannotLoad):
                self._broken += 1
                self.end()
                answers.append(None)
        return [*answers, *[None] * (len(texts) - len(answers))]

    def end(self) -> None:
        """End the child."""
        line, process = self._line, self._process
        self._line = self._process = None
        if line is not None:
            line.close()
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()

    def __del__(self) -> None:
        self.end()

    def _asked(self, texts: Sequence[str]) -> Iterator[list[Span] | None]:
        line = self._line
        if line is None:
            raise WallError("closed")
        line.send(Frame.DATA, orjson.dumps([_plain(text) for text in texts]), _SEND_SECONDS)
        for text in texts:
            seconds = max(LEAST_SECONDS, self._one.seconds * len(text) / 1e6) * JAIL.busy_factor
            _, untrusted_body = line.receive(seconds + _SEND_SECONDS / 4)
            yield self._checked(text, untrusted_body)

    def _settings(self) -> bytes:
        one = self._one
        return orjson.dumps(
            {
                "module": one.module,
                "attribute": one.attribute,
                "source": one.source,
                "registry": one.registry,
                "language": one.language,
                "seconds": one.seconds,
                "memory_mib": one.memory_mib,
                "nlp": one.nlp,
                "wanted": sorted(self._elements),
            }
        )

    def _checked(self, text: str, untrusted_body: bytes) -> list[Span] | None:
        try:
            untrusted_finds = orjson.loads(untrusted_body)
        except orjson.JSONDecodeError:
            raise WallError("malformed") from None
        if untrusted_finds is None:
            return None
        if not isinstance(untrusted_finds, list):
            raise WallError("malformed")
        return [span for find in untrusted_finds if (span := self._span(text, find)) is not None]

    def _span(self, text: str, untrusted_find: object) -> Span | None:
        match untrusted_find:
            case [int(start), int(end), str(kind), float(score) | int(score), str(name)] if kind in self._elements:
                pass
            case _:
                return None
        if not (0 <= start < end <= len(text) and end - start <= LONGEST_FIND):
            return None
        element, norm = self._elements[kind], norm_of(self._elements[kind], text[start:end])
        sure = min(1.0, max(0.0, float(score)))
        detector = RECOGNIZER + _NAME.sub("_", name)[:40]
        return Span(start, end, element, Part.FULL, sure, detector, norm) if norm else None


def _plain(text: str) -> str:
    """Return a text that JSON can carry, of the same length."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
