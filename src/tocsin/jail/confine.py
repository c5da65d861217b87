"""What a child does to itself before it reads a byte of evidence: limits, Landlock, and a system-call filter.

Runs in the child only. The filter is an allow-list: what a reader needs to compute, to talk on the one socket it was
born with and to import more of Python; everything else answers EPERM. No program can be started and no socket made.

Source: Linux prctl(2), seccomp(2), landlock(7); x86-64 and arm64 system-call tables.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
from collections.abc import Iterable
from functools import cache

from tocsin.config import JailLimits

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _PR_SET_DUMPABLE, _PR_SET_PDEATHSIG = 38, 22, 4, 1
_FILTER = 2
_ALLOW, _EPERM, _ENOSYS = 0x7FFF0000, 0x00050001, 0x00050026
_KILL = 0x80000000
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE_THREAD = 0x00010000
# fmt: off
_X86_64 = (
    0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 32, 33,
    34, 35, 39, 44, 45, 46, 47, 60, 63, 72, 73, 74, 75, 76, 77, 78, 79, 80, 82, 83, 84, 87, 89, 95, 96, 97, 98, 99,
    100, 102, 104, 107, 108, 110, 111, 118, 120, 127, 128, 131, 157, 158, 186, 200, 201, 202, 203, 204, 217, 218,
    219, 228, 229, 230, 231, 232, 234, 257, 258, 262, 263, 264, 267, 269, 270, 271, 273, 281, 291, 292, 293, 302,
    309, 318, 319, 332, 334, 439, 441,
)
_AARCH64 = (
    17, 20, 22, 23, 24, 25, 29, 32, 34, 35, 38, 43, 44, 45, 46, 48, 56, 57, 59, 61, 62, 63, 64, 65, 66, 67, 68, 72, 73,
    78, 79, 80, 82, 83, 93, 94, 96, 98, 99, 101, 113, 114, 115, 122, 123, 124, 131, 132, 134, 135, 136, 137, 138, 139,
    153, 160, 163, 165, 166, 167, 169, 172, 173, 174, 175, 176, 177, 178, 179, 206, 207, 211, 212, 214, 215, 216, 222,
    226, 227, 232, 233, 261, 276, 278, 279, 291, 293, 439, 441,
)
# fmt: on
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3 = 435


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def end_with_parent() -> None:
    """Let the kernel end this process when the thread that started it ends: a reader outlives nobody it reads for."""
    parent = os.getppid()
    _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel was told
        os._exit(1)


def limit(limits: JailLimits) -> None:
    """Set the limits of this process: memory it may write, file size, open files, no core file; end with its parent."""
    end_with_parent()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.tmpfs_bytes, limits.tmpfs_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    libc = _libc()
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def filter_calls() -> bool:
    """Install the system-call filter; return whether this machine let us."""
    program = filter_program()
    if not program:
        return False
    code = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = _libc()
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done: int = libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.c_char_p(header), 0, 0)
    return done == 0


@cache
def filter_program() -> bytes:
    """Return this machine's filter, empty if there is none; what makes it once need not make it in each fork."""
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        return b""
    allowed = _X86_64 if machine == "x86_64" else _AARCH64
    return _program(_ARCHITECTURES[machine], allowed, _CLONE[machine])


def _program(architecture: int, allowed: Iterable[int], clone: int) -> bytes:
    """Return the BPF program: wrong architecture dies, clone only for threads, the list is allowed, the rest EPERM."""

    def step(code: int, jump_true: int, jump_false: int, value: int) -> bytes:
        return struct.pack("HBBI", code, jump_true, jump_false, value)

    load, equal, bits, answer = 0x20, 0x15, 0x45, 0x06
    steps = [
        step(load, 0, 0, 4),
        step(equal, 1, 0, architecture),
        step(answer, 0, 0, _KILL),
        step(load, 0, 0, 0),
        step(equal, 0, 1, _CLONE3),
        step(answer, 0, 0, _ENOSYS),
        step(equal, 0, 4, clone),
        step(load, 0, 0, 16),
        step(bits, 0, 1, _CLONE_THREAD),
        step(answer, 0, 0, _ALLOW),
        step(answer, 0, 0, _EPERM),
    ]
    for number in sorted(allowed):
        steps += [step(equal, 0, 1, number), step(answer, 0, 0, _ALLOW)]
    steps.append(step(answer, 0, 0, _EPERM))
    return b"".join(steps)


_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_EXECUTE, _READ_FILE, _READ_DIR = 1, 4, 8
_ALL_FILE_RIGHTS = (1 << 13) - 1
_NET_RIGHTS = 3


def landlock_version() -> int:
    """Return the version of Landlock this kernel offers; 0 if none."""
    libc = _libc()
    version: int = libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    return max(0, version)


def landlock(readable: Iterable[str]) -> bool:
    """Forbid all of the file system but reading below ``readable``, and TCP where the kernel knows; return success."""
    version = landlock_version()
    if version < 1:
        return False
    libc = _libc()
    rules = struct.pack("QQ", _ALL_FILE_RIGHTS, _NET_RIGHTS) if version >= 4 else struct.pack("Q", _ALL_FILE_RIGHTS)
    ruleset: int = libc.syscall(_LANDLOCK_CREATE, ctypes.c_char_p(rules), len(rules), 0)
    if ruleset < 0:
        return False
    for path in readable:
        if not os.path.isdir(path):
            continue
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", _EXECUTE | _READ_FILE | _READ_DIR, opened)
        libc.syscall(_LANDLOCK_ADD, ruleset, 1, ctypes.c_char_p(rule), 0)
        os.close(opened)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done: int = libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)
    return done == 0
