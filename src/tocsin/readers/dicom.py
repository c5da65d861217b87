"""DICOM: the header's people and texts; embedded documents become children.

The pixels of a picture that says it has text burned in, or is of a kind that mostly has, are given to an engine for
pictures, if there is one; else it is said to need OCR. Directories (DICOMDIR)
give every patient they list.

Source: DICOM PS3.3 C.7.1 (Patient), C.7.2 (Study), C.24 (encapsulated document), F (DICOMDIR); PS3.5 6.2 (value
representations); PS3.6 (data elements).
"""

from __future__ import annotations

import io
import logging
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import Any

from pydicom import config, dcmread
from pydicom.dataset import Dataset
from pydicom.errors import BytesLengthException, InvalidDicomError

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.dicom_pictures import can_read, give_burned_in
from tocsin.readers.dicom_values import KEPT, PEOPLE, day_text, has_text_burned_in, name_fields
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.streams import Window

_BROKEN = (
    InvalidDicomError, BytesLengthException, OSError, EOFError, ValueError, TypeError, LookupError, AttributeError,
    NotImplementedError, ArithmeticError, AssertionError, struct.error, zlib.error, RecursionError,
)  # fmt: skip
"""What pydicom raises over broken files."""
logging.getLogger("pydicom").setLevel(logging.CRITICAL + 1)  # it would quote values
_SEVERAL_WORDS = re.compile(r"[\s,^]")
"""What a maker's own element must have to be more than a name of a setting."""
_TEXTS = frozenset({"PN", "LO", "SH", "LT", "ST", "UT", "UC", "DA", "DT", "AS"})
_DEPTH = 20
_MOST_BYTES = 400 << 20
"""A larger picture is not unpacked."""
_MOST_FIELDS = 200_000
_MARK = "DicomPatient"
_DOCUMENT = "EncapsulatedDocument"


class DicomReader:
    """The reader of DICOM files."""

    name = "dicom"
    media_types = frozenset({"application/dicom"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a header is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the header as fields, one group a patient."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            stream = _stream(source)
            header = _header(stream)
            walk = _Walk()
            try:
                fields = list(walk.dataset(header, 0))
            except _BROKEN as broken:
                raise CannotRead(ItemCode.CORRUPT) from broken
            document, is_written_on = _document(header), has_text_burned_in(header)
        if all(one.path == _MARK for one in fields) and not document:
            if "SOPClassUID" not in header and not getattr(header, "preamble", None):
                raise CannotRead(ItemCode.CORRUPT)
            fields = []
        if fields:
            sink.fields(fields, "header")
        if document:
            sink.child(1, "encapsulated document", io.BytesIO(document), len(document))
        if walk.was_broken or stream.was_short:
            sink.partly(ItemCode.PARTLY_CORRUPT)
        if is_written_on and not _give_pixels(source, sink):
            sink.partly(ItemCode.NEEDS_OCR)


READER = DicomReader()


class _Nameless(Window):
    """A stream as pydicom wants it: with a name, which stays empty."""

    name = ""


class _Watched(io.BufferedReader):
    """A stream that knows whether less was there than was asked for: pydicom takes what it gets."""

    was_short = False

    def read(self, size: int | None = -1, /) -> bytes:
        """Return so many bytes, or as many as there are."""
        data = super().read(size)
        self.was_short |= 0 < len(data) < (size or 0)
        return data


def _stream(source: Source) -> _Watched:
    return _Watched(_Nameless(source.stream, 0, source.size_bytes))


def _give_pixels(source: Source, sink: Sink) -> bool:
    """Give the text in the pixels; return whether an engine could look at them."""
    if not can_read() or source.size_bytes > _MOST_BYTES:
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            dataset = dcmread(_stream(source), force=True)
        except _BROKEN:
            return False
        return give_burned_in(dataset, sink)


def _header(stream: io.BufferedReader) -> Dataset:
    config.settings.reading_validation_mode = config.IGNORE
    try:
        header = dcmread(stream, stop_before_pixels=True, force=True)
        has_any = len(header) > 0
    except _BROKEN as broken:
        raise CannotRead(ItemCode.CORRUPT) from broken
    if not has_any:
        raise CannotRead(ItemCode.CORRUPT)
    return header


def _document(header: Dataset) -> bytes:
    try:
        data = header.get(_DOCUMENT, b"")
    except _BROKEN:
        return b""
    return data if isinstance(data, bytes) else b""


class _Walk:
    """Goes through a header and its sequences."""

    def __init__(self) -> None:
        self.was_broken = False
        self._group = 0
        self._count = 0

    def dataset(self, dataset: Dataset, depth: int) -> Iterator[Field]:
        """Give the values of a dataset; a patient's record of a directory begins a group."""
        if depth == 0 or str(_value(dataset, "DirectoryRecordType")) == "PATIENT":
            self._group += 1
            yield Field(_MARK, "DICOM", "DICOM", self._group)
        for tag in list(dataset.keys()):
            try:
                element = dataset[tag]
                found = list(self._element(element, depth))
            except _BROKEN:
                self.was_broken = True
                continue
            yield from found

    def _element(self, element: Any, depth: int) -> Iterator[Field]:
        if element.VR == "SQ":
            if depth >= _DEPTH:
                raise CannotRead(ItemCode.TOO_DEEP)
            for one in element.value or ():
                yield from self.dataset(one, depth + 1)
            return
        keyword = element.keyword or ""
        if element.VR not in _TEXTS and keyword not in KEPT:
            return
        if keyword in PEOPLE.silent:
            return
        for value in _values(element.value):
            self._count += 1
            if self._count > _MOST_FIELDS:
                raise CannotRead(ItemCode.TOO_MUCH_OUTPUT)
            yield from self._fields(element, keyword, value)

    def _fields(self, element: Any, keyword: str, value: Any) -> Iterator[Field]:
        label = str(element.name)[:100]
        text = str(value).strip().strip("\x00")
        if not text or (not keyword and element.VR != "PN" and not _SEVERAL_WORDS.search(text)):
            return
        if element.VR == "PN":
            for path, part in name_fields(keyword, text):
                if part:
                    yield Field(path, part, label, self._group)
        elif element.VR in {"DA", "DT"}:
            yield Field(keyword or "private", day_text(text), label, self._group)
        else:
            yield Field(keyword or "private", KEPT.get(keyword, "{}").format(text), label, self._group)


def _values(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) or type(value).__name__ == "MultiValue" else [value]


def _value(dataset: Dataset, keyword: str) -> Any:
    try:
        return dataset.get(keyword, "")
    except _BROKEN:
        return ""
