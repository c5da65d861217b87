"""What the stages after resolution give: people, exposures, counts, duties; as Arrow schemas.

Column names are the contract's; ``text`` columns are as read, dates are date32, lists are joined by ``;``.
"""

from __future__ import annotations

from enum import StrEnum

import pyarrow as pa


class Verdict(StrEnum):
    """What the logs say of an item."""

    TOUCHED = "touched"
    PRESUMED = "presumed"
    UNTOUCHED = "untouched"


def _text(*names: str) -> list[pa.Field]:
    return [pa.field(name, pa.string(), nullable=False) for name in names]


PEOPLE = pa.schema(
    [
        *_text("person_id", "first_name", "middle_name", "last_name", "suffix"),
        pa.field("date_of_birth", pa.date32()),
        *_text("sex", "ssn", "address_1", "address_2", "city", "state", "zip", "country", "email", "phone"),
        *_text("roles", "covered_entities", "elements", "exposure"),
        pa.field("is_minor", pa.bool_()),
        pa.field("is_deceased", pa.bool_(), nullable=False),
        *_text("addressee_name", "addressee_relation", "mrns"),
        pa.field("item_count", pa.int64(), nullable=False),
        pa.field("subject_count", pa.int64(), nullable=False),
        pa.field("confidence", pa.float64(), nullable=False),
        *_text("merge_reasons", "notice_id"),
        *_text("aliases", "address_source"),
        pa.field("address_on", pa.date32()),
    ]
)
"""One row a person to be counted; ``aliases`` are former person ids."""

ATTRIBUTIONS = pa.schema(_text("subject_id", "covered_entity", "reason"))
"""Zero or more rows a subject; ``covered_entity`` is a key of incident.toml."""

EXPOSURES = pa.schema(
    [
        *_text("item_id", "verdict", "rule"),
        pa.field("log_records", pa.string(), nullable=False),
    ]
)

DUTIES = pa.schema(
    [
        *_text("duty_id", "actor", "covered_entity", "jurisdiction", "rule_id", "citation", "recipient"),
        pa.field("people", pa.int64()),
        *_text("clock_start"),
        pa.field("clock_start_on", pa.date32()),
        pa.field("due_on", pa.date32()),
        pa.field("met_on", pa.date32()),
        *_text("status"),
        pa.field("days_late", pa.int64()),
        *_text("why", "trust"),
    ]
)
