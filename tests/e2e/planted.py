"""Evidence with canaries: texts that occur nowhere else, planted in every place a file has for text, broken files too."""

from __future__ import annotations

import gzip
import io
import json
import secrets
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from simulator.blocks import Heading, Para, Table
from simulator.writers.docx import write_docx
from simulator.writers.pdf import write_pdf
from simulator.writers.xlsx import write_xlsx

_SENT = datetime(2024, 11, 5, 14, 30, tzinfo=UTC)


@dataclass
class Canaries:
    """The canaries of one test, by the place they were planted in; 21 characters each."""

    texts: dict[str, str] = field(default_factory=dict)

    def __call__(self, place: str) -> str:
        """Return the canary of a place."""
        return self.texts.setdefault(place, f"Qx{secrets.token_hex(8)}Zq7")


def plant(folder: Path, canary: Canaries) -> None:
    """Write whole and broken files with canaries below ``folder``, a mailbox among them."""
    folder.mkdir(parents=True)
    files = {
        f"{canary('file name')}.txt": f"Call {canary('text')} back.\n".encode(),
        "people.csv": _csv(canary("csv cell")),
        "people.xlsx": _xlsx(canary("xlsx cell")),
        "letter.docx": write_docx([Heading("Letter"), Para(f"About {canary('docx text')}.")]),
        "page.pdf": write_pdf([Para(f"About {canary('pdf text')}.")]),
        "utf16.txt": f"Wide {canary('utf-16 text')}\n".encode("utf-16"),
        "note.json": json.dumps({"patient": {"note": canary("json value")}}).encode(),
        "page.html": f"<html><body><p>{canary('html text')}</p></body></html>".encode(),
        "files.zip": _zip(canary("zip member name"), canary("zip member text")),
        "packed.txt.gz": gzip.compress(f"packed {canary('gzip text')}".encode()),
        "message.eml": _message(canary).as_bytes(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    for name, data in files.items():
        _break(folder / "broken", name, data)
    entry = b"From a@b.example Tue Nov  5 14:30:00 2024\n" + _message(canary).as_bytes() + b"\n"
    (folder / "box.mbox").write_bytes(entry * 3 + entry[: len(entry) // 2])


def _break(folder: Path, name: str, data: bytes) -> None:
    """Write the file cut short, with a hole in it, and turned inside out."""
    folder.mkdir(exist_ok=True)
    half = len(data) // 2
    (folder / f"cut-{name}").write_bytes(data[:half])
    (folder / f"hole-{name}").write_bytes(data[: half - 8] + b"\xff\x00\xfe\x13" * 4 + data[half + 8 :])
    (folder / f"turned-{name}").write_bytes(data[:32] + data[half:] + data[32:half])


def _csv(text: str) -> bytes:
    return f'Name,SSN,DOB\n{text},219-09-9999,02/30/1980\n"{text}\n,,,,\n'.encode()


def _xlsx(text: str) -> bytes:
    return write_xlsx([("Patients", [Table([["Name", "DOB"], [text, "01/02/1980"]], title=f"List {text}")])])


def _zip(name: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/{name}.txt", f"inside {text}\n" * 20)
        archive.writestr("broken.pdf", b"%PDF-1.4\n" + text.encode() + b"\nxref\n0 9\n")
    return out.getvalue()


def _message(canary: Canaries) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "a@b.example", "c@d.example"
    message["Date"], message["Message-ID"] = _SENT, f"<{canary('message id')}@b.example>"
    message["Subject"] = f"About {canary('mail subject')}"
    message.set_content(f"Dear all,\n\nplease see {canary('mail body')} today.\n")
    parts = {
        f"{canary('attachment name')}.xlsx": _xlsx(canary("attached xlsx cell")),
        "table.csv": _csv(canary("attached csv cell")),
    }
    for name, data in parts.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message
