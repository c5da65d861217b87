"""Packages for covered entities: each its own people and nobody else's, encrypted to its key, proved by the record.

A package is a tar of a BagIt folder, encrypted by age. Before it is closed its manifest goes into the record, and the
package carries the proof that it stands there: the entry, its path in the tree, and a signed checkpoint.

Source: 45 CFR 164.410(c); RFC 8493 (BagIt); RFC 6962 section 2.1 (proof); age-encryption.org/v1.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyrage

from tocsin.clock import stamp
from tocsin.errors import NothingToDoError, RefusedError, UnknownIdError, Word
from tocsin.ledger import log
from tocsin.ledger.tree import inclusion_proof, leaf_hash
from tocsin.model.incident_file import parse_incident
from tocsin.model.results import DUTIES
from tocsin.notices.filings.forms import form_markdown
from tocsin.response.bag import bag, tar_of
from tocsin.response.counts_table import COUNTS
from tocsin.response.entity_people import entity_people
from tocsin.response.export_format import csv_bytes
from tocsin.response.filings import filing_facts, filings_of
from tocsin.response.folder import IncidentFolder
from tocsin.response.mailing import MAILINGS

_README = """What this is
============
The people of {name} in one incident, as {organization} found them. It holds nobody who is not yours.

data/people.csv    the list: who, what of theirs was involved, how it was exposed, who answers for them
data/counts.csv    how many people by state, role and kinds of data
data/duties.csv    what the law asks for, by when
data/letters.csv   letters that were posted: day, and SHA-256 of what was posted
data/*.md          the report to you (45 CFR 164.410(c)) and drafts of your filings

How to check it
===============
  sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt
proof.json shows that the hash of manifest-sha256.txt stands in the record of the incident: `entry` is the entry,
`index`, `size` and `path` its place in the tree (RFC 6962), `checkpoint` the signed head of the record.
"""


class WrongKeyError(RefusedError):
    """This is no public key that age knows."""

    code = "TOC-3018"
    remedy = "Give what `age-keygen` prints after 'Public key:' (age1...), or an ssh-ed25519 or ssh-rsa public key."
    exit_code = 2


@dataclass(frozen=True)
class Packed:
    """A package that was written."""

    people: int
    sha256: str


def write_package(
    folder: IncidentFolder, key: str, recipient: str, to: Path, on: date, *, reveal: bool = False
) -> Packed:
    """Write the package of one covered entity, encrypted to its public key; both stand in the record.

    Raises:
        NothingToDoError: `duties` has not run.
        UnknownIdError: there is no such covered entity.
        WrongKeyError: the key is none.
        InsideFolderError: ``to`` lies in the incident folder.
    """
    if not folder.committed_keys("duties"):
        raise NothingToDoError()
    folder.refuse_inside(to)
    incident = parse_incident(folder.incident_toml)
    entity = next((one for one in incident.covered_entities if one.key == key), None)
    if entity is None:
        raise UnknownIdError(covered_entity=Word("not a key of the incident file"))
    locked_to = _recipient(recipient)
    people = entity_people(folder, key, reveal=reveal)
    payload = {"people.csv": csv_bytes(people), **_tables(folder, key), **_forms(folder, key, on)}
    info = {
        "Source-Organization": incident.organization,
        "External-Description": f"People of {entity.name} in one incident",
        "External-Identifier": incident.id,
        "Bagging-Date": on.isoformat(),
    }
    readme = _README.format(name=entity.name, organization=incident.organization).encode()
    digest = hashlib.sha256(bag(payload, info, {})["manifest-sha256.txt"]).hexdigest()
    proof = _proved(folder, {"entity": fact_of(key), "people": people.num_rows, "manifest": digest})
    files = bag(payload, info, {"README.txt": readme, "proof.json": proof})
    sealed = pyrage.encrypt(tar_of(files, fact_of(key)), [locked_to])
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(f".{to.name}.part")
    part.write_bytes(sealed)
    part.replace(to)
    whole = hashlib.sha256(sealed).hexdigest()
    given_to = hashlib.sha256(recipient.strip().encode()).hexdigest()
    folder.append_ledger(
        "package", {"entity": fact_of(key), "manifest": digest, "sha256": whole, "recipient": given_to}
    )
    return Packed(people.num_rows, whole)


def fact_of(key: str) -> str:
    """Return the key of an entity as the record may hold it: as it is, or its hash where it has odd characters."""
    plain = key.replace("-", "").replace("_", "").replace(".", "")
    return key if plain.isascii() and plain.isalnum() and key[0].isalnum() else hashlib.sha256(key.encode()).hexdigest()


def _recipient(text: str) -> Any:
    try:
        if text.strip().startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(text.strip())
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise WrongKeyError() from None


def _tables(folder: IncidentFolder, key: str) -> dict[str, bytes]:
    counts, duties = folder.read("counts", COUNTS), folder.read("duties", DUTIES).sort_by("duty_id")
    letters = [
        row
        for row in folder.read("mailings", MAILINGS).sort_by("record_id").to_pylist()
        if key in row["covered_entity"].split(";")
    ]
    columns = ("record_id", "subject_name", "letter_version", "language", "tranche", "mailed_on", "imb", "sha256")
    schema = pa.schema([MAILINGS.field(name) for name in columns])
    return {
        "counts.csv": csv_bytes(counts.filter(pc.equal(counts["covered_entity"], key))),
        "duties.csv": csv_bytes(duties.filter(pc.equal(duties["covered_entity"], key))),
        "letters.csv": csv_bytes(
            pa.Table.from_pylist([{n: row[n] for n in columns} for row in letters], schema=schema)
        ),
    }


def _forms(folder: IncidentFolder, key: str, on: date) -> dict[str, bytes]:
    mine = [facts for facts in filing_facts(folder, on) if facts.entity.key == key]
    forms = [form for form in filings_of(folder, mine) if form.entity == key]
    return {f"{form.name}.md": form_markdown(form).encode() for form in forms}


def _proved(folder: IncidentFolder, facts: Mapping[str, Any]) -> bytes:
    """Put an entry into the record and return the proof that it stands there."""
    with folder.control.transaction() as connection:
        told = {**facts, "at": stamp(folder.clock.now())}
        index = log.append(connection, "package_manifest", told)
        note = folder.checkpoint()
        size = int(note.splitlines()[1])
        hashes = [leaf_hash(data) for data in log.leaves(connection, size)]
        data = log.leaves(connection, size)[index]
    proof = {
        "entry": data.decode("ascii"),
        "index": index,
        "size": size,
        "path": [node.hex() for node in inclusion_proof(index, hashes)],
        "checkpoint": note,
        "public_key": folder.header["public_key"],
    }
    return json.dumps(proof, indent=1, sort_keys=True).encode() + b"\n"
