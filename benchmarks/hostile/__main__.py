"""Read the hostile set in both jails, as root and as an ordinary user where this process may; print what became of it.

``python -m benchmarks.hostile [COPIES]``: COPIES damaged copies of each sound file are read too (default 20).
"""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from socket import create_server, socket
from tempfile import TemporaryDirectory
from uuid import uuid4

from benchmarks.hostile.archives import archives
from benchmarks.hostile.documents import damaged, documents
from benchmarks.hostile.sound import sound_files
from tocsin.config import JAIL
from tocsin.errors import JailRefusedError
from tocsin.jail import Jail, jail_tier
from tocsin.jail.protocol import Began, Ended, Event, ReadJob, WallError

_PLACES = ("/tmp", "/", "/root", "/etc", "/var/tmp", ".", "..", "../..", str(Path.home()))


@dataclass
class Outcome:
    """What became of one document."""

    label: str
    status: str
    code: str
    items: int
    seconds: float
    is_accounted: bool
    codes: dict[str, int]


class Sealed:
    """A document's bytes as the jail asks for them."""

    def __init__(self, data: bytes) -> None:
        self._data, self.size_bytes = data, len(data)

    def pread(self, offset: int, length: int) -> bytes:
        """Return a range."""
        return self._data[offset : offset + length]


def main() -> int:
    """Run every kind of jail that this process can make; return 1 if one of them let something through."""
    if len(sys.argv) > 2 and sys.argv[1] == "--tier":
        return _one(int(sys.argv[2]), int(sys.argv[3]))
    copies = sys.argv[1] if len(sys.argv) > 1 else "20"
    users = (
        [("root", 0), ("ordinary user", pwd.getpwnam("nobody").pw_uid)]
        if os.geteuid() == 0
        else [("ordinary user", os.geteuid())]
    )
    failed = False
    for name, uid in users:
        for tier in (1, 2):
            print(f"\n## Tier {tier}, {name}\n", flush=True)
            command = [sys.executable, "-B", "-m", "benchmarks.hostile", "--tier", str(tier), copies]
            with TemporaryDirectory() as place:
                os.chown(place, uid, -1)
                failed |= _as_user(command, uid, place) != 0
    return int(failed)


def _as_user(command: list[str], uid: int, place: str) -> int:
    """Run a command as a user, without root's groups; return its exit code."""
    env = {**os.environ, "HOME": place, "PYTHONPATH": str(Path.cwd())}
    user = pwd.getpwuid(uid)
    groups = {"group": user.pw_gid, "extra_groups": list[int]()} if os.geteuid() == 0 else {}
    try:
        return subprocess.run(command, user=uid, env=env, cwd=place, check=False, **groups).returncode  # type: ignore[call-overload]  # groups of another kind than root may set
    except PermissionError:
        print("this user may not run this Python: install one where others may read it")
        return 1


def _one(number: int, copies: int) -> int:
    try:
        tier = jail_tier(number)
    except JailRefusedError:
        print("this machine refuses this tier to this user")
        return 0
    marker = f"tocsin-hostile-{uuid4().hex}"
    with create_server(("127.0.0.1", 0)) as server:
        calls: list[str] = []
        threading.Thread(target=_listen, args=(server, calls), daemon=True).start()
        listener = f"127.0.0.1:{server.getsockname()[1]}"
        print("| Document | Ended | Codes inside | Items | Seconds |\n|---|---|---|---|---|", flush=True)
        with Jail(1, tier=tier) as jail:
            outcomes = _all(jail, marker, listener, copies)
    written = [place for place in _PLACES if _is_there(Path(place) / marker)]
    most_seconds = (JAIL.item_seconds + JAIL.silent_seconds) * JAIL.busy_factor
    over = [one for one in outcomes if one.seconds > most_seconds]
    codes = Counter[str]()
    for one in outcomes:
        codes.update(one.codes)
    sums = {
        "documents": len(outcomes), "items": sum(one.items for one in outcomes), "crashes": codes["crashed"],
        "ended at the time limit": codes["timed_out"], "hangs over the limit": len(over), "files outside": len(written),
        "connections": len(calls), "unaccounted": sum(not one.is_accounted for one in outcomes),
    }  # fmt: skip
    print("\n" + ", ".join(f"{name} {count}" for name, count in sums.items()))
    print("codes: " + ", ".join(f"{code or 'ok'} {count}" for code, count in codes.most_common()))
    wanted_none = ("crashes", "hangs over the limit", "files outside", "connections", "unaccounted")
    bad = sum(sums[name] for name in wanted_none)
    return int(bad > 0)


def _is_there(path: Path) -> bool:
    """Tell whether a file was written; where this user may not even look, nothing was."""
    try:
        return path.exists()
    except PermissionError:
        return False


def _listen(server: socket, calls: list[str]) -> None:
    while True:
        try:
            connection, address = server.accept()
        except OSError:
            return
        connection.close()
        calls.append(str(address))


def _read(jail: Jail, label: str, name: str, data: bytes) -> Outcome:
    started = time.monotonic()
    try:
        events = jail.run(ReadJob("read", name, len(data)), Sealed(data))
    except WallError as fault:
        return Outcome(label, "unreadable", fault.why, 1, time.monotonic() - started, True, {fault.why: 1})
    began = [event for event in events if isinstance(event, Began)]
    ended = {event.number: event for event in events if isinstance(event, Ended)}
    codes = Counter(code for event in ended.values() for code in event.code.split(";"))
    root = ended.get(0)
    is_accounted = len(began) == len(ended) and root is not None and _children_add_up(events)
    status, code = (root.status, root.code) if root else ("", "")
    return Outcome(label, status, code, len(began), time.monotonic() - started, is_accounted, dict(codes))


def _children_add_up(events: list[Event]) -> bool:
    """Tell whether every item has as many children as it says."""
    parents = Counter(event.parent for event in events if isinstance(event, Began))
    return all(
        parents[event.number] == event.children
        for event in events
        if isinstance(event, Ended) and event.code != "promoted"
    )


def _all(jail: Jail, marker: str, listener: str, copies: int) -> list[Outcome]:
    """Read everything, a line each as it ends; damaged copies of one file share a line."""
    outcomes: list[Outcome] = []
    for made in chain(archives(marker), documents(listener)):
        outcomes.append(_read(jail, *made))
        _print(outcomes[-1])
    for label, group in groupby(damaged(sound_files(), copies, 7), key=lambda made: made[0]):
        read = [_read(jail, *made) for made in group]
        outcomes += read
        _print_group(label, read)
    return outcomes


def _print(one: Outcome) -> None:
    inside = ", ".join(f"{code} {count}" for code, count in sorted(one.codes.items()) if code)
    print(f"| {one.label} | {one.status} {one.code} | {inside} | {one.items} | {one.seconds:.1f} |", flush=True)


def _print_group(label: str, group: list[Outcome]) -> None:
    said = ", ".join(f"{status} {count}" for status, count in Counter(one.status for one in group).most_common())
    codes = Counter[str]()
    for one in group:
        codes.update(one.codes)
    inside = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()) if code)
    items, longest = sum(one.items for one in group), max(one.seconds for one in group)
    print(f"| {label}, {len(group)} copies | {said} | {inside} | {items} | {longest:.1f} at most |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
