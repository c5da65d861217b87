"""Whole databases in several manners, with truth: everybody's data are gathered, and nobody else's."""

from __future__ import annotations

import pytest

from benchmarks.database.styles import STYLES
from benchmarks.database.world import Human, World, make_world
from tests.linking.databases import Gathering, gathered
from tocsin.model.elements import LISTED_ROLES, OFFICE_ROLES
from tocsin.model.subjects import Subject

_BY_THE_WAY = {"name", "age", "provider", "zip", "date", "url", "other_id"}
_FILES = {"hospital", "exports"}


@pytest.fixture(scope="module", params=sorted(STYLES))
def case(request: pytest.FixtureRequest) -> tuple[World, Gathering]:
    world = make_world(60, 4)
    style = str(request.param)
    return world, gathered(STYLES[style](world), files=style in _FILES)


def test_gathers_what_rows_of_all_tables_say_of_each_person(case: tuple[World, Gathering]) -> None:
    world, found = case
    wanted = got = right = 0
    for human in (h for h in world.people if not h.is_test):
        mine = _elements(found, human) - _BY_THE_WAY
        wanted, got = wanted + len(human.elements - _BY_THE_WAY), got + len(mine)
        right += len(mine & human.elements)
    assert right >= 0.97 * wanted
    assert right >= 0.97 * got


def test_lists_no_professional_user_or_test(case: tuple[World, Gathering]) -> None:
    world, found = case
    listed = {(s.first_name.lower(), s.last_name.lower()) for s in found.subjects if s.role in LISTED_ROLES}
    people = {(h.first.lower(), h.last.lower()) for h in world.people if not h.is_test}
    offices = {(first.lower(), last.lower()) for first, last, _ in (*world.providers, *world.users)} - people
    assert not listed & offices
    tests = [s for s in found.subjects if (s.first_name, s.last_name) in {("Zztest", "Patient"), ("Mickey", "Mouse")}]
    assert not [s for s in tests if set(s.elements) - {"name"}]


def test_makes_one_subject_of_a_person_in_an_item(case: tuple[World, Gathering]) -> None:
    world, found = case
    told = [
        s for s in found.subjects if s.role not in OFFICE_ROLES and s.date_of_birth and s.subject_id not in found.same
    ]
    assert len({(s.item_id, s.date_of_birth, s.first_name) for s in told}) == len(told)
    deleted = [h for h in world.people if h.is_deleted and not h.is_test]
    assert all(_subjects(found, human) for human in deleted)


def test_links_every_mention_of_a_subject_to_it(case: tuple[World, Gathering]) -> None:
    _, found = case
    known = {s.subject_id for s in found.subjects}
    assert {subject for subjects in found.links.values() for subject in subjects} <= known
    assert set(found.links) <= set(found.mentions)
    assert set(found.same) | set(found.same.values()) <= known


def _subjects(found: Gathering, human: Human) -> list[Subject]:
    heads = [s for s in found.subjects if s.date_of_birth == human.born.isoformat() and _is_named(s, human)]
    ids = {s.subject_id for s in heads}
    return [s for s in found.subjects if s.subject_id in ids or found.same.get(s.subject_id) in ids]


def _is_named(subject: Subject, human: Human) -> bool:
    first, last = subject.first_name.lower(), subject.last_name.lower()
    return first == human.first.lower() and last in {human.last.lower(), ""}


def _elements(found: Gathering, human: Human) -> set[str]:
    return {element.value for subject in _subjects(found, human) for element in subject.elements}
