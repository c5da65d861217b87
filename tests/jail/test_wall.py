"""What a hostile document tries is refused in every tier this machine offers, and a broken reader costs one item."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.processes import adopt_orphans, descendants, left_behind, living_below, standing, wait_until
from tocsin.config import JAIL
from tocsin.errors import JailRefusedError, StageFailedError
from tocsin.jail import Jail, jail_tier
from tocsin.jail.protocol import Ended, ReadJob, Said, Told, WallError
from tocsin.jail.worker import Worker
from tocsin.model.segments import TextBody, unpack_body
from tocsin.readers.probe import SAFE_ATTEMPTS


class Held:
    """Bytes in memory as a source."""

    def __init__(self, data: bytes) -> None:
        self._data, self.size_bytes = data, len(data)

    def pread(self, offset: int, length: int, /) -> bytes:
        return self._data[offset : offset + length]


def _tiers() -> list[int]:
    found = []
    for number in (1, 2):
        try:
            jail_tier(number)
        except JailRefusedError:
            continue
        found.append(number)
    return found


@pytest.fixture(params=_tiers())
def jail(request: pytest.FixtureRequest) -> Iterator[Jail]:
    limits = replace(JAIL, silent_seconds=3, item_seconds=6)
    with Jail(1, limits, jail_tier(request.param)) as made:
        yield made


def test_this_machine_offers_a_wall() -> None:
    assert _tiers(), "neither bubblewrap nor Landlock works here; `tocsin check` says why"


@pytest.mark.parametrize("what", SAFE_ATTEMPTS)
def test_what_a_document_tries_is_refused(jail: Jail, what: str) -> None:
    try:
        events = jail.run(ReadJob(f"probe:{what}", "", 1), Held(b"x"))
    except WallError:
        return  # ended by the kernel before it could answer
    if what == "write" and jail.tier.number == 1:
        assert not Path("/tmp/tocsin-probe").exists()  # it has a small memory disk of its own, and only that
        return
    assert [event.message_id for event in events if isinstance(event, Told)] == ["refused"]


def test_memory_is_bounded(jail: Jail) -> None:
    events = jail.run(ReadJob("probe:memory", "", 1), Held(b"x"))
    assert [event.message_id for event in events if isinstance(event, Told)] == ["refused"]


@pytest.mark.parametrize("how", ["hang", "spin"])
def test_a_hanging_reader_is_ended_and_the_next_job_is_read(jail: Jail, how: str) -> None:
    with pytest.raises(WallError, match="timed_out"):
        jail.run(ReadJob(f"probe:{how}", "", 1), Held(b"x"))
    assert _texts(jail, b"still here") == ["still here"]


def test_a_crash_costs_one_job_only(jail: Jail) -> None:
    with pytest.raises(WallError, match="crashed"):
        jail.run(ReadJob("probe:crash", "", 1), Held(b"x"))
    assert _texts(jail, b"still here") == ["still here"]


def test_an_item_that_breaks_its_reader_is_left_out_and_the_rest_is_read(jail: Jail) -> None:
    ended = {e.number: e for e in jail.run(ReadJob("probe:break", "", 1), Held(b"x")) if isinstance(e, Ended)}
    assert {index: (e.status, e.code) for index, e in ended.items()} == {
        0: ("done", ""),
        1: ("done", ""),
        2: ("unreadable", "crashed"),
        3: ("done", ""),
    }


def test_bytes_go_in_and_events_come_out(jail: Jail) -> None:
    mail = b"From: a@b.example\nTo: c@d.example\nSubject: Hello\nMessage-ID: <1@b.example>\n\nSee you.\n"
    events = jail.run(ReadJob("read", "x.eml", len(mail)), Held(mail))
    assert [e.message_id for e in events if isinstance(e, Told)] == ["1@b.example"]
    assert [e.place for e in events if isinstance(e, Said)] == ["header", "body"]


def _texts(jail: Jail, data: bytes = b"", source: Held | None = None) -> list[str]:
    held = source or Held(data)
    events = jail.run(ReadJob("read", "x.txt", held.size_bytes), held)
    return [
        body.text for e in events if isinstance(e, Said) for body in [unpack_body(e.body)] if isinstance(body, TextBody)
    ]


def test_a_jail_that_does_not_start_stops_the_run_and_blames_no_item() -> None:
    with (
        Jail(1, JAIL, jail_tier(_tiers()[-1]), module="tocsin.no_such_module") as jail,
        pytest.raises(StageFailedError, match="did_not_start"),
    ):
        _texts(jail, b"never read")


def test_small_documents_share_a_process_and_one_that_breaks_is_read_again_alone(jail: Jail) -> None:
    assert _texts(jail, b"first") == ["first"]
    readers = _readers()
    assert _texts(jail, b"second") == ["second"]
    assert _readers() == readers
    with pytest.raises(WallError, match="crashed"):
        jail.run(ReadJob("probe:crash", "", 1), Held(b"x"))
    assert _texts(jail, b"third") == ["third"]
    assert not _readers() & readers


@pytest.mark.parametrize("how", ["crash", "hang"])
def test_documents_sent_ahead_are_each_read_though_one_breaks(jail: Jail, how: str) -> None:
    names = [f"note {number}" for number in range(40)]
    jobs = [(ReadJob("read", "x.txt", len(name)), Held(name.encode())) for name in names]
    jobs.insert(7, (ReadJob(f"probe:{how}", "", 1), Held(b"x")))
    large = b"a long note\n" * 20_000
    jobs.append((ReadJob("read", "x.txt", len(large)), Held(large)))
    told = list(jail.run_all([(job, lambda source=source: source) for job, source in jobs]))  # type: ignore[misc]  # bound now
    broken = told.pop(7)
    assert isinstance(broken, WallError)
    assert broken.why == {"crash": "crashed", "hang": "timed_out"}[how]
    said = [[e for e in events if isinstance(e, Said)] for events in told if not isinstance(events, WallError)]
    assert [unpack_body(one.body) for one, *_ in said[:-1]] == [TextBody(name) for name in names]
    assert len(said) == len(names) + 1


def test_a_process_that_took_long_or_read_much_reads_nothing_more() -> None:
    for limits in (
        replace(JAIL, shared_seconds=0.0),
        replace(JAIL, shared_documents=1),
        replace(JAIL, shared_bytes=5),
    ):
        with Jail(1, limits, jail_tier(_tiers()[-1])) as jail:
            assert _texts(jail, b"first") == ["first"]
            readers = _readers()
            assert _texts(jail, b"second") == ["second"]
            assert not _readers() & readers


@pytest.mark.parametrize("number", _tiers())
def test_a_process_taken_over_can_say_nothing_once_it_must_go(number: int) -> None:
    with Jail(1, replace(JAIL, shared_documents=1), jail_tier(number)) as jail:
        with contextlib.suppress(WallError):  # if it writes first into the pipe that tells its end, it is ended at once
            assert jail.run(ReadJob("probe:linger", "", 1), Held(b"x")) == []
        assert _texts(jail, b"the truth") == ["the truth"]


def _readers() -> set[int]:
    """Return the processes below this one that have none below them."""
    return {one.pid for one in descendants(os.getpid()) if not descendants(one.pid) and one.state not in "ZX"}


class Struck(Held):
    """Bytes whose first reader is killed from outside, as a machine short of memory does."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._before: frozenset[int] | None = standing()

    def pread(self, offset: int, length: int, /) -> bytes:
        if self._before is not None:
            for child in living_below(os.getpid(), self._before):
                with contextlib.suppress(ProcessLookupError):  # it may be gone since it was listed
                    os.kill(child.pid, signal.SIGKILL)
            self._before = None
        return super().pread(offset, length)


