"""What a hostile document could try: done on purpose inside the jail, so that `tocsin check` and tests see the wall.

Every attempt answers ``refused`` if the wall held and ``done`` if it did not.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tocsin.jail.protocol import HEADER, Began, Ended, Event, Frame, Told, pack_segment
from tocsin.model.bodies import TextBody, pack_body
from tocsin.model.item_ends import ItemCode, ItemStatus

_NO_HASH = "0" * 64


def attempt(what: str, skip: Mapping[int, str], tell: Callable[[Event], None]) -> None:
    """Do one thing a hostile document might do, and tell how it went."""
    if what == "break":
        _break_second_item(skip, tell)
        return
    try:
        _ATTEMPTS[what]()
    except (OSError, MemoryError, ValueError):
        tell(Told(0, "refused", ""))
    else:
        tell(Told(0, "done", ""))


def _network() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        connection.connect(("192.0.2.1", 80))


def _write() -> None:
    Path("/tmp/tocsin-probe").write_bytes(b"x")


def _write_beside() -> None:
    Path(__file__).with_suffix(".probe").write_bytes(b"x")


def _read_home() -> None:
    for place in ("/etc/shadow", "/root/.profile", "/proc/1/environ"):
        if Path(place).read_bytes():
            return
    raise OSError


def _process() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    os.posix_spawn("/bin/true", ["/bin/true"], {})


def _memory() -> None:
    held = [mmap.mmap(-1, 1 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) for _ in range(4)]
    del held


def _hang() -> None:
    time.sleep(10_000)


def _spin() -> None:
    while True:
        pass


def _crash() -> None:
    os.abort()


def _linger() -> None:
    """Say that the document is read, put a lie about the next one behind that, and stay to say more."""
    lie = pack_segment(0, "body", pack_body(TextBody("a lie")))
    frames = HEADER.pack(Frame.DONE, 0) + HEADER.pack(Frame.SEGMENT, len(lie)) + lie
    for number in range(3, 64):
        with contextlib.suppress(OSError):
            os.write(number, frames)
    _hang()


_ATTEMPTS: dict[str, Callable[[], None]] = {
    "network": _network,
    "write": _write,
    "write_beside": _write_beside,
    "read_home": _read_home,
    "process": _process,
    "memory": _memory,
    "hang": _hang,
    "spin": _spin,
    "crash": _crash,
    "linger": _linger,
}
SAFE_ATTEMPTS = ("network", "write", "write_beside", "read_home", "process")
"""Attempts that end by themselves."""


def _break_second_item(skip: Mapping[int, str], tell: Callable[[Event], None]) -> None:
    """Begin two items and break the reader in the second, unless told to leave it alone."""
    tell(Began(0, -1, "", 1, "application/zip", True))
    for index in (1, 2, 3):
        tell(Began(index, 0, str(index), 1, "text/plain", False))
        if index == 2 and index not in skip:
            tell(Told(index, "", ""))
            raise SystemExit(_broken())
        status = ItemStatus.UNREADABLE if index in skip else ItemStatus.DONE
        tell(Ended(index, status.value, skip.get(index, ItemCode.OK.value), _NO_HASH, 1, 0, -1))
    tell(Ended(0, ItemStatus.DONE.value, "", _NO_HASH, 1, 3, -1))


def _broken() -> int:
    os.abort()
