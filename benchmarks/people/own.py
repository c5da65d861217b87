"""Runs the resolver on one table, as `tocsin people` does, in a process of its own that is measured from outside.

    python -m benchmarks.people.own IN.parquet OUT.parquet

OUT gets record_id, person_id (the count cut) and notice_id (the notice cut). Standard error gets the seconds until the
count cut was written, and on which step they went.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.resolution.resolve import notice_cut
from tocsin.resolution.table import resolved_table
from tocsin.response.people_file import read_people_file


def main() -> int:
    """Run the resolver."""
    source, target = map(Path, sys.argv[1:3])
    began = time.perf_counter()
    steps = [("read", time.process_time())]
    people = resolved_table(read_people_file(source), step=lambda step: steps.append((step, time.process_time())))
    pq.write_table(people.result, target)
    steps.append(("end", time.process_time()))
    spans = itertools.pairwise(steps)
    words = " ".join(f"{name}={end - start:.1f}" for (name, start), (_, end) in spans)
    print(f"{time.perf_counter() - began:.2f} {words}", file=sys.stderr)
    if "--notice" in sys.argv:
        labels = notice_cut(people.made, people.settled).labels[people.records.of_subject]
        told = people.result.take(pa.array(people.order))
        rows = pa.table([told["record_id"], told["person_id"], labels], names=["record_id", "person_id", "notice_id"])
        pq.write_table(rows, target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
