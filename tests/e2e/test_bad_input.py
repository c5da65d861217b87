"""What no command can use is refused in words of ours: nothing of a broken file is quoted, no fault is our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.planted import Canaries
from tests.e2e.secrets_scan import Needles
from tocsin.cli.door import run

pytestmark = pytest.mark.slow

_GOOD = (
    b'[incident]\nid = "x"\ntitle = "X"\norganization = "X"\nrole = "covered_entity"\nkind = "email"\nstate = "TN"\n'
)
_BROKEN_TABLES = {
    "ragged.csv": "record_id,first_name,last_name,ssn\n1,{0},Lee,219-09-9999\n2,{0}\n3,a,b,c,{0},e\n",
    "quoted.csv": 'record_id,first_name\n1,"{0}\n2,x\n',
    "wide.csv": "first_name,ssn\n{0}\x00,\xff\xfe\n",
    "cut.parquet": "PAR1{0}PAR1",
    "cut.jsonl": '{{"covered_entity": "{0}", \n',
}


@pytest.fixture(scope="module")
def canary() -> Canaries:
    return Canaries()


@pytest.fixture(scope="module")
def bad(canary: Canaries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write files that no command can use, each with a canary."""
    place = tmp_path_factory.mktemp("bad")
    for name, text in _BROKEN_TABLES.items():
        (place / name).write_bytes(text.format(canary(name)).encode("latin-1"))
    (place / "passwords.txt").write_bytes(b"\xff\xfe\x80" + canary("passwords").encode() + b"\n")
    (place / "note.txt").write_text(f"tocsin/1\nx\n{canary('note')}\n")
    (place / "cut.toml").write_text(f'[incident]\nid = "{canary("cut toml")}\n')
    (place / "wrong.toml").write_text(
        f'[incident]\nid = "x"\ntitle = "{canary("toml title")}"\nkind = "{canary("toml kind")}"\nstate = "TN"\n'
        f'[timeline]\ndiscovered_on = "{canary("toml day")}"\n[[hold]]\nagency = "{canary("toml agency")}"\nform = 7\n'
    )
    return place


def test_what_cannot_be_used_is_told_without_quoting_it(
    bad: Path, canary: Canaries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (bad / "good.toml").write_bytes(_GOOD)
    tables = [str(bad / name) for name in _BROKEN_TABLES]
    broken = [str(bad / name) for name in ("cut.toml", "wrong.toml")]
    commands = [
        ["init", "made", "--incident", str(bad / "good.toml")],
        *(["people", table, "--to", "out.csv"] for table in tables),
        *(["seed", "made", table] for table in tables),
        *(["duties", str(bad / "good.toml"), "--counts", table] for table in tables),
        *(["duties", toml] for toml in broken),
        *(["facts", "made", "--incident", toml] for toml in broken),
        *(["init", "new", "--incident", toml] for toml in broken),
        ["passwords", "made", "--from", str(bad / "passwords.txt")],
        ["verify", "made", "--checkpoint", str(bad / "note.txt")],
        ["status", "made", "--passphrase-file", str(bad / "passwords.txt")],
        ["find", str(bad), "--json"],
    ]
    needles, codes, leaks = Needles(canary.texts), list[int](), list[str]()
    for words in commands:
        monkeypatch.setenv("TOCSIN_PASSPHRASE", "correct horse")
        codes.append(run(words))
        out, err = capfd.readouterr()
        shown = err if words[0] == "find" else out + err  # what `find` finds is shown on purpose
        leaks += [f"{' '.join(words)}: {leak.needle}" for leak in needles.found(shown.encode())]
    assert leaks == []
    told = dict(zip(map(" ".join, commands), codes, strict=True))
    assert codes[0] == 0 and set(codes) <= {0, 1, 2, 3}
    assert codes.count(0) < 10, told


def test_the_broken_files_are_what_they_are_meant_to_be(bad: Path, canary: Canaries) -> None:
    found = {leak.needle for path in bad.iterdir() for leak in Needles(canary.texts).found(path.read_bytes())}
    assert found == set(canary.texts)
