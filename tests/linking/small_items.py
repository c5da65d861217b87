"""Small items for tests of linking: build one, read it through detection and linking, ask who is in it.

People are asked for by ``First Last`` as the subject holds them, in any case; a name that two subjects share cannot be
asked for that way and is looked up in ``named``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from tocsin.detection.engine import Detector
from tocsin.ids import EvidenceId, item_id, segment_id
from tocsin.linking.engine import LinkContext, collect_staff, link
from tocsin.linking.staff import staff_index
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Mention
from tocsin.model.segments import Body, Field, FieldsBody, GridBody, Segment, TextBody, TextLayout
from tocsin.model.subjects import Link, Subject
from tocsin.resolution.people import is_listed

EVIDENCE = EvidenceId("evd_000000000000")


@cache
def detector() -> Detector:
    """Return one detector for all tests of a worker."""
    return Detector()


@dataclass(frozen=True)
class Reading:
    """What detection and linking made of an item."""

    segments: list[Segment]
    mentions: list[Mention]
    subjects: list[Subject]
    links: list[Link] = field(repr=False)

    @property
    def roles(self) -> dict[str, Role]:
        """Return the role of everybody who has a name."""
        return {_name(one): one.role for one in self.subjects if _name(one)}

    @property
    def listed(self) -> set[str]:
        """Return the names of those who would be listed for what stands here."""
        return {_name(one) for one in self.subjects if _is_listed(one)}

    def named(self, name: str) -> list[Subject]:
        """Return the subjects of that name."""
        return [one for one in self.subjects if _name(one) == name]

    def __getitem__(self, name: str) -> Subject:
        """Return the one subject of that name."""
        found = self.named(name)
        assert len(found) == 1, f"{len(found)} subjects of that name among {Counter(map(_name, self.subjects))}"
        return found[0]

    def owners(self, text: str) -> set[str]:
        """Return the names of those to whom a mention of that text belongs."""
        told = {one.subject_id: _name(one) for one in self.subjects}
        ids = {one.mention_id for one in self.mentions if one.text == text}
        assert ids, f"not found as a mention: {text}"
        return {told[one.subject_id] for one in self.links if one.mention_id in ids}

    def is_related(self, name: str, other: str) -> bool:
        """Tell whether the one is somebody's to the other."""
        return self[name].related_to == self[other].subject_id


def _is_listed(subject: Subject) -> bool:
    return is_listed([{"role": subject.role.value, "elements": [one.value for one in subject.elements]}])


def _name(subject: Subject) -> str:
    return f"{subject.first_name} {subject.last_name}".strip().title()


def item(*bodies: Body, locator: str = "box/1", places: Sequence[str] = ()) -> list[Segment]:
    """Return the segments of one item."""
    made = item_id(EVIDENCE, locator)
    named = [*places, *[""] * len(bodies)]
    return [Segment(segment_id(made, n), made, n, named[n], body) for n, body in enumerate(bodies)]


def text(written: str, *, fixed: bool = False) -> TextBody:
    """Return a text; a first line end is left out so that it can begin on a line of its own."""
    return TextBody(written.removeprefix("\n"), TextLayout.FIXED if fixed else TextLayout.FLOWING)


def grid(*rows: str, sheet: bool = False) -> GridBody:
    """Return a table of rows with ``|`` between cells."""
    cut = tuple(tuple(cell.strip() for cell in row.split("|")) for row in rows)
    return GridBody(cut, 1, cut[:40], sheet)


def mail(
    sender: str, to: str | Iterable[str], subject: str, body: str, *, sent: str = "Mon, 06 May 2024 09:30:00 -0400"
) -> list[Segment]:
    """Return a message as the reader of mail gives it out: its header's fields, then its body."""
    receivers = [to] if isinstance(to, str) else list(to)
    lines = [("mail.from", sender, "From"), *(("mail.to", one, "To") for one in receivers)]
    lines += [("mail.subject", subject, "Subject"), ("mail.date", sent, "Date")]
    header = FieldsBody(tuple(Field(path, value, label, n) for n, (path, value, label) in enumerate(lines)))
    return item(header, text(body), places=("header", "body"))


def read(segments: Sequence[Segment], domains: Iterable[str] = ("lakeside.example",)) -> Reading:
    """Return who is in the item, known only what it says itself and which domains are the organizations'."""
    mentions = detector().find(segments)
    staff = staff_index(collect_staff(segments, mentions), domains)
    linked = link(segments, mentions, context=LinkContext(staff))
    return Reading(list(segments), mentions, linked.subjects, linked.links)


def read_text(written: str, *, fixed: bool = False) -> Reading:
    """Return who is in a text."""
    return read(item(text(written, fixed=fixed)))


def read_grid(*rows: str, sheet: bool = False) -> Reading:
    """Return who is in a table."""
    return read(item(grid(*rows, sheet=sheet)))


def read_mail(sender: str, to: str | Iterable[str], subject: str, body: str) -> Reading:
    """Return who is in a message."""
    return read(mail(sender, to, subject, body))


def has(subject: Subject, *elements: Element) -> bool:
    """Tell whether all of these elements stand there for the subject."""
    return set(elements) <= set(subject.elements)
