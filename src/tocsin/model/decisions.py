"""Decisions of people: rows that outrank scores and survive reruns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Judgement(StrEnum):
    """What a named person settled."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    NOT_A_PERSON = "not_a_person"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; a later one about the same ids replaces an earlier one.

    For SAME, DIFFERENT and UNSURE ``left`` and ``right`` are person ids; they are held fast by the subjects
    those persons consisted of when the decision was made. For NOT_A_PERSON ``left`` is a person id, for WRONG a
    mention id.
    """

    judgement: Judgement
    left: str
    right: str
    by: str
    at: datetime
    left_subjects: tuple[str, ...] = ()
    right_subjects: tuple[str, ...] = ()
