"""What people gave to an incident: decisions, seeds, enrolment codes; sealed, numbered, in the ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from tocsin.clock import stamp
from tocsin.model.decisions import Decision, Judgement
from tocsin.response.record import Record

_CODES = "enrollment_codes"
_SETTLED = "settled"
_GIVEN = ("incident.toml", "passwords", "codes", "detectors", _CODES)
"""Documents that a person gives."""


class Choices(Record):
    """Keeps and gives back what people settled or supplied."""

    def add_decision(self, decision: Decision) -> int:
        """Keep a decision; return its number. The name of who made it is sealed."""
        told = json.dumps([decision.by, list(decision.left_subjects), list(decision.right_subjects)])
        at = stamp(decision.at)
        with self.control.transaction() as connection:
            row = connection.execute("SELECT COALESCE(MAX(ordinal), 0) + 1 FROM decision").fetchone()
            values = (row[0], decision.judgement.value, decision.left, decision.right, at)
            connection.execute(
                "INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?)", (*values, self.seal_text("decision", told))
            )
            facts = {"decision": row[0], "judgement": decision.judgement.value, "left": decision.left}
            self.note(connection, "decided", {**facts, "right": decision.right, "decided_at": at})
        return int(row[0])

    def decisions(self) -> list[Decision]:
        """Return all decisions in the order they were made; a later one about the same ids replaces an earlier."""
        return [
            Decision(
                Judgement(row["judgement"]),
                row["left_id"],
                row["right_id"],
                by,
                datetime.strptime(row["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
                tuple(left),
                tuple(right),
            )
            for row in self.control.rows("SELECT * FROM decision ORDER BY ordinal")
            for by, left, right in [json.loads(self.open_text("decision", row["sealed"]))]
        ]

    def add_seeds(self, kind: str, texts: Iterable[str]) -> int:
        """Keep texts of one kind (``name``, ``mrn``, ...) as keyed hashes only; return how many are new."""
        rows = [(kind, self.index_of(f"seed {kind}", text)) for text in texts]
        with self.control.transaction() as connection:
            before = connection.total_changes
            standing = self._seed_count()
            connection.executemany("INSERT OR IGNORE INTO seed VALUES (?, ?)", rows)
            added = self._seed_count() - standing
            if connection.total_changes > before:
                self.note(connection, "seeded", {"seed": kind, "rows": added})
        return added

    def is_seed(self, kind: str, text: str) -> bool:
        """Tell whether that text of that kind was among the seeds."""
        index = self.index_of(f"seed {kind}", text)
        return self.control.row("SELECT 1 FROM seed WHERE kind = ? AND seed_index = ?", kind, index) is not None

    def seed_indexes(self, kind: str) -> set[bytes]:
        """Return the keyed hashes of a kind, to look up many with :meth:`index_of` (kind ``seed KIND``)."""
        return {bytes(r[0]) for r in self.control.rows("SELECT seed_index FROM seed WHERE kind = ?", kind)}

    def seed_digest(self) -> str:
        """Return a digest of all seeds, to tell whether a stage knew them; empty if there are none."""
        rows = self.control.rows("SELECT kind, seed_index FROM seed ORDER BY kind, seed_index")
        digest = hashlib.sha256(b"".join(row[0].encode() + bytes(row[1]) for row in rows))
        return digest.hexdigest() if rows else ""

    def set_enrollment_codes(self, codes: list[str]) -> None:
        """Keep the activation codes of the protection offered, in their order, in place of those before."""
        packed = json.dumps(codes).encode()
        with self.control.transaction():
            self.put_document(_CODES, packed)
            self.append_ledger("codes", {"codes": len(codes), "sha256": hashlib.sha256(packed).hexdigest()})

    def enrollment_codes(self) -> list[str]:
        """Return the activation codes, or none."""
        return list(json.loads(self.get_document(_CODES) or b"[]"))

    def settle(self, given: bytes) -> None:
        """Note that a run has taken in what :meth:`given` was when it began."""
        self.put_document(_SETTLED, given)

    def is_settled(self) -> bool:
        """Tell whether nothing was given since the last finished run began."""
        return self.get_document(_SETTLED) == self.given()

    def given(self) -> bytes:
        """Return a digest of all that was given: evidence, facts, decisions, seeds, documents."""
        digest = hashlib.sha256()
        for query in (
            "SELECT evidence_id FROM evidence WHERE is_done = 1 ORDER BY ordinal",
            "SELECT ordinal FROM decision ORDER BY ordinal",
            "SELECT COUNT(*) FROM seed",
        ):
            digest.update(repr([row[0] for row in self.control.rows(query)]).encode())
        for name in _GIVEN:
            data = self.get_document(name) or b""
            digest.update(hashlib.sha256(data).digest())
        return digest.digest()

    def _seed_count(self) -> int:
        row = self.control.row("SELECT COUNT(*) FROM seed")
        return int(row[0]) if row else 0
