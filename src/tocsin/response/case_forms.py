"""A second look at numbers that nothing was made of: what the forms learnt on the whole incident settle.

Detecting a part leaves its mentions, its bare numbers and what its places tell of forms. Once all parts are detected,
the forms follow from what all tell; a part whose bare numbers they now settle otherwise gets its mentions anew.

Invariant: what stands in a part follows from its first look and the forms alone, so neither the order of parts nor
the runs in between matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.detection.bare_numbers import BARE, is_filler, may_give_way, names_thing
from tocsin.detection.calibration import strength
from tocsin.detection.custom import Custom
from tocsin.detection.custom_allow import AllowLists
from tocsin.detection.number_forms import (
    FORMS,
    LONGEST_LETTERS,
    Forms,
    Learnt,
    counted,
    form_of,
    forms_of,
    is_weak,
    learn,
)
from tocsin.detection.placed import kind_of
from tocsin.detection.thresholds import threshold
from tocsin.ids import mention_id
from tocsin.model.mentions import MENTIONS, Mention, mentions_of, mentions_table
from tocsin.response.begin import detectors_of
from tocsin.response.context import RunContext, fingerprint
from tocsin.response.detectors import custom_of
from tocsin.response.folder import IncidentFolder
from tocsin.response.table_models import PROFILES
from tocsin.tables.engine import Tables

DETECTOR = "case-form"
NUMBERS, SETTLED, TOLD = "bare_numbers", "forms_settled", "forms_told"
"""Tables that ``detect`` leaves beside the mentions of a part."""
_BEFORE = "before"
BARE_NUMBERS = pa.schema([*MENTIONS, pa.field(_BEFORE, pa.int64(), nullable=False)])
"""Numbers, with how many mentions of the part's first look stand before them."""
BARE_FORMS = pa.schema(
    [pa.field("form", pa.string(), nullable=False), pa.field("taken_as", pa.string(), nullable=False)]
)
"""The forms of a part's bare numbers, and what they were taken as, empty for nothing."""


def first_look(found: pa.Table) -> Tables:
    """Return what is kept of a part's first look, whose bare numbers were found as mentions of the detector ``BARE``.

    Mentions that a form could settle otherwise are kept among the bare numbers too, and names among their letters.
    """
    is_bare = pc.equal(found["detector"], BARE).to_numpy().astype(bool)
    mentions, bare = found.filter(pa.array(~is_bare)), found.filter(pa.array(is_bare))
    at = np.cumsum(~is_bare)[is_bare]
    is_thing = _of_things(bare)
    told = counted(mentions, bare.filter(pa.array(is_thing)))
    bare, at = bare.filter(pa.array(~is_thing)), at[~is_thing]
    weak = np.flatnonzero(is_weak(mentions).to_numpy().astype(bool))
    weak = weak[pc.is_valid(forms_of(mentions["text"].take(pa.array(weak)))).to_numpy().astype(bool)]
    weak = np.union1d(weak, _names_inside(mentions, bare))
    kept = pa.concat_tables([bare, mentions.take(pa.array(weak))])
    kept = kept.append_column(_BEFORE, pa.array(np.concatenate([at, weak]), pa.int64()))
    return {"mentions": mentions, NUMBERS: kept, SETTLED: _settled(kept, Forms({})), TOLD: told}


def _of_things(bare: pa.Table) -> npt.NDArray[np.bool_]:
    """Tell which numbers stand under a label of things."""
    things = {label for label in pc.unique(bare["label"]).to_pylist() if names_thing(label)}
    return np.array([label in things for label in bare["label"].to_pylist()], dtype=bool)


def _names_inside(mentions: pa.Table, bare: pa.Table) -> npt.NDArray[np.int64]:
    """Return which mentions are names among the letters of a bare number."""
    if not bare.num_rows:
        return np.empty(0, np.int64)
    is_short = pc.less_equal(pc.utf8_length(mentions["text"]), LONGEST_LETTERS)
    is_near = pc.and_(pc.is_in(mentions["segment_id"], bare["segment_id"].combine_chunks()), is_short)
    near = np.flatnonzero(is_near.to_numpy().astype(bool))
    inside = _overlapped(mentions_of(bare), mentions_of(mentions.take(pa.array(near))))
    return near[inside]


def _overlapped(numbers: Iterable[Mention], names: Sequence[Mention]) -> list[int]:
    """Return which names are letters of one of the numbers."""
    held = defaultdict(list)
    for one in numbers:
        held[one.segment_id, one.row, one.column].append(one)
    places = [held.get((name.segment_id, name.row, name.column), ()) for name in names]
    return [at for at, name in enumerate(names) if any(may_give_way(one, name) for one in places[at])]


def look_again(context: RunContext) -> int:
    """Settle the bare numbers of all parts by the forms of the incident; return how many mentions that adds."""
    folder = context.folder
    forms = learn(table for _, table in folder.iter_parts(TOLD))
    stale = dict.fromkeys(key for key, table in folder.iter_parts(SETTLED) if not _is_settled(table, forms))
    keeps = _Keeps.of(custom_of(detectors_of(folder)))
    added = 0
    for key in stale:
        for stage in (PROFILES, "staff"):
            if folder.is_committed(stage, key):
                folder.take_back(stage, [key])
        before, tables = _looked_at(folder, key, forms, keeps)
        added += tables["mentions"].num_rows - before
        counts = {"mentions": tables["mentions"].num_rows, "by_form": _by_form(tables["mentions"])}
        folder.commit("detect", key, tables, counts, replaces=[key])
    return added


