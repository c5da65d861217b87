"""A covered entity's package: its own people, what its own evidence says of them, and the proof."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyrage
import pytest

from tests.response.made_folder import CLOCK, TODAY, made_folder, person, run_with
from tocsin.errors import InsideFolderError, NothingToDoError, UnknownIdError
from tocsin.ledger import log
from tocsin.ledger.tree import is_included
from tocsin.response.bag import bag, tar_of
from tocsin.response.folder import IncidentFolder
from tocsin.response.mailing import record_mailed
from tocsin.response.packages import WrongKeyError, fact_of, write_package

BOTH = person(
    1,
    covered_entities="gulf;blue",
    elements="ssn;diagnosis;medication",
    seen_for={"sub_00000000000a": ["gulf"], "sub_00000000000b": ["blue"]},
    of_subject={
        "sub_00000000000a": {"elements": ["name", "diagnosis"], "mrns": ["GC-1"]},
        "sub_00000000000b": {"elements": ["name", "medication"], "mrns": ["BR-9"], "address_1": "9 Elm Ave"},
    },
)
PARTS = {BOTH["person_id"]: ["sub_00000000000a", "sub_00000000000b"]}
PEOPLE = [
    BOTH,
    person(2, first_name="Bo", covered_entities="gulf"),
    person(3, first_name="Zoe", last_name="Quill", covered_entities="blue"),
    person(4, first_name="Una", covered_entities="gulf", exposure="untouched"),
]


def _opened(folder: IncidentFolder, key: str, to: Path, **options: Any) -> dict[str, bytes]:
    """Return the files of a package, decrypted, by path."""
    identity = pyrage.x25519.Identity.generate()
    write_package(folder, key, str(identity.to_public()), to, TODAY, **options)
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(to.read_bytes(), [identity]))) as tar:
        found = {}
        for entry in tar.getmembers():
            file = tar.extractfile(entry)
            assert file is not None
            found[entry.name.partition("/")[2]] = file.read()
    return found


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def _holds(manifest: Iterable[str], files: dict[str, bytes]) -> bool:
    pairs = [line.split("  ", 1) for line in manifest]
    return all(hashlib.sha256(files[path]).hexdigest() == digest for digest, path in pairs)


def test_a_package_holds_its_own_people_and_nobody_else(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, PEOPLE, PARTS)
        record_mailed(folder, [{"record_id": r} for r in folder.read("mailfile")["record_id"].to_pylist()], TODAY)
        gulf = _opened(folder, "gulf", tmp_path / "gulf.tar.age")
        blue = _opened(folder, "blue", tmp_path / "blue.tar.age")
    assert [row["first_name"] for row in _rows(gulf["data/people.csv"])] == ["Ann", "Bo"]
    assert [row["first_name"] for row in _rows(blue["data/people.csv"])] == ["Ann", "Zoe"]
    whole = b"".join(gulf.values())
    for words in (b"Zoe", b"Quill", b"Blue Ridge", b"BR-9", b"9 Elm"):
        assert words not in whole
    assert {row["subject_name"] for row in _rows(gulf["data/letters.csv"])} == {"Ann Lee", "Bo Lee"}
    assert {row["covered_entity"] for row in _rows(gulf["data/counts.csv"])} == {"gulf"}


def test_who_is_a_patient_of_two_is_told_to_each_by_its_own_evidence(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, PEOPLE, PARTS)
        gulf = _rows(_opened(folder, "gulf", tmp_path / "g.age")["data/people.csv"])[0]
        blue = _rows(_opened(folder, "blue", tmp_path / "b.age")["data/people.csv"])[0]
    assert (gulf["elements"], gulf["mrns"], gulf["address_1"]) == ("diagnosis", "GC-1", "12 Oak St")
    assert (blue["elements"], blue["mrns"], blue["address_1"]) == ("medication", "BR-9", "9 Elm Ave")


def test_an_ssn_is_masked_unless_it_is_asked_for(tmp_path: Path) -> None:
    one = person(1, of_subject={"sub_000000000001": {"ssn": "123456789"}})
    with made_folder(tmp_path) as folder:
        run_with(folder, [one])
        masked = _rows(_opened(folder, "gulf", tmp_path / "a.age")["data/people.csv"])[0]
        whole = _rows(_opened(folder, "gulf", tmp_path / "b.age", reveal=True)["data/people.csv"])[0]
    assert (masked["ssn"], whole["ssn"]) == ("***-**-6789", "123456789")


def test_checksums_hold_and_the_record_proves_them(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, PEOPLE, PARTS)
        files = _opened(folder, "gulf", tmp_path / "gulf.tar.age")
        for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            assert _holds(files[name].decode().splitlines(), files)
        proof = json.loads(files["proof.json"])
        size, top = log.open_note(proof["checkpoint"], bytes.fromhex(proof["public_key"]), str(folder.header["origin"]))
        path = [bytes.fromhex(node) for node in proof["path"]]
        assert is_included(proof["entry"].encode(), proof["index"], size, path, top)
        facts = json.loads(proof["entry"])["facts"]
        assert facts["manifest"] == hashlib.sha256(files["manifest-sha256.txt"]).hexdigest()
        last = json.loads(log.leaves(folder.control.connection)[-1])
        assert last["kind"] == "package" and last["facts"]["entity"] == "gulf"
        assert last["facts"]["sha256"] == hashlib.sha256((tmp_path / "gulf.tar.age").read_bytes()).hexdigest()


def test_what_cannot_be_packed_is_refused(tmp_path: Path) -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())
    with made_folder(tmp_path) as folder:
        with pytest.raises(NothingToDoError):
            write_package(folder, "gulf", key, tmp_path / "x.age", TODAY)
        run_with(folder, PEOPLE, PARTS)
        with pytest.raises(UnknownIdError):
            write_package(folder, "nobody", key, tmp_path / "x.age", TODAY)
        with pytest.raises(InsideFolderError):
            write_package(folder, "gulf", key, tmp_path / "inc/x.age", TODAY)
        for wrong in ("age1xyz", "", "ssh-ed25519 AAAA"):
            with pytest.raises(WrongKeyError):
                write_package(folder, "gulf", wrong, tmp_path / "x.age", TODAY)
    assert not (tmp_path / "x.age").exists() and CLOCK.now().year == TODAY.year


def test_a_bag_is_the_same_bytes_twice() -> None:
    files = bag({"b.txt": b"b", "a.txt": b"a"}, {"Contact-Name": "A"}, {"README.txt": b"x"})
    assert tar_of(files, "x") == tar_of(dict(reversed(files.items())), "x")
    assert _holds(files["tagmanifest-sha256.txt"].decode().splitlines(), files)


@pytest.mark.parametrize(("key", "is_kept"), [("gulf-coast_1.a", True), ("a b", False), ("é", False), ("-a", False)])
def test_the_record_holds_a_key_or_its_hash(key: str, is_kept: bool) -> None:
    assert (fact_of(key) == key) is is_kept
    assert log.entry("package", {"entity": fact_of(key)})
