"""A made-up practice: people, visits, what was found and paid; who is real and who is a test.

Invariant: everything follows from the seed; SSNs have the shape of valid ones and are nobody's to our knowledge.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST = [
    "Maria",
    "James",
    "Linda",
    "Robert",
    "Ana",
    "Michael",
    "Keisha",
    "David",
    "Susan",
    "Wei",
    "Priya",
    "Daniel",
    "Grace",
    "Omar",
    "Ruth",
    "Hector",
    "Nancy",
    "Peter",
    "Fatima",
    "Carlos",
    "Ellen",
    "Samuel",
    "Irene",
    "Victor",
    "Joyce",
    "Andre",
    "Paula",
    "Kevin",
    "Lucia",
    "Brian",
    "Teresa",
    "Marcus",
    "Helen",
    "Diego",
    "Sandra",
    "Philip",
    "Rosa",
    "Gerald",
    "Monica",
    "Ahmed",
    "Carol",
    "Thomas",
    "Yolanda",
    "Eric",
    "Judith",
    "Manuel",
    "Denise",
    "Walter",
    "Ingrid",
    "Raymond",
]
LAST = [
    "Garcia",
    "Smith",
    "Johnson",
    "Nguyen",
    "Okafor",
    "Martinez",
    "Brown",
    "Kowalski",
    "Patel",
    "Rivera",
    "Thompson",
    "Chen",
    "Haddad",
    "Murphy",
    "Lopez",
    "Becker",
    "Washington",
    "Sato",
    "Fernandez",
    "Clark",
    "Petrov",
    "Alvarez",
    "Robinson",
    "Kim",
    "Schneider",
    "Ortiz",
    "Wallace",
    "Gupta",
    "Moreno",
    "Hughes",
    "Castillo",
    "Jensen",
    "Baptiste",
    "Romero",
    "Fischer",
    "Delgado",
    "Hoffman",
    "Vasquez",
    "Lindqvist",
    "Mbeki",
    "Navarro",
    "Sullivan",
    "Tran",
    "Ibrahim",
    "Quintero",
    "Pham",
    "Dawson",
    "Espinoza",
    "Marchetti",
    "Holloway",
    "Gutierrez",
    "Abbott",
    "Villanueva",
    "Kaplan",
    "Thorne",
    "Mendoza",
    "Whitaker",
    "Osei",
    "Salazar",
]
STREETS = [
    "Oak",
    "Maple",
    "Cedar",
    "Palm",
    "Lake",
    "River",
    "Hill",
    "Sunset",
    "Church",
    "Mill",
    "Park",
    "Walnut",
    "Spring",
    "Ridge",
    "Meadow",
]
CITIES = (("Tampa", "FL", "336"), ("Knoxville", "TN", "379"), ("Dayton", "OH", "454"), ("Laredo", "TX", "780"))
DIAGNOSES = (
    ("C50.9", "Breast cancer, unspecified"), ("E11.9", "Type 2 diabetes mellitus"), ("I10", "Essential hypertension"),
    ("J45.909", "Asthma, uncomplicated"), ("F32.9", "Major depressive disorder"), ("B20", "HIV disease"),
    ("M54.5", "Low back pain"), ("K21.9", "Gastroesophageal reflux disease"), ("N18.3", "Chronic kidney disease"),
    ("G43.909", "Migraine"), ("C61", "Prostate cancer"), ("E78.5", "Hyperlipidemia"),
)  # fmt: skip
DRUGS = (
    "Metformin 500 mg", "Lisinopril 10 mg", "Atorvastatin 20 mg", "Sertraline 50 mg", "Albuterol inhaler",
    "Omeprazole 20 mg", "Tamoxifen 20 mg", "Gabapentin 300 mg",
)  # fmt: skip
LABS = (
    ("Hemoglobin A1c", "7.2 %"),
    ("Glucose", "142 mg/dL"),
    ("Creatinine", "1.4 mg/dL"),
    ("LDL cholesterol", "161 mg/dL"),
)
PROCEDURES = (
    ("99213", "Office visit established patient"), ("93000", "Electrocardiogram complete"), ("36415", "Venipuncture"),
    ("D2740", "Crown porcelain ceramic"), ("D1110", "Prophylaxis adult"), ("71046", "Chest X-ray two views"),
)  # fmt: skip
INSURERS = ("Aetna", "Cigna", "Humana", "UnitedHealthcare", "Blue Cross Blue Shield of Florida")
TESTS = (("Zztest", "Patient"), ("Test", "Patient"), ("Mickey", "Mouse"))


@dataclass
class Visit:
    """One visit, by place in the tables of whole numbers."""

    number: int
    day: date
    provider: int
    diagnosis: int
    procedure: int
    paid: int


@dataclass
class Human:
    """One row of the patients; ``elements`` fills as writers put the person's data down."""

    number: int
    first: str
    last: str
    born: date
    sex: str
    ssn: str
    street: str
    city: tuple[str, str, str]
    phone: str
    email: str
    mrn: str
    insurer: int
    member: str
    visits: list[Visit]
    drug: int
    lab: int
    is_test: bool = False
    is_deleted: bool = False
    former: str = ""
    kin: tuple[str, str] = ("", "")
    elements: set[str] = field(default_factory=set)

    def exposes(self, *elements: str) -> None:
        """Note that these were written down for the person."""
        self.elements.update(elements)

    @property
    def zip(self) -> str:
        """Return a ZIP of the city."""
        return f"{self.city[2]}{self.number % 90 + 10:02d}"


