"""A folder of text files of any size, out of the pages of another, with patients strewn in."""

from __future__ import annotations

import random
from pathlib import Path

_FILE_BYTES, _PIECE_CHARS, _APART = 5_000_000, 2_000, 50_000
_FIRST = ("Ann", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana", "Ivo", "Jo")
_LAST = ("Lee", "Ortiz", "Novak", "Abara", "Nguyen", "Haddad", "Kowalski", "Reyes", "Singh", "Moreau")


def write_texts(folder: Path, size: int, source: Path, seed: int = 7) -> int:
    """Write files of 5 MB of shuffled pieces of what lies in ``source``, and return how many bytes.

    Args:
        folder: made if it is not there.
        size: in bytes; what is written ends with the file that reaches it.
        source: a folder of ``.txt``, ``.md`` or ``.rst`` files.
        seed: of what is chosen.

    Raises:
        ValueError: ``source`` holds no such file.
    """
    chance = random.Random(seed)
    pages = sorted(path for path in source.rglob("*") if path.suffix in {".txt", ".md", ".rst"})
    texts = [page.read_text(encoding="utf-8", errors="replace") for page in pages]
    pieces = [text[at : at + _PIECE_CHARS] for text in texts for at in range(0, len(text), _PIECE_CHARS)]
    if not pieces:
        raise ValueError(f"no .txt, .md or .rst file lies in {source}")
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for number in range(size):
        if written >= size:
            break
        parts: list[str] = []
        length = 0
        while length < _FILE_BYTES:
            part = chance.choice(pieces)
            if chance.random() < _PIECE_CHARS / _APART:
                part += f"\n\n{_patient(chance)}\n\n"
            parts.append(part)
            length += len(part)
        written += (folder / f"{number:05d}.txt").write_bytes("\n".join(parts).encode("utf-8", "replace"))
    return written


def _patient(chance: random.Random) -> str:
    born = f"{chance.randint(1, 12):02d}/{chance.randint(1, 28):02d}/{chance.randint(1930, 2015)}"
    area = f"{chance.randint(101, 665)}-{chance.randint(11, 99)}-{chance.randint(1001, 9998)}"
    name, number = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}", chance.randint(10**6, 10**7 - 1)
    return f"Patient: {name}  DOB: {born}  MRN: {number}  SSN: {area}"
