"""A BagIt folder as bytes by path: payload, manifests, and tags; the same files give the same bytes.

Source: RFC 8493 (BagIt 1.0).
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path


def bag(payload: Mapping[str, bytes], info: Mapping[str, str], tags: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a bag, by path.

    Args:
        payload: files below ``data/``, by name.
        info: labels and values of bag-info.txt, in their order.
        tags: further files at the top, by name.

    Example:
        >>> files = bag({"a.txt": b"x"}, {"Contact-Name": "A"}, {})
        >>> sorted(files)
        ['bag-info.txt', 'bagit.txt', 'data/a.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt']
        >>> files["manifest-sha256.txt"].split()[1]
        b'data/a.txt'
    """
    data = {f"data/{name}": content for name, content in payload.items()}
    size = sum(map(len, data.values()))
    lines = [*(f"{label}: {value}" for label, value in info.items()), f"Payload-Oxum: {size}.{len(data)}"]
    top = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": ("\n".join(lines) + "\n").encode(),
        "manifest-sha256.txt": manifest(data),
        **tags,
    }
    return {**data, **top, "tagmanifest-sha256.txt": manifest(top)}


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return lines that ``sha256sum -c`` reads, sorted by path."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())).encode()


def tar_of(files: Mapping[str, bytes], top: str) -> bytes:
    """Return the files as a tar below one folder; without times and owners, so the same files are the same bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path, data in sorted(files.items()):
            entry = tarfile.TarInfo(f"{top}/{path}")
            entry.size, entry.mode = len(data), 0o644
            tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def write_files(files: Mapping[str, bytes], to: Path) -> None:
    """Write the files below a folder."""
    for path, data in files.items():
        place = to / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
