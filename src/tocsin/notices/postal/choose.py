"""The best of several addresses of one person: good ones first, then the latest, then the one most papers give.

An address that the post (NCOA, CASS) or the organization gave later than the evidence outranks what was read there.

Source: 45 CFR 164.404(d)(1)(i) (the last known address).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tocsin.notices.postal.render import Postal, plain, render
from tocsin.notices.postal.score import Scored, score

FIELDS = ("address_1", "address_2", "city", "state", "zip", "country")
_NOWHERE = render({})


@dataclass(frozen=True)
class Sighting:
    """An address as one place gives it."""

    address: Mapping[str, str]
    source: str
    """Id of the item, or who gave it."""
    seen_on: date | None = None
    is_given: bool = False
    """It came from the post or the organization, not from evidence."""
    is_bad: bool = False
    """The post says that nothing can be delivered there."""


@dataclass(frozen=True)
class Candidate:
    """One address with all its sightings."""

    address: Mapping[str, str]
    postal: Postal
    scored: Scored
    source: str
    seen_on: date | None
    times: int
    is_given: bool
    is_bad: bool


@dataclass(frozen=True)
class Chosen:
    """The best address, why it is, and the others."""

    best: Candidate
    why: str
    others: tuple[Candidate, ...]

    @property
    def is_mailable(self) -> bool:
        """Whether a letter should be tried there."""
        return self.best.scored.is_mailable and not self.best.is_bad


def choose(sightings: Iterable[Sighting]) -> Chosen | None:
    """Return the best of these addresses, or None if there is none at all."""
    ranked = sorted(_candidates(sightings), key=_rank, reverse=True)
    if not ranked:
        return None
    best, others = ranked[0], tuple(ranked[1:])
    return Chosen(best, _why(best, others), others)


def _candidates(sightings: Iterable[Sighting]) -> list[Candidate]:
    by_door: dict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    told = [sighting for sighting in sightings if any(sighting.address.get(part) for part in FIELDS)]
    for sighting in told:
        postal = render(sighting.address) if len(told) > 1 else _NOWHERE
        by_door[plain(postal.line_1), plain(postal.line_2), plain(postal.city), postal.zip5].append(sighting)
    found = []
    for seen in by_door.values():
        latest = max(seen, key=lambda s: (s.seen_on or date.min, len(s.address.get("zip") or ""), s.source))
        postal = render(latest.address)
        given = [s for s in seen if s.is_given]
        is_bad = any(s.is_bad for s in given)
        sources = {s.source for s in seen}
        found.append(
            Candidate(
                latest.address, postal, score(postal), latest.source, latest.seen_on, len(sources), bool(given), is_bad
            )
        )
    return found


def _rank(candidate: Candidate) -> tuple[object, ...]:
    return (
        candidate.scored.is_mailable and not candidate.is_bad,
        candidate.is_given,
        candidate.seen_on or date.min,
        candidate.times,
        candidate.scored.points,
        candidate.postal.lines(),
    )


def _why(best: Candidate, others: tuple[Candidate, ...]) -> str:
    """Return in one sentence why this one; ids and dates only."""
    if best.is_bad:
        return "every address is one that the post cannot deliver to" if others else "the post cannot deliver there"
    if not best.scored.is_mailable:
        return f"no address is complete; best of {len(others) + 1}: {', '.join(best.scored.reasons)}"
    if not others:
        return "the only address"
    rival = others[0]
    if not (rival.scored.is_mailable and not rival.is_bad):
        return f"the only complete one of {len(others) + 1}"
    if best.is_given and not rival.is_given:
        return f"given by {best.source}, outranks {len(others)} read in evidence"
    if best.seen_on and best.seen_on != rival.seen_on:
        before = f"; the next was seen on {rival.seen_on}" if rival.seen_on else "; the others bear no date"
        return f"the latest of {len(others) + 1}, seen on {best.seen_on}{before}"
    if best.times != rival.times:
        return f"in {best.times} items; the next of {len(others) + 1} in {rival.times}"
    return f"the most complete of {len(others) + 1}"
