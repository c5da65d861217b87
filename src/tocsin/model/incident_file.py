"""Reading incident.toml: facts in, or all faults together, each naming its key.

Nothing is guessed: a key that is not known is a fault, a missing optional key is a missing fact.

Source: the project's contract for incident.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from tocsin.errors import IncidentFileError
from tocsin.model.incident import (
    Assessment,
    Contact,
    CoveredEntity,
    Hold,
    HoldForm,
    Incident,
    IncidentKind,
    Intruder,
    LetterPer,
    MailBarcode,
    Met,
    OrganizationRole,
    PostalAddress,
    Protection,
    Regime,
    Safeguards,
    Timeline,
)
from tocsin.model.incident_keys import Keys, tables_of
from tocsin.model.incident_law import no_harm_of, route_of

DELEGABLE = frozenset({"individuals", "hhs", "media", "state"})
MET_RECIPIENTS = frozenset(
    {"individuals", "regulator", "media", "consumer_reporting", "covered_entity", "law_enforcement"}
)
_SECTIONS = {
    "incident", "timeline", "hold", "intruder", "covered_entity", "met", "clock", "assessment", "notices",
    "safeguards", "protection", "traits", "no_harm", "hipaa_route", "detection",
}  # fmt: skip


def parse_incident(toml: bytes) -> Incident:
    """Return the facts of the incident file.

    Raises:
        IncidentFileError: it is not TOML, or keys are missing, unknown or of another type; lists every fault.

    Example:
        >>> parse_incident(b'[incident]\\nid="a"\\ntitle="t"\\norganization="o"\\n'
        ...     b'role="covered_entity"\\nkind="email"\\nstate="FL"\\n').state
        'FL'
    """
    try:
        tree = tomllib.loads(toml.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise IncidentFileError([f"it is not a TOML file: {fault}"]) from fault
    return incident_of(tree)


def incident_of(tree: Mapping[str, Any]) -> Incident:
    """Return the facts of a parsed incident file.

    Raises:
        IncidentFileError: keys are missing, unknown or of another type; lists every fault.
    """
    faults: list[str] = []
    incident = _incident(tree, faults)
    if faults or incident is None:
        raise IncidentFileError(faults)
    return incident


def _incident(tree: Mapping[str, Any], faults: list[str]) -> Incident | None:
    for section in sorted(set(tree) - _SECTIONS):
        faults.append(f"[{section}] is not a known section")
    if "incident" not in tree:
        faults.append("[incident] is missing")
        return None
    keys = Keys(tree["incident"], "incident", faults)
    id_, title, organization, state = (
        keys.text("id", required=True),
        keys.text("title", required=True),
        keys.text("organization", required=True),
        keys.text("state", required=True).upper(),
    )
    role = keys.choice("role", OrganizationRole, None)
    kind = keys.choice("kind", IncidentKind, None)
    keys.done()
    timeline = _timeline(tree.get("timeline", {}), faults)
    entities = tables_of(tree, "covered_entity", _entity, faults)
    _unique_keys(entities, faults)
    notices = Keys(tree.get("notices", {}), "notices", faults)
    letter_per = notices.choice("letter_per", LetterPer, LetterPer.PERSON) or LetterPer.PERSON
    contact = Contact(notices.text("phone"), notices.text("url"))
    parent_company, barcode = notices.text("parent_company"), _barcode(notices)
    return_address = notices.texts("return_address")
    notices.done()
    met = tables_of(tree, "met", _met, faults)
    known = {entity.key for entity in entities} | {"*", ""}
    faults.extend(
        f"met.covered_entity {m.covered_entity!r} is no key of a covered_entity"
        for m in met
        if m.covered_entity not in known
    )
    if role is None or kind is None:
        return None
    return Incident(
        id=id_,
        title=title,
        organization=organization,
        role=role,
        kind=kind,
        state=state,
        timeline=timeline,
        holds=tables_of(tree, "hold", _hold, faults),
        intruders=tables_of(tree, "intruder", _intruder, faults),
        covered_entities=entities,
        met=met,
        clock=_clock(tree.get("clock", {}), faults),
        assessment=_assessment(tree["assessment"], faults) if "assessment" in tree else None,
        letter_per=letter_per,
        contact=contact,
        parent_company=parent_company,
        barcode=barcode,
        return_address=return_address,
        safeguards=_safeguards(tree.get("safeguards", {}), faults),
        protection=_protection(tree["protection"], faults) if "protection" in tree else None,
        traits=Keys({"traits": tree.get("traits", {})}, "file", faults).flags("traits"),
        no_harm=tables_of(tree, "no_harm", no_harm_of, faults),
        routes=tables_of(tree, "hipaa_route", route_of, faults),
        detectors=_detectors(tree.get("detection", {}), faults),
    )


def _detectors(tree: object, faults: list[str]) -> str:
    keys = Keys(tree, "detection", faults)
    name = keys.text("detectors")
    keys.done()
    return name


def _timeline(tree: object, faults: list[str]) -> Timeline:
    keys = Keys(tree, "timeline", faults)
    timeline = Timeline(**{name: keys.day(name) for name in Timeline.__dataclass_fields__})
    keys.done()
    start, end = timeline.intrusion_start_on, timeline.intrusion_end_on
    if start and end and start > end:
        faults.append("timeline.intrusion_start_on is after timeline.intrusion_end_on")
    return timeline


def _hold(keys: Keys) -> Hold | None:
    agency, form = keys.text("agency", required=True), keys.choice("form", HoldForm, None)
    received_on, until_on = keys.day("received_on", required=True), keys.day("until_on")
    if form is None or received_on is None:
        return None
    if until_on and until_on < received_on:
        keys.fault("until_on", "is before received_on")
    return Hold(agency, form, received_on, until_on)


def _intruder(keys: Keys) -> Intruder:
    return Intruder(
        account=keys.text("account"),
        session_id=keys.text("session_id"),
        ip=keys.texts("ip"),
        client=keys.texts("client"),
        from_at=keys.instant("from"),
        until_at=keys.instant("until"),
    )


def _address(tree: object, where: str, faults: list[str]) -> PostalAddress:
    keys = Keys(tree, where, faults)
    address = PostalAddress(**{name: keys.text(name) for name in PostalAddress.__dataclass_fields__})
    keys.done()
    return address


def _entity(keys: Keys) -> CoveredEntity:
    agent = keys.rest.pop("agent", None)
    if agent is not None and not isinstance(agent, bool):
        keys.fault("agent", "must be true or false")
        agent = None
    delegated = keys.texts("delegated")
    for duty in sorted(set(delegated) - DELEGABLE):
        keys.fault("delegated", f"knows individuals, hhs, media and state, not {duty!r}")
    days = {name: keys.day(name) for name in CoveredEntity.__dataclass_fields__ if name.endswith("_on")}
    return CoveredEntity(
        key=keys.text("key", required=True),
        name=keys.text("name", required=True),
        aliases=keys.texts("aliases"),
        npi=keys.texts("npi"),
        domains=tuple(domain.lower() for domain in keys.texts("domains")),
        mrn_prefixes=keys.texts("mrn_prefixes"),
        address=_address(keys.rest.pop("address", {}), f"{keys.where}.address", keys.faults),
        agent=agent,
        delegated=delegated,
        regime=keys.choice("regime", Regime, Regime.HIPAA) or Regime.HIPAA,
        traits=keys.flags("traits"),
        clock=keys.days("clock"),
        **days,
    )


def _unique_keys(entities: tuple[CoveredEntity, ...], faults: list[str]) -> None:
    seen: set[str] = set()
    for entity in entities:
        if entity.key in seen:
            faults.append(f"covered_entity.key {entity.key!r} stands twice")
        if entity.key in {"*", "unknown"} or ";" in entity.key:
            faults.append(f"covered_entity.key {entity.key!r} is reserved")
        seen.add(entity.key)


def _met(keys: Keys) -> Met | None:
    covered_entity, jurisdiction = keys.text("covered_entity"), keys.text("jurisdiction").lower()
    recipient, on = keys.text("recipient", required=True), keys.day("on", required=True)
    if recipient and recipient not in MET_RECIPIENTS:
        keys.fault("recipient", "must be one of " + ", ".join(sorted(MET_RECIPIENTS)))
    rule = keys.text("rule")
    return Met(covered_entity, jurisdiction, recipient, on, rule) if on else None


def _barcode(notices: Keys) -> MailBarcode | None:
    service_type, mailer_id = notices.text("imb_service_type"), notices.text("imb_mailer_id")
    if not service_type and not mailer_id:
        return None
    if not (service_type.isdecimal() and len(service_type) == 3):
        notices.fault("imb_service_type", "must be three digits in quotes")
    if not (mailer_id.isdecimal() and len(mailer_id) in {6, 9}):
        notices.fault("imb_mailer_id", "must be six or nine digits in quotes")
    return MailBarcode(service_type, mailer_id)


def _clock(tree: object, faults: list[str]) -> dict[str, date]:
    keys = Keys(tree, "clock", faults)
    days = {name: keys.day(name) for name in list(keys.rest)}
    return {name: day for name, day in days.items() if day is not None}


def _assessment(tree: object, faults: list[str]) -> Assessment:
    keys = Keys(tree, "assessment", faults)
    made = Assessment(
        low_probability=keys.take("low_probability", bool, False),
        signed_by=keys.text("signed_by"),
        signed_on=keys.day("signed_on"),
        nature=keys.text("nature"),
        recipient=keys.text("recipient"),
        acquired=keys.text("acquired"),
        mitigation=keys.text("mitigation"),
        acquired_or_viewed=keys.take("acquired_or_viewed", bool, False),
    )
    keys.done()
    return made


def _safeguards(tree: object, faults: list[str]) -> Safeguards:
    keys = Keys(tree, "safeguards", faults)
    made = Safeguards(
        encrypted_at_rest=keys.take("encrypted_at_rest", bool, False),
        key_taken=keys.take("key_taken", bool, False),
        read_in_plaintext=keys.take("read_in_plaintext", bool, False),
        key_bits=keys.take("key_bits", int, 0),
        standard=keys.text("standard"),
    )
    keys.done()
    return made


def _protection(tree: object, faults: list[str]) -> Protection:
    keys = Keys(tree, "protection", faults)
    made = Protection(
        product=keys.text("product"),
        months=keys.take("months", int, 0),
        provider=keys.text("provider"),
        codes=keys.text("codes"),
        enroll_by_on=keys.day("enroll_by_on"),
        phone=keys.text("phone"),
        url=keys.text("url"),
        minor_product=keys.text("minor_product"),
    )
    keys.done()
    if made.months < 0:
        faults.append("protection.months must not be negative")
    return made
