"""The proof file: what was sent, what came back, what was filed and posted; checksums and the record hold."""

from __future__ import annotations

import base64
import csv
import hashlib
from datetime import date
from pathlib import Path

import pytest

from tests.response.made_folder import TODAY, made_folder, person, run_with
from tocsin.errors import InsideFolderError, NothingToDoError
from tocsin.ledger import checker, log
from tocsin.response.filings import record_filed
from tocsin.response.folder import IncidentFolder
from tocsin.response.houses import FilesThereError
from tocsin.response.letters import LetterOptions, write_letters
from tocsin.response.mailing import record_mailed
from tocsin.response.progress import Silence
from tocsin.response.proof_file import write_proof
from tocsin.response.returns import record_returned

PEOPLE = [
    person(1),
    person(2, first_name="Bo"),
    *(person(n, first_name=f"P{n}", address_1="") for n in range(10, 22)),
]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as text:
        return list(csv.DictReader(text))


def _incident(tmp_path: Path, folder: IncidentFolder) -> None:
    """Mail two letters, of which one comes back; post a notice and file a report."""
    run_with(folder, PEOPLE)
    write_letters(folder, tmp_path / "out", LetterOptions(TODAY), Silence())
    rows = _rows(tmp_path / "out/index.csv")
    record_mailed(folder, rows, TODAY)
    record_returned(folder, [{"record_id": rows[0]["record_id"], "return_reason": "UTF"}], date(2025, 3, 1), TODAY)
    run_with(folder, PEOPLE)
    record_filed(folder, "website", date(2025, 3, 2), "A. Counsel", "https://example.org/notice")
    record_filed(folder, "hhs-gulf", date(2025, 3, 3), "A. Counsel", "T-1")


def test_everything_that_must_be_shown_stands_in_it(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        _incident(tmp_path, folder)
        write_proof(folder, tmp_path / "proof", TODAY)
    data = tmp_path / "proof/data"
    sent = {row["subject_name"]: row for row in _rows(data / "sent.csv")}
    assert set(sent) == {"Ann Lee", "Bo Lee"}
    for row in sent.values():
        pdf = (tmp_path / f"out/{row['record_id']}.pdf").read_bytes()
        assert row["sha256"] == hashlib.sha256(pdf).hexdigest()
        assert (row["mailed_on"], row["address_1"]) == ("2025-02-20", "12 Oak St")
    assert [row["reason"] for row in _rows(data / "returned.csv")] == ["UTF"]
    assert [row["form"] for row in _rows(data / "filed.csv")] == ["website", "hhs-gulf"]
    (post,) = _rows(data / "web-posts.csv")
    assert (post["page"], post["stands_until"]) == ("https://example.org/notice", "2025-05-31")
    mailing = (data / "certificates/mailing.md").read_text(encoding="utf-8")
    assert "February 20, 2025: 2 letters" in mailing and "1 of them came back" in mailing
    web = (data / "certificates/substitute-notice.md").read_text(encoding="utf-8")
    assert "from March 2, 2025, to stand at least until May 31, 2025" in web
    assert not any("{" in file.read_text(encoding="utf-8") for file in (data / "certificates").iterdir())
    assert not any("123456789" in file.read_text(encoding="utf-8") for file in data.glob("*.csv"))


def test_checksums_hold_and_the_record_is_the_signed_one(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        _incident(tmp_path, folder)
        write_proof(folder, tmp_path / "proof", TODAY)
        public, origin = bytes.fromhex(str(folder.header["public_key"])), str(folder.header["origin"])
    top = tmp_path / "proof"
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in (top / name).read_text(encoding="utf-8").splitlines():
            digest, path = line.split("  ", 1)
            assert hashlib.sha256((top / path).read_bytes()).hexdigest() == digest
    leaves = (top / "data/record.jsonl").read_bytes().splitlines()
    note = (top / "checkpoint.txt").read_text(encoding="utf-8")
    assert log.open_note(note, public, origin) == (len(leaves), checker.tree_root(leaves))
    assert note.splitlines()[2] == base64.b64encode(checker.tree_root(leaves)).decode()


def test_without_mailings_the_proof_says_so_and_nothing_is_overwritten(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        with pytest.raises(NothingToDoError):
            write_proof(folder, tmp_path / "proof", TODAY)
        run_with(folder, PEOPLE)
        with pytest.raises(InsideFolderError):
            write_proof(folder, tmp_path / "inc/proof", TODAY)
        write_proof(folder, tmp_path / "proof", TODAY)
        with pytest.raises(FilesThereError):
            write_proof(folder, tmp_path / "proof", TODAY)
    mailing = (tmp_path / "proof/data/certificates/mailing.md").read_text(encoding="utf-8")
    assert "no letter is recorded as mailed" in mailing
