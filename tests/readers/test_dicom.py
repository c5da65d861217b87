"""DICOM: the patient's module, other names, directories, embedded documents, burned-in text, and nothing too broken."""

from __future__ import annotations

import io
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageStat
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from tests.readers.hostile import outcome, spoiled
from tocsin.config import READ
from tocsin.model.evidence import ItemCode
from tocsin.readers import dicom_pictures, ocr
from tocsin.readers.dicom import READER
from tocsin.readers.interface import Source
from tocsin.readers.ocr import Found
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff
from tocsin.readers.streams import Window


def _file(syntax=ExplicitVRLittleEndian, is_bare=False, **values):
    dataset = Dataset()
    for key, value in values.items():
        setattr(dataset, key, value)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    meta.MediaStorageSOPInstanceUID = "1.2.3"
    meta.TransferSyntaxUID = syntax
    dataset.SOPClassUID, dataset.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if is_bare:
            dataset.save_as(out, implicit_vr=False, little_endian=True)
        else:
            dataset.file_meta = meta
            dataset.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _item(**values):
    item = Dataset()
    for key, value in values.items():
        setattr(item, key, value)
    return item


PATIENT = {
    "PatientName": "Lee^Ann^M^Dr^JR", "PatientID": "M-7712", "PatientBirthDate": "19700102", "PatientSex": "F",
    "OtherPatientNames": ["Roe^Ann"], "PatientMotherBirthName": "Olsen^Eve", "PatientAddress": "2 Elm St, Miami, FL 33101",
    "ReferringPhysicianName": "Doctor^Dan", "InstitutionName": "Lake Clinic", "StudyDescription": "CT CHEST",
    "PatientComments": "Sister of Cal Roe", "PatientWeight": "72", "Manufacturer": "ACME", "Rows": 2, "Columns": 2,
    "BitsAllocated": 8, "SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2", "BitsStored": 8, "HighBit": 7,
    "PixelRepresentation": 0, "PixelData": b"\0\0\0\0", "Modality": "CT",
}  # fmt: skip


def _said(recorded):
    return [(one.path, one.value) for _, fields in recorded.field_lists for one in fields]


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian])
def test_the_patient_and_the_physician(read, syntax):
    data = _file(syntax, **PATIENT)
    said = _said(read(READER, data))
    assert {
        ("PatientName.family", "Lee"), ("PatientName.given", "Ann"), ("PatientName.middle", "M"), ("PatientName.suffix", "JR"),
        ("PatientID", "M-7712"), ("PatientBirthDate", "1970-01-02"), ("PatientSex", "F"), ("OtherPatientNames", "Roe^Ann"),
        ("ReferringPhysicianName/physician", "Doctor^Dan"), ("PatientMotherBirthName/relative", "Olsen^Eve"),
        ("PatientWeight", "72 kg"), ("PatientComments", "Sister of Cal Roe"), ("InstitutionName", "Lake Clinic"),
    } <= set(said)  # fmt: skip
    assert "ACME" not in [value for _, value in said]
    assert reader_for(sniff(data, "IM0001", len(data))) is READER


def test_any_stream_will_do(read):
    data = _file(**PATIENT)
    recorder = read(READER, b"")
    stream = io.BufferedReader(Window(io.BytesIO(data), 0, len(data)))
    READER.read(Source(stream, len(data), "x", "application/dicom"), recorder, READ)
    assert _said(recorder) == _said(read(READER, data))


def test_a_data_set_without_preamble(read):
    data = _file(is_bare=True, **PATIENT)
    assert reader_for(sniff(data, "IM0001", len(data))) is READER
    assert ("PatientID", "M-7712") in _said(read(READER, data))


def test_directories_give_every_patient_a_group(read):
    records = [
        _item(DirectoryRecordType="PATIENT", PatientName="Lee^Ann", PatientID="M1"),
        _item(DirectoryRecordType="STUDY", StudyDescription="CT CHEST"),
        _item(DirectoryRecordType="PATIENT", PatientName="Roe^Eve", PatientID="M2"),
    ]
    recorded = read(READER, _file(DirectoryRecordSequence=records))
    groups = {one.value: one.group for _, fields in recorded.field_lists for one in fields}
    assert groups["Ann"] == groups["M1"] == groups["CT CHEST"] != groups["Eve"] == groups["M2"]


