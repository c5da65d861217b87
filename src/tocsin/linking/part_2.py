"""Records of a program for substance use disorders: the notice that goes with them speaks of everybody in them.

That somebody is in such a program's records at all shows a substance use disorder. A medicine for one is both.

Invariant: pure; a notice without patients says nothing of anybody.
Source: 42 CFR 2.32 (notice to accompany disclosure), 2.11 ("patient identifying information"), 8.12(h)(2) (medicines of
opioid treatment programs: methadone, buprenorphine, naltrexone).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.linking.join import Cluster
from tocsin.model.elements import Element
from tocsin.model.mentions import Mention
from tocsin.patterns import compiled

_NOTICE = compiled(r"(?i)\b42[ ]?C\.?F\.?R\b")
_MEDICINES = frozenset(
    {"methadone", "buprenorphine", "suboxone", "subutex", "zubsolv", "sublocade", "brixadi", "bunavail", "vivitrol"}
)
_WORD = compiled(r"[a-z]+")


def notice_in(mentions: Iterable[Mention]) -> Mention | None:
    """Return the notice of 42 CFR Part 2 among the mentions of an item, None if there is none."""
    return next((m for m in mentions if m.element is Element.SUBSTANCE_USE and _NOTICE.search(m.text)), None)


def tell_notice(patients: Sequence[Cluster], notice: Mention) -> None:
    """Note the notice as something of every patient in the item."""
    for patient in patients:
        patient.frames[0].others.append((Element.SUBSTANCE_USE, notice))


def is_medicine(mention: Mention) -> bool:
    """Tell whether a mention of substance use is a medicine for it."""
    first = _WORD.match(mention.text.lower())
    return mention.element is Element.SUBSTANCE_USE and first is not None and first[0] in _MEDICINES
