"""Verdicts: what the logs say of every item, by named rules; what they cannot rule out is presumed.

touched: the intruder's records name the item. presumed: a sync, a throttled hour, a missing or unproved log, or no log
at all leaves it open. untouched: logging is proved on for the whole window and nothing of the above applies.

Source: Microsoft, "Use MailItemsAccessed to investigate compromised accounts" (Bind, Sync, throttling); 45 CFR
164.402(2)(iii) (whether the data were actually acquired or viewed).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from tocsin.exposure.intruder import is_intruder
from tocsin.exposure.records import LogRecord
from tocsin.ids import EvidenceId, ItemId
from tocsin.model.evidence import Evidence, EvidenceKind
from tocsin.model.incident import Incident
from tocsin.model.results import Verdict

THROTTLE_WINDOW = timedelta(hours=24)
"""Bind logging stops this long after a throttled record."""
LARGEST_GAP = timedelta(hours=36)
"""A longer silence of a mailbox's or site's log inside the window is a gap: logging is not proved."""
LISTED_RECORDS = 20
"""Record ids kept beside a verdict."""


class LogItem(NamedTuple):
    """What the verdict needs of an item."""

    item_id: ItemId
    evidence_id: EvidenceId
    parent_id: ItemId | None
    locator: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Exposure:
    """The verdict on one item."""

    item_id: ItemId
    verdict: Verdict
    rule: str
    log_records: tuple[str, ...] = ()


def judge(
    items: Sequence[LogItem], evidence: Sequence[Evidence], records: Sequence[LogRecord], incident: Incident
) -> list[Exposure]:
    """Return one exposure for each item, in the order given."""
    court = _Court(evidence, records, incident)
    verdicts: dict[ItemId, Exposure] = {}
    for item in sorted(items, key=lambda i: i.locator.count("!/")):
        above = verdicts.get(item.parent_id) if item.parent_id else None
        verdicts[item.item_id] = court.verdict(item, above)
    return [verdicts[item.item_id] for item in items]


class _Court:
    """The logs, sorted by what they speak of."""

    def __init__(self, evidence: Sequence[Evidence], records: Sequence[LogRecord], incident: Incident) -> None:
        self.evidence = {e.evidence_id: e for e in evidence}
        self.window = _window(incident)
        self.mail_by_account: dict[str, list[LogRecord]] = defaultdict(list)
        self.file_records = [r for r in records if r.object_path and not r.is_mail]
        self.intruders_files: dict[str, list[LogRecord]] = defaultdict(list)
        for record in records:
            for account in {record.mailbox or record.account} - {""}:
                if record.is_mail or record.message_ids:
                    self.mail_by_account[account].append(record)
        self.intruders_mail = {
            account: [r for r in held if is_intruder(r, incident.intruders)]
            for account, held in self.mail_by_account.items()
        }
        for record in self.file_records:
            if is_intruder(record, incident.intruders):
                self.intruders_files[record.object_path.rsplit("/", 1)[-1].lower()].append(record)
        self.named = {account: _by_message(held) for account, held in self.intruders_mail.items()}
        self.has_intruder = bool(incident.intruders)
        self._account_of: dict[EvidenceId, str] = {}
        self._presumptions: dict[str, tuple[str, Sequence[LogRecord]] | None] = {}
        self._file_log_is_proved = _is_proved(self.file_records, self.window)

    def verdict(self, item: LogItem, above: Exposure | None) -> Exposure:
        source = self.evidence[item.evidence_id]
        if source.kind is EvidenceKind.MAILBOX:
            return self._mail(item, source, above)
        if source.kind in {EvidenceKind.SHARE, EvidenceKind.OTHER}:
            return self._file(item, above)
        return Exposure(item.item_id, Verdict.PRESUMED, "no_log_for_this_kind")

    def _mail(self, item: LogItem, source: Evidence, above: Exposure | None) -> Exposure:
        if above is not None and "!/" in item.locator and not item.message_id:
            return Exposure(item.item_id, above.verdict, above.rule, above.log_records)
        account = self._account(source)
        named = self._named(item, account)
        if named:
            return _exposure(item, Verdict.TOUCHED, "mail_item_named", named)
        if above is not None and above.verdict is Verdict.TOUCHED and above.rule == "mail_item_named":
            return Exposure(item.item_id, above.verdict, above.rule, above.log_records)
        presumed = self._mailbox_presumption(account)
        if presumed is not None:
            return _exposure(item, Verdict.PRESUMED, *presumed)
        if not item.message_id:
            return Exposure(item.item_id, Verdict.PRESUMED, "item_without_message_id")
        return Exposure(item.item_id, Verdict.UNTOUCHED, "logging_proved_and_item_not_named")

    def _named(self, item: LogItem, account: str) -> list[LogRecord]:
        wanted = item.message_id.strip().strip("<>").lower()
        if not wanted:
            return []
        if account:
            return self.named.get(account, {}).get(wanted, [])
        return [record for held in self.named.values() for record in held.get(wanted, [])]

    def _account(self, source: Evidence) -> str:
        if source.evidence_id not in self._account_of:
            self._account_of[source.evidence_id] = _account_of(source, list(self.mail_by_account))
        return self._account_of[source.evidence_id]

    def _mailbox_presumption(self, account: str) -> tuple[str, Sequence[LogRecord]] | None:
        """Return why every item of the mailbox is presumed, or None if the log rules it out; asked once of each."""
        if account not in self._presumptions:
            self._presumptions[account] = self._presumption(account)
        return self._presumptions[account]

    def _presumption(self, account: str) -> tuple[str, Sequence[LogRecord]] | None:
        if not self.has_intruder:
            return "intruder_not_described", ()
        records = self.mail_by_account.get(account, [])
        if not records:
            return "no_log_for_this_mailbox", ()
        synced = [r for r in self.intruders_mail[account] if r.access_type.lower() == "sync"]
        if synced:
            return "mailbox_synced", synced
        throttled = [r for r in records if r.is_throttled and self._near_window(r)]
        if throttled:
            return "log_throttled", throttled
        if not _is_proved([r for r in records if r.operation == "MailItemsAccessed"], self.window):
            return "logging_not_proved", ()
        return None

    def _near_window(self, record: LogRecord) -> bool:
        if record.at is None or self.window is None:
            return True
        return record.at + THROTTLE_WINDOW >= self.window[0] and record.at <= self.window[1]

    def _file(self, item: LogItem, above: Exposure | None) -> Exposure:
        if above is not None and "!/" in item.locator:
            return Exposure(item.item_id, above.verdict, above.rule, above.log_records)
        path = item.locator.split("!/", 1)[0].replace("%21", "!")
        held = self.intruders_files.get(path.rsplit("/", 1)[-1].lower(), [])
        named = [record for record in held if _same_path(path, record.object_path)]
        if named:
            return _exposure(item, Verdict.TOUCHED, "file_named", named)
        if not self.has_intruder:
            return Exposure(item.item_id, Verdict.PRESUMED, "intruder_not_described")
        if not self.file_records:
            return Exposure(item.item_id, Verdict.PRESUMED, "no_log_for_this_share")
        if not self._file_log_is_proved:
            return Exposure(item.item_id, Verdict.PRESUMED, "logging_not_proved")
        return Exposure(item.item_id, Verdict.UNTOUCHED, "logging_proved_and_item_not_named")


def _exposure(item: LogItem, verdict: Verdict, rule: str, records: Sequence[LogRecord]) -> Exposure:
    return Exposure(item.item_id, verdict, rule, tuple(r.record_id for r in records[:LISTED_RECORDS]))


def _by_message(records: Sequence[LogRecord]) -> dict[str, list[LogRecord]]:
    named: dict[str, list[LogRecord]] = defaultdict(list)
    for record in records:
        for message in record.message_ids:
            named[message].append(record)
    return named


def _account_of(source: Evidence, accounts: Sequence[str]) -> str:
    """Return the account whose mailbox this is: the custodian's address, or the one account that bears the name."""
    custodian = source.custodian.strip().lower()
    if "@" in custodian:
        return custodian
    names = {name for name in (custodian.replace(" ", "."), source.name.rsplit(".", 1)[0].lower()) if name}
    fits = [a for a in accounts if a in source.name.lower() or a.split("@")[0] in names]
    return fits[0] if len(fits) == 1 else ""


