"""link: mentions to subjects with roles, part by part, in two passes: first who works here, then who is spoken of."""

from __future__ import annotations

import pyarrow as pa

from tocsin.linking.staff import StaffEvidence
from tocsin.response.context import RunContext, fingerprint
from tocsin.response.pool import map_parts


def run(context: RunContext) -> None:
    """Link the parts that are not linked yet, or were linked knowing other staff, facts or decisions."""
    folder = context.folder
    keys = folder.committed_keys("detect")
    _collect_staff(context, keys)
    evidence = StaffEvidence.merged(_read_staff(context, keys))
    inputs = fingerprint(evidence.to_json(), _facts_json(context.incident), *_wrong_mentions(context))
    done = {key for key in folder.committed_keys("link") if key.endswith(f"@{inputs}")}
    todo = [key for key in keys if f"{key}@{inputs}" not in done]
    if not todo:
        return
    context.progress.start("link", len(todo))
    settings = pa.table({"staff": [evidence.to_json()], "facts": [_facts_json(context.incident)]})
    subjects = 0
    for key, tables in map_parts(link_part, _parts(context, todo, settings), context.jobs, "link"):
        counts = {name: table.num_rows for name, table in tables.items()}
        folder.commit("link", f"{key}@{inputs}", tables, counts, replaces=[f"{key}@"])
        subjects += tables["subjects"].num_rows
        context.progress.advance()
    context.progress.finish(f"{subjects} subjects")
