"""While an incident is worked on and afterwards, nothing of its evidence stands anywhere in plain text.

Looked for: every SSN of the truth, dashed and bare, every "First Last" and "Last, First", the passphrase, and canaries
planted in every place a file has for text, in whole and in broken files; in every form ``secrets_scan.py`` knows.
"""

from __future__ import annotations

import csv
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.cases import additions
from tests.e2e.commands import Ended, start
from tests.e2e.planted import Canaries, plant
from tests.e2e.secrets_scan import Needles
from tests.e2e.watch import Watch
from tocsin.clock import SystemClock
from tocsin.response.folder import IncidentFolder

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Place:
    """Where a test runs commands: an environment, a home and a temporary folder of its own."""

    root: Path

    def env(self, passphrase: str) -> dict[str, str]:
        """Return an environment that holds the passphrase and points every cache and temporary file here."""
        own = {"HOME": "home", "TMPDIR": "tmp", "XDG_CACHE_HOME": "home/cache", "XDG_RUNTIME_DIR": "tmp"}
        for folder in {*own.values(), "cwd", "said"}:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        return (
            os.environ
            | {name: str(self.root / folder) for name, folder in own.items()}
            | {"TOCSIN_PASSPHRASE": passphrase}
        )


def texts_of(truth: Path) -> Iterator[tuple[str, str]]:
    """Give what identifies the people of a simulated incident, by number and kind."""
    with (truth / "people.csv").open(newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            digits = row["ssn"].replace("-", "")
            yield f"dashed ssn {number}", f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
            yield f"bare ssn {number}", digits
            yield f"name {number}", f"{row['first_name']} {row['last_name']}"
            yield f"turned name {number}", f"{row['last_name']}, {row['first_name']}"


@pytest.fixture(scope="module")
def canary() -> Canaries:
    return Canaries()


@pytest.fixture(scope="module")
def planted(source: Path, canary: Canaries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("planted")
    plant(place / "share", canary)
    texts = [text for name, text in texts_of(source / "truth") if name.startswith(("name", "bare"))]
    numbers = "".join(f"{name},{ssn}\n" for ssn, name in zip(texts[::2], texts[1::2], strict=True))
    (place / "share" / "numbers.csv").write_text(f"Name,SSN\n{numbers}")
    (place / "log.csv").write_text(f"CreationDate,Operation,AuditData\n2024-12-14,{canary('log cell')},{{broken\n")
    (place / "log.jsonl").write_text(f'{{"Operation": "MailItemsAccessed", "UserId": "{canary("log value")}"\n')
    return place


def test_nothing_of_the_evidence_stands_anywhere_while_it_is_worked_on(
    source: Path, planted: Path, canary: Canaries, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path / "incident"
    passphrase = f"correct horse {secrets.token_hex(8)}"
    env = Place(tmp_path).env(passphrase)
    texts = dict(texts_of(source / "truth")) | canary.texts | {"passphrase": passphrase}
    needles = Needles(texts)
    watch = Watch(
        needles=needles,
        canaries=Needles(canary.texts | {"passphrase": passphrase}),
        places=[folder, *(tmp_path / name for name in ("home", "tmp", "cwd", "said"))],
        apart=[tmp_path_factory.getbasetemp()],
        secret=passphrase.encode(),
        given=tmp_path / "given",
    )

    def follow(*words: str) -> Ended:
        started = start(*words, said_in=tmp_path / "said", env=env, cwd=tmp_path / "cwd")
        watch.follow(started)
        ended = started.finish()
        assert "Traceback" not in ended.err
        return ended

    told = [follow("init", str(folder), "--incident", str(source / "incident.toml"))]
    for one in additions(source):
        paths = [str(path) for path in one.paths]
        told.append(follow("add", str(folder), *paths, "--custodian", one.custodian, "--kind", one.kind))
    told += [
        follow("add", str(folder), str(planted / "share"), "--custodian", canary("custodian"), "--kind", "share"),
        follow("add", str(folder), str(planted / "log.csv"), str(planted / "log.jsonl"), "--kind", "log"),
        follow("run", str(folder), "--jobs", "2"),
        follow("status", str(folder), "--json"),
        follow("status", str(folder)),
        follow("verify", str(folder)),
        follow("overview", str(folder), "--to", str(tmp_path / "cwd/overview.html")),
        follow("export", str(folder), "counts"),
        follow("export", str(folder), "duties"),
        follow("export", str(folder), "people", "--reveal", "--to", str(tmp_path / "given/people.xlsx")),
        follow("letters", str(folder), "--no-singles", "--to", str(tmp_path / "given/letters")),
    ]
    watch.look_around()

    assert [ended.code for ended in told] == [0] * len(told)
    assert watch.found == set()
    assert watch.looks > 50 and watch.kinds >= {"reader", "worker"}
    assert watch.opened or os.geteuid()  # without rights nobody sees what a process that guards itself holds open
    assert_was_read(folder, passphrase, canary)
    assert_would_be_found(needles, source, planted, texts)


def assert_was_read(folder: Path, passphrase: str, canary: Canaries) -> None:
    """Hold that the canaries did go through Tocsin: they stand in its tables, once those are decrypted."""
    with IncidentFolder.open(folder, passphrase, SystemClock()) as opened:
        said = b"".join(opened.read("segments")["body"].to_pylist())
        told = "\n".join(opened.read("items")["locator"].to_pylist() + opened.read("items")["message_id"].to_pylist())
    read = {place for place, text in canary.texts.items() if text.encode() in said or text in told}
    assert set(canary.texts) - read == {"custodian"}


def assert_would_be_found(needles: Needles, source: Path, planted: Path, texts: Mapping[str, str]) -> None:
    """Hold that the scanner finds these very texts in the plain evidence, where files do not encode them further."""
    found: set[str] = set()
    for place in (source / "evidence", planted):
        for path in place.rglob("*"):
            found |= {leak.needle for leak in needles.found(os.fsencode(path.name))}
            found |= {leak.needle for leak in needles.found(path.read_bytes())} if path.is_file() else set()
    kinds = [name.rpartition(" ")[0] for name in found]
    assert min(kinds.count(kind) for kind in ("dashed ssn", "bare ssn", "name", "turned name")) > 5
    assert {name for name in texts if not name[-1].isdigit()} - found <= {"passphrase", "custodian", "pdf text"}
