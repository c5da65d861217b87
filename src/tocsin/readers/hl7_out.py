"""HL7 version 2 messages to fields: a group for the patient with all that is said of them, one for each person beside.

Lines of one narrative (OBX of one code, NTE) are put together again. Documents inside OBX-5 become children.

Invariant: a segment no layout names is given as text, field by field; nothing of one message goes to another's patient.
Source: HL7 v2.5.1 chapters 2 and 7 (OBX-2, ED data type 2.A.24).
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Callable, Iterable, Iterator

from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.encoded import base64_document
from tocsin.readers.hl7_layout import BESIDE, PATIENT, SILENT, Layout
from tocsin.readers.hl7_segments import Hl7Segment
from tocsin.readers.hl7_types import (
    Parts,
    Value,
    address,
    code_text,
    identifier,
    part,
    person_parts,
    person_whole,
    practitioner,
    telecom,
    time_text,
)
from tocsin.readers.interface import Sink

_FLUSH_FIELDS = 4_000
_NARRATIVE = frozenset({"TX", "FT", "ST", ""})
_DOCUMENT_CHARS = 400
_LEAST_PACKED_CHARS = 64
_BODY_SIZE = re.compile(r"(?i)\b(?:body )?(?:height|weight|bmi|body mass)\b|\b(?:29463-7|8302-2|3141-9|39156-5)\b")


class Messages:
    """Takes the segments of a document in order and gives fields, texts and children to the sink.

    Children are numbered from ``before`` + 1, so that no two slices give one number twice.
    """

    def __init__(self, sink: Sink, before: int = 0) -> None:
        self._sink = sink
        self._pending: list[Field] = []
        self._lines: list[str] = []
        self._narrative = Field("", "")
        self._messages = 0
        self._group = 0
        self._patient = 0
        self._beside = 0
        self._has_pid = False
        self._children = before

    def take(self, segment: Hl7Segment) -> None:
        """Take one segment."""
        name = segment.name
        if not name:
            self._sink.text(segment.get(1), "before the first message")
        elif name == "MSH":
            self._message(segment)
        elif name == "OBX":
            self._observation(segment)
        elif name == "NTE":
            self._say("NTE-3", "Note", self._patient, segment.text(3))
        elif name in PATIENT:
            self._of_patient(segment)
        elif name in BESIDE:
            self._of_other(segment)
        elif name not in SILENT:
            self._as_text(segment)

    def end(self) -> None:
        """Give out what is left."""
        self._end_narrative()
        if self._pending:
            self._sink.fields(self._pending, f"message {max(1, self._messages)}")
            self._pending = []

    def _message(self, segment: Hl7Segment) -> None:
        self._end_narrative()
        if len(self._pending) > _FLUSH_FIELDS:
            self.end()
        self._messages += 1
        header = self._next()
        self._add("MSH-9", segment.text(9) or "message", "Message type", header)
        self._add("MSH-4", segment.text(4), "Sending facility", header)
        self._patient, self._beside, self._has_pid = self._next(), 0, False

    def _of_patient(self, segment: Hl7Segment) -> None:
        self._end_narrative()
        if segment.name == "PID":
            if self._has_pid or not self._patient:
                self._patient = self._next()
            self._has_pid = True
            self._add("PID-1", segment.get(1) or "1", "Set ID", self._patient)
        self._read(segment, PATIENT[segment.name], self._patient)

    def _of_other(self, segment: Hl7Segment) -> None:
        self._end_narrative()
        if segment.name != "IN2" or not self._beside:
            self._beside = self._next()
        self._read(segment, BESIDE[segment.name], self._beside)

    def _read(self, segment: Hl7Segment, layout: Layout, group: int) -> None:
        for number, kind, label in layout:
            path = f"{segment.name}-{number}"
            if kind == "text":
                self._add(path, segment.text(number), label, group)
                continue
            for index, parts in enumerate(segment.repetitions(number)):
                for ending, value in _values(kind, parts, index):
                    self._add(f"{path}{ending}", value, label, group)

    def _observation(self, segment: Hl7Segment) -> None:
        kind = segment.get(2).strip().upper()
        label = next((code_text(parts) for parts in segment.repetitions(3)), "")
        if kind == "ED" or (kind == "RP" and len(segment.get(5)) > _DOCUMENT_CHARS):
            self._end_narrative()
            self._document(segment, label)
        elif kind in _NARRATIVE:
            self._say("OBX-5", label, self._patient, segment.text(5))
        else:
            self._end_narrative()
            self._measured(segment, kind, label)
        for number, ending in ((14, "day"), (16, "who")):
            for parts in segment.repetitions(number):
                for tail, value in _values(ending, parts, 0):
                    self._add(f"OBX-{number}{tail}", value, "Observed" if number == 14 else "Observer", self._patient)

    def _measured(self, segment: Hl7Segment, kind: str, label: str) -> None:
        unit = next((part(parts, 1) for parts in segment.repetitions(6)), "")
        for parts in segment.repetitions(5):
            if kind in {"CE", "CWE", "CNE"}:
                value = code_text(parts)
            elif kind in {"TS", "DT", "DTM"}:
                value = time_text(part(parts, 1))
            else:
                value = " ".join(one.replace("&", " ") for one in parts if one)
            told = f"{label}: {value} {unit}".strip() if label else f"{value} {unit}".strip()
            ending = "(HW)" if _BODY_SIZE.search(label) else "(value)"
            self._add(f"OBX-5{ending}", told if value else "", label or "Result", self._patient)

    def _document(self, segment: Hl7Segment, label: str) -> None:
        """Hand an embedded document over as a child."""
        for parts in segment.repetitions(5):
            packed = parts[4] if len(parts) > 4 else max(parts, key=len)
            encoding = part(parts, 4).lower()
            if not packed:
                continue
            if len(parts) <= 4 and len(packed) < _LEAST_PACKED_CHARS:  # says what is to come, or plain words
                self._say("OBX-5", label, self._patient, " ".join(one for one in parts if one))
                continue
            if encoding in {"a", "text", "none"}:
                self._say("OBX-5", label, self._patient, packed)
                continue
            self._children += 1
            name = f"{label or 'document'}.{part(parts, 3) or part(parts, 2)}".strip(".").lower()
            try:
                data = bytes.fromhex(packed) if encoding == "hex" else base64.b64decode(packed, validate=False)
            except (binascii.Error, ValueError):
                self._sink.failed_child(self._children, name, 0, ItemCode.CORRUPT)
                continue
            self._sink.child(self._children, name, io.BytesIO(data), len(data))

    def _as_text(self, segment: Hl7Segment) -> None:
        self._end_narrative()
        for number in range(1, len(segment.fields)):
            self._add(f"{segment.name}-{number}", segment.text(number), "", self._patient or self._next())

    def _say(self, path: str, label: str, group: int, text: str) -> None:
        """Put a line on the narrative it goes on, or begin another."""
        data = base64_document(text)
        if data is not None:
            self._end_narrative()
            self._children += 1
            self._sink.child(self._children, (label or "document").lower(), io.BytesIO(data), len(data))
            return
        if (self._narrative.path, self._narrative.label, self._narrative.group) != (path, label, group):
            self._end_narrative()
            self._narrative = Field(path, "", label, group)
        self._lines.append(text)

    def _end_narrative(self) -> None:
        if self._lines:
            one = self._narrative
            self._add(one.path, "\n".join(self._lines), one.label, one.group)
            self._lines = []
        self._narrative = Field("", "")

    def _next(self) -> int:
        self._group += 1
        return self._group

    def _add(self, path: str, value: str, label: str, group: int) -> None:
        if value.strip():
            self._pending.append(Field(path, value, label, group or self._next()))


_READ: dict[str, Callable[[Parts], Iterable[Value]]] = {
    "names": person_whole,
    "who": practitioner,
    "addr": address,
    "tel": telecom,
    "id": identifier,
    "day": lambda parts: [("", time_text(part(parts, 1)))],
    "code": lambda parts: [("", code_text(parts))],
    "rel": lambda parts: [("", part(parts, 2) or part(parts, 1))],
    "word": lambda parts: [("", part(parts, 1))],
    "org": lambda parts: [("", part(parts, 1))],
    "place": lambda parts: [("", part(parts, 4) or part(parts, 9))],
}


def _values(kind: str, parts: Parts, index: int) -> Iterator[Value]:
    """Give the values of one repetition; of several names the first is the person's, the others are aliases."""
    if kind == "name":
        yield from person_parts(parts) if index == 0 else person_whole(parts)
    else:
        yield from _READ[kind](parts)
