"""What the letters of an incident folder are written from: facts, law, houses, residents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from tocsin.model.incident_file import parse_incident
from tocsin.model.results import PEOPLE
from tocsin.notices.postal.render import state_code
from tocsin.notices.setting import LetterSetting
from tocsin.response.folder import IncidentFolder
from tocsin.response.houses import houses_of
from tocsin.response.letter_law import letter_law


def letter_setting(folder: IncidentFolder, on: date) -> LetterSetting:
    """Return the setting for letters dated ``on``."""
    incident = parse_incident(folder.incident_toml)
    return LetterSetting(incident, on, letter_law(incident, on), residents_of(folder), houses_of(folder))


def residents_of(folder: IncidentFolder) -> Mapping[str, int]:
    """Return how many people of each state are concerned; those found untouched are not."""
    people = folder.read("people", PEOPLE, columns=["state", "exposure"]).to_pylist()
    return Counter(state_code(row["state"]) for row in people if row["exposure"] != "untouched")
