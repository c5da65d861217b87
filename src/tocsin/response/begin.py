"""What a person gives an incident: the facts, evidence, passwords, activation codes, detectors."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path

from tocsin.clock import Clock
from tocsin.errors import IncidentFileError, OwnFolderError
from tocsin.intake.seal import seal_path
from tocsin.model.evidence import Evidence, EvidenceKind
from tocsin.model.incident_file import parse_incident
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Progress

PASSWORDS = "passwords"
CODES = "codes"
DETECTORS = "detectors"
"""The documents of an incident that keep what it was given."""


def begin_incident(directory: Path, incident: Path, passphrase: str, clock: Clock) -> str:
    """Make the incident folder from an incident file; return the recovery key to show once.

    Raises:
        IncidentFileError: the facts do not hold; nothing was made.
        DetectorsFileError: the detectors that they name cannot be used; nothing was made.
        NotEmptyError: there is something at that place.
    """
    toml = incident.read_bytes()
    codes, detectors = _codes_beside(incident, toml), _detectors_beside(incident, toml)
    folder, recovery_key = IncidentFolder.create(directory, toml, passphrase, clock)
    with folder:
        if codes:
            folder.put_document(CODES, codes)
        if detectors:
            _keep_detectors(folder, detectors)
    return recovery_key


def change_facts(folder: IncidentFolder, incident: Path) -> bool:
    """Put corrected facts in place, checked first; return whether anything changed."""
    toml = incident.read_bytes()
    codes, detectors = _codes_beside(incident, toml), _detectors_beside(incident, toml)
    is_detected_otherwise = detectors != detectors_of(folder)
    changed = toml != folder.incident_toml or (codes or b"") != (folder.get_document(CODES) or b"")
    if changed or is_detected_otherwise:
        with folder.stage_lock():
            folder.set_incident_toml(toml)
            folder.put_document(CODES, codes)
            if is_detected_otherwise:
                _keep_detectors(folder, detectors)
    return changed or is_detected_otherwise


def detectors_of(folder: IncidentFolder) -> bytes:
    """Return the detectors and allow-lists of the incident, as :func:`read_detectors` made them; empty for none."""
    return folder.get_document(DETECTORS) or b""


def enrollment_codes(folder: IncidentFolder) -> list[str]:
    """Return the activation codes, in the order of their file."""
    text = (folder.get_document(CODES) or b"").decode("utf-8-sig", errors="replace")
    return [line.strip() for line in text.splitlines() if line.strip()]


def add_evidence(
    folder: IncidentFolder,
    path: Path,
    custodian: str,
    kind: EvidenceKind,
    taken_by: str,
    clock: Clock,
    progress: Progress,
) -> Evidence:
    """Seal a file or folder into the incident; the same evidence given twice is taken once.

    Raises:
        OwnFolderError: the path is the incident folder, or lies in it.
    """
    if path.resolve().is_relative_to(folder.dir.resolve()):
        raise OwnFolderError()
    with folder.stage_lock():
        return seal_path(folder, path, custodian, kind, taken_by, clock, progress)


def passwords_of(folder: IncidentFolder) -> tuple[str, ...]:
    """Return the passwords given so far."""
    return tuple((folder.get_document(PASSWORDS) or b"").decode("utf-8").splitlines())


def give_passwords(folder: IncidentFolder, file: Path) -> tuple[int, int]:
    """Keep passwords, and mark what holds locked items to be read again; return both numbers."""
    from tocsin.intake.extract import retryable_keys  # brings the table engine, which whoever adds evidence can spare

    given = _text_of(file.read_bytes()).splitlines()
    kept = list(dict.fromkeys([*passwords_of(folder), *(line.rstrip("\r\n") for line in given if line.strip())]))
    with folder.stage_lock():
        keys = retryable_keys(folder.iter_parts("items_read"))
        with folder.control.transaction():
            folder.put_document(PASSWORDS, "\n".join(kept).encode())
            folder.put_document("retry", "\n".join(sorted(keys)).encode())
            folder.append_ledger("passwords", {"passwords": len(kept), "units": len(keys)})
    return len(kept), len(keys)


def _text_of(data: bytes) -> str:
    """Return the text of a file that a person wrote, in whatever their editor took for plain text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _codes_beside(incident: Path, toml: bytes) -> bytes:
    """Return the codes file that the facts name, read beside them; raises IncidentFileError if it is missing."""
    protection = parse_incident(toml).protection
    if protection is None or not protection.codes:
        return b""
    file = incident.parent / protection.codes
    if not file.is_file():
        raise IncidentFileError(["protection.codes names a file that does not stand beside the incident file"])
    return file.read_bytes()


def _detectors_beside(incident: Path, toml: bytes) -> bytes:
    """Return the detectors file that the facts name, read beside them; raises IncidentFileError if it is missing."""
    name = parse_incident(toml).detectors
    if not name:
        return b""
    file = incident.parent / name
    if not file.is_file():
        raise IncidentFileError(["detection.detectors names a file that does not stand beside the incident file"])
    from tocsin.response.detectors import read_detectors  # brings the recognizers, which few incidents have

    return read_detectors(file)


def _keep_detectors(folder: IncidentFolder, detectors: bytes) -> None:
    with folder.control.transaction():
        folder.put_document(DETECTORS, detectors)
        folder.append_ledger("detectors", {"sha256": hashlib.sha256(detectors).hexdigest()})


def facts_digest(folder: IncidentFolder) -> str:
    """Return a digest of facts and codes, to tell whether they have changed."""
    return hashlib.sha256(folder.incident_toml + (folder.get_document(CODES) or b"")).hexdigest()
