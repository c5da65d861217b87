# ruff: noqa: E501 - lists of pieces read better in long rows
"""Hostile text: does anything crash detection or linking, or cost more than its size?

    python -m benchmarks.detection.hostile --seconds 600 [--seed 0] [--ratio 2.8] [--most-chars 800000]

First texts made of short pieces repeated, doubled in size again and again: printed are the seconds of each size, and the
growth from size to size; over the ratio both are measured anew, and if it stays the exit code is 1. Then, until time is
over, texts, tables and fields by Hypothesis (control characters, zero-width signs, look-alikes, halves of surrogates,
forms of numbers), each through detection and linking, and random pieces repeated, which must not grow faster. Seconds
are those of the processor.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tocsin.detection.engine import Detector
from tocsin.ids import ItemId, SegmentId
from tocsin.linking.engine import collect_staff, link
from tocsin.model.mentions import Mention
from tocsin.model.segments import Body, Field, FieldsBody, GridBody, Segment, TextBody, TextLayout

SMALLEST = 12_500
LONGEST_SECONDS = 8.0
LEAST_SECONDS = 0.05
"""Below this a time says nothing."""
PIECES = (
    "A", "1", "a ", "A ", "Ann ", "Ann Lee ", "Lee, Ann ", "LEE, ANN\n", "lee ann ", "a@", "@", "a@b.", "://", "(", "[ ]",
    "- ", "-", "\u200b", "\u202e", "\uff21", "\u0410", "\u0410a", "MRN ", "MRN: 1 ", "MRN: 12345\n", "SSN 5", "5-", "536-22-1234 ",
    "1/", "12/12/", "3/4/1960 ", "\n", " \n", "\t", "|", "a|b|c\n", "  x    y    z\n", "x:", "Name: \n", "Name: Ann Lee\n", "Dr. ",
    "St. ", ",", "'", "&", "\x00", "\ud800", "123 Main St, ", "Nashville, TN 37201 ", "no ", "denies ", "pain ", "\u00e9", "e\u0301",
    "\U0001d504", "\u0661", "4111 1111 1111 1111 ", "dx: ", "her mother ", "mg ", "q7", "__", "....", "==", "9" * 9 + " ",
    "Ann Lee, DOB 3/4/1960, SSN 536-22-1234, MRN 00482913\n", "From: Ann Lee <a@b.example>\n", "> quoted Ann Lee\n",
    "CLAIM PATIENT MEMBER DOB PROC\n12/01/24 99213 C50.911 12345 Lee\n", "Lee, Ann 104471 3/14/61\n11/18/24 96413 C90.00\n",
    "Patient Name      DOB        MRN\nLee, Ann          3/4/1960   00482913\n", "Bo Day saw Ann Lee and Cy Fox on 3/4/2020. ",
)  # fmt: skip
_SHAPES = (
    "536-22-1234", "(615) 555-0100", "a.b@c.example", "3/4/1960", "4111 1111 1111 1111", "1EG4-TE5-MK73", "C50.911",
    "123 Main St", "TN 37201", "MRN", "DOB:", "Patient", "Dr. Lee", "Ann", "Lee, Ann", "XQH776823514", "Metformin 500 mg",
    "https://x.example/?q=1", "10.1.2.3", "2020-02-30", "DL: 12345678", "no evidence of", "Name", "SSN", "Account",
)  # fmt: skip
_SIGNS = "\x00\x01\x1b\x7f\x85\u00a0\u00ad\u200b\u200d\u2011\u202e\u2028\ufeff\uff11\u0410\u0455\u0661\ud800\udfff\U0001f600\n\r\t |:,;-'\""


def main() -> int:
    """Measure growth, then fuzz; return 1 if anything grew or crashed."""
    given_ = _options()
    maker = Work(Detector())
    bad = [piece for piece in PIECES if not grows(maker, piece, given_.ratio, given_.most_chars)]
    ended, number, chance = time.monotonic() + given_.seconds, 0, random.Random(given_.seed)
    while time.monotonic() < ended:
        fuzz(maker, given_.seed * 100_000 + number)
        number += 1
        for _ in range(10):
            piece = random_piece(chance)
            if is_suspect(maker, piece) and not grows(maker, piece, given_.ratio, given_.most_chars):
                bad.append(piece)
    print(f"{number * 100} bodies and {number * 10} random pieces, {len(bad)} pieces over the ratio")
    return 1 if bad else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detection.hostile", description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--ratio", type=float, default=2.8, help="growth from one size to its double that is too much")
    parser.add_argument("--most-chars", type=int, default=800_000)
    return parser.parse_args()


class Work:
    """Detection and linking of one body."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector

    def detect(self, body: Body) -> list[Mention]:
        """Return the mentions."""
        return self._detector.find([_segment(body)])

    def link(self, body: Body, mentions: Sequence[Mention]) -> None:
        """Link them."""
        segments = [_segment(body)]
        collect_staff(segments, mentions)
        link(segments, mentions)


