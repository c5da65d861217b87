"""One cheap look at a whole buffer: which of its lines and stretches can hold names, labels or tables at all.

The look is over arrays of bytes and words, never over single matches, and errs on the side of yes: what it leaves in
is then read by the patterns that decide. Lines with letters outside Latin-1 are left in.

Invariant: with or without the gate, the same spans are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from tocsin.detection import labels_gate as label
from tocsin.detection import names_gate as name
from tocsin.detection.chances import CELLED, HEADED, MARKED, SPACED, Chances, Found
from tocsin.detection.gates_layout import Layout, char, runs_of, spread
from tocsin.detection.labels_meaning import LONGEST_LABEL
from tocsin.detection.names_before import ENDS_OF_CUES, REACH
from tocsin.detection.names_context import begins_more
from tocsin.detection.names_lower import CUES
from tocsin.detection.names_tokens import UPPER
from tocsin.detection.scan import Rule, Scanner
from tocsin.detection.wordbook import Bits, Bytes, Flags, Places, Wordbook, Words, marked, table_of, words_of

LEAST_CHARS = 3000
"""Shorter buffers are read as they are: the look itself costs more."""
_UPPERS = table_of(rf"[{UPPER}]")
_STRANGE = table_of(r"[^\x00-\x7f]|\?")
"""What may be no ASCII: signs without Latin-1 code are question marks in the buffer."""
_SPEAKING = np.array([[begins_more(chr(one), chr(two)) for two in range(256)] for one in range(256)])
_CUEING = np.array([chr(code) in ENDS_OF_CUES for code in range(256)])
_ASIDE = 2
_RUNNING = table_of(r"[^\W\d_]|[ .'-]")
"""Signs that a run of capitalised words may go over."""
_LOWER_LETTER = "".join(f"\\x{c:02x}" for c in range(256) if chr(c).isalpha() and chr(c) == chr(c).lower())
_CUED = rf"\b(?:{CUES})[ ]{{1,2}}(?-i:[{_LOWER_LETTER}\xb2\xb3\xb9\xbc-\xbe])"
_TITLE_GAP = 3
_TURNED_GAP = 3
_LONGEST_HEADING = 40
_LONGEST_CELLED = 2000
_MOST_WORDS = 12
"""Words of the gate in a label of ten plain words."""
_DOTTED_WORDS = 2
"""Plain words that a letter of an abbreviation with dots may stand for."""
_PHRASE = 2
"""Words of phrases that make one, counts among them; a word that is one itself weighs as much."""
_CELL_SHARE = 0.89
_MARK_SHARE = 0.69
"""A little less than what labels ask for."""


class Gate:
    """Remembers the words it has seen; one per detector."""

    def __init__(self) -> None:
        """Begin with empty books."""
        self._names = Wordbook(name.name_bits)
        self._labels = Wordbook(label.label_bits)
        self._cues = Scanner([Rule(_CUED, _nothing)])

    def chances(self, joined: str, coded: bytes, starts: Sequence[int], ends: Sequence[int]) -> list[Chances]:
        """Return the chances of each text of a joined buffer."""
        buffer = np.frombuffer(coded, np.uint8)
        words = words_of(buffer)
        layout = Layout(buffer, np.array(starts, np.int64), np.array(ends, np.int64))
        found = Found(len(starts))
        foreign = layout.foreign_lines(joined)
        _add_lines(layout, foreign, found, "foreign")
        self._look_for_names(buffer, words, layout, foreign, found)
        ends_of_cues = np.array([end - 1 for _, end in self._cues.hits(coded)], np.int64)
        cued = np.concatenate([layout.line_of(ends_of_cues), foreign])
        _add_lines(layout, cued, found, "cued")
        ways = self._labelled(buffer, words, layout)
        ways[foreign] = MARKED | HEADED | CELLED | SPACED
        _add_ways(layout, ways, found)
        celled = np.concatenate([np.flatnonzero(layout.cells >= 3), foreign])
        _add_tables(layout, celled, found)
        for at in layout.texts_of_fixed_width():
            found.of(at).is_fixed = True
        return found.all()

    def _look_for_names(self, buffer: Bytes, words: Words, layout: Layout, foreign: Places, found: Found) -> None:
        bits = self._names.bits(buffer, words)
        joined = _is_mc(buffer, words)
        alive = ((bits & name.ALIVE) != 0) | joined
        gap = words.starts[1:] - words.ends[:-1]
        one, other = bits[:-1], bits[1:]
        alive[1:] |= ((one & name.TITLE) != 0) & ((other & name.CAPITAL) != 0) & (gap <= _TITLE_GAP)
        is_degree = (other & (name.CAPITAL | name.FOLLOWS_COMMA)) == name.CAPITAL | name.FOLLOWS_COMMA
        alive[:-1] |= ((one & name.CAPITAL) != 0) & is_degree & (gap == 1)
        alive[:-1] |= ((one & name.PARTICLE) != 0) & _UPPERS[buffer[words.starts[1:]]] & (gap == 1)
        _add_runs(buffer, words, bits, alive, layout, foreign, found)
        commas = buffer[words.ends[:-1]] == ord(",")
        turned = ((one & name.TURNABLE) != 0) & ((other & name.LEAD) != 0) & commas & (gap <= _TURNED_GAP)
        is_pair = ((one & other & name.PAIRED) != 0) & (((one | other) & name.KNOWN) != 0)
        paired = is_pair & (gap == 1) & (buffer[words.ends[:-1]] == ord(" "))
        special = words.starts[joined]
        lower = words.starts[(bits & name.LOWER) != 0]
        for chosen, kind, alone in ((turned, "turned", special), (paired, "paired", np.concatenate([special, lower]))):
            lines = layout.line_of(np.concatenate([words.starts[:-1][chosen], alone]))
            _add_lines(layout, np.concatenate([lines, foreign]), found, kind)

    def _labelled(self, buffer: Bytes, words: Words, layout: Layout) -> Bytes:
        """Return for each line in which ways it may hold a label."""
        ways = np.zeros(len(layout.line_starts), np.uint8)
        if not len(words.starts):
            return ways
        line = layout.line_of(words.starts)
        first = np.searchsorted(words.starts, layout.line_starts)
        behind = np.searchsorted(words.starts, layout.line_ends)
        marks = layout.marks()
        begins = np.maximum(np.maximum(marks - LONGEST_LABEL, layout.start_of_line(marks)), layout.cut_before(marks))
        low = np.searchsorted(words.ends, begins, "right")
        high = np.searchsorted(words.starts, marks)
        low = np.minimum(low, high)
        before_marks = _covered(low, high, len(words.starts))
        has_words = behind > first
        last = np.maximum(behind - 1, 0)
        extent = words.ends[last] - words.starts[np.minimum(first, len(words.starts) - 1)]
        is_short = has_words & (extent <= _LONGEST_HEADING)
        is_celled = has_words & layout.is_wide & (layout.cells >= 2)
        chosen = np.flatnonzero(before_marks | is_short[line] | is_celled[line])
        bits = np.zeros(len(words.starts), np.uint16)
        bits[chosen] = self._labels.bits(buffer, words, chosen)
        numbered = np.flatnonzero(layout.is_digit(words.ends) & ((bits & label.SAYS) != 0))
        bits[numbered] |= label.ALONE
        bits[_is_dotted(buffer, words)] = (
            label.SAYS | label.ALONE | label.KIN | label.counted(_DOTTED_WORDS, _DOTTED_WORDS)
        )
        ends = np.concatenate([[0], words.ends])[high]
        is_told = self._said_before(buffer, bits, layout, (begins, marks), (low, high), ends)
        rest = np.flatnonzero(~is_told)
        is_told[rest] = self._cut_words(buffer, words, layout, marks[rest])
        ways[layout.line_of(marks[is_told])] = MARKED
        ways[_headings(bits, layout, first, behind, is_short)] |= HEADED
        ways[np.unique(self._celled(buffer, words, layout, bits, is_celled[line]))] |= CELLED
        ways[_spaced(words, layout, bits, is_celled[line])] |= SPACED
        return ways

    def _said_before(
        self,
        buffer: Bytes,
        bits: Bits,
        layout: Layout,
        around: tuple[Places, Places],
        words: tuple[Places, Places],
        ends: Places,
    ) -> Flags:
        """Tell of which marks what stands before them may be a label.

        Args:
            around: where the label may begin at the earliest, and the mark.
            words: the numbers of the first word in between and of the first one behind.
            ends: where the last word before each mark ends.
        """
        (begins, marks), (low, high) = around, words
        hashes, slashes = (np.flatnonzero(buffer == ord(sign)) for sign in "#/")
        has_hash = np.searchsorted(hashes, marks) > np.searchsorted(hashes, begins)
        is_bare = np.searchsorted(hashes, marks) > np.searchsorted(hashes, np.maximum(begins, ends))
        has_slash = np.searchsorted(slashes, marks) > np.searchsorted(slashes, begins)
        found: Flags = is_bare | _said_at_end(bits, low, high, layout.counts_between(begins, marks), has_hash)
        found |= _any_in((bits & label.PLACE) != 0, low, high)
        found |= has_slash & (has_hash | _any_in((bits & label.SAYS) != 0, low, high))
        return found

    def _cut_words(self, buffer: Bytes, words: Words, layout: Layout, marks: Places) -> Flags:
        """Tell of which marks the longest label would begin inside a word whose rest says something."""
        at = marks - LONGEST_LABEL
        word = np.searchsorted(words.starts, at, "right") - 1
        is_cut = (at > layout.start_of_line(marks)) & (word >= 0)
        is_cut &= (words.starts[word] < at) & (at < words.ends[word])
        for index in np.flatnonzero(is_cut).tolist():
            rest = buffer[at[index] : words.ends[word[index]]].tobytes().decode("latin-1")
            is_cut[index] = _says_something(rest)
        return is_cut

    def _celled(self, buffer: Bytes, words: Words, layout: Layout, bits: Bits, is_inside: Flags) -> Places:
        """Return the numbers of the lines with a cell that may be nothing but a label."""
        at = np.flatnonzero(is_inside)
        if not len(at):
            return at
        cell, count = layout.cell_of(words.starts[at])
        says = np.bincount(cell, (bits[at] & label.SAYS) != 0, count)
        used = np.bincount(cell, label.used_in(bits[at]), count)
        needed = np.bincount(cell, label.words_in(bits[at]), count) * _CELL_SHARE
        slashes, _ = layout.cell_of(np.flatnonzero(buffer == ord("/")))
        is_split = np.zeros(count, np.bool_)
        is_split[slashes] = True
        counts, _ = layout.cell_of(layout.counts)
        used = used + np.bincount(counts, minlength=count) * (1 - _CELL_SHARE)
        is_label = (says > 0) & ((used >= needed) | is_split)
        line = layout.line_of(words.starts[at])
        is_long = layout.line_ends[line] - layout.line_starts[line] > _LONGEST_CELLED
        found: Places = line[is_label[cell] | is_long]
        return found


def _spaced(words: Words, layout: Layout, bits: Bits, is_inside: Flags) -> Places:
    """Return the numbers of the lines of which two cells begin with a word of labels."""
    at = np.flatnonzero(is_inside)
    if not len(at):
        return at
    cell, _ = layout.cell_of(words.starts[at])
    _, first = np.unique(cell, return_index=True)
    said = at[first[(bits[at[first]] & label.SAYS) != 0]]
    lines, counts = np.unique(layout.line_of(words.starts[said]), return_counts=True)
    found: Places = lines[counts > 1]
    return found


def _nothing(text: str, low: int, high: int, end: int) -> None:
    return None


def _any_in(flags: Flags, low: Places, high: Places) -> Flags:
    told = np.concatenate([[0], np.cumsum(flags)])
    found: Flags = told[high] > told[low]
    return found


def _said_at_end(bits: Bits, low: Places, high: Places, counts: Places, is_said: Flags) -> Flags:
    """Tell in which ranges of words some last ones are words of labels for the greater part, counts among them.

    ``is_said`` tells where a sign among the words says something by itself.
    """
    says = np.concatenate([[0], np.cumsum(label.weights_of(bits))])
    least = np.where(is_said, 0, np.maximum(_PHRASE - counts, 1))
    found = np.zeros(len(low), np.bool_)
    going = np.flatnonzero((high > low) & (says[high] - says[low] >= least))
    if not len(going):
        return found
    used, needed = (
        np.concatenate([[0], np.cumsum(column)]) for column in (label.used_in(bits), label.words_in(bits) * _MARK_SHARE)
    )
    low, high, least = low[going], high[going], least[going]
    more = counts[going] * (1 - _MARK_SHARE)
    told = np.zeros(len(going), np.bool_)
    for count in range(1, _MOST_WORDS + 1):
        at = np.maximum(high - count, 0)
        told |= (
            (high - count >= low)
            & (says[high] - says[at] >= least)
            & (used[high] - used[at] + more >= needed[high] - needed[at])
        )
    found[going] = told
    return found


def _headings(bits: Bits, layout: Layout, first: Places, behind: Places, is_short: Flags) -> Places:
    """Return the numbers of the short lines that may be nothing but a label.

    ``first`` and ``behind`` are the numbers of each line's first word and of the first one behind it.
    """
    at = np.flatnonzero(is_short & _any_in((bits & label.KIN) != 0, first, behind))
    counts = layout.counts_between(layout.line_starts[at], layout.line_ends[at])
    is_heading = _said_at_end(bits, first[at], behind[at], counts, np.zeros(len(at), np.bool_))
    return at[is_heading | layout.has_slash[at]]


@lru_cache(maxsize=32768)
def _says_something(word: str) -> bool:
    return bool(label.label_bits(word) & label.SAYS)


def _is_mc(buffer: Bytes, words: Words) -> Flags:
    """Tell which words are ``Mc``: it is joined with the word behind."""
    second = buffer[np.minimum(words.starts + 1, len(buffer) - 1)] | 0x20
    found: Flags = (words.ends - words.starts == 2) & (buffer[words.starts] == ord("M")) & (second == ord("c"))
    return found


def _is_dotted(buffer: Bytes, words: Words) -> Flags:
    """Tell which words are single letters of ``D.O.B.`` or ``a/c``."""
    joints = [char(buffer, places) for places in (words.ends, words.starts - 1)]
    beside = np.any([(joint == ord(".")) | (joint == ord("/")) for joint in joints], axis=0)
    found: Flags = (words.ends - words.starts == 1) & beside
    return found


def _covered(low: Places, high: Places, size: int) -> Flags:
    """Return which of ``size`` numbers lie in one of the ranges."""
    steps = np.bincount(low, minlength=size + 1) - np.bincount(high, minlength=size + 1)
    return np.cumsum(steps)[:size] > 0


def _add_runs(
    buffer: Bytes, words: Words, bits: Bits, alive: Flags, layout: Layout, foreign: Places, found: Found
) -> None:
    """Add the runs of capitalised words one of which may be a name, and the lines that are looked at whole."""
    is_plain = np.ones(len(bits), np.bool_)
    if len(foreign):
        is_plain = ~np.isin(layout.line_of(words.starts), foreign)
    runs = np.flatnonzero(((bits & name.RUNS) != 0) & is_plain)
    place = np.searchsorted(np.flatnonzero(~marked(buffer, _RUNNING)), words.starts[runs])
    goes_on = (np.diff(runs) == 1) & (np.diff(place) == 0)
    firsts = runs[np.concatenate([[True], ~goes_on])[: len(runs)]]
    lasts = runs[np.concatenate([~goes_on, [True]])[-len(runs) :]] if len(runs) else runs
    told = np.concatenate([[0], np.cumsum(alive)])
    is_alive = told[lasts + 1] > told[firsts]
    firsts, lasts = firsts[is_alive], lasts[is_alive]
    weak = (firsts == lasts) & ((bits[firsts] & name.WEAK) != 0)
    weak[weak] = ~_is_spoken_for(buffer, words, bits, layout, firsts[weak])
    within = np.flatnonzero(alive & ((bits & name.RUNS) == 0) & is_plain)
    lone = np.sort(np.concatenate([firsts[weak], within]))
    spread(layout, words.starts[lone], words.ends[lone], found, "lone")
    lows = np.concatenate([words.starts[firsts[~weak]], layout.line_starts[foreign]])
    highs = np.concatenate([words.ends[lasts[~weak]], layout.line_ends[foreign]])
    order = np.argsort(lows)
    spread(layout, lows[order], highs[order], found, "runs")


def _is_spoken_for(buffer: Bytes, words: Words, bits: Bits, layout: Layout, at: Places) -> Flags:
    """Tell of which words what stands before or behind them may speak for them as names; generous."""
    starts, ends = words.starts[at], words.ends[at]
    before, behind = np.maximum(at - 1, 0), np.minimum(at + 1, len(words.starts) - 1)
    line, line_before, line_behind = (layout.line_of(words.starts[one]) for one in (at, before, behind))
    has_before = (at > 0) & (line_before == line)
    has_behind = (behind > at) & (line_behind == line)
    announced = ((bits[before] & name.ANNOUNCES) != 0) | (starts - words.starts[before] > REACH)
    named = np.where((bits & name.NAMED) != 0, words.ends, -REACH)
    is_named = starts - np.maximum.accumulate(named)[before] <= REACH
    strange = np.flatnonzero(marked(buffer, _STRANGE))
    is_strange = np.searchsorted(strange, starts) > np.searchsorted(strange, starts - REACH)
    is_cued = _CUEING[char(buffer, starts - 1)] & (announced | is_strange)
    one, two = char(buffer, ends), char(buffer, ends + 1)
    is_line = ~has_before & ~has_behind & ((one <= ord(" ")) | (ends == len(buffer)))
    found: Flags = (has_before & (is_cued | is_named)) | is_line
    gap = words.starts[behind] - ends
    is_dotted = char(buffer, words.ends[behind]) == ord(".")
    is_word = (one == ord(" ")) & has_behind & (gap == 1)
    is_said = is_word & (((bits[behind] & name.FOLLOWS) != 0) | is_dotted)
    is_aside = (one == ord(",")) & (two == ord(" ")) & has_behind & (gap == _ASIDE)
    is_said |= is_aside & (((bits[behind] & name.FOLLOWS_COMMA) != 0) | is_dotted)
    is_said |= _SPEAKING[one, two] & ~is_word & ~is_aside
    found |= is_said
    return found


def _add_lines(layout: Layout, lines: Places, found: Found, kind: str) -> None:
    lines = np.unique(lines)
    spread(layout, layout.line_starts[lines], layout.line_ends[lines], found, kind)


def _add_tables(layout: Layout, lines: Places, found: Found) -> None:
    lines = np.unique(lines)
    text = layout.text_of(layout.line_starts[lines])
    numbers = (lines - layout.line_of(layout.starts)[text]).tolist()
    for at, first, behind in runs_of(text):
        found.of(at).tables.extend(numbers[first:behind])


def _add_ways(layout: Layout, ways: Bytes, found: Found) -> None:
    lines = np.flatnonzero(ways)
    text = layout.text_of(layout.line_starts[lines])
    numbers = (lines - layout.line_of(layout.starts)[text]).tolist()
    told = list(zip(numbers, ways[lines].tolist(), strict=True))
    for at, first, behind in runs_of(text):
        found.of(at).labels.extend(told[first:behind])