def test_documents_inside_are_children(read):
    pdf = b"%PDF-1.4 of Ann"
    recorded = read(
        READER,
        _file(
            PatientName="Lee^Ann", EncapsulatedDocument=pdf + b"\0", MIMETypeOfEncapsulatedDocument="application/pdf"
        ),
    )
    assert recorded.children[0][2].rstrip(b"\0") == pdf


@pytest.mark.parametrize(
    ("values", "is_asked"),
    [({"BurnedInAnnotation": "YES"}, True), ({"Modality": "US"}, True), ({"Modality": "US", "BurnedInAnnotation": "NO"}, False),
     ({"Modality": ""}, True), ({}, False), ({"Modality": "US", "Rows": None}, False)],
)  # fmt: skip
def test_burned_in_text_needs_ocr(read, values, is_asked):
    made = {key: value for key, value in {**PATIENT, **values}.items() if value is not None}
    assert (ItemCode.NEEDS_OCR in read(READER, _file(**made)).codes) is is_asked


class _Eye:
    """An engine that reads a word off pictures that are dark writing on light."""

    name = "eye"

    def __init__(self):
        self.sizes = []

    def read(self, image):
        self.sizes.append(image.size)
        mean = ImageStat.Stat(image.convert("L")).mean[0]
        return [Found("LEE ANN", 10, 10, 90, 30, 0.99)] if mean > 128 else []


@pytest.mark.parametrize(
    ("frames", "kind", "depth", "turns", "codes"),
    [
        (1, "MONOCHROME2", 8, 1, []),
        (1, "MONOCHROME1", 16, 1, []),
        (2, "RGB", 8, 2, []),
        (9, "MONOCHROME2", 8, 3, [ItemCode.PAGES_WITHOUT_TEXT]),
    ],
)
def test_burned_in_text_is_read_where_an_engine_is(read, monkeypatch, frames, kind, depth, turns, codes):
    eye = _Eye()
    monkeypatch.setattr(ocr, "engines", lambda: (eye,))
    monkeypatch.setattr(dicom_pictures, "engines", lambda: (eye,))
    samples = 3 if kind == "RGB" else 1
    frame = np.zeros((40, 60, samples), np.uint16 if depth == 16 else np.uint8)
    frame[10:12, 10:50] = 200
    shape = {"Rows": 40, "Columns": 60, "BitsAllocated": depth, "BitsStored": depth, "HighBit": depth - 1,
             "SamplesPerPixel": samples, "PhotometricInterpretation": kind, "PlanarConfiguration": 0,
             "NumberOfFrames": frames, "PixelData": frame.tobytes() * frames, "Modality": "US"}  # fmt: skip
    recorded = read(READER, _file(**{**PATIENT, **shape}))
    assert recorded.turned == turns and recorded.codes == codes
    assert {text.strip() for _, text in recorded.texts} == {"LEE ANN"}


def test_pixels_that_cannot_be_unpacked_stay_unread(read, monkeypatch):
    monkeypatch.setattr(dicom_pictures, "engines", lambda: (_Eye(),))
    made = {**PATIENT, "Modality": "US", "PixelData": b"\0"}
    assert ItemCode.NEEDS_OCR in read(READER, _file(**made)).codes


def test_structured_reports_are_read_to_their_depth(read):
    item = _item(TextValue="Finding in Ann Lee")
    for _ in range(6):
        item = _item(ContentSequence=[item])
    assert ("TextValue", "Finding in Ann Lee") in _said(read(READER, _file(ContentSequence=[item])))


@pytest.mark.parametrize("data", [b"\0" * 128 + b"DICM", b"\0" * 128 + b"DICM" + b"\xff" * 4_000, b"", b"x" * 200])
def test_broken_files_end_in_a_code(read, data):
    assert read(READER, data).cannot is ItemCode.CORRUPT


@given(st.binary(max_size=200), st.integers(0, 2_000))
def test_never_raises_anything_else(junk, at):
    assert outcome(READER, spoiled(_file(**PATIENT), junk, at)) in set(ItemCode) | {None}
