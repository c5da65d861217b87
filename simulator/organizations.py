"""The practices of the network, and the people who work and write there."""

from __future__ import annotations

from dataclasses import replace

from simulator import randomness as r
from simulator.human import Practice
from simulator.lexicon import Split, pick_address
from simulator.population import Population, outsider, plain

_PLACES = {
    "tuning": (
        "Gulf Coast", "Cumberland Valley", "Piedmont", "Blue Ridge", "Tri-County", "Bayside", "Red River", "Lakeshore",
        "Mountain View", "Prairie", "Sandhills", "Magnolia State", "Golden Gate", "Old Dominion", "Big Bend",
        "Coastal Empire",
    ),
    "measuring": (
        "Northgate", "Saint Brendan", "High Desert", "Ozark", "Chesapeake", "Summit", "Palmetto", "Inland Empire",
        "Three Rivers", "Great Plains", "Harborview", "Cascade", "Wiregrass", "Hill Country", "Tidewater", "Mesa Verde",
    ),
}  # fmt: skip
_WORDS = {
    "tuning": ("Oncology Associates", "Cancer Care", "Hematology & Oncology", "Cancer Specialists"),
    "measuring": (
        "Cancer Institute",
        "Radiation Oncology Group",
        "Comprehensive Cancer Center",
        "Blood & Tumor Clinic",
    ),
}
_JOBS = ("Billing Specialist", "Practice Manager", "RN, OCN", "Scheduler", "Financial Counselor", "Medical Assistant")


def initials(name: str) -> str:
    """Return the capitals of a name.

    Example:
        >>> initials("Gulf Coast Oncology Associates")
        'GCOA'
    """
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isalpha())


def make_practices(seed: int, split: Split, count: int) -> list[Practice]:
    """Return that many practices with different names, prefixes and domains, still without people."""
    rng = r.stream(seed, "practices", split)
    made: list[Practice] = []
    for number in range(count):
        place = _PLACES[split][number % 16]
        word = _WORDS[split][(number // 16 + number) % 4]
        name = f"{place} {word}" if number < 64 else f"{place} {word} {number // 64 + 1}"
        short = f"{place} {'Cancer' if 'Cancer' not in word else 'Onc'}" + (
            f" {number // 16 + 1}" if number > 15 else ""
        )
        key = "".join(c for c in name.lower().replace(" & ", " ").replace(" ", "-") if c.isalnum() or c == "-")
        prefix = _prefix(name, {practice.mrn_prefix for practice in made})
        made.append(
            Practice(
                key=key, name=name, aliases=_aliases(name, short, made), npi=r.npi(rng),
                domain=f"{key.replace('-', '')[:22]}{number or ''}.example", mrn_prefix=prefix,
                address=replace(pick_address(rng, split), unit=f"Suite {rng.randint(100, 480)}"),
                phone=f"{rng.randint(301, 899)}55501{number % 100:02d}",
            )
        )  # fmt: skip
    return made


def _aliases(name: str, short: str, made: list[Practice]) -> tuple[str, ...]:
    taken = {alias for practice in made for alias in practice.aliases}
    return tuple(alias for alias in (initials(name), short) if alias not in taken and len(alias) > 2)


def _prefix(name: str, taken: set[str]) -> str:
    letters = initials(name)
    for first in range(len(letters) - 1):
        for second in range(first + 1, len(letters)):
            if letters[first] + letters[second] not in taken:
                return letters[first] + letters[second]
    return next(a + b for a in letters for b in "QXZVKJW" if a + b not in taken)


def staffed(practices: list[Practice], population: Population) -> list[Practice]:
    """Return the practices with physicians and staff.

    Most are outsiders; up to two of a practice's staff are employees among the people: they write and sign at work,
    and are listed for the payroll only.
    """
    return [_with_people(practice, population) for practice in practices]


def _with_people(practice: Practice, population: Population) -> Practice:
    insiders = [human for human in population.people if human.is_employee and human.home_entity == practice.key][:2]
    rng = population.rng
    doctors = tuple(outsider(population, rng.choice(("MD", "DO", "NP", "PA-C"))) for _ in range(4))
    staff = tuple(outsider(population, rng.choice(_JOBS)) for _ in range(5 - len(insiders)))
    staff += tuple(replace(human, job=rng.choice(_JOBS)) for human in insiders)
    for human in (*doctors, *staff):
        human.email = f"{plain(human.first)[:1]}{plain(human.last)}@{practice.domain}"
    return replace(practice, doctors=doctors, staff=staff, doctor_npis=tuple(r.npi(rng) for _ in doctors))