def _segment(body: Body) -> Segment:
    return Segment(SegmentId("seg_0000000000000001"), ItemId("itm_0000000000000001"), 0, "body", body)


def _spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _times(maker: Work, text: str) -> tuple[float, float]:
    """Return the seconds of detection and of linking."""
    body = TextBody(text)
    held: list[Mention] = []
    detecting = _spent(lambda: held.extend(maker.detect(body)))
    return detecting, _spent(lambda: maker.link(body, held))


def grows(maker: Work, piece: str, ratio: float, most_chars: int) -> bool:
    """Print the time of each size of a piece repeated; tell whether it keeps below the ratio."""
    size, before, is_good = SMALLEST, (0.0, 0.0), True
    told = []
    while size <= most_chars:
        text = piece * (size // len(piece))
        now = _times(maker, text)
        for kind in (0, 1):
            if before[kind] > LEAST_SECONDS and now[kind] > ratio * before[kind]:
                least, most = (_least(maker, piece, n, kind) for n in (size // 2, size))
                is_good &= most <= ratio * least
        told.append(f"{now[0]:.2f}+{now[1]:.2f}")
        if sum(now) > LONGEST_SECONDS:
            break
        size, before = size * 2, now
    print(f"{'ok  ' if is_good else 'GROWS'} {ascii(piece)[:60]:<60} {' '.join(told)}", flush=True)
    return is_good


def _least(maker: Work, piece: str, size: int, kind: int) -> float:
    """Return the least seconds of several tries: other work on the machine makes some of them longer."""
    return min(_times(maker, piece * (size // len(piece)))[kind] for _ in range(3))


def is_suspect(maker: Work, piece: str) -> bool:
    """Tell cheaply whether a piece repeated may grow faster than its size."""
    small, large = (_times(maker, piece * (size // len(piece))) for size in (SMALLEST, 4 * SMALLEST))
    return any(b > LEAST_SECONDS and b > 8 * a for a, b in zip(small, large, strict=True))


def random_piece(chance: random.Random) -> str:
    """Return a short piece of shapes and signs."""
    parts = chance.choices((*_SHAPES, *_SIGNS, " ", "\n"), k=chance.randint(1, 6))
    return "".join(parts)


_signs = st.text(st.one_of(st.sampled_from(_SIGNS), st.characters()), max_size=12)
_texts = st.lists(st.one_of(st.sampled_from(_SHAPES), _signs), max_size=40).map(lambda parts: " ".join(parts))
_cells = st.one_of(st.sampled_from(("", *_SHAPES)), _signs)
_grids = st.lists(st.lists(_cells, max_size=7).map(tuple), max_size=14).map(lambda rows: GridBody(tuple(rows)))
_fields = st.lists(
    st.builds(
        Field, st.sampled_from(("PID-5", "NM1*IL", "mail.from", "form.q1", "name")), _cells, _cells, st.integers(0, 3)
    ),
    max_size=12,
).map(lambda fields: FieldsBody(tuple(fields)))
_bodies = st.one_of(st.builds(TextBody, _texts, st.sampled_from(TextLayout)), _grids, _fields)


def fuzz(maker: Work, number: int) -> None:
    """Put a hundred random bodies through detection and linking; a crash is told with the smallest body that crashes."""

    @seed(number)
    @settings(
        max_examples=100,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(_bodies)
    def once(body: Body) -> None:
        mentions = maker.detect(body)
        _hold(body, mentions)
        maker.link(body, mentions)

    once()


def _hold(body: Body, mentions: Sequence[Mention]) -> None:
    """Raise AssertionError if mentions of one place overlap or stand outside its text."""
    ends: dict[tuple[int, int], int] = {}
    for mention in sorted(mentions, key=lambda m: (m.row, m.column, m.start)):
        text = _text_at(body, mention)
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        place = (mention.row, mention.column)
        if isinstance(body, TextBody):
            assert ends.get(place, 0) <= mention.start
        ends[place] = mention.end


def _text_at(body: Body, mention: Mention) -> str:
    if isinstance(body, TextBody):
        return body.text
    return body.rows[mention.row][mention.column] if isinstance(body, GridBody) else body.fields[mention.row].value


if __name__ == "__main__":
    raise SystemExit(main())
