"""Notices and the subjects in them: what was done for a notice follows its subjects when people merge or part.

Subject ids come from place and content alone, so they outlive every run; notice ids need not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from tocsin.model.subjects import MEMBERS
from tocsin.response.folder import IncidentFolder


class NoticeMap:
    """Which subject is in which notice today."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take pairs of subject and notice."""
        self._notice = dict(pairs)
        self._subjects: dict[str, list[str]] = defaultdict(list)
        for subject, notice in self._notice.items():
            self._subjects[notice].append(subject)

    @classmethod
    def of(cls, folder: IncidentFolder) -> NoticeMap:
        """Return the map of a folder's last run."""
        members = folder.read("members", MEMBERS, columns=["subject_id", "notice_id"])
        return cls(zip(members["subject_id"].to_pylist(), members["notice_id"].to_pylist(), strict=True))

    def notice_of(self, subject: str) -> str:
        """Return the notice of a subject; empty if it is in none."""
        return self._notice.get(subject, "")

    def subjects(self, notice: str) -> list[str]:
        """Return the subjects of a notice, sorted."""
        return sorted(self._subjects.get(notice, ()))

    def heir(self, subjects: Iterable[str]) -> str:
        """Return the notice that has most of these subjects today; among equals the least id; empty if none has any."""
        tally = Counter(self._notice[s] for s in subjects if s in self._notice)
        return min(tally, key=lambda notice: (-tally[notice], notice), default="")
