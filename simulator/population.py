"""A population of families: spouses, minors, twins, Jr and Sr, the dead and their representatives, same-name strangers.

All of it follows from the seed. No value belongs to a real person: telephone numbers are 555-01xx, mail domains end in
``.example``; SSNs have a valid shape (else no detector would take them) and are drawn blindly.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, timedelta

from simulator import randomness as r
from simulator.human import Human, Practice
from simulator.lexicon import Split, pick_address, pick_first, pick_group, pick_last

TODAY = date(2024, 12, 16)
DIAGNOSES = {
    "tuning": (
        ("C50.911", "malignant neoplasm of right female breast"), ("C34.90", "lung cancer"), ("C61", "prostate cancer"),
        ("C18.9", "colon cancer"), ("C83.30", "diffuse large B-cell lymphoma"), ("C90.00", "multiple myeloma"),
        ("D50.9", "iron deficiency anemia"), ("C56.9", "ovarian cancer"), ("C91.10", "chronic lymphocytic leukemia"),
    ),
    "measuring": (
        ("C25.9", "pancreatic adenocarcinoma"), ("C67.9", "bladder cancer"), ("C43.59", "melanoma of the trunk"),
        ("C73", "papillary thyroid carcinoma"), ("C92.00", "acute myeloid leukemia"), ("C64.2", "renal cell carcinoma"),
        ("D69.3", "immune thrombocytopenic purpura"), ("C15.9", "esophageal cancer"), ("C81.90", "Hodgkin lymphoma"),
    ),
}  # fmt: skip
INSURERS = {
    "tuning": ("Aetna", "Blue Cross Blue Shield", "Medicare", "UnitedHealthcare", "Cigna", "TennCare"),
    "measuring": ("Humana", "Medicaid", "Tricare", "Molina Healthcare", "Ambetter", "Anthem"),
}
NICKNAMES = {"Robert": "Bob", "William": "Bill", "Elizabeth": "Liz", "Margaret": "Peggy", "James": "Jim",
             "Jennifer": "Jen", "Michael": "Mike", "Katherine": "Kathy", "Richard": "Dick", "Susan": "Sue",
             "Joseph": "Joe", "Patricia": "Patty", "Thomas": "Tom", "Deborah": "Debbie", "Anthony": "Tony"}  # fmt: skip
EMPLOYERS = {
    "tuning": ("Harlan Freight Lines", "Brightwater Schools", "Cobb Textile", "self-employed"),
    "measuring": ("Delmar Poultry", "County of Ashby", "Ninth Street Foundry", "retired"),
}


def plain(text: str) -> str:
    """Return the text in ASCII letters, for addresses and logins."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(sign for sign in folded.lower() if sign.isalnum())


