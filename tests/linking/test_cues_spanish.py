"""Tests of Spanish words beside names and values that say whose they are."""

from __future__ import annotations

import pytest

from tocsin.linking import cues
from tocsin.linking.relations import relation_in
from tocsin.model.elements import Role


@pytest.mark.parametrize(
    ("before", "after", "role", "relation"),
    [
        ("la mamá = ", " está embarazada", Role.RELATIVE, "parent"),
        ("La madre, señora ", ", informa", Role.RELATIVE, "parent"),
        ("Yo, ", ", madre de Iker", Role.RELATIVE, "parent"),
        ("su hijo ", " tiene tos", Role.RELATIVE, "child"),
        ("la paciente ", " llamó", Role.PATIENT, ""),
        ("cita con la Dra. ", " el lunes", Role.PROVIDER, ""),
        ("", " (son dos apellidos)", Role.UNKNOWN, ""),
    ],
)
def test_roles_are_told_in_spanish(before: str, after: str, role: Role, relation: str) -> None:
    assert cues.role_beside(before, after) == (role, relation)


def test_the_dead_and_writers_are_told_in_spanish() -> None:
    assert cues.is_deceased("murió doña ", " ayer")
    assert cues.is_deceased("", " falleció ayer")
    assert cues.is_own("mi fecha es ")
    assert cues.is_had("Tengo ")
    assert not cues.is_own("Detroit, MI 48201 ")
    assert cues.is_written_to("Hola ", ", le recordamos que su cita es el martes")


def test_kin_have_their_relation_in_spanish() -> None:
    assert [relation_in(word) for word in ("mamá", "esposo", "hija", "tutora", "abuelita")] == [
        "parent", "spouse", "child", "guardian", "other",
    ]  # fmt: skip