def test_a_reader_killed_from_outside_costs_no_item(jail: Jail) -> None:
    assert _texts(jail, source=Struck(b"still here")) == ["still here"]


@pytest.mark.parametrize("number", _tiers())
def test_leaving_by_a_fault_ends_a_reader_at_once(number: int) -> None:
    before, why = standing(), list[str]()

    def spin(jail: Jail) -> None:
        with pytest.raises(WallError) as ended:
            jail.run(ReadJob("probe:spin", "", 1), Held(b"x"))
        why.append(ended.value.why)

    def spent() -> float:
        return sum(one.cpu_seconds for one in living_below(os.getpid(), before))

    def interrupted() -> None:
        with Jail(1, JAIL, jail_tier(number)) as jail:
            assert _texts(jail, b"awake") == ["awake"]
            awake = spent()
            threading.Thread(target=spin, args=(jail,)).start()
            wait_until(lambda: spent() > awake + 0.5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    wait_until(lambda: why == ["closed"], 5)
    assert left_behind(before, 5) == []


def test_whoever_asks_for_a_reader_after_a_fault_is_refused_and_does_not_wait() -> None:
    with pytest.raises(KeyboardInterrupt), Jail(1) as jail:
        raise KeyboardInterrupt
    told = list[object]()
    work = [(ReadJob("read", "a.txt", 1), lambda: Held(b"x"))] * 3
    asking = threading.Thread(target=lambda: told.extend(jail.run_all(work)), daemon=True)
    asking.start()
    asking.join(30)
    assert [type(one) for one in told] == [WallError] * 3


_PARENT = (
    "import sys; from tests.jail.test_wall import Held; from tocsin.jail import Jail, jail_tier;"
    "from tocsin.jail.protocol import ReadJob;"
    "Jail(1, tier=jail_tier(int(sys.argv[1]))).run(ReadJob('probe:spin', '', 1), Held(b'x'))"
)


@pytest.mark.parametrize("number", _tiers())
def test_a_busy_reader_ends_with_the_process_it_reads_for(number: int) -> None:
    adopt_orphans()
    before = standing()
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(number)])
    wait_until(lambda: any(one.cpu_seconds > 2.0 for one in living_below(parent.pid)))
    parent.kill()
    parent.wait(30)
    assert left_behind(before) == []


def test_types_that_a_document_makes_up_fill_nothing_and_break_no_line() -> None:
    worker = Worker(jail_tier(), JAIL)
    for made_up in ("text/plain\napplication/pdf", "text/\u00e9", "", *(f"x/{number:0300d}" for number in range(500))):
        worker._meet(made_up)
    assert len(worker._met) <= 100
    assert all(kind.isascii() and kind.isprintable() and len(kind) <= 120 for kind in worker._met)