@dataclass
class World:
    """Patients, professionals and users of one practice."""

    people: list[Human]
    providers: list[tuple[str, str, str]]
    users: list[tuple[str, str, str]]


def make_world(count: int, seed: int) -> World:
    """Return a practice of so many patients, a few of them tests, deleted or renamed."""
    dice = random.Random(seed)
    names = [(f, s) for f in FIRST for s in LAST]
    dice.shuffle(names)
    taken = iter(names)
    providers = [(*next(taken), _npi(dice)) for _ in range(6)]
    users = [(*next(taken), f"user{n}") for n in range(5)]
    people = []
    visit = 1
    for number in range(1, count + 1):
        visits = []
        for _ in range(dice.randint(1, 4)):
            day = date(2019, 1, 1) + timedelta(days=dice.randrange(1800))
            visits.append(
                Visit(visit, day, dice.randrange(6), dice.randrange(12), dice.randrange(6), dice.randrange(20, 400))
            )
            visit += 1
        first, last = next(taken) if number <= len(names) - 60 else (dice.choice(FIRST), dice.choice(LAST))
        people.append(_human(dice, number, first, last, visits))
    for place in range(3):
        one = people[dice.randrange(count)]
        one.first, one.last, one.is_test = *TESTS[place], True
    dice.shuffle(people)
    return World(people, providers, users)


def _human(dice: random.Random, number: int, first: str, last: str, visits: list[Visit]) -> Human:
    return Human(
        number=number,
        first=first,
        last=last,
        born=date(1930, 1, 1) + timedelta(days=dice.randrange(32000)),
        sex=dice.choice("FM"),
        ssn=f"{dice.randrange(100, 666):03d}{dice.randrange(10, 99):02d}{dice.randrange(1000, 9999):04d}",
        street=f"{dice.randrange(10, 9900)} {dice.choice(STREETS)} St",
        city=dice.choice(CITIES),
        phone=f"{dice.choice(('813', '865', '937', '956'))}555{dice.randrange(1000, 9999)}",
        email=f"{first}.{last}{number}@mail.example".lower(),
        mrn=f"{dice.randrange(1000, 9999)}{number:04d}",
        insurer=dice.randrange(len(INSURERS)),
        member=f"W{dice.randrange(100_000_000, 999_999_999)}",
        visits=visits,
        drug=dice.randrange(len(DRUGS)),
        lab=dice.randrange(len(LABS)),
        is_deleted=dice.random() < 0.05,
        former=dice.choice(LAST) if dice.random() < 0.1 else "",
        kin=(dice.choice(FIRST), last) if dice.random() < 0.3 else ("", ""),
    )


def _npi(dice: random.Random) -> str:
    """Return a number that passes the check of NPIs (Luhn over 80840 and the number)."""
    body = f"1{dice.randrange(10**8):08d}"
    total = 24
    for place, digit in enumerate(reversed(body)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return f"{body}{-total % 10}"
