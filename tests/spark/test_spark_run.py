"""One whole simulated incident on this machine and on Spark: the same people byte for byte, and nothing left to see.

Looked for while Spark works: names and numbers of the truth in every file it writes, in what its processes hold open,
in their arguments and environments; and the passphrase.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import make_incident
from tests.e2e.cases import PASSPHRASE, Case, additions
from tests.e2e.commands import Started, start
from tests.e2e.processes import living_below
from tests.e2e.secrets_scan import Needles
from tests.e2e.test_secrets import texts_of
from tests.e2e.watch import Watch
from tocsin.clock import SystemClock
from tocsin.response.export_format import write_table
from tocsin.response.exports import export_table
from tocsin.response.folder import IncidentFolder

pytestmark = pytest.mark.spark
_PAUSE_SECONDS = 0.5
EXPORTS = ("people", "subjects", "mentions", "items", "exposures", "duties", "counts", "mailfile", "review")
_MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("simulated")
    make_incident(place, seed=7, people=40, entities=2, mailboxes=2, target_bytes=None, split="tuning")
    return place


def folder_of(source: Path, place: Path) -> Case:
    """Return a folder that holds the evidence, nothing of it run."""
    case = Case(source, place / "incident")
    case.begin()
    for addition in additions(source):
        case.add(addition)
    return case


def exported(case: Case, to: Path) -> dict[str, bytes]:
    """Return every export of a folder."""
    with IncidentFolder.open(case.folder, PASSPHRASE, SystemClock()) as folder:
        for what in EXPORTS:
            write_table(export_table(folder, what, reveal=True), to / f"{what}.csv", what)
    return {what: (to / f"{what}.csv").read_bytes() for what in EXPORTS}


def spark_folders() -> set[Path]:
    """Return the private folders of Spark runs that stand."""
    return set(_MEMORY.glob("tocsin-run-*"))


def told_to_processes(started: Started) -> Iterator[list[bytes]]:
    """Give the arguments and environments of all processes below the command, again and again while it runs."""
    while started.process.poll() is None:
        yield [one.read("cmdline") + b"\n" + one.read("environ") for one in living_below(started.process.pid)]
        time.sleep(_PAUSE_SECONDS)


def test_spark_gives_the_same_people_and_keeps_nothing(
    source: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    here, there = (folder_of(source, tmp_path / name) for name in ("here", "there"))
    here.run()
    before = spark_folders()
    texts = dict(texts_of(source / "truth")) | {"passphrase": PASSPHRASE}
    watch = Watch(
        needles=Needles(texts),
        canaries=Needles({"passphrase": PASSPHRASE}),
        places=[there.folder],
        apart=[tmp_path_factory.getbasetemp()],
        secret=PASSPHRASE.encode(),
        given=tmp_path / "out",
    )
    places = list(watch.places)
    said = tmp_path / "said"
    said.mkdir()
    started = start(*there.run_words(), "--engine", "spark", said_in=said)
    argued: set[str] = set()
    java = 0
    for processes in told_to_processes(started):
        words = b"\n\n".join(processes)
        java += b"org.apache.spark.deploy.SparkSubmit" in words
        argued |= {leak.needle for leak in watch.needles.found(words)}
        keys = [key.read_bytes() for place in spark_folders() - before for key in place.glob("key")]
        argued |= {"the cluster's key" for key in keys if key and key in words}
        watch.places = [*places, *(spark_folders() - before)]
        watch.look(started.process.pid)
    ended = started.finish()
    assert (ended.code, ended.err.count("Error")) == (0, 0), ended.err
    assert java > 5
    assert argued == set()
    assert watch.found == set()
    assert watch.opened or os.geteuid()
    assert spark_folders() == before
    for name in ("here", "there"):
        (tmp_path / f"{name}-out").mkdir()
    mine, theirs = exported(here, tmp_path / "here-out"), exported(there, tmp_path / "there-out")
    assert [name for name in EXPORTS if mine[name] != theirs[name]] == []
    assert len(mine["people"].splitlines()) > 30
    there.do("verify")
