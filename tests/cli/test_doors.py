"""What the commands refuse, before any harm is done, and what they say then; what a program reads of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from tocsin.cli.door import cli, run
from tocsin.model.incident_file import parse_incident

Tocsin = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tocsin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tocsin:
    """Return a function that runs a command in a folder of its own with a passphrase; gives code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setenv("TOCSIN_PASSPHRASE", "made up")
        code = run(words)
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def incident(tocsin: Tocsin) -> Path:
    """Return a new incident folder made from the example."""
    code, example, _ = tocsin("init", "--example")
    assert code == 0
    Path("incident.toml").write_text(example)
    assert tocsin("init", "incident", "--incident", "incident.toml")[0] == 0
    return Path("incident")


def test_the_example_is_an_incident_file() -> None:
    example = (resources.files("tocsin.cli") / "assets" / "incident.example.toml").read_text(encoding="utf-8")
    assert parse_incident(example.encode()).covered_entities[0].key == "your-practice"
    told = "\n".join(line.removeprefix("# ") if " = " in line or "[[" in line else line for line in example.split("\n"))
    assert parse_incident(told.replace("# [protection]", "[protection]").encode()).intruders[0].ip == ("203.0.113.47",)


@pytest.mark.parametrize(
    "words",
    [
        ("export", "nowhere", "people", "--to", "people.docx"),
        ("people", "incident.toml", "--to", "people"),
    ],
)
def test_an_ending_that_is_no_table_is_refused_first(tocsin: Tocsin, words: tuple[str, ...]) -> None:
    Path("incident.toml").write_text("")
    code, _, told = tocsin(*words)
    assert code == 2
    assert "must end in .csv, .xlsx, .parquet or .jsonl" in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("per_1", "same", "per_1", "--by", "Ann"), "The two ids are the same"),
        (("per_1", "same", "--by", "Ann"), "'same' takes two ids"),
        (("per_1", "wrong", "per_2", "--by", "Ann"), "'wrong' takes one id"),
        (("per_1", "not_a_person", "--by", " "), "a name is needed"),
    ],
)
def test_a_decision_needs_its_ids_and_a_name(tocsin: Tocsin, words: tuple[str, ...], says: str) -> None:
    code, _, told = tocsin("decide", "nowhere", *words)
    assert code == 2
    assert says in told


@pytest.mark.parametrize("words", [("overview", "incident", "--to"), ("export", "incident", "items", "--to")])
def test_plaintext_never_goes_into_the_folder(incident: Path, tocsin: Tocsin, words: tuple[str, ...]) -> None:
    code, _, told = tocsin(*words, "incident/below/page.csv")
    assert code == 3
    assert "TOC-3012" in told
    assert not (incident / "below").exists()


@pytest.mark.parametrize("path", ["incident", "incident/evidence"])
def test_the_folder_is_no_evidence_of_itself(incident: Path, tocsin: Tocsin, path: str) -> None:
    code, _, told = tocsin("add", str(incident), path)
    assert code == 2
    assert "TOC-3014" in told
    assert not list((incident / "evidence").iterdir())


def test_nothing_is_disposed_of_unless_it_is_confirmed(incident: Path, tocsin: Tocsin) -> None:
    code, _, told = tocsin("dispose", "incident", "--by", "Ann")
    assert code == 3
    assert "TOC-3015" in told
    assert tocsin("status", "incident")[0] == 0
    code, checkpoint, told = tocsin("dispose", "incident", "--by", "Ann", "--yes")
    assert (code, checkpoint.startswith("tocsin/")) == (0, True)
    assert "The keys are deleted" in told
    assert "TOC-3007" in tocsin("status", "incident")[2]


def test_the_doctor_says_when_a_folder_is_no_incident(incident: Path, tocsin: Tocsin) -> None:
    assert tocsin("check", "incident")[0] == 0
    code, told, _ = tocsin("check", "elsewhere")
    assert code == 3
    assert "TOC-3003" in told
    assert json.loads(tocsin("check", "elsewhere", "--json")[1])["folder"]["schema"] is None


def test_a_new_incident_holds_and_waits_for_evidence(incident: Path, tocsin: Tocsin) -> None:
    code, out, _ = tocsin("verify", "incident", "--json")
    assert code == 0
    assert json.loads(out)["holds"] is True
    assert "no evidence yet" in tocsin("status", "incident")[1]


def test_a_wrong_checkpoint_is_a_fault_a_program_can_read(incident: Path, tocsin: Tocsin) -> None:
    Path("kept.txt").write_text("not a checkpoint")
    code, out, told = tocsin("verify", "incident", "--checkpoint", "kept.txt", "--json")
    assert code == 1
    assert [fault["what"] for fault in json.loads(out)["faults"]] == ["checkpoint"]
    assert "1 fault." in told


@pytest.mark.parametrize("name", cli.list_commands(None))  # type: ignore[arg-type]  # the list needs no context
def test_every_command_has_a_help_with_an_example(tocsin: Tocsin, name: str) -> None:
    code, out, _ = tocsin(name, "--help")
    assert code == 0
    assert "Example" in out
    assert f"tocsin {name}" in out.split("Example", 1)[1]


@pytest.mark.parametrize("option", ["--spark-master=local[2]", "--spark-key=FILE"])
def test_options_of_spark_need_the_engine(incident: Path, tocsin: Tocsin, option: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"k" * 32)
    code, _, told = tocsin("run", str(incident), option.replace("FILE", str(tmp_path / "key")))
    assert (code, told.count("go with --engine spark")) == (2, 1)
