"""Print how many characters, words and table rows are right on spoilt pages, and the processor seconds a page costs.

Run it where the extra ``ocr`` is installed: ``python -m benchmarks.ocr [PAGES]``.
"""

from __future__ import annotations

import io
import sys
import time
from collections import Counter
from collections.abc import Sequence

from PIL import Image
from rapidfuzz.distance import LCSseq

from benchmarks.ocr.pages import SPOILERS, Page, letter, table
from tocsin.model.segments import TextLayout
from tocsin.readers.image import give_page
from tocsin.readers.ocr import engines
from tocsin.readers.page_out import PageOut


class _Kept:
    """A sink that keeps text and rows."""

    def __init__(self) -> None:
        self.text_pieces: list[str] = []
        self.rows: list[tuple[str, ...]] = []

    def text(self, text: str, place: str, layout: TextLayout = TextLayout.FLOWING) -> None:
        self.text_pieces.append(text)

    def grid(self, rows: Sequence[Sequence[str]], *rest: object, **more: object) -> None:
        self.rows += [tuple(row) for row in rows]

    def words(self) -> list[str]:
        """Return every word that was read."""
        return " ".join([*self.text_pieces, *(cell for row in self.rows for cell in row)]).split()


def main() -> int:
    """Measure every kind of page; return 1 where no engine is installed."""
    if not engines():
        print("no engine: install the extra ocr (make ocr)")
        return 1
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    print(
        f"engines: {', '.join(engine.name for engine in engines())}; {pages} letters and {pages} tables of each kind\n"
    )
    print("| Page | Characters right | Words right | Table rows right | cpu-s a page |")
    print("|---|---|---|---|---|")
    for name, spoil in SPOILERS:
        chars, words, rows, seconds = _measured(spoil, pages)
        print(f"| {name} | {chars:.4f} | {words:.4f} | {rows:.4f} | {seconds:.2f} |")
    return 0


def _measured(spoil: object, pages: int) -> tuple[float, float, float, float]:
    right, total = Counter[str](), Counter[str]()
    seconds = 0.0
    for seed in range(pages):
        for make in (letter, table):
            page = make(seed)
            image = Image.open(io.BytesIO(spoil(page, seed)))  # type: ignore[operator]
            kept = _Kept()
            started = time.process_time()
            give_page(image.convert("L"), 1, PageOut(kept), image.mode == "1")  # type: ignore[arg-type]
            seconds += time.process_time() - started
            _score(page, kept, right, total, is_table=make is table)
    share = {key: right[key] / max(1, total[key]) for key in ("chars", "words", "rows")}
    return share["chars"], share["words"], share["rows"], seconds / (2 * pages)


def _score(page: Page, kept: _Kept, right: Counter[str], total: Counter[str], *, is_table: bool) -> None:
    """Count what is right; the order of words is the layout's business, so both sides are sorted."""
    truth, read = page.text.split(), kept.words()
    one, other = " ".join(sorted(truth)), " ".join(sorted(read))
    right["chars"] += LCSseq.similarity(one, other)
    total["chars"] += len(one)
    right["words"] += sum((Counter(truth) & Counter(read)).values())
    total["words"] += len(truth)
    if is_table:
        lines = set(page.text.split("\n"))
        right["rows"] += sum(" ".join(row) in lines for row in kept.rows)
        total["rows"] += len(lines)


if __name__ == "__main__":
    sys.exit(main())
