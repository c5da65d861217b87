"""Private persons who write of themselves, or to whom an office writes of themselves.

Invariant: pure; nobody in office, and nobody of a host of mail that several people share, is taken for one.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.linking.frames import Frame
from tocsin.linking.scene import Scene
from tocsin.linking.staff import StaffIndex
from tocsin.model.elements import Element, Role
from tocsin.model.segments import FieldsBody, Segment, TextBody
from tocsin.patterns import compiled

_OWN = compiled(r"(?i)\b(?:my|mine|i|i'm|i've|mi|mis|yo|tengo|soy|me llamo|necesito|quiero)\b")
_YOUR = compiled(r"(?i)\b(?:yours?|usted|su cita|sus? resultados?|su receta|tu cita)\b")
_OTHERS = compiled(
    r"(?i)\b(?:my|your) (?:patient|client|pt|mother|father|mom|dad|son|daughter|wife|husband|parent|child)s?\b"
    r"|\b(?:mi|tu|su) (?:paciente|mam[aá]|madre|pap[aá]|padre|hij[oa]|espos[oa]|marido|abuel[oa]|niñ[oa]|bebé)s?\b"
)
_READ = 600
"""Code points of the message that are read for whom it speaks of."""


def correspondent_of(scene: Scene, pieces: Sequence[Segment]) -> Frame | None:
    """Return the private person whom a message is about by its words: its writer or its one reader, else None."""
    senders = scene.senders
    if len(senders) != 1:
        return None
    said = _said(pieces)
    if _OTHERS.search(said):
        return None
    writer = senders[0]
    if writer.role is Role.UNKNOWN:
        return writer if _is_private(writer, scene.staff) and _OWN.search(said) else None
    readers = [frame for frame in scene.headed if frame is not writer and frame.role is Role.UNKNOWN]
    if writer.role is not Role.SENDER or len(readers) != 1 or not _YOUR.search(said):
        return None
    return readers[0] if _is_private(readers[0], scene.staff) else None


def _is_private(frame: Frame, staff: StaffIndex) -> bool:
    emails = frame.values(Element.EMAIL)
    return frame.key.is_whole and bool(emails) and all(staff.is_private_email(email) for email in emails)


def _said(pieces: Sequence[Segment]) -> str:
    """Return the subject and the beginning of the message's text."""
    subject = ""
    for piece in pieces:
        if isinstance(piece.body, FieldsBody):
            subject = next((f.value for f in piece.body.fields if f.path == "mail.subject"), subject)
        elif isinstance(piece.body, TextBody):
            return f"{subject}\n{piece.body.text[:_READ]}"
    return subject
