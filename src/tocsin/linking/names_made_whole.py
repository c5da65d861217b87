"""Names of a text of which one place has a part and another the rest: torn by a line's end, an initial, a child's.

Invariant: a frame is renamed only; no mention is lost.
"""

from __future__ import annotations

import re

from tocsin.linking.cues import role_beside
from tocsin.linking.frames import Frame
from tocsin.linking.person import is_given
from tocsin.linking.scene import Scene
from tocsin.model.elements import OFFICE_ROLES, Element, Role
from tocsin.model.lexicon import fold_name
from tocsin.model.mentions import Mention, Part
from tocsin.patterns import compiled

_WRAPPED, _LONGEST_LINE = 60, 200
"""Characters of a line of prose that goes on in the next."""
_SAID_OF = 30
"""Between ``Bernard Carver`` and ``Rochelle``: ``'s wife``."""
_BESIDE = 60


def torn(scene: Scene, text: str, mention: Mention) -> Frame | None:
    """Return the frame of the first half of a name that was read as two (``Lisa`` ``Richard``), made whole."""
    focus = scene.focus
    last = focus.mentions[-1] if focus is not None and focus.mentions else None
    if (
        focus is None
        or last is None
        or (last.element is not mention.element and mention.element is not Element.PROVIDER)
        or last.segment_id != mention.segment_id
    ):
        return None
    is_next = text[last.end : mention.start] == " " or _is_wrapped(text, last, mention)
    if focus.key.is_whole or not is_next or " " in mention.text.partition(",")[0].strip():
        return None
    focus.mentions.append(mention)
    focus.rename(f"{last.text} {mention.text}")
    if mention.element is Element.PROVIDER and not focus.is_told:
        focus.role, focus.is_told, focus.is_closed = Role.PROVIDER, True, True
    return focus


def _is_wrapped(text: str, last: Mention, mention: Mention) -> bool:
    """Tell whether prose was broken between two words: one ends a long line, the other begins the next."""
    if text[last.end : mention.start].strip(" ") != "\n":
        return False
    begin = text.rfind("\n", max(0, last.start - _LONGEST_LINE), last.start) + 1
    return last.end - begin >= _WRAPPED and "  " not in text[begin : last.end].strip()


def spelled_out(scene: Scene, text: str, mention: Mention) -> Frame | None:
    """Return the person in question of whom an initial was told, named by the given name that is told now.

    ``R. Domingo, 1/10, whole brain. Rogelio was confused``: the patient is Rogelio Domingo.
    """
    topic, word = scene.topic, mention.text.strip()
    folded = fold_name(word)
    if topic is None or topic.role in OFFICE_ROLES or mention.element is not Element.NAME or " " in word:
        return None
    if mention.part is not Part.FULL or mention.party is not Role.UNKNOWN or not is_given(folded):
        return None
    is_initial = len(topic.key.first) == 1 and bool(topic.key.last) and topic.segment_id == mention.segment_id
    if not is_initial or len(folded) < 2 or folded[0] != topic.key.first:
        return None
    before, after = text[max(0, mention.start - _BESIDE) : mention.start], text[mention.end : mention.end + _BESIDE]
    if role_beside(before, after)[0] is not Role.UNKNOWN:
        return None
    topic.mentions.append(mention)
    topic.rename(f"{word} {topic.name.last} {topic.name.suffix}".strip())
    return topic


def renamed(scene: Scene, text: str, mention: Mention) -> Frame | None:
    """Return the person in focus who has another surname now, or had one: ``(chart still says Lee)``.

    ``Samantha Armijo is now Samantha Ortiz`` is called by the later name from here on.
    """
    focus = scene.focus
    if focus is None or focus.segment_id != mention.segment_id or focus.role in OFFICE_ROLES or not focus.key.is_whole:
        return None
    between = text[scene.focus_end : mention.start] if scene.focus_end <= mention.start else ""
    first = fold_name(mention.text.replace(",", " ").split()[0]) if mention.text.split() else ""
    if len(between) <= _SAID_OF and _ONCE.fullmatch(between) and (" " not in mention.text or first == focus.key.first):
        focus.mentions.append(mention)
        return focus
    if len(between) > _SAID_OF or not _NOW.fullmatch(between) or first not in {focus.key.first, focus.key.last}:
        return None
    focus.mentions.append(mention)
    focus.rename(mention.text.strip())
    return focus


_ONCE = compiled(
    r"[ ]?\((?:was|chart(?:ed)?(?:[ ](?:as|under|name))?|under|in[ ]chart[ ]as|card[ ](?:has|says))[ :]{1,2}"
    r"|[ ,(]{1,3}(?:(?:chart|card|file|system|id|license|record|ins(?:urance)?|it)[ ])?"
    r"(?:still[ ](?:says|has|under|as|shows|reads)|(?:says|shows|reads|listed|filed|registered|is)[ ](?:under|as)"
    r"|formerly|previously|prev\.?|f/k/a|fka|n[e\u00e9]e|(?:maiden(?:[ ]name)?|old[ ]name)(?:[ ](?:is|was))?)[ :]{1,2}",
    re.IGNORECASE,
)
"""Leads from a name to the surname that papers have still or had before."""
_NOW = compiled(
    r"[ ,(]{1,3}(?:(?:is|was|has become)[ ])?(?:now|n/k/a|nka|a/k/a|aka|changed to|changed (?:her|his) name to)"
    r"[ :]{1,2}(?:(?:known as|called|goes by)[ ])?",
    re.IGNORECASE,
)


def give_last_name(scene: Scene, frame: Frame, mention: Mention) -> None:
    """Give a child or spouse called by a first name the last name of whom they are said to belong to."""
    focus = scene.focus
    if focus is None or not focus.key.is_whole or focus.role in OFFICE_ROLES or frame.key.last or not frame.key.first:
        return
    if focus.segment_id == mention.segment_id and 0 <= mention.start - scene.focus_end <= _SAID_OF:
        frame.rename(f"{mention.text.strip()} {focus.name.last}")
