"""attribute: which covered entities answer for each subject, and the people rows of both cuts."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.attribution.engine import attribute
from tocsin.model.segments import Segment, segments_of
from tocsin.model.subjects import SUBJECTS
from tocsin.response.context import RunContext, fingerprint, is_fresh, replace
from tocsin.response.item_rows import log_evidence


def run(context: RunContext) -> None:
    """Attribute every subject anew if subjects or the facts have changed."""
    folder = context.folder
    inputs = fingerprint(*sorted(folder.committed_keys("link")), repr(context.incident))
    if is_fresh(context, "attribute", inputs):
        return
    context.progress.start("attribute", 0)
    subjects = folder.read("subjects", SUBJECTS).sort_by("subject_id")
    items = folder.read("items").sort_by("item_id")
    made = attribute(subjects, _segments(context), items, folder.evidence(), context.incident)
    replace(context, "attribute", inputs, {"attributions": made})
    named = len(set(made["subject_id"].to_pylist()))
    context.progress.finish(f"{named} of {subjects.num_rows} subjects have a covered entity")


def _segments(context: RunContext) -> Iterator[Segment]:
    logs = log_evidence(context.folder)
    for key in sorted(context.folder.committed_keys("extract")):
        if key.split("/", 1)[0] not in logs:
            yield from segments_of(context.folder.read_parts("segments", [key]))