def taken_forms(folder: IncidentFolder) -> dict[str, str]:
    """Return of each part what forms settled there, as one word; parts without are left out."""
    taken: dict[str, list[str]] = {}
    for key, table in folder.iter_parts(SETTLED):
        rows = zip(table["form"].to_pylist(), table["taken_as"].to_pylist(), strict=True)
        taken.setdefault(key, []).extend(f"{form}={taken_as}" for form, taken_as in rows if taken_as)
    return {key: fingerprint(*words) for key, words in taken.items() if words}


def _by_form(mentions: pa.Table) -> int:
    return int(pc.sum(pc.equal(mentions["detector"], DETECTOR)).as_py() or 0)


def _is_settled(table: pa.Table, forms: Forms) -> bool:
    taken = zip(table["form"].to_pylist(), table["taken_as"].to_pylist(), strict=True)
    return all(taken_as == _name(forms.of(form)) for form, taken_as in taken)


def _settled(bare: pa.Table, forms: Forms) -> pa.Table:
    found = sorted(set(map(form_of, bare["text"].to_pylist())))
    return pa.table([found, [_name(forms.of(form)) for form in found]], schema=BARE_FORMS)


def _name(learnt: Learnt | None) -> str:
    return learnt.name if learnt else ""


@dataclass(frozen=True)
class _Keeps:
    """What the user's file says of finds."""

    allowed: AllowLists
    custom: Custom

    @classmethod
    def of(cls, custom: Custom) -> _Keeps:
        return cls(AllowLists(custom.allowed), custom)

    def __call__(self, mention: Mention) -> bool:
        """Tell whether a mention reaches its threshold and no allow-list names it."""
        said = [least for element, least in self.custom.thresholds if element is mention.element]
        least = said[-1] if said else threshold(mention.element)
        return (
            mention.score >= least and not self.allowed.verdict(mention.element, mention.text, mention.norm).is_allowed
        )


def _looked_at(folder: IncidentFolder, key: str, forms: Forms, keeps: _Keeps) -> tuple[int, Tables]:
    bare = folder.read_parts(NUMBERS, [key], BARE_NUMBERS)
    mentions = folder.read_parts("mentions", [key], MENTIONS)
    return mentions.num_rows, {
        "mentions": with_forms(without_forms(mentions, bare), bare, forms, keeps),
        NUMBERS: bare,
        SETTLED: _settled(bare, forms),
        TOLD: folder.read_parts(TOLD, [key], FORMS),
    }


def without_forms(mentions: pa.Table, bare: pa.Table) -> pa.Table:
    """Return a part's mentions as its first look gave them."""
    first = mentions.filter(pc.not_equal(mentions["detector"], DETECTOR))
    is_back = pc.invert(pc.or_(pc.equal(bare["detector"], BARE), pc.is_in(bare["mention_id"], first["mention_id"])))
    back = bare.filter(is_back)
    places = back[_BEFORE].to_numpy()
    others = np.delete(np.arange(first.num_rows + len(places)), places)
    return _ordered([(first, others), (back.select(MENTIONS.names), places)])


def with_forms(mentions: pa.Table, bare: pa.Table, forms: Forms, keeps: Callable[[Mention], bool]) -> pa.Table:
    """Return a part's mentions with the numbers whose forms say what they are, in their places.

    Args:
        mentions: as the first look gave them.
        bare: its bare numbers, of schema ``BARE_NUMBERS``.
        forms: what was learnt.
        keeps: tells whether a mention counts.
    """
    learnt = [None if is_filler(text) else forms.of(form_of(text)) for text in bare["text"].to_pylist()]
    chosen = np.flatnonzero([one is not None for one in learnt])
    old = mentions_of(bare.take(pa.array(chosen)))
    new = [_as_learnt(mention, one) for mention, one in zip(old, filter(None, learnt), strict=True)]
    kept = np.array([keeps(now) and _says_more(was, now) for was, now in zip(old, new, strict=True)], dtype=bool)
    before = bare[_BEFORE].to_numpy()
    places = before[chosen[kept]]
    is_new = np.array([one.detector == BARE for one in old], dtype=bool)[kept]
    made = [one for one, is_kept in zip(new, kept, strict=True) if is_kept]
    names = before[_overlapped(made, mentions_of(bare))]
    stays = np.delete(np.arange(mentions.num_rows), np.concatenate([places[~is_new], names]))
    return _ordered([(mentions.take(pa.array(stays)), stays * 2 + 1), (mentions_table(made), places * 2 + ~is_new)])


def _ordered(pieces: Sequence[tuple[pa.Table, npt.NDArray[np.int64]]]) -> pa.Table:
    """Return the rows of tables in the order of their numbers."""
    order = np.argsort(np.concatenate([numbers for _, numbers in pieces]), kind="stable")
    return pa.concat_tables([table for table, _ in pieces]).take(pa.array(order))


def _says_more(was: Mention, now: Mention) -> bool:
    """Tell whether a form says more of a number than its first look."""
    if was.detector == BARE or was.element is not now.element:
        return True
    return strength(was.element, was.detector, was.score) < now.score


def _as_learnt(mention: Mention, learnt: Learnt) -> Mention:
    """Return a number as what its form says."""
    place = f"{mention.place}/{mention.row}/{mention.column}"
    kind = kind_of(learnt.element, mention.part)
    return replace(
        mention,
        mention_id=mention_id(mention.segment_id, place, mention.start, kind),
        element=learnt.element,
        score=learnt.score,
        norm=mention.text.upper(),
        detector=DETECTOR,
    )
