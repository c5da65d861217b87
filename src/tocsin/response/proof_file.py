"""The proof file: what was sent to whom, when, and how that is known, as one BagIt folder for whoever must show it.

Source: 45 CFR 164.414(b) (burden of proof), 164.530(j)(1)(iv), (2) (documentation, six years); RFC 8493 (BagIt).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa

from tocsin.errors import NothingToDoError
from tocsin.ledger import checker, log
from tocsin.model.incident import Incident
from tocsin.model.incident_file import parse_incident
from tocsin.model.results import DUTIES
from tocsin.notices.filings.public import WEB_DAYS
from tocsin.notices.words import long_date
from tocsin.response.bag import bag, write_files
from tocsin.response.chosen_addresses import CHOSEN
from tocsin.response.counts_table import COUNTS
from tocsin.response.export_format import csv_bytes
from tocsin.response.filings import FILED
from tocsin.response.folder import IncidentFolder
from tocsin.response.given_addresses import RETURNS
from tocsin.response.houses import FilesThereError
from tocsin.response.mailing import MAILINGS
from tocsin.response.stage_notify import MAIL_EVENTS, NO_ADDRESS

_YEARS = 6
"""Years that the documentation is kept. Source: 45 CFR 164.530(j)(2)."""
_SENT = (
    "record_id", "notice_id", "tranche", "supplements", "letter_version", "language", "covered_entity", "addressee_1",
    "addressee_2", "subject_name", "address_1", "address_2", "city", "state", "zip5", "zip4", "country", "mailed_on",
    "imb", "sha256", "batch", "batch_sha256", "address_source", "address_on",
)  # fmt: skip
_README = """Proof of notices (45 CFR 164.414(b)), as a BagIt folder (RFC 8493).

  sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt

checks every file. data/record.jsonl is the record of the incident, an entry a line; its root must be the third line
of checkpoint.txt, which is signed:

  python3 -c 'import base64, checker; leaves = open("data/record.jsonl", "rb").read().splitlines();
  print(base64.b64encode(checker.tree_root(leaves)).decode())'

