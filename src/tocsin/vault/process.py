"""Hardening of the process that holds keys: no core files, no reading of its memory by other processes."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys

_PR_SET_DUMPABLE = 4
"""Source: prctl(2), linux/prctl.h."""


def harden_process() -> bool:
    """Forbid core files and tracing of this process; return whether the kernel took both.

    Call it before keys are derived. Children that run another program get a fresh dumpable flag.
    """
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    no_core = resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    return no_core and _forbid_dump()


def take_variable(name: str) -> str:
    """Return an environment variable, or nothing, and forget it: no child inherits it, and /proc shows it no more."""
    value = os.environ.get(name, "")
    if value and sys.platform.startswith("linux"):
        getenv = ctypes.CDLL(None).getenv
        getenv.restype = ctypes.c_void_p
        address = getenv(os.fsencode(name))
        if address:
            ctypes.memset(address, 0, len(os.fsencode(value)))
    os.environ.pop(name, None)
    return value


def _forbid_dump() -> bool:
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False
