"""Gates: encryption, a no-harm determination, and the four-factor assessment, each with its conditions.

The four-factor assessment rebuts the presumption of breach under HIPAA only; a state's harm gate asks for its own
signed determination. What is not shown lifts nothing.

Source: 45 CFR 164.402, 164.414(b); 74 FR 19006; the cells ``encryption`` and ``harm_gate`` under law/us.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tocsin.law.clauses import Encryption, HarmGate, HarmType
from tocsin.law.laws import Cell, CellVersion, Law
from tocsin.model.incident import Assessment, Incident, IncidentKind, NoHarm, Safeguards

_FACTORS = ("nature", "recipient", "acquired", "mitigation")


@dataclass(frozen=True)
class Gate:
    """Whether a gate lifts a duty, for which kinds of data it cannot, and the words that say why."""

    lifts: bool
    words: str
    not_for: frozenset[str] = frozenset()


OPEN_GATE = Gate(False, "")


def encryption_gate(law: Law, day: date, safeguards: Safeguards) -> Gate:
    """Return what the encryption of the data does under a law."""
    if law.encryption is None or not safeguards.encrypted_at_rest:
        return OPEN_GATE
    clause = law.encryption.on(day)
    missing = _encryption_missing(clause.value, safeguards)
    if missing:
        return Gate(False, f"Encryption does not lift the duty: {missing} ({clause.cite.citation}).")
    note = f": {clause.value.note}" if clause.value.note else ""
    words = f"Suppressed: the data were encrypted and the key was not taken{note} ({clause.cite.citation})."
    return Gate(True, words, clause.value.not_for)


def _encryption_missing(harbor: Encryption, safeguards: Safeguards) -> str:
    if not harbor.safe_harbor:
        return "this law knows no such harbor"
    if safeguards.key_taken:
        return "the key was taken too" + (
            "" if harbor.defeated_by_key else "; the words do not say so, but key loss is treated as defeating it"
        )
    if safeguards.read_in_plaintext:
        return "the data were read in plaintext, through a session, a credential or a mounted volume"
    if safeguards.key_bits < harbor.min_strength_bits:
        return f"it asks for a key of {harbor.min_strength_bits} bits, and safeguards.key_bits does not show it"
    if harbor.min_standard and not safeguards.standard:
        return f"it asks for {harbor.min_standard}, and safeguards.standard names none"
    return harbor.partial


def harm_gate(law: Law, day: date, incident: Incident) -> Gate:
    """Return what a signed no-harm determination does under a law."""
    record = no_harm_record(incident, law)
    if law.harm_gate is None or record is None:
        return OPEN_GATE
    clause = law.harm_gate.on(day)
    missing = _harm_missing(clause, record, incident.kind)
    if missing:
        return Gate(False, f"The no-harm determination does not lift the duty: {missing} ({clause.cite.citation}).")
    return Gate(
        True,
        f"Suppressed: {record.signed_by} determined on {record.signed_on} that the standard holds "
        f"({clause.value.standard or 'no harm'}; {clause.cite.citation}).",
    )


def no_harm_record(incident: Incident, law: Law) -> NoHarm | None:
    """Return the determination signed for that jurisdiction, if there is one."""
    return next((record for record in incident.no_harm if record.jurisdiction == law.jurisdiction), None)


def _harm_missing(clause: CellVersion[HarmGate], record: NoHarm, kind: IncidentKind) -> str:
    gate = clause.value
    if gate.type is HarmType.NONE:
        return "this law has no harm test"
    if gate.off:
        return "sources do not agree that there is such a gate"
    if gate.partial:
        return gate.partial
    if gate.only_incidents and kind not in gate.only_incidents:
        return f"the gate is made for {', '.join(sorted(gate.only_incidents))} only ({gate.standard})"
    if gate.needs_filing and record.filed_on is None:
        return f"it must be filed ({gate.file_with}), and no_harm.filed_on is not known"
    if gate.needs_consultation and not record.consulted:
        return "it needs a consultation that no_harm.consulted does not show"
    return ""


def assessment_gate(law: Law, assessment: Assessment | None) -> Gate:
    """Return what the four-factor assessment does: a breach is presumed until a signed one shows low probability."""
    cell: Cell[object] | None = law.cells.get("assessment")
    if cell is None:
        return OPEN_GATE
    citation = cell.versions[0].cite.citation
    presumed = f"A breach is presumed: no signed assessment of the four factors shows a low probability ({citation})."
    if assessment is None or not assessment.low_probability:
        return Gate(False, presumed)
    if not assessment.signed_by or assessment.signed_on is None:
        return Gate(False, f"{presumed} The one in the incident file is not signed.")
    if assessment.acquired_or_viewed:
        return Gate(False, f"{presumed} There is proof that the data were acquired or viewed (third factor).")
    blank = [name for name in _FACTORS if not getattr(assessment, name)]
    words = (
        f"Suppressed: a signed assessment of the four factors shows a low probability that the data were compromised. "
        f"Signed on {assessment.signed_on}. ({citation})"
    )
    if blank:
        words += f" The record says nothing of: {', '.join(blank)}; the burden of proof is the organization's."
    return Gate(True, words)
