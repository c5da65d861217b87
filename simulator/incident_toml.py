"""The incident file: who, when, how the intruder is told, and the covered entities."""

from __future__ import annotations

import json
from collections.abc import Sequence

from simulator.access_log import SINCE, UNTIL, Visitor
from simulator.human import Practice

_HEAD = """\
[incident]
id = "synthetic-network-2024-12"
title = "Mailbox and document-library access at a practice network"
organization = "Tri-State Oncology Business Services"
role = "business_associate"
kind = "email"
state = "TN"

[timeline]
intrusion_start_on = 2024-12-13
intrusion_end_on = 2024-12-16
discovered_on = 2024-12-16
determined_on = 2025-01-20
entities_told_on = 2025-02-10

[assessment]
low_probability = false
signed_by = "A. Privacy Officer"
signed_on = 2025-01-25

[safeguards]
encrypted_at_rest = false

[notices]
letter_per = "person"

[protection]
product = "credit monitoring"
months = 12
provider = "ExampleGuard"
enroll_by_on = 2025-08-31
phone = "800-555-0100"
url = "https://enroll.example/guard"
"""


def incident_toml(practices: Sequence[Practice], intruders: Sequence[Visitor]) -> str:
    """Return the text of incident.toml."""
    parts = [_HEAD, *(_intruder(visitor) for visitor in intruders)]
    parts += [_entity(practice, number) for number, practice in enumerate(practices)]
    return "\n".join(parts)


def _intruder(visitor: Visitor) -> str:
    return (
        f"[[intruder]]\naccount = {json.dumps(visitor.account)}\nsession_id = {json.dumps(visitor.session)}\n"
        f"ip = [{json.dumps(visitor.ip)}]\nfrom = {SINCE:%Y-%m-%dT%H:%M:%SZ}\nuntil = {UNTIL:%Y-%m-%dT%H:%M:%SZ}\n"
    )


def _entity(practice: Practice, number: int) -> str:
    home = practice.address
    address = {"line_1": home.street, "line_2": home.unit, "city": home.city, "state": home.state, "zip": home.zip}
    table = ", ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in address.items())
    delegated = ["individuals", "hhs", "media", "state"] if number % 3 else []
    values: list[tuple[str, object]] = [
        ("key", practice.key), ("name", practice.name), ("aliases", practice.aliases), ("npi", [practice.npi]),
        ("domains", [practice.domain]), ("mrn_prefixes", [practice.mrn_prefix]), ("delegated", delegated),
        ("agent", number % 4 == 0),
    ]  # fmt: skip
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values]
    return "\n".join(["[[covered_entity]]", *lines, f"address = {{ {table} }}", ""])
