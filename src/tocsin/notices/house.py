"""The house: whose words, logo, signature and telephone a letter bears. Each organization may have its own.

Invariant: a picture has words that say what it shows, or is told to be decoration; a letter is read aloud to some.

Source: ISO 14289-1, 7.3 (alternatives for figures).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from tocsin.notices.template import Template, house_text, read_template

LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Picture:
    """A picture of a letter."""

    data: bytes = field(repr=False)
    kind: str
    """svg, png or jpg."""
    alternative: str
    height_points: int = 40


@dataclass(frozen=True)
class Look:
    """How the page is set. Sizes in points (1/72 inch).

    The defaults place the address in the window of a No. 10 envelope (window 1 1/8 by 4 1/2 inches, 7/8 from the left,
    1/2 from the bottom), the sheet folded so that its first panel is 3 7/8 inches: however the sheet slides inside,
    what lies 2 1/2 to 3 3/8 inches from its top and 7/8 to 4 3/8 from its left stays in sight.
    """

    text_points: float = 10.5
    window_left: float = 72.0
    window_top: float = 181.0
    window_width: float = 236.0
    window_height: float = 62.0


@dataclass(frozen=True)
class House:
    """Words and look of one organization."""

    templates: Mapping[str, Template]
    signatory: str = ""
    signatory_title: str = ""
    phone: str = ""
    logo: Picture | None = None
    signature: Picture | None = None
    look: Look = Look()

    def template(self, language: str) -> Template:
        """Return its words in a language; English where it has no others."""
        return self.templates.get(language) or self.templates["en"]


@cache
def shipped_template(language: str) -> Template:
    """Return the template of that language that comes with the program."""
    made, faults = read_template(house_text(language))
    if made is None:
        raise RuntimeError(f"the shipped template {language} does not load: {'; '.join(faults)}")
    return made


@cache
def shipped_house() -> House:
    """Return the house that comes with the program."""
    return House({language: shipped_template(language) for language in LANGUAGES})
