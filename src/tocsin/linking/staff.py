"""Who works here: names and e-mail addresses seen in office, counted part by part, joined over the whole incident.

Invariant: counts only ever add up, so the order of parts does not matter; a table holds at most ``MOST`` entries of a
kind, those seen most often in office first, ties in alphabetical order.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from tocsin.ids import ItemId
from tocsin.patterns import compiled

MOST = 20_000
_CONSUMER = frozenset(
    """gmail.com yahoo.com hotmail.com outlook.com aol.com icloud.com comcast.net att.net verizon.net msn.com live.com
    sbcglobal.net bellsouth.net charter.net cox.net me.com mac.com ymail.com protonmail.com proton.me gmx.com mail.com
    earthlink.net juno.com optonline.net frontier.com windstream.net googlemail.com rocketmail.com""".split()  # noqa: SIM905
)
_OFTEN = 3
_SHORTEST = 3
"""Letters of a name that stands alone for somebody in office."""
_Key = TypeVar("_Key", bound=tuple[str, str])


class Sight(StrEnum):
    """As what somebody was seen."""

    SENDER = "sender"
    SIGNATURE = "signature"
    PROVIDER = "provider"
    ROSTER = "roster"
    PATIENT = "patient"


class Standing(StrEnum):
    """What the whole incident says of a name."""

    OFFICE = "office"
    """Seen in office and never as a patient."""
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True)
class StaffEvidence:
    """Sightings: ``names`` by folded name and sight; ``emails`` of senders with the names beside them."""

    names: dict[tuple[str, Sight], int] = field(default_factory=dict, repr=False)
    emails: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)
    """By (e-mail, folded name of its user, empty if unknown)."""

    @classmethod
    def merged(cls, evidence: Iterable[StaffEvidence]) -> StaffEvidence:
        """Return the sum of all."""
        names: Counter[tuple[str, Sight]] = Counter()
        emails: Counter[tuple[str, str]] = Counter()
        for one in evidence:
            names.update(one.names)
            emails.update(one.emails)
        return cls(_bounded(names), dict(_top(emails)))

    def to_json(self) -> str:
        """Return the canonical text of the evidence."""
        names = sorted([name, sight.value, count] for (name, sight), count in self.names.items())
        emails = sorted([email, name, count] for (email, name), count in self.emails.items())
        return json.dumps({"emails": emails, "names": names}, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> StaffEvidence:
        """Return the evidence that :meth:`to_json` wrote."""
        told = json.loads(text)
        names = {(str(name), Sight(sight)): int(count) for name, sight, count in told["names"]}
        return cls(names, {(str(email), str(name)): int(count) for email, name, count in told["emails"]})


@dataclass(frozen=True)
class StaffIndex:
    """Looks up whether somebody is known by office."""

    office: frozenset[str] = field(default=frozenset(), repr=False)
    patients: frozenset[str] = field(default=frozenset(), repr=False)
    office_emails: frozenset[str] = field(default=frozenset(), repr=False)
    domains: frozenset[str] = field(default=frozenset(), repr=False)
    companies: frozenset[str] = field(default=frozenset(), repr=False)
    """Hosts of mail that several people write from and that are no provider's of private mail."""

    def asked_for(self, item_id: ItemId) -> None:
        """Take note that questions from now on are an item's (of no use here)."""

    def standing(self, folded_name: str) -> Standing:
        """Return what is known of a folded full name (``first last``)."""
        if folded_name not in self.office:
            return Standing.NONE
        return Standing.BOTH if folded_name in self.patients else Standing.OFFICE

    def is_office(self, folded_name: str) -> bool:
        """Tell whether the name was seen in office only."""
        return self.standing(folded_name) is Standing.OFFICE

    @cached_property
    def parts(self) -> frozenset[str]:
        """Return the first and last names that people in office bear and no patient does."""
        borne = {word for name in self.patients for word in name.split()}
        words = {word for name in self.office - self.patients for word in name.split() if len(word) >= _SHORTEST}
        return frozenset(words - borne)

    def is_part(self, folded_word: str) -> bool:
        """Tell whether one first or last name is borne by somebody seen in office and by no patient."""
        return folded_word in self.parts

    def is_office_email(self, email: str) -> bool:
        """Tell whether the address belongs to an organization of the incident or to somebody in office."""
        email = email.lower()
        return email in self.office_emails or is_of_domain(email, self.domains)

    def is_private_email(self, email: str) -> bool:
        """Tell whether the address is a private person's, as far as the incident's mail shows."""
        host = email.rpartition("@")[2].lower()
        return not self.is_office_email(email) and (is_consumer(email) or host not in self.companies)


