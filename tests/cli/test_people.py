"""`tocsin people`: what it shows, explains, asks about and refuses."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tocsin.cli.door import run

Tocsin = Callable[..., tuple[int, str, str]]
LIST = (
    "id,name,dob,phone,ssn,clinic\n"
    "1,Ann Lee,1960-03-04,555-555-0101,412-33-9876,North\n"
    '2,"LEE, ANN",03/04/1960,,,North\n'
    "3,Robert Poe,1955-07-08,555-555-0102,,South\n"
    "4,Bob Poe,1955-07-08,555-555-0102,,South\n"
    "5,Bob Poe,1955-07-08,555-555-0102,,South\n"
    "6,James Smith,1971-01-02,,,West\n"
    "7,James Smith,,,,\n"
)


@pytest.fixture
def tocsin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tocsin:
    """Return a function that runs a command in a folder that holds ``list.csv``; gives code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text(LIST)

    def call(*words: str) -> tuple[int, str, str]:
        code = run(("people", *words))
        out, err = capsys.readouterr()
        return code, out, err

    return call


def _rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _people(path: str) -> list[str]:
    return [row["person_id"] for row in _rows(path)]


def test_it_shows_what_it_made_of_each_column(tocsin: Tocsin) -> None:
    Path("c.csv").write_text("who,c2,note\n" + "".join(f"x,412-33-{n:04d},{'long ' * 30}\n" for n in range(1000, 1040)))
    code, out, told = tocsin("c.csv", "--to", "out.csv")
    assert (code, out) == (0, "")
    assert "who   not used: one or two values only" in told
    assert "c2    SSN (by its values)" in told
    assert "note  not used: long text" in told
    assert "reading the table" in told


def test_a_table_without_persons_is_told_so(tocsin: Tocsin) -> None:
    Path("none.csv").write_text("x,y\n1,2\n3,4\n")
    code, _, told = tocsin("none.csv", "--to", "out.csv")
    assert code == 0
    assert "no column of a person was recognised" in told


def test_explain_says_which_rows_and_values_with_their_weights(tocsin: Tocsin) -> None:
    tocsin("list.csv", "--to", "out.csv")
    person = _people("out.csv")[2]
    code, out, _ = tocsin("list.csv", "--explain", person, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["equal"] == [["5", "6"]]
    (merge,) = told["merges"]
    assert (merge["left"], merge["right"], merge["rival"]) == ("4", "5", "twins")
    nickname = next(one for one in merge["evidence"] if one["field"] == "first name")
    assert (nickname["level"], nickname["left"], nickname["right"]) == ("nickname", "robert", "bob")
    total = merge["prior"] + sum(one["bits"] for one in merge["evidence"])
    assert total == pytest.approx(merge["score"], abs=0.3)
    words = tocsin("list.csv", "--explain", person)[1]
    assert "nickname: robert | bob" in words
    assert "equal in every field: 5, 6" in words


def test_numbers_are_masked_unless_revealed(tocsin: Tocsin) -> None:
    tocsin("list.csv", "--to", "out.csv")
    person = _people("out.csv")[0]
    masked, whole = tocsin("list.csv", "--explain", person)[1], tocsin("list.csv", "--explain", person, "--reveal")[1]
    assert "412339876" not in masked
    assert "*****9876" in masked
    assert "412339876" in whole


def test_a_review_comes_back_as_decisions(tocsin: Tocsin) -> None:
    assert tocsin("list.csv", "--to", "out.csv", "--review", "review.csv")[0] == 0
    assert len(set(_people("out.csv")[5:])) == 2
    (pair,) = _rows("review.csv")
    assert (pair["kind"], pair["left_record"], pair["right_record"]) == ("near", "7", "8")
    text = Path("review.csv").read_text(encoding="utf-8")
    Path("review.csv").write_text(text.replace("near,7,8,,", "near,7,8,same,"))
    assert tocsin("list.csv", "--to", "out.csv", "--decisions", "review.csv", "--review", "left.csv")[0] == 0
    assert len(set(_people("out.csv")[5:])) == 1
    assert _rows("left.csv") == []


def test_rows_that_are_equal_in_everything_are_kept_apart_on_a_decision(tocsin: Tocsin) -> None:
    Path("d.csv").write_text("left_record,right_record,decision\n5,6,different\n4,5,\n")
    assert tocsin("list.csv", "--to", "out.csv", "--decisions", "d.csv")[0] == 0
    people = _people("out.csv")
    assert people[3] != people[4]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("left_record,right_record,decision\n5,99,same\n", "about_unknown_rows=1"),
        ("left_record,right_record,decision\n5,6,maybe\n", "row=2, decision=not same, different or unsure"),
        ("left,right\n5,6\n", "missing=left_record, right_record or decision"),
    ],
)
def test_decisions_that_cannot_be_used_are_refused(tocsin: Tocsin, text: str, says: str) -> None:
    Path("d.csv").write_text(text)
    code, _, told = tocsin("list.csv", "--to", "out.csv", "--decisions", "d.csv")
    assert code == 2
    assert says in told
    assert not Path("out.csv").exists()


def test_wrong_use_is_told(tocsin: Tocsin) -> None:
    code, _, told = tocsin("list.csv")
    assert code == 2
    assert "Give --to OUT, --review PATH or --explain PERSON_ID" in told
    code, _, told = tocsin("list.csv", "--explain", "per_0000000000000000")
    assert code == 2
    assert "no person of that id" in told
    code, _, told = tocsin("list.csv", "--to", "/proc/out.csv")
    assert code == 1
    assert "/proc/out.csv" in told


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"name;dob\nAnn Lee;1960-03-04\n\"Lee; Ann\";1960-03-04\n", 2),
        ("name,dob\nRen\u00e9e Lee,1960-03-04\n".encode("cp1252"), 1),
        ("name\tdob\nAnn Lee\t1960-03-04\n".encode("utf-16"), 1),
        (b'\xef\xbb\xbfname,dob\n"Ann\nLee",1960-03-04\n', 1),
        (b"name,dob\nAnn Lee\nBob Poe,1960-03-04\n", 2),
        (b"name,name,dob\nAnn,Lee,1960-03-04\n", 1),
        (b"name,dob\n", 0),
    ],
    ids=["semicolon", "Windows-1252", "UTF-16 by tab", "byte order mark", "short row", "one name twice", "no rows"],
)  # fmt: skip
def test_tables_as_they_come(tocsin: Tocsin, data: bytes, rows: int) -> None:
    Path("in.csv").write_bytes(data)
    code, _, told = tocsin("in.csv", "--to", "out.csv")
    assert code == 0, told
    assert "whole name (by its header)" in told
    assert len(_rows("out.csv")) == rows


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("in.csv", b"", "header=none"),
        ("in.csv", b"name,dob\nAnn,1960,x,y\n", "row=2, cells=4, columns=2"),
        ("in.parquet", b"zzz", "file=.parquet"),
        ("in.docx", b"zzz", "ending=.docx"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(tocsin: Tocsin, name: str, data: bytes, says: str) -> None:
    Path(name).write_bytes(data)
    code, _, told = tocsin(name, "--to", "out.csv")
    assert code == 2
    assert says in told
