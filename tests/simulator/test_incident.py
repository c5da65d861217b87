"""The incident is what its truth says: values stand in the files, the seed decides every byte, nothing is real."""

from __future__ import annotations

import csv
import email
import hashlib
import json
import mailbox
import re
import tomllib
from collections import defaultdict
from contextlib import closing
from email import policy
from pathlib import Path

import pytest

from simulator import make_incident
from simulator.lexicon import SPLITS, Split, names
from simulator.organizations import make_practices
from simulator.population import Population
from tocsin.model.incident_file import parse_incident

READABLE = (".txt", ".csv", ".tsv", ".psv", ".html")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=SPLITS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp(request.param)
    make_incident(out, 5, 80, 3, 4, None, request.param)
    return out


@pytest.mark.parametrize("split", SPLITS)
def test_brothers_and_sisters_have_names_of_their_own(split: Split) -> None:
    population = Population(11, split, make_practices(11, split, 4))
    children = [(human.guardian, human.first) for human in population.grow(3000) if human.guardian]
    assert len(children) > 200
    assert len(set(children)) == len(children)


def digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return total.hexdigest()


def squeezed(text: str) -> str:
    text = text.replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", '"')
    return re.sub(r"[\s>]+|<br", "", text)


def entries(path: Path) -> list[bytes]:
    with closing(mailbox.mbox(path, create=False)) as box:
        return [message.as_bytes() for message in box]


def _is_plain(locator: str) -> bool:
    return locator.endswith(READABLE) and "!/" not in locator


def texts_by_item(out: Path) -> dict[str, str]:
    """Return the source text of every item in a plain text format, by item key."""
    found: dict[str, str] = {}
    by_message = {}
    for path in sorted((out / "evidence").glob("*.mbox")):
        for data in entries(path):
            message = email.message_from_bytes(data, policy=policy.default)
            body = message.get_body(("plain", "html"))
            by_message[message["Message-ID"]] = f"{message['Subject']}\n{body.get_content()}"
    for item in rows(out / "truth" / "items.csv"):
        if not item["sha256"]:
            found[item["item_key"]] = by_message[item["message_id"]]
        elif item["evidence"] == "library" and item["state"] == "readable" and _is_plain(item["locator"]):
            data = (out / "evidence" / "library" / item["locator"]).read_bytes()
            try:
                found[item["item_key"]] = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                found[item["item_key"]] = data.decode("cp1252")
    return found


def test_every_true_value_stands_in_its_document(made: Path) -> None:
    texts = {key: squeezed(text) for key, text in texts_by_item(made).items()}
    checked = 0
    for line in (made / "truth" / "mentions.jsonl").read_text("utf-8").splitlines():
        item, _, _, element, text, required = json.loads(line)
        if item not in texts or not required:
            continue
        words = text.split() if element == "name" else [text]
        for word in words:
            assert squeezed(word.strip(",.")).lower() in texts[item].lower(), (item, element)
        checked += 1
    assert checked > 300


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        make_incident(tmp_path / name, 9, 30, 2, 2, None, "tuning")
    make_incident(tmp_path / "c", 10, 30, 2, 2, None, "tuning")
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert digest(tmp_path / "a") != digest(tmp_path / "c")


def test_the_incident_file_is_the_contracts(made: Path) -> None:
    text = (made / "incident.toml").read_bytes()
    incident = parse_incident(text)
    assert len(incident.covered_entities) == 3
    assert incident.intruders
    assert {e["key"] for e in tomllib.loads(text.decode())["covered_entity"]} == {
        row["key"] for row in rows(made / "truth" / "entities.csv")
    }


def test_what_is_added_exists(made: Path) -> None:
    for entry in json.loads((made / "add.json").read_text()):
        assert (made / entry["path"]).exists()
        assert entry["kind"] in ("mailbox", "share", "log")


def test_everyone_was_dealt_and_has_listing_elements(made: Path) -> None:
    people = rows(made / "truth" / "people.csv")
    assert len(people) == 80
    assert sum(person["listed"] == "yes" for person in people) > 70
    for person in people:
        if person["listed"] == "yes":
            assert person["elements"]
            assert person["roles"]
            assert person["exposure"] in ("touched", "presumed", "untouched")


def test_subjects_and_people_agree(made: Path) -> None:
    state = {row["item_key"]: row["state"] for row in rows(made / "truth" / "items.csv")}
    held: dict[str, set[str]] = defaultdict(set)
    for row in rows(made / "truth" / "subjects.csv"):
        if state[row["item_key"]] == "readable":
            held[row["person"]] |= set(row["elements"].split(";"))
    for person in rows(made / "truth" / "people.csv"):
        assert set(filter(None, person["elements"].split(";"))) == held[person["person"]] - {"name", ""}


def test_no_office_is_one_of_the_people(made: Path) -> None:
    keys = {row["person"] for row in rows(made / "truth" / "people.csv")}
    assert all(row["person"] in keys for row in rows(made / "truth" / "subjects.csv"))


def test_nothing_looks_real(made: Path) -> None:
    for person in rows(made / "truth" / "people.csv"):
        assert re.fullmatch(r"\d{3}55501\d\d", person["phone"])
        assert person["email"].endswith(".example")
        assert not person["ssn"].startswith(("000", "666", "9"))
    domains = {row["domain"] for row in rows(made / "truth" / "entities.csv")}
    assert all(domain.endswith(".example") for domain in domains)


def test_the_splits_share_no_name_list() -> None:
    for group in ("us", "slavic", "african"):
        tuning, measuring = names("tuning")[group], names("measuring")[group]
        assert not set(tuning.last) & set(measuring.last)


def test_bulk_reaches_its_size(tmp_path: Path) -> None:
    make_incident(tmp_path, 3, 20, 2, 2, 3_000_000, "measuring")
    size = sum(path.stat().st_size for path in (tmp_path / "evidence").rglob("*") if path.is_file())
    assert 2_700_000 < size < 3_600_000
    boxes = sorted((tmp_path / "evidence").glob("*.mbox"))
    count = sum(len(entries(path)) for path in boxes)
    true = [row for row in rows(tmp_path / "truth" / "items.csv") if not row["sha256"]]
    assert count == len(true)


@pytest.mark.parametrize("wrong", [(0, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_nobody_makes_no_incident(tmp_path: Path, wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        make_incident(tmp_path, 1, *wrong, None, "tuning")