A checkpoint that somebody outside kept must be the head of a beginning of this record.
"""
_CERTIFICATES = ("mailing", "substitute-notice", "review")


def write_proof(folder: IncidentFolder, to: Path, on: date) -> str:
    """Write the proof file to a new folder; return a sentence with the numbers.

    Raises:
        NothingToDoError: `notify` has not run.
        InsideFolderError: ``to`` lies in the incident folder.
        FilesThereError: there is something at that place.
    """
    if not folder.committed_keys("notify"):
        raise NothingToDoError()
    folder.refuse_inside(to)
    if to.exists() and any(to.iterdir()):
        raise FilesThereError()
    incident, note = parse_incident(folder.incident_toml), folder.checkpoint()
    payload = _payload(folder, incident, on, int(note.splitlines()[1]))
    info = {
        "Source-Organization": incident.organization,
        "External-Description": "Proof of notices under 45 CFR 164.414(b)",
        "External-Identifier": incident.id,
        "Bagging-Date": on.isoformat(),
        "Keep-Until": f"{on.year + _YEARS}-{on.month:02d}-{min(on.day, 28):02d} at least (45 CFR 164.530(j)(2))",
    }
    digest = hashlib.sha256(bag(payload, info, {})["manifest-sha256.txt"]).hexdigest()
    mailed = folder.row_count("mailings")
    folder.append_ledger("proof", {"manifest": digest, "letters": mailed})
    tags = {
        "README.txt": _README.encode(),
        "checkpoint.txt": note.encode(),
        "checker.py": Path(checker.__file__).read_bytes(),
    }
    write_files(bag(payload, info, tags), to)
    return f"{mailed} letters, {folder.row_count('returns')} returned, {folder.row_count('filed')} filings -> {to}"


def _payload(folder: IncidentFolder, incident: Incident, on: date, size: int) -> dict[str, bytes]:
    sent, returns = _sent(folder), folder.read("returns", RETURNS).sort_by("record_id").to_pylist()
    filed = folder.read("filed", FILED).sort_by("filed_on")
    posts = _web_posts(filed.to_pylist())
    with folder.control.reading() as connection:
        entries = b"".join(data + b"\n" for data in log.leaves(connection, size))
    return {
        "sent.csv": csv_bytes(sent),
        "returned.csv": csv_bytes(_plain(returns, RETURNS, ("subjects",))),
        "not-sent.csv": csv_bytes(folder.read("no_address", NO_ADDRESS)),
        "events.csv": csv_bytes(folder.read("mail_events", MAIL_EVENTS)),
        "filed.csv": csv_bytes(filed),
        "web-posts.csv": csv_bytes(posts),
        "duties.csv": csv_bytes(folder.read("duties", DUTIES).sort_by("duty_id")),
        "counts.csv": csv_bytes(folder.read("counts", COUNTS)),
        "record.jsonl": entries,
        "incident.toml": folder.incident_toml,
        **_certificates(incident, sent.to_pylist(), returns, posts.to_pylist(), on),
    }


def _sent(folder: IncidentFolder) -> pa.Table:
    choices = folder.read("address_choices", CHOSEN, ["notice_id", "why"])
    why = dict(zip(choices["notice_id"].to_pylist(), choices["why"].to_pylist(), strict=True))
    rows = folder.read("mailings", MAILINGS).sort_by("record_id").to_pylist()
    schema = pa.schema([*(MAILINGS.field(name) for name in _SENT), pa.field("address_why", pa.string())])
    made = [{**{n: row[n] for n in _SENT}, "address_why": why.get(row["notice_id"], "")} for row in rows]
    return pa.Table.from_pylist(made, schema=schema)


def _web_posts(filed: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return the notices that were put on a web site, with the last day they must stand there."""
    rows = [
        {
            "page": row["tracking"],
            "posted_on": row["filed_on"],
            "stands_until": row["filed_on"] + timedelta(days=WEB_DAYS),
            "by": row["by"],
        }
        for row in filed
        if row["form"] == "website"
    ]
    days = [pa.field(name, pa.date32()) for name in ("posted_on", "stands_until")]
    return pa.Table.from_pylist(rows, schema=pa.schema([("page", pa.string()), *days, ("by", pa.string())]))


def _plain(rows: Sequence[Mapping[str, Any]], schema: pa.Schema, without: tuple[str, ...]) -> pa.Table:
    kept = pa.schema([field for field in schema if field.name not in without])
    return pa.Table.from_pylist([{name: row[name] for name in kept.names} for row in rows], schema=kept)


def _certificates(
    incident: Incident,
    sent: Sequence[Mapping[str, Any]],
    returns: Sequence[Mapping[str, Any]],
    posts: Sequence[Mapping[str, Any]],
    on: date,
) -> dict[str, bytes]:
    days = Counter(row["mailed_on"] for row in sent)
    listed = "\n".join(f"- {long_date(day)}: {number} letters" for day, number in sorted(days.items()))
    pages = "\n".join(
        f"- {row['page'] or '[address of the page]'}: from {long_date(row['posted_on'])}, to stand at least until "
        f"{long_date(row['stands_until'])}"
        for row in posts
    )
    values = {
        "organization": incident.organization,
        "title": incident.title,
        "letters": str(len(sent)),
        "returned": str(len(returns)),
        "days": listed or "- [no letter is recorded as mailed]",
        "pages": pages or "- [no post is recorded]",
        "hashes": hashlib.sha256(json.dumps(sorted(row["sha256"] for row in sent)).encode()).hexdigest(),
        "days_on_web": str(WEB_DAYS),
        "on": long_date(on),
    }
    folder = resources.files("tocsin.response") / "assets"
    found = {}
    for name in _CERTIFICATES:
        text = (folder / f"certificate-{name}.md").read_text(encoding="utf-8")
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", value)
        found[f"certificates/{name}.md"] = text.encode()
    return found
