"""What holds of linking whatever is linked: nothing lost, nothing invented, no order that matters."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.linking.small_items import detector, grid, item, mail, read, read_text, text
from tocsin.ids import ItemId, MentionId, SegmentId
from tocsin.linking.engine import link
from tocsin.linking.frames import Frame
from tocsin.linking.records import Where, link_record
from tocsin.linking.scene import Scene
from tocsin.linking.staff import StaffIndex
from tocsin.linking.texts import TextLinker
from tocsin.linking.zones import Zone, lines_of
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Mention, Part
from tocsin.model.segments import GridBody, Segment
from tocsin.model.subjects import Subject

SOME = settings(max_examples=40, deadline=None)
LINES = st.sampled_from(
    [
        "Patient: Ann Lee", "DOB: 1/2/1965", "SSN: 223-45-6788", "MRN: MR448210", "Guarantor: Omar Haddad", "Phone: 813-555-0101",
        "Emergency Contact", "Name: Leila Nasser", "Relationship: Aunt", "Insurance", "Member ID: W123456789",
        "Jose Ortiz was seen for asthma by Dr. Okafor.", "His daughter Luz Ortiz called from 617-555-0142.",
        "my SSN is 224-45-6788", "- Peter Brandt 4/6/1961", "- Susan Brandt 5/6/1949", "> see Ann Lee, DOB 1/2/1965", ">",
        "From: Gina Torres <gina@lakeside.example>", "To: Clara Winters", "Subject: Jose Ortiz", "Sent: Monday, May 6, 2024 8:01 AM", "Hi Clara,", "Thanks,", "Gina Torres",
        "Lakeside Hematology", "Phone 813-555-0190", "Estate of Peter Brandt", "12 Oak St, Tampa, FL 33602", "NPI 1234567893",
        "Billing Specialist", "If you have received this in error call 813-555-0199", "", "",
    ]
)  # fmt: skip
TEXTS = st.lists(LINES, min_size=1, max_size=14).map("\n".join)
CELLS = st.sampled_from(
    [
        "", "", "Ann Lee", "Ortiz, Jose", "Omar Haddad", "1/2/1965", "3/4/2010", "223-45-6788", "MR448210", "813-555-0101", "Self",
        "Mother", "C50.911", "Dr. Okafor", "1234567893", "W123456789", "12 Oak St", "called Luz Ortiz about chemo",
    ]
)  # fmt: skip
LABELS = st.sampled_from(
    [
        "Patient", "DOB", "SSN", "MRN", "Guarantor", "Guarantor DOB", "Subscriber", "Member ID", "Spouse Name", "Relationship", "Phone",
        "Provider", "NPI", "Notes", "Employee", "",
    ]
)  # fmt: skip


@st.composite
def grids(draw: st.DrawFn) -> list[Segment]:
    """Return an item of one table with labels and cells that need not fit."""
    width = draw(st.integers(1, 6))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5))
    labels = draw(st.lists(LABELS, min_size=width, max_size=width))
    return item(grid(*("|".join(row) for row in [labels, *rows])))


MAILS = st.builds(
    mail,
    st.sampled_from(
        ["Gina Torres <gina@lakeside.example>", "Leila Nasser <leila@gmail.com>", "frontdesk@lakeside.example"]
    ),
    st.sampled_from(["Clara Winters <clara@lakeside.example>", "Jose Ortiz <jose@yahoo.com>"]),
    st.sampled_from(["Jose Ortiz DOB 2/5/1961", "my mother", "Invoice"]),
    TEXTS,
)
ITEMS = st.one_of(TEXTS.map(lambda written: item(text(written))), grids(), MAILS)


@SOME
@given(ITEMS)
def test_links_and_subjects_speak_of_what_is_there(segments: list[Segment]) -> None:
    mentions = detector().find(segments)
    linked = link(segments, mentions)
    ids = {one.subject_id for one in linked.subjects}
    pairs = [(one.mention_id, one.subject_id) for one in linked.links]
    assert len(ids) == len(linked.subjects) and len(set(pairs)) == len(pairs)
    assert {subject for _, subject in pairs} == ids
    assert {mention for mention, _ in pairs} <= {one.mention_id for one in mentions}
    for one in linked.subjects:
        assert one.related_to is None or (one.related_to in ids and one.related_to != one.subject_id)
        assert not one.household or one.household in ids


@SOME
@given(ITEMS)
def test_a_subject_has_no_value_that_is_no_mention(segments: list[Segment]) -> None:
    mentions = detector().find(segments)
    linked = link(segments, mentions)
    norms = {one.norm for one in mentions}
    for one in linked.subjects:
        values = {one.ssn, one.date_of_birth, *one.phones, *one.emails, *one.mrns, *one.member_ids} - {""}
        assert values <= norms
        assert bool(one.ssn) <= (Element.SSN in one.elements)


@SOME
@given(st.lists(ITEMS, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_items_does_not_matter(items: list[list[Segment]], chance: random.Random) -> None:
    together = [piece for n, pieces in enumerate(items) for piece in _in_item(pieces, n)]
    alone = [link(group, detector().find(group)) for group in (_in_item(p, n) for n, p in enumerate(items))]
    chance.shuffle(together)
    mixed = link(together, detector().find(together))
    assert {one.subject_id: one for one in mixed.subjects} == {s.subject_id: s for one in alone for s in one.subjects}
    assert set(mixed.links) == {link for one in alone for link in one.links}


@SOME
@given(TEXTS, st.randoms(use_true_random=False))
def test_mentions_of_a_text_may_come_in_any_order(written: str, chance: random.Random) -> None:
    segments = item(text(written))
    mentions = detector().find(segments)
    shuffled = list(mentions)
    chance.shuffle(shuffled)
    assert link(segments, shuffled) == link(segments, mentions)


@SOME
@given(TEXTS)
def test_every_mention_is_somebodys_or_loose_but_for_headers_and_signatures(written: str) -> None:
    segment = item(text(written))[0]
    mentions = detector().find([segment])
    scene = Scene(StaffIndex())
    TextLinker(scene, segment, mentions).read()
    loose = {piece.mention.mention_id for piece in scene.loose}
    said = {one.mention_id for one in mentions} - _on_silent_lines(written, mentions)
    assert said <= _held(scene.frames) | loose


MENTIONS = st.lists(
    st.tuples(
        st.sampled_from([Element.NAME, Element.PROVIDER, Element.RELATIVE, Element.SSN, Element.DATE_OF_BIRTH, Element.PHONE,
                         Element.MEMBER_ID, Element.DIAGNOSIS, Element.NPI, None]),
        st.sampled_from(list(Role)),
        st.sampled_from(["place", "text"]),
        st.sampled_from(["", "Spouse", "Child 1", "Guarantor", "Member name"]),
        st.sampled_from(["Ann Lee", "Jose Ortiz", "Omar Haddad"]),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(MENTIONS)
def test_every_mention_of_a_record_is_somebodys_or_loose(
    drawn: list[tuple[Element | None, Role, str, str, str]],
) -> None:
    mentions = [
        Mention(
            MentionId(f"men_{n:016x}"), ItemId("itm_0"), SegmentId("seg_0"), element, Part.FULL if element else Part.RELATION,
            0, len(name), "", name, name, 0.9, detector_name, 3, n, party=party, label=label,
        )
        for n, (element, party, detector_name, label, name) in enumerate(drawn)
    ]  # fmt: skip
    made = link_record(mentions, Where(ItemId("itm_0"), SegmentId("seg_0"), 3))
    loose = {one.mention_id for one in made.loose}
    assert _held(made.frames) | loose == {one.mention_id for one in mentions}


VISITS = (
    ("Patient", "DOB", "Date of Service", "Diagnosis"), ("Ann Lee", "1/2/1965", "3/1/2024", "C50.911"), ("", "", "3/8/2024", "D64.9"),
    ("", "", "3/15/2024", "R97.20"), ("Jose Ortiz", "2/5/1961", "3/2/2024", "C61"), ("", "", "3/9/2024", "E11.9"),
)  # fmt: skip


@pytest.mark.parametrize("cut", range(1, len(VISITS)))
def test_a_table_cut_into_segments_speaks_of_the_same_people(cut: int) -> None:
    parts = (GridBody(VISITS[:cut], 1, VISITS), GridBody(VISITS[cut:], cut + 1, VISITS))
    found, whole = read(item(*parts)), read(item(GridBody(VISITS, 1, VISITS)))
    assert found.roles == whole.roles
    for code in ("C50.911", "D64.9", "R97.20", "C61", "E11.9"):
        assert found.owners(code) == whole.owners(code) != set()


NAMES = st.permutations(["Ann Lee", "Jose Ortiz", "Omar Nasser", "Clara Winters", "Susan Meyer"])
NUMBERS = st.permutations(["223-45-6788", "224-45-6788", "225-45-6788", "226-45-6788"])


@SOME
@given(NAMES, NUMBERS)
def test_ids_of_a_tables_people_follow_from_places_and_not_from_values(names: list[str], numbers: list[str]) -> None:
    def ids(names: list[str], numbers: list[str]) -> list[str]:
        rows = (f"{name}|{number}" for name, number in zip(names, numbers, strict=False))
        segments = item(grid("Patient|SSN", *rows))
        return [one.subject_id for one in link(segments, detector().find(segments)).subjects]

    assert ids(names, numbers) == ids(sorted(names), sorted(numbers))


@SOME
@given(NUMBERS)
def test_ids_of_a_texts_people_follow_from_places_and_not_from_values(numbers: list[str]) -> None:
    def ids(one: str, other: str) -> list[str]:
        return [
            s.subject_id
            for s in read_text(f"Patient: Ann Lee\nSSN: {one}\n\nPatient: Eve Roe\nSSN: {other}\n").subjects
        ]

    assert ids(numbers[0], numbers[1]) == ids("223-45-6788", "224-45-6788")
    assert len(ids(numbers[0], numbers[1])) == 2


def test_the_same_text_in_another_item_has_other_ids() -> None:
    written = text("Patient: Ann Lee\nSSN: 223-45-6788\n")
    pairs = [item(written, locator=locator) for locator in ("box/1", "box/2")]
    one, other = (link(segments, detector().find(segments)).subjects[0] for segments in pairs)
    assert one.subject_id != other.subject_id and _values(one) == _values(other)


def _values(subject: Subject) -> tuple[str, str, str, Role]:
    return subject.first_name, subject.last_name, subject.ssn, subject.role


def _in_item(pieces: list[Segment], number: int) -> list[Segment]:
    return item(*(piece.body for piece in pieces), locator=f"box/{number}")


def _held(frames: list[Frame]) -> set[str]:
    held = (one for f in frames for one in (*f.mentions, *f.births, *(told for _, told in f.others)))
    return {mention.mention_id for mention in held}


def _on_silent_lines(written: str, mentions: list[Mention]) -> set[str]:
    lines = lines_of(written, mentions, frozenset())
    return {one.mention_id for line in lines if line.zone is not Zone.PLAIN for one in line.mentions}
