"""The doctor: what this machine offers, and what is missing, before evidence is touched."""

from __future__ import annotations

import os
import platform
import shutil
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tocsin import __version__
from tocsin.config import GIB, SCHEMA_VERSION
from tocsin.errors import JailRefusedError, TocsinError
from tocsin.jail import jail_tier
from tocsin.response.header import read_header

_PARTS = ("pyarrow", "duckdb", "cryptography", "hyperscan", "pypdfium2", "lxml", "typst", "rars")
_OCR = ("faster_paddle", "tesserocr")
"""Engines that the extra for pictures may bring; looked for, never imported here."""
_WANTED_MEMORY = 4 * GIB


def check_machine(directory: Path | None) -> dict[str, Any]:
    """Return what was found; ``able`` tells whether evidence could be opened here, ``folder`` what DIR is."""
    jail, able = _jail()
    return {
        "tocsin": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "jail": jail,
        "able": able,
        "cores": len(os.sched_getaffinity(0)),
        "memory_bytes": _memory("MemAvailable"),
        "swap_bytes": _memory("SwapTotal"),
        "disk_free_bytes": shutil.disk_usage(directory if directory and directory.exists() else Path.cwd()).free,
        "parts": {name: _version(name) for name in _PARTS},
        "ocr": [name for name in _OCR if find_spec(name)],
        "programs": {},
        "folder": _folder(directory),
        "newest_schema": SCHEMA_VERSION,
    }


def check_text(told: dict[str, Any]) -> str:
    """Return what was found as lines, each with what to do where something is missing."""
    lines = [f"Tocsin {told['tocsin']} on Python {told['python']}, {told['system']}"]
    lines.append(f"{_mark(told['able'])} jail: {told['jail']}")
    enough = told["memory_bytes"] >= _WANTED_MEMORY
    lines.append(f"{_mark(enough)} memory: {told['memory_bytes'] / GIB:.1f} GiB free, {told['cores']} cores")
    if told["swap_bytes"]:
        lines.append("  ! swap is on: it may hold decrypted text; encrypt it or turn it off (`swapoff -a`)")
    lines.append(f"  disk: {told['disk_free_bytes'] / GIB:.1f} GiB free")
    lines += [
        f"{_mark(bool(version))} {name} {version or 'missing: reinstall Tocsin'}"
        for name, version in told["parts"].items()
    ]
    engines = ", ".join(told["ocr"])
    lines.append(
        f"ok OCR: {engines}" if engines else "  OCR: no engine; scans end as needs_ocr (`make ocr` installs one)"
    )
    lines.append("  external programs: this version uses none")
    folder = told["folder"]
    if folder and folder["schema"] is not None:
        lines.append(f"{_mark(True)} incident folder: schema {folder['schema']} (this Tocsin: {told['newest_schema']})")
    elif folder:
        lines.append(f"{_mark(False)} incident folder: {folder['error']}")
    return "\n".join(lines) + "\n"


def _jail() -> tuple[str, bool]:
    try:
        tier = jail_tier()
    except JailRefusedError as refused:
        return f"none ({refused.remedy})", False
    return f"tier {tier.number}, {tier.name}" + (f" ({tier.why})" if tier.why else ""), True


def _folder(directory: Path | None) -> dict[str, Any] | None:
    """Return the folder's schema, or what is wrong with it; None if none was named."""
    if directory is None:
        return None
    try:
        return {"schema": int(str(read_header(directory)["schema"])), "error": ""}
    except TocsinError as error:
        return {"schema": None, "error": str(error)}


def _memory(key: str) -> int:
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith(f"{key}:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _mark(is_good: bool) -> str:
    return "ok" if is_good else " !"
