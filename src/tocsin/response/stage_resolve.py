"""resolve: subjects to people, at the count cut and the notice cut, with decisions outranking scores."""

from __future__ import annotations

import pyarrow as pa

from tocsin.linking.gathered import SAME
from tocsin.model.decisions import Judgement
from tocsin.model.results import ATTRIBUTIONS
from tocsin.model.subjects import MEMBERS, SUBJECTS
from tocsin.resolution.resolve import resolve
from tocsin.resolution.told import heads_of, of_heads, with_told
from tocsin.resolution.weights import Weights
from tocsin.response import stage_attribute
from tocsin.response.context import RunContext, fingerprint, is_fresh, replace
from tocsin.response.decisions import decisions_of, words_of

STATE = "weights"


def run(context: RunContext) -> None:
    """Resolve all subjects anew if subjects, decisions or weights have changed; ids of persons stay.

    In whose papers somebody stands helps to tell namesakes apart, so subjects are attributed first.
    """
    folder = context.folder
    decisions = [d for d in decisions_of(folder) if d.judgement is not Judgement.WRONG]
    stage_attribute.run(context)
    made_of = (*sorted(folder.committed_keys("link")), *sorted(folder.committed_keys("attribute")))
    inputs = fingerprint(*made_of, *(words_of(d) for d in decisions))
    if is_fresh(context, "resolve", inputs) and not context.reestimate:
        return
    context.progress.start("resolve", 0)
    subjects = folder.read("subjects", SUBJECTS).sort_by("subject_id")
    weights = None if context.reestimate else _frozen_weights(context)
    previous = folder.read("members", MEMBERS)
    same = folder.read("same", SAME)
    heads = heads_of(subjects, same)
    entities = folder.read("attributions", ATTRIBUTIONS)
    decided, before = of_heads(decisions, same), previous if previous.num_rows else None
    made = resolve(heads, decided, before, weights, context.engine, entities)
    aliases = _aliases(folder.read("aliases", made.aliases.schema), made.aliases)
    tables = {
        "members": with_told(made.members, same),
        "merges": made.merges,
        "review": made.review,
        "aliases": aliases,
        STATE: pa.table({"json": [made.weights.to_json()]}),
    }
    people = len(set(made.members["person_id"].to_pylist()))
    replace(context, "resolve", inputs, tables, reestimated=int(context.reestimate))
    context.progress.finish(f"{subjects.num_rows} subjects, {people} clusters, {made.review.num_rows} pairs to review")


def _frozen_weights(context: RunContext) -> Weights | None:
    """Return the weights of the first finished run; they stay unless --reestimate asks for new ones."""
    rows = context.folder.read(STATE, pa.schema([("json", pa.string())])).to_pylist()
    return Weights.from_json(rows[0]["json"]) if rows else None


def _aliases(former: pa.Table, new: pa.Table) -> pa.Table:
    """Return former and new aliases, each once, sorted."""
    return (
        pa.concat_tables([former, new])
        .group_by(["alias", "person_id"])
        .aggregate([])
        .select(new.schema.names)
        .sort_by([("alias", "ascending"), ("person_id", "ascending")])
    )
