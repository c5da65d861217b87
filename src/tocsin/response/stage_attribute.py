"""attribute: which covered entities answer for each subject, and the people rows of both cuts.

What segments name is read part by part and kept: with new evidence only its own parts are read.
"""

from __future__ import annotations

import pyarrow as pa

from tocsin.attribution.engine import attribute_named
from tocsin.attribution.named import IN_ITEMS, NEAR, Asked, Named, asked_of, read_named
from tocsin.attribution.terms import EntityTerms
from tocsin.model.segments import segments_of
from tocsin.model.subjects import SUBJECTS
from tocsin.response.context import RunContext, fingerprint, is_fresh, replace
from tocsin.response.folder import IncidentFolder
from tocsin.response.item_rows import log_evidence

NAMED = "named"
"""The stage under which it is kept what each part names."""
_READ_AS = "2"
"""Changed with what is read there, so that incidents made before are read anew."""
_NEAR, _IN_ITEMS = "named_near", "named_in_items"


def run(context: RunContext) -> None:
    """Attribute every subject anew if subjects or the facts have changed."""
    folder = context.folder
    inputs = fingerprint(_READ_AS, *sorted(folder.committed_keys("link")), repr(context.incident))
    if is_fresh(context, "attribute", inputs):
        return
    context.progress.start("attribute", 0)
    subjects = folder.read("subjects", SUBJECTS).sort_by("subject_id")
    items = folder.read("items").sort_by("item_id")
    made = attribute_named(subjects, _named(context, subjects), items, folder.evidence(), context.incident)
    replace(context, "attribute", inputs, {"attributions": made})
    named = len(set(made["subject_id"].to_pylist()))
    context.progress.finish(f"{named} of {subjects.num_rows} subjects have a covered entity")


def _named(context: RunContext, subjects: pa.Table) -> Named:
    """Return what all segments name; of the parts those are read that were not yet, or whose subjects have changed."""
    folder = context.folder
    terms = EntityTerms(context.incident.covered_entities)
    facts = repr(context.incident.covered_entities)
    columns = (subjects[name].to_pylist() for name in ("segment_id", "subject_id", "row", "start"))
    asked = asked_of(zip(*columns, strict=True))
    units = {
        part: f"{part}@{fingerprint(_READ_AS, facts, *places)}" for part, places in _asked_in(folder, asked).items()
    }
    known = set(folder.committed_keys(NAMED))
    for part, unit in units.items():
        if unit not in known:
            made = read_named(asked, segments_of(folder.read_parts("segments", [part])), terms)
            near, in_items = made.tables()
            folder.commit(NAMED, unit, {_NEAR: near, _IN_ITEMS: in_items}, {}, replaces=[f"{part}@"])
    kept = {unit: (NEAR.empty_table(), IN_ITEMS.empty_table()) for unit in units.values()}
    for unit, near in folder.iter_parts(_NEAR, units.values()):
        kept[unit] = pa.concat_tables([kept[unit][0], near]), kept[unit][1]
    for unit, in_items in folder.iter_parts(_IN_ITEMS, units.values()):
        kept[unit] = kept[unit][0], pa.concat_tables([kept[unit][1], in_items])
    named = Named()
    for unit in units.values():
        named.take(*kept[unit])
    return named


def _asked_in(folder: IncidentFolder, asked: Asked) -> dict[str, list[str]]:
    """Return for each part that is no log, in order, where its subjects stand."""
    logs = log_evidence(folder)
    parts = [key for key in sorted(folder.committed_keys("extract")) if key.split("/", 1)[0] not in logs]
    places: dict[str, list[str]] = {part: [] for part in parts}
    for part, segments in folder.iter_parts("segments", parts, ["segment_id"]):
        for segment in segments["segment_id"].to_pylist():
            places[part] += [f"{segment}/{subject}/{row}/{start}" for subject, row, start in asked.get(segment, ())]
    return places