class Population:
    """Makes people household by household until there are enough."""

    def __init__(self, seed: int, split: Split, practices: list[Practice]) -> None:
        self.rng = r.stream(seed, "population", split)
        self.split = split
        self.practices = practices
        self.people: list[Human] = []
        self.by_key: dict[str, Human] = {}
        self._ssns: set[str] = set()
        self._phones = 0

    def grow(self, count: int) -> list[Human]:
        """Return that many people."""
        while len(self.people) < count:
            self._household()
        for human in self.people[count:]:
            self.by_key.pop(human.key)
        del self.people[count:]
        for human in self.people:
            self._drop_dangling(human)
        return self.people

    def _drop_dangling(self, human: Human) -> None:
        for link in ("guardian", "representative", "spouse", "subscriber"):
            if getattr(human, link) not in self.by_key:
                setattr(human, link, "")

    def human(self, last: str, group: str, sex: str, birth: date, **facts: object) -> Human:
        """Return a new human being, who is not yet one of the people."""
        rng = self.rng
        first = str(facts.pop("first", "")) or pick_first(rng, self.split, group, sex)
        middle = pick_first(rng, self.split, group, sex) if rng.random() < 0.5 else ""
        human = Human(
            key="", first=first, middle=middle, last=last, sex=sex, birth=birth, ssn=self.ssn(), phone=self.phone(),
            email="", addresses=[pick_address(rng, self.split)], nickname=NICKNAMES.get(first, ""),
        )  # fmt: skip
        human.email = f"{plain(first)[: rng.choice((1, 12))]}.{plain(last)}{rng.randint(1, 99)}@{self._domain()}"
        for name, value in facts.items():
            setattr(human, name, value)
        self._paper(human)
        return human

    def _paper(self, human: Human) -> None:
        rng, split = self.rng, self.split
        human.license = f"{rng.choice('DHKS')}{r.digits(rng, 9)}"
        human.account, human.routing = r.digits(rng, rng.choice((9, 10, 12))), r.routing_number(rng)
        human.card, human.passport = r.card_number(rng), r.digits(rng, 9)
        human.insurer = human.insurer or rng.choice(INSURERS[split])
        human.member_id = human.member_id or f"{rng.choice(('W', 'XQH', 'JPN', 'H'))}{r.digits(rng, 9)}"
        human.group = human.group or r.digits(rng, 6)
        human.employer = rng.choice(EMPLOYERS[split])
        human.diagnosis = rng.choice(DIAGNOSES[split])

    def _domain(self) -> str:
        return self.rng.choice(("mailbox.example", "post.example", "inbox.example", "homemail.example"))

    def ssn(self) -> str:
        """Return an SSN of valid shape that no other of these people has."""
        while True:
            area = self.rng.choice((self.rng.randint(1, 665), self.rng.randint(667, 772)))
            made = f"{area:03d}-{self.rng.randint(1, 99):02d}-{self.rng.randint(1, 9999):04d}"
            if made not in self._ssns:
                self._ssns.add(made)
                return made

    def phone(self) -> str:
        """Return ten digits, 555-01xx; areas repeat only after 60,000 numbers."""
        self._phones += 1
        area = 201 + (self._phones // 100 * 7) % 780
        return f"{area if area % 100 != 11 else area + 1}55501{self._phones % 100:02d}"

    def birth(self, low: int, high: int) -> date:
        """Return a birth date of someone between these ages."""
        return TODAY - timedelta(days=self.rng.randint(low * 365 + 10, high * 365))

    def _add(self, human: Human) -> Human:
        human.key = f"P{len(self.people) + 1:06d}"
        practice = self.practices[int(len(self.practices) * self.rng.random() ** 1.6)]
        human.home_entity = human.home_entity or practice.key
        self.people.append(human)
        self.by_key[human.key] = human
        self._mrn(human, human.home_entity)
        if self.rng.random() < 0.07:
            self._mrn(human, self.rng.choice(self.practices).key)
        return human

    def _mrn(self, human: Human, entity: str) -> None:
        practice = next(p for p in self.practices if p.key == entity)
        human.mrns[entity] = f"{practice.mrn_prefix}{r.digits(self.rng, 6 if self.split == 'tuning' else 7)}"

    def _household(self) -> None:
        rng, group = self.rng, pick_group(self.rng)
        last = pick_last(rng, self.split, group)
        head = self._add(self.human(last, group, rng.choice("MF"), self.birth(24, 92)))
        head.household = head.key
        if rng.random() < 0.25:
            head.addresses.insert(0, pick_address(rng, self.split))
        if rng.random() < 0.4:
            self._spouse(head, group)
        if head.age_on(TODAY) < 62 and rng.random() < 0.35:
            self._children(head, group)
        if head.sex == "M" and rng.random() < 0.07:
            self._junior(head, group)
        if rng.random() < 0.03:
            self._stranger(head, group)
        if rng.random() < 0.06:
            self._death(head)

    def _share(self, human: Human, head: Human) -> Human:
        human.addresses = list(head.addresses)
        human.household, human.home_entity = head.key, head.home_entity
        if self.rng.random() < 0.6:
            human.phone = head.phone
        return human

    def _spouse(self, head: Human, group: str) -> None:
        sex = "F" if head.sex == "M" else "M"
        years = timedelta(days=self.rng.randint(-2000, 2000))
        human = self.human(head.last, group, sex, min(head.birth + years, date(2002, 1, 1)))
        if self.rng.random() < 0.25:
            human.last = pick_last(self.rng, self.split, pick_group(self.rng))
        elif sex == "F" and self.rng.random() < 0.5:
            human.maiden = pick_last(self.rng, self.split, pick_group(self.rng))
        self._add(self._share(human, head))
        head.spouse, human.spouse = human.key, head.key
        if head.died is None and self.rng.random() < 0.4:
            human.member_id, human.insurer, human.group = head.member_id, head.insurer, head.group
            human.subscriber = head.key

    def _children(self, head: Human, group: str) -> None:
        birth = self.birth(1, max(3, min(17, head.age_on(TODAY) - 18)))
        twins = self.rng.random() < 0.15
        named = set[str]()
        for _ in range(2 if twins else self.rng.randint(1, 2)):
            sex = self.rng.choice("MF")
            child = self.human(head.last, group, sex, birth, first=self._other_first(group, sex, named))
            named.add(child.first)
            child.member_id, child.insurer, child.group = head.member_id, head.insurer, head.group
            child.guardian = child.subscriber = head.key
            child.employer = ""
            self._add(self._share(child, head))
            if not twins:
                birth = min(birth + timedelta(days=self.rng.randint(400, 1500)), TODAY - timedelta(days=40))

    def _other_first(self, group: str, sex: str, named: set[str]) -> str:
        """Return a given name that no brother or sister has."""
        while (first := pick_first(self.rng, self.split, group, sex)) in named:
            pass
        return first

    def _junior(self, head: Human, group: str) -> None:
        if head.age_on(TODAY) < 42:
            return
        son = self.human(head.last, group, "M", head.birth + timedelta(days=365 * 23 + self.rng.randint(0, 2000)))
        son.first, son.middle, son.nickname = head.first, head.middle, head.nickname
        head.suffix, son.suffix = "Sr", "Jr"
        self._add(self._share(son, head))

    def _stranger(self, head: Human, group: str) -> None:
        double = self.human(head.last, group, head.sex, self.birth(20, 90), first=head.first)
        double.household = double.key
        self._add(double)

    def _death(self, head: Human) -> None:
        head.died = TODAY - timedelta(days=self.rng.randint(20, 900))
        head.representative = head.spouse


def outsider(population: Population, job: str) -> Human:
    """Return someone who is not one of the people: staff of an office, a physician, a vendor's contact."""
    group = pick_group(population.rng)
    last = pick_last(population.rng, population.split, group)
    human = population.human(last, group, population.rng.choice("MF"), population.birth(25, 65))
    return replace(human, job=job, key="")
