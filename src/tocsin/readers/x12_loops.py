"""X12 segments to fields: one group for each person with all that is theirs, one for each provider or payer.

A claim, its codes and its lines go to the group of the patient: the dependent's if the hierarchy has come to one, else
the subscriber's. Marks such as ``HL*22`` begin a group so that linking knows where another record begins.

Invariant: what a provider's or payer's loop holds is never put into a person's group.
Source: ASC X12 005010X222, X223 (loops 2000A-C, 2010, 2300, 2310, 2330, 2400), X221 (2100, 2110), X220 (2000, 2100,
2300, 2310, 2320), X279 (2000C-D, 2100), X212 and X214 (2000D-E, 2200); data element 98 (entity identifier code).
"""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.model.bodies import Field
from tocsin.readers.interface import Sink
from tocsin.readers.x12_segments import EdiSegment
from tocsin.readers.x12_values import Value, detail_values, name_values, party_values

_FLUSH_FIELDS = 4_000
_INSURED = frozenset({"IL", "74", "QC", "03"})
"""Whom a record is about; the first of them names its group."""
_LEVELS = {"22": "HL*22", "23": "HL*23", "PT": "HL*23", "20": "HL*20", "21": "HL*21", "19": "HL*19"}
_PEOPLE_LEVELS = frozenset({"22", "23", "PT"})
_OTHERS = frozenset({"70", "GB"})
"""Insured people who are named beside the one a record is about: a prior incorrect name, another policy's holder."""
_RELATIVES = {
    "S1": "Parent", "S3": "Custodial parent", "GD": "Guardian", "X4": "Spouse", "QD": "Responsible party",
    "EI": "Executor of the estate", "J6": "Power of attorney", "LR": "Legal representative", "EXS": "Ex-spouse",
    "E1": "Representative", "9K": "Representative", "TZ": "Significant other", "ICN": "Relative",
}  # fmt: skip
_OFFICES = frozenset(
    {
        "85", "87", "82", "71", "72", "77", "DN", "DK", "DQ", "P3", "1P", "FA", "ZZ", "P5", "41", "40", "80", "QV",
        "SJ", "2B", "45", "PW",
    }
)  # fmt: skip
"""Professionals and facilities; of all other parties only the name is given."""
_PARTIES = frozenset({"PR", "PE", "IN", "P5"})
"""Payer, payee, insurer and sponsor in N1 segments; other N1 name no party."""
_BACK = frozenset(
    {"CLM", "LX", "SVC", "HD", "COB", "OI", "EB", "TRN", "STC", "LS", "LE", "SV1", "SV2", "SV3", "SV5", "HI"}
)
"""Segments that end the loop of a party inside a record."""
_OF_RECORD = frozenset({"CLM", "CLP", "HI", "SV1", "SV2", "SV3", "SV5", "SVC", "LIN", "HD", "EB", "NTE", "MSG", "K3"})
"""Segments that speak of the record's person wherever they stand."""


class Loops:
    """Takes the segments of a document in order and gives fields to the sink."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._pending: list[Field] = []
        self._group = 0
        self._kind = ""
        self._transactions = 0
        self._owner = 0
        self._is_named = False
        self._is_dependent = False
        self._in_claim = False
        self._prefix = ""
        self._target = 0
        self._who = ""

    def take(self, segment: EdiSegment) -> None:
        """Take one segment."""
        kind = segment.get(0)
        if kind == "ST":
            self._transaction(segment)
        elif kind == "HL":
            self._level(segment.get(3))
        elif kind == "INS" and self._kind == "834":
            self._member(segment)
        elif kind == "CLP":
            self._record("CLP")
            self._add(detail_values(segment))
        elif kind == "NM1":
            self._entity(segment)
        elif kind == "N1":
            self._party(segment)
        else:
            self._detail(kind, segment)

    def end(self) -> None:
        """Give out what is left."""
        if self._pending:
            self._sink.fields(self._pending, f"transaction {max(1, self._transactions)}")
            self._pending = []

    def _transaction(self, segment: EdiSegment) -> None:
        if len(self._pending) > _FLUSH_FIELDS:
            self.end()
        self._kind = segment.get(1)
        self._transactions += 1
        self._close()
        self._mark(f"ST*{self._kind}", self._next())

    def _level(self, code: str) -> None:
        mark = _LEVELS.get(code, "HL")
        if code in _PEOPLE_LEVELS:
            self._record(mark)
            self._is_dependent = mark == "HL*23"
        else:
            self._close()
            self._mark(mark, self._next())

    def _member(self, segment: EdiSegment) -> None:
        is_holder = segment.get(1) != "N"
        self._record("INS*Y" if is_holder else "INS*N")
        self._is_dependent = not is_holder
        self._add(detail_values(segment))

    def _record(self, mark: str) -> None:
        """Begin the group of another insured person or claim."""
        if len(self._pending) > _FLUSH_FIELDS and mark not in {"HL*23", "INS*N"}:
            self.end()
        self._close()
        self._owner = self._next()
        self._mark(mark, self._owner)
        self._turn("", self._owner)

    def _close(self) -> None:
        self._owner, self._is_named, self._is_dependent, self._in_claim = 0, False, False, False
        self._turn("", 0)

    def _entity(self, segment: EdiSegment) -> None:
        code = segment.get(1)
        if code == "31" and self._kind == "834" and self._owner:
            self._turn("NM1*31", self._owner)
            return
        names_owner = code in _INSURED and self._owner and not self._is_named and not self._in_claim
        group = self._owner if names_owner else self._next()
        self._is_named = self._is_named or bool(names_owner)
        prefix = f"NM1*{code}"
        if names_owner and self._is_dependent and code in {"IL", "74"}:
            prefix = f"dependent/{prefix}"
        self._turn(prefix, group, _RELATIVES.get(code, ""))
        self._add(name_values(segment))

        if not (code in _INSURED or code in _RELATIVES or code in _OFFICES or code in _OTHERS):
            self._turn("", 0)

    def _party(self, segment: EdiSegment) -> None:
        """Name a payer, payee or sponsor; its address and contacts are nobody's."""
        code = segment.get(1)
        self._turn("", 0)
        if code in _PARTIES:
            self._put(party_values(segment), f"N1*{code}", self._next())

    def _detail(self, kind: str, segment: EdiSegment) -> None:
        if kind == "SBR" and self._in_claim:
            self._turn("", 0)
            return
        if kind in _BACK:
            self._turn("", self._owner)
        self._in_claim = self._in_claim or kind == "CLM"
        if kind in _OF_RECORD and self._owner:
            self._put(detail_values(segment), "", self._owner)
        else:
            self._add(detail_values(segment))

    def _turn(self, prefix: str, group: int, who: str = "") -> None:
        self._prefix, self._target, self._who = prefix, group, who

    def _next(self) -> int:
        self._group += 1
        return self._group

    def _mark(self, mark: str, group: int) -> None:
        self._pending.append(Field(mark, mark, mark, group))

    def _add(self, values: Iterable[Value]) -> None:
        if self._target:
            self._put(values, self._prefix, self._target)

    def _put(self, values: Iterable[Value], prefix: str, group: int) -> None:
        for path, value, label in values:
            if value:
                whole = f"{prefix}{path}" if not path or path[0] in "-(" else f"{prefix}/{path}"
                name = (
                    f"{self._who} {label.lower()}"
                    if self._who and prefix in {f"NM1*{c}" for c in _RELATIVES}
                    else label
                )
                self._pending.append(Field(whole.lstrip("/"), value, name, group))
