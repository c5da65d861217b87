"""What-if changes of incident facts, and the sections that only the law asks for."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.errors import IncidentFileError
from tocsin.model.incident_changes import changed
from tocsin.model.incident_file import parse_incident

TREE = {"timeline": {"discovered_on": date(2025, 1, 1)}, "covered_entity": [{"key": "a"}], "hold": [{"form": "oral"}]}
HEAD = b'[incident]\nid="i"\ntitle="t"\norganization="o"\nrole="covered_entity"\nkind="email"\nstate="FL"\n'


@pytest.mark.parametrize(
    ("change", "section", "value"),
    [
        ("timeline.discovered_on=2025-01-03", "timeline", {"discovered_on": date(2025, 1, 3)}),
        ("timeline.discovered_on=", "timeline", {}),
        ("clock.scope_identified_on=2025-02-01", "clock", {"scope_identified_on": date(2025, 2, 1)}),
        ("covered_entity.a.agent=true", "covered_entity", [{"key": "a", "agent": True}]),
        ("hold.1.form=written", "hold", [{"form": "written"}]),
    ],
)
def test_a_key_is_set_or_taken_away(change: str, section: str, value: object) -> None:
    assert changed(TREE, [change])[section] == value
    assert TREE["timeline"] == {"discovered_on": date(2025, 1, 1)}


@pytest.mark.parametrize("change", ["timeline", "covered_entity.b.agent=true", "hold.2.form=oral", "hold.form=oral"])
def test_a_change_that_leads_nowhere_is_named(change: str) -> None:
    with pytest.raises(IncidentFileError, match="--set"):
        changed(TREE, [change])


def test_the_sections_of_the_law_are_read() -> None:
    facts = parse_incident(
        HEAD
        + b"[traits]\npart2_records=true\n"
        + b'[[no_harm]]\njurisdiction="US-FL"\nsigned_by="C"\nsigned_on=2025-01-01\nconsulted=true\n'
        + b'[[hipaa_route]]\njurisdiction="us-me"\ndecided_by="C"\ndecided_on=2025-01-01\n'
        + b'[[covered_entity]]\nkey="a"\nname="A"\nregime="ftc"\ntraits={information_broker=false}\n'
        + b"clock={detected_on=2025-01-02}\n"
    )
    assert facts.traits == {"part2_records": True}
    assert (facts.no_harm[0].jurisdiction, facts.no_harm[0].consulted) == ("us-fl", True)
    assert (facts.routes[0].jurisdiction, facts.routes[0].relies) == ("us-me", True)
    assert facts.covered_entities[0].clock == {"detected_on": date(2025, 1, 2)}


def test_a_decision_without_a_name_is_a_fault() -> None:
    with pytest.raises(IncidentFileError, match=r"hipaa_route 1\.decided_by is missing"):
        parse_incident(HEAD + b'[[hipaa_route]]\njurisdiction="us-me"\ndecided_on=2025-01-01\n')
    with pytest.raises(IncidentFileError, match=r"no_harm 1\.signed_by is missing"):
        parse_incident(HEAD + b'[[no_harm]]\njurisdiction="us-fl"\nsigned_on=2025-01-01\n')
    with pytest.raises(IncidentFileError, match="traits must be a table of true and false"):
        parse_incident(HEAD + b'[traits]\npart2_records="maybe"\n')
