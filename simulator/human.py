"""Made-up human beings and organizations: every value that a document may write about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Address:
    """Where someone lives or an office stands."""

    street: str
    unit: str
    city: str
    state: str
    zip: str

    @property
    def line(self) -> str:
        """Street and unit on one line."""
        return f"{self.street} {self.unit}".strip()

    @property
    def full(self) -> str:
        """The address as one span, street to ZIP."""
        return f"{self.line}, {self.city}, {self.state} {self.zip}"


@dataclass
class Human:
    """One made-up human being."""

    key: str
    first: str
    middle: str
    last: str
    sex: str
    birth: date
    ssn: str
    phone: str
    email: str
    addresses: list[Address]
    suffix: str = ""
    nickname: str = ""
    maiden: str = ""
    died: date | None = None
    mrns: dict[str, str] = field(default_factory=dict)
    insurer: str = ""
    member_id: str = ""
    group: str = ""
    license: str = ""
    account: str = ""
    routing: str = ""
    card: str = ""
    passport: str = ""
    employer: str = ""
    job: str = ""
    guardian: str = ""
    representative: str = ""
    spouse: str = ""
    subscriber: str = ""
    household: str = ""
    home_entity: str = ""
    is_employee: bool = False
    diagnosis: tuple[str, str] = ("", "")
    """Code and words."""

    @property
    def full(self) -> str:
        """First and last name with the suffix."""
        return " ".join(part for part in (self.first, self.last, self.suffix) if part)

    @property
    def home(self) -> Address:
        """The present address."""
        return self.addresses[-1]

    def age_on(self, day: date) -> int:
        """Return the age in whole years on that day."""
        return day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))


@dataclass(frozen=True)
class Practice:
    """A covered entity: an oncology practice with people who work and write there."""

    key: str
    name: str
    aliases: tuple[str, ...]
    npi: str
    domain: str
    mrn_prefix: str
    address: Address
    phone: str
    doctors: tuple[Human, ...] = ()
    staff: tuple[Human, ...] = ()
    doctor_npis: tuple[str, ...] = ()
