"""Who writes: names in signatures and behind ``From:``, patients of portals among them.

Invariant: every writer gets a frame; one that works there takes nothing that is not right beside the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tocsin.linking.field_groups import is_of_office
from tocsin.linking.frames import Frame
from tocsin.linking.lists import lies_long_before
from tocsin.linking.person import key_of_text, parts_of
from tocsin.linking.scene import Scene, Spot
from tocsin.linking.zones import Line, Zone
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Mention
from tocsin.model.segments import Segment
from tocsin.patterns import compiled

_FROM = compiled(r"[ >*]*(?:From|De):|.{0,80}\bwrote:", re.IGNORECASE)
_PORTAL = compiled(r"\b(?:portal|mychart|patient|secure)[ ]{1,2}(?:e-?)?(?:messages?|inbox|msgs?)\b", re.IGNORECASE)
"""Titles of what patients write to their practice: who writes there without an address of mail is a patient."""
_TITLE_CHARS = 300
_BESIDE, _WHOLE_DATE, _WITH_ADDRESS = 8, 10, 90
_BRACKETED = compiled(r"<[^<>\n]{0,80}>")


class Writers:
    """Finds the frames of those who write one text."""

    def __init__(
        self, scene: Scene, segment: Segment, text: str, tell_provider: Callable[[Mention, Spot], None]
    ) -> None:
        self._scene, self._segment, self._text = scene, segment, text
        self._tell_provider = tell_provider
        self._is_portal = _PORTAL.search(text[:_TITLE_CHARS]) is not None

    def born(self, mention: Mention, line: Line, spot: Spot) -> Frame | None:
        """Return the frame of who writes with a birth date beside the name or in a portal, as patients do."""
        beside = [m for m in line.mentions if self._stands_beside(mention, m)]
        births = [m for m in beside if m.element is Element.DATE_OF_BIRTH]
        dates = [m for m in beside if m.element is Element.DATE and len(m.norm) == _WHOLE_DATE]
        is_born = bool(births) or any(lies_long_before(m.norm, self._scene.sent_on) for m in dates)
        if not is_born and not (self._is_portal and self._writes_to_office(mention, line)):
            return None
        frame = self._scene.new_frame(self._segment, mention, Role.PATIENT, True)
        frame.births.extend(dates[:1] if is_born and not births else [])
        self._scene.enter(frame, spot)
        return frame

    def _stands_beside(self, name: Mention, mention: Mention) -> bool:
        """Tell whether a value stands right behind a name, its address of mail between them left out."""
        if not 0 <= mention.start - name.end <= _WITH_ADDRESS:
            return False
        return len(_BRACKETED.sub("", self._text[name.end : mention.start]).strip()) <= _BESIDE

    def frame_of(self, mention: Mention, line: Line, spot: Spot) -> Frame:
        """Return the frame of a name in a signature or header: who works there, or a patient that is born or asks."""
        born = self.born(mention, line, spot) if line.zone is Zone.HEADER else None
        if born is not None:
            return born
        is_office = line.zone in {Zone.SIGNATURE, Zone.HEADER} and self._writes_office(line)
        role = Role.SENDER if is_office else Role.UNKNOWN
        if mention.element is Element.PROVIDER and line.zone is Zone.SIGNATURE:
            role = Role.PROVIDER
        frame = self._scene.new_frame(self._segment, mention, role, is_office)
        frame.is_closed = True
        if role is Role.PROVIDER and not self._scene.senders:
            self._tell_provider(mention, spot)
        if line.zone is Zone.SIGNATURE:
            self._scene.by_role[Role.SENDER] = frame
        elif line.zone is Zone.HEADER and _FROM.match(line.text):
            self._scene.quoted_writers[line.message] = frame
        return frame

    def _writes_to_office(self, mention: Mention, line: Line) -> bool:
        """Tell whether who is named behind ``From:`` is nobody that works there, as far as is known."""
        is_staff = self._scene.staff.is_office(key_of_text(mention.text).full)
        has_degree = bool(parts_of(mention.text).credentials) or mention.element is Element.PROVIDER
        emails = any(m.element is Element.EMAIL for m in line.mentions)
        return _FROM.match(line.text) is not None and not (is_staff or has_degree or emails)

    def _writes_office(self, line: Line) -> bool:
        """Tell whether who is named in a signature or quoted header is known, or must be taken, to write in office."""
        if line.zone is Zone.SIGNATURE and line.message == 0 and self._scene.senders:
            return any(s.role is Role.SENDER for s in self._scene.senders)
        emails = [m for m in line.mentions if m.element is Element.EMAIL]
        return not emails or is_of_office(emails, self._scene.staff, True)