def staff_index(evidence: StaffEvidence, incident_domains: Iterable[str]) -> StaffIndex:
    """Return the index of all evidence; ``incident_domains`` are those of the organizations of the incident."""
    domains = frozenset(d.lower().lstrip("@") for d in incident_domains if d)
    office = {
        name
        for (name, sight), count in evidence.names.items()
        if sight in {Sight.PROVIDER, Sight.ROSTER} or (sight is Sight.SIGNATURE and count >= _OFTEN)
    }
    emails = set()
    for (email, name), count in evidence.emails.items():
        if _is_office(email, count, domains) or name in office:
            emails.add(email)
            office.update({name} - {""})
    patients = {name for name, sight in evidence.names if sight is Sight.PATIENT}
    hosts = Counter(email.rpartition("@")[2] for email in {email for email, _ in evidence.emails})
    companies = frozenset(host for host, count in hosts.items() if count > 1 and host not in _CONSUMER)
    return StaffIndex(frozenset(office), frozenset(patients), frozenset(emails), domains, companies)


def is_of_domain(email: str, domains: Iterable[str]) -> bool:
    """Tell whether the address lies in one of the domains or below it.

    Example:
        >>> domains = {"clinic.example"}
        >>> is_of_domain("ann@mail.clinic.example", domains), is_of_domain("ann@myclinic.example", domains)
        (True, False)
    """
    host = email.rpartition("@")[2].lower()
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def is_consumer(email: str) -> bool:
    """Tell whether the address is one of those that private persons have."""
    return email.rpartition("@")[2].lower() in _CONSUMER


def is_machine(email: str) -> bool:
    """Tell whether mail from the address is sent by a program, for whoever is named in it.

    Example:
        >>> is_machine("no-reply@portal.example"), is_machine("norah@portal.example")
        (True, False)
    """
    return _MACHINE.match(email) is not None


_MACHINE = compiled(
    r"(?i)(?:no|do[-_.]?not|dont)[-_.]?reply\b|(?:auto)?(?:notif(?:y|ications?)|alerts?|mailer(?:-daemon)?|postmaster|daemon|robot|bounces?)"
    r"(?:[+._-][^@]*)?@|[^@]*[-_.](?:no-?reply|notifications?|alerts?|mailer)@"
)


def _is_office(email: str, count: int, domains: frozenset[str]) -> bool:
    if is_of_domain(email, domains):
        return True
    return not domains and not is_consumer(email) and count >= _OFTEN


def _bounded(names: Counter[tuple[str, Sight]]) -> dict[tuple[str, Sight], int]:
    office = Counter({key: count for key, count in names.items() if key[1] is not Sight.PATIENT})
    kept = _top(office)
    known = {name for (name, _), _ in kept}
    patients = Counter({key: count for key, count in names.items() if key[1] is Sight.PATIENT})
    both = [(key, count) for key, count in patients.items() if key[0] in known]
    others = Counter({key: count for key, count in patients.items() if key[0] not in known})
    return dict([*kept, *both, *_top(others)])


def _top(counts: Counter[_Key]) -> list[tuple[_Key, int]]:
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST]