def _same_path(path: str, other: str) -> bool:
    """Tell whether one path is the other, or its end, step by step.

    Example:
        >>> _same_path("Finance/a.xlsx", "sites/x/Documents/Finance/A.xlsx"), _same_path("HR/a.xlsx", "Finance/a.xlsx")
        (True, False)
    """
    left, right = (list(reversed(p.lower().strip("/").split("/"))) for p in (path, other))
    shorter = min(len(left), len(right))
    if left[:shorter] == right[:shorter]:
        return True
    # the share may have been copied under another top folder: compare below it
    shared = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), shorter)
    return shared >= 2 and shared >= len(left) - 1


def _window(incident: Incident) -> tuple[datetime, datetime] | None:
    starts = [i.from_at for i in incident.intruders if i.from_at]
    ends = [i.until_at for i in incident.intruders if i.until_at]
    line = incident.timeline
    if line.intrusion_start_on:
        starts.append(datetime.combine(line.intrusion_start_on, time.min, UTC))
    if line.intrusion_end_on:
        ends.append(datetime.combine(line.intrusion_end_on, time.max, UTC))
    return (min(starts), max(ends)) if starts and ends else None


def _is_proved(records: Sequence[LogRecord], window: tuple[datetime, datetime] | None) -> bool:
    """Tell whether the log was on for the whole window: records on both sides of it and no long silence within."""
    if window is None:
        return False
    start, end = window
    times = sorted(r.at for r in records if r.at is not None)
    before = [at for at in times if at <= start]
    after = [at for at in times if at >= end]
    if not before or not after:
        return False
    inside = [before[-1], *(at for at in times if start < at < end), after[0]]
    return all(later - earlier <= LARGEST_GAP for earlier, later in itertools.pairwise(inside))


def person_verdict(verdicts: Sequence[str] | Mapping[str, object]) -> str:
    """Return the gravest of the verdicts of a person's items; none known means presumed.

    Example:
        >>> person_verdict(["untouched", "touched"]), person_verdict([])
        ('touched', 'presumed')
    """
    for verdict in (Verdict.TOUCHED, Verdict.PRESUMED, Verdict.UNTOUCHED):
        if verdict in verdicts:
            return verdict.value
    return Verdict.PRESUMED.value
