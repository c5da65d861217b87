"""What somebody is in an item: by what the places say, else by what of theirs stands there.

Invariant: pure; depends on this item alone. Who works here matters only for names that have nothing of their own, and
for a first or last name alone, which may be anybody's.
"""

from __future__ import annotations

from tocsin.linking.cues import label_role
from tocsin.linking.frames import CLINICAL, Frame, Shape
from tocsin.linking.join import Cluster
from tocsin.linking.staff import StaffIndex
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.patterns import compiled

_ORDER = (
    Role.PATIENT, Role.EMPLOYEE, Role.SUBSCRIBER, Role.GUARANTOR, Role.RELATIVE, Role.PROVIDER, Role.SENDER,
)  # fmt: skip
"""The told role that weighs most."""
SHOWS_PATIENT = CLINICAL | {Element.MRN}
SHOWS_INSURED = frozenset({Element.MEMBER_ID, Element.CLAIM_NUMBER, Element.DATE_OF_BIRTH})
_SHOWS_PAY = frozenset({Element.ROUTING_NUMBER})
OWN_DATA = frozenset(
    {
        Element.SSN, Element.DATE_OF_BIRTH, Element.MRN, Element.MEMBER_ID, Element.DRIVER_LICENSE, Element.PASSPORT,
        Element.ACCOUNT_NUMBER, Element.ROUTING_NUMBER, Element.CLAIM_NUMBER, Element.CARD_NUMBER, Element.ADDRESS,
    }
) | CLINICAL  # fmt: skip
_OWN_NUMBERS = frozenset(
    {
        Element.SSN, Element.DATE_OF_BIRTH, Element.ACCOUNT_NUMBER, Element.ROUTING_NUMBER, Element.DRIVER_LICENSE,
        Element.PASSPORT, Element.CARD_NUMBER, Element.MEMBER_ID, Element.MRN,
    }
)  # fmt: skip
"""What a writer has only if it was written of himself or herself."""
_OF_ONESELF = _OWN_NUMBERS | CLINICAL
_DONE = frozenset({Element.PROCEDURE, Element.TREATMENT})
"""What minutes and rosters say of those who do it: privileges, services."""
_OF_POLICY = frozenset({Role.SUBSCRIBER, Role.GUARANTOR})
_LISTED = frozenset({Role.PATIENT, Role.EMPLOYEE})
_ENROLLED = frozenset({Element.INSURER})
"""What a list says of employees in an employer's plan, whoever of them also writes from the office."""


_REACHED = frozenset({Element.PHONE, Element.ADDRESS, Element.EMAIL, Element.INSURER})
"""What a list of patients says of each when it says nothing of their health."""


def role_of(cluster: Cluster, staff: StaffIndex, hint: Role | None = None) -> Role:
    """Return the role of a cluster's person.

    ``hint`` is whom the item lists, by its own name or title, UNKNOWN if it does not say; None for a database's rows,
    whose table has told.
    """
    told = {f.role for f in cluster.frames if f.is_told}
    best = next((role for role in _ORDER if role in told), Role.UNKNOWN)
    if best in _OF_POLICY and _has(cluster.frames, SHOWS_PATIENT):
        return Role.PATIENT
    is_written = any(f.shape is not Shape.RECORD for f in cluster.frames)
    if (
        best is Role.SENDER
        and is_written
        and (_has(cluster.frames, _OF_ONESELF) or any(f.births for f in cluster.frames))
    ):
        is_patient = _has(cluster.frames, SHOWS_PATIENT) or not _has(cluster.frames, _OWN_NUMBERS)
        return Role.PATIENT if is_patient else Role.EMPLOYEE
    is_enrolled = best is Role.EMPLOYEE and _has(cluster.frames, _ENROLLED)
    if best in _LISTED and hint is not None and not is_enrolled and _is_office_of_list(cluster, staff, hint):
        return Role.PROVIDER
    if best is not Role.UNKNOWN:
        return best
    return _by_content(cluster, staff, hint or Role.UNKNOWN)


def _is_office_of_list(cluster: Cluster, staff: StaffIndex, hint: Role) -> bool:
    """Tell whether only a line above a list makes a patient of somebody in office: nothing else is said of theirs."""
    frames, is_office = cluster.frames, staff.is_office(cluster.key.full)
    own = OWN_DATA
    if hint is Role.PROVIDER:
        own = _OWN_NUMBERS if is_office else _OWN_NUMBERS | (CLINICAL - _DONE)
    if _has(frames, own) or any(f.births for f in frames):
        return False
    if not all(_is_told_by_list(f, hint) for f in frames if f.is_told and f.role in _LISTED):
        return False
    return hint is Role.PROVIDER or any(f.name.credentials for f in frames) or is_office


def _is_told_by_list(frame: Frame, hint: Role) -> bool:
    """Tell whether a title told the frame's role: no word beside its name and no header of its column.

    ``Member`` and ``Applicant`` say nothing where the title is a committee's.
    """
    named = [m for m in frame.mentions if m.element in NAME_ELEMENTS]
    if hint is Role.PROVIDER and any(_OF_COMMITTEES.search(m.label) for m in named):
        return True
    return frame.is_of_list or any(m.party in _LISTED and not tells_role(m.label, m.party) for m in named)


def tells_role(label: str, party: Role) -> bool:
    """Tell whether the header of a column or a label names this party itself.

    Example:
        >>> tells_role("Patient name", Role.PATIENT), tells_role("Name", Role.PATIENT)
        (True, False)
    """
    return label_role(label) is party


_OF_COMMITTEES = compiled(r"(?i)\b(?:members?|applicants?|participants?|attendees?|candidates?)\b")


def _by_content(cluster: Cluster, staff: StaffIndex, hint: Role) -> Role:
    frames = cluster.frames
    if _has(frames, _SHOWS_PAY) and not _has(frames, SHOWS_PATIENT):
        return Role.EMPLOYEE
    own = _OWN_NUMBERS if hint is Role.PROVIDER else OWN_DATA
    if staff.is_office(cluster.key.full) and not _has(frames, own):
        return Role.SENDER
    if _is_part_of_office(cluster, staff):
        return Role.SENDER
    shows = SHOWS_PATIENT - _DONE if hint is Role.PROVIDER else SHOWS_PATIENT
    if _has(frames, shows) or _has(frames, SHOWS_INSURED) or any(f.births for f in frames):
        return Role.PATIENT
    if hint is Role.PATIENT and _has(frames, _REACHED) and not any(f.is_closed for f in frames):
        return Role.UNKNOWN if staff.is_office(cluster.key.full) else Role.PATIENT
    return Role.UNKNOWN


def _is_part_of_office(cluster: Cluster, staff: StaffIndex) -> bool:
    """Tell whether a lone first or last name is somebody's in office and no patient's, and no number stands with it.

    Nobody calls a physician ``Mrs. Odom``.
    """
    if cluster.key.is_whole or any(f.is_courteous for f in cluster.frames) or _has(cluster.frames, _OWN_NUMBERS):
        return False
    words = {f.key.last or f.key.first for f in cluster.frames if f.is_named}
    return bool(words) and all(" " not in word and staff.is_part(word) for word in sorted(words))


def _has(frames: list[Frame], elements: frozenset[Element]) -> bool:
    return any(frame.has(elements) for frame in frames)
