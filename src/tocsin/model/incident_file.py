"""Reading incident.toml: facts in, or all faults together, each naming its key.

Nothing is guessed: a key that is not known is a fault, a missing optional key is a missing fact.

Source: the project's contract for incident.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

from tocsin.errors import IncidentFileError
from tocsin.model.incident import (
    Assessment,
    CoveredEntity,
    Hold,
    HoldForm,
    Incident,
    IncidentKind,
    Intruder,
    LetterPer,
    Met,
    OrganizationRole,
    PostalAddress,
    Protection,
    Safeguards,
    Timeline,
)

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

DELEGABLE = frozenset({"individuals", "hhs", "media", "state"})
MET_RECIPIENTS = frozenset(
    {"individuals", "regulator", "media", "consumer_reporting", "covered_entity", "law_enforcement"}
)
_SECTIONS = {
    "incident", "timeline", "hold", "intruder", "covered_entity", "met", "clock", "assessment", "notices",
    "safeguards", "protection",
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
    faults: list[str] = []
    incident = _incident(tree, faults)
    if faults or incident is None:
        raise IncidentFileError(faults)
    return incident


class _Keys:
    """One table of the file: takes keys out with their type, and complains about what is left."""

    def __init__(self, tree: object, where: str, faults: list[str]) -> None:
        self.where = where
        self.faults = faults
        if not isinstance(tree, Mapping):
            faults.append(f"[{where}] must be a table")
            tree = {}
        self.rest = dict(tree)

    def fault(self, key: str, what: str) -> None:
        self.faults.append(f"{self.where}.{key} {what}")

    def take(self, key: str, kind: type[T], default: T) -> T:
        value = self.rest.pop(key, default)
        fits = isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool)
        if not fits:
            self.fault(key, f"must be {_kind_words(kind)}")
            return default
        return cast("T", value)

    def text(self, key: str, *, required: bool = False) -> str:
        value = self.take(key, str, "").strip()
        if required and not value:
            self.fault(key, "is missing")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.rest.pop(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self.fault(key, "must be a list of texts")
            return ()
        return tuple(entry.strip() for entry in value if entry.strip())

    def day(self, key: str, *, required: bool = False) -> date | None:
        value = self.rest.pop(key, None)
        if value is None:
            if required:
                self.fault(key, "is missing")
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.fault(key, "must be a date such as 2024-12-16, without quotes")
            return None
        return value

    def instant(self, key: str) -> datetime | None:
        value = self.rest.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            self.fault(key, "must be a time with its zone such as 2024-12-13T02:10:00Z, without quotes")
            return None
        return value

    def choice(self, key: str, kind: type[E], default: E | None) -> E | None:
        value = self.rest.pop(key, default)
        if value in {member.value for member in kind}:
            return kind(value)
        self.fault(key, "must be one of " + ", ".join(member.value for member in kind))
        return default

    def done(self) -> None:
        for key in self.rest:
            self.fault(key, "is not a known key")


def _kind_words(kind: type) -> str:
    return {str: "a text", bool: "true or false", int: "a whole number"}.get(kind, kind.__name__)


def _incident(tree: Mapping[str, Any], faults: list[str]) -> Incident | None:
    for section in sorted(set(tree) - _SECTIONS):
        faults.append(f"[{section}] is not a known section")
    if "incident" not in tree:
        faults.append("[incident] is missing")
        return None
    keys = _Keys(tree["incident"], "incident", faults)
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
    entities = _listed(tree, "covered_entity", _entity, faults)
    _unique_keys(entities, faults)
    notices = _Keys(tree.get("notices", {}), "notices", faults)
    letter_per = notices.choice("letter_per", LetterPer, LetterPer.PERSON) or LetterPer.PERSON
    notices.done()
    met = _listed(tree, "met", _met, faults)
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
        holds=_listed(tree, "hold", _hold, faults),
        intruders=_listed(tree, "intruder", _intruder, faults),
        covered_entities=entities,
        met=met,
        clock=_clock(tree.get("clock", {}), faults),
        assessment=_assessment(tree["assessment"], faults) if "assessment" in tree else None,
        letter_per=letter_per,
        safeguards=_safeguards(tree.get("safeguards", {}), faults),
        protection=_protection(tree["protection"], faults) if "protection" in tree else None,
    )


def _listed(
    tree: Mapping[str, Any], section: str, read: Callable[[_Keys], T | None], faults: list[str]
) -> tuple[T, ...]:
    rows = tree.get(section, [])
    if isinstance(rows, Mapping):
        rows = [rows]
    if not isinstance(rows, list):
        faults.append(f"[[{section}]] must be a list of tables")
        return ()
    found = []
    for number, row in enumerate(rows, start=1):
        keys = _Keys(row, f"{section} {number}", faults)
        made = read(keys)
        keys.done()
        if made is not None:
            found.append(made)
    return tuple(found)


def _timeline(tree: object, faults: list[str]) -> Timeline:
    keys = _Keys(tree, "timeline", faults)
    timeline = Timeline(**{name: keys.day(name) for name in Timeline.__dataclass_fields__})
    keys.done()
    start, end = timeline.intrusion_start_on, timeline.intrusion_end_on
    if start and end and start > end:
        faults.append("timeline.intrusion_start_on is after timeline.intrusion_end_on")
    return timeline


def _hold(keys: _Keys) -> Hold | None:
    agency, form = keys.text("agency", required=True), keys.choice("form", HoldForm, None)
    received_on, until_on = keys.day("received_on", required=True), keys.day("until_on")
    if form is None or received_on is None:
        return None
    if until_on and until_on < received_on:
        keys.fault("until_on", "is before received_on")
    return Hold(agency, form, received_on, until_on)


def _intruder(keys: _Keys) -> Intruder:
    return Intruder(
        account=keys.text("account"),
        session_id=keys.text("session_id"),
        ip=keys.texts("ip"),
        client=keys.texts("client"),
        from_at=keys.instant("from"),
        until_at=keys.instant("until"),
    )


def _address(tree: object, where: str, faults: list[str]) -> PostalAddress:
    keys = _Keys(tree, where, faults)
    address = PostalAddress(**{name: keys.text(name) for name in PostalAddress.__dataclass_fields__})
    keys.done()
    return address


def _entity(keys: _Keys) -> CoveredEntity:
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


def _met(keys: _Keys) -> Met | None:
    covered_entity, jurisdiction = keys.text("covered_entity"), keys.text("jurisdiction").lower()
    recipient, on = keys.text("recipient", required=True), keys.day("on", required=True)
    if recipient and recipient not in MET_RECIPIENTS:
        keys.fault("recipient", "must be one of " + ", ".join(sorted(MET_RECIPIENTS)))
    return Met(covered_entity, jurisdiction, recipient, on) if on else None


def _clock(tree: object, faults: list[str]) -> dict[str, date]:
    keys = _Keys(tree, "clock", faults)
    days = {name: keys.day(name) for name in list(keys.rest)}
    return {name: day for name, day in days.items() if day is not None}


def _assessment(tree: object, faults: list[str]) -> Assessment:
    keys = _Keys(tree, "assessment", faults)
    made = Assessment(keys.take("low_probability", bool, False), keys.text("signed_by"), keys.day("signed_on"))
    keys.done()
    return made


def _safeguards(tree: object, faults: list[str]) -> Safeguards:
    keys = _Keys(tree, "safeguards", faults)
    made = Safeguards(keys.take("encrypted_at_rest", bool, False), keys.take("key_taken", bool, False))
    keys.done()
    return made


def _protection(tree: object, faults: list[str]) -> Protection:
    keys = _Keys(tree, "protection", faults)
    made = Protection(
        product=keys.text("product"),
        months=keys.take("months", int, 0),
        provider=keys.text("provider"),
        codes=keys.text("codes"),
        enroll_by_on=keys.day("enroll_by_on"),
        phone=keys.text("phone"),
        url=keys.text("url"),
    )
    keys.done()
    if made.months < 0:
        faults.append("protection.months must not be negative")
    return made
