"""What a segment asks of the detector: values its places have typed already, and texts still to be read.

Invariant: a header or total row gives nothing; a typed cell or field gives its value or nothing, never both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tocsin.detection import columns, columns_types, fields, labels_meaning, values
from tocsin.detection.calibration import probability
from tocsin.detection.checks import card_brand, luhn_ok, ssn_ok
from tocsin.detection.columns_bands import band_cells, goes_on, name_kind
from tocsin.detection.columns_compound import compound_spans, parts_of_cell
from tocsin.detection.columns_pairs import Cells, is_label, own_label, two_values
from tocsin.detection.columns_place import Retyped, with_place
from tocsin.detection.columns_types import UNTYPED, type_column
from tocsin.detection.columns_values import look_at, shape_of
from tocsin.detection.group_heads import Said, pair_element, said_of_rows
from tocsin.detection.health_genes import names_gene
from tocsin.detection.health_said import names_act, names_drug
from tocsin.detection.keyed import digits_of
from tocsin.detection.members import is_member_shaped
from tocsin.detection.spans import Span
from tocsin.detection.thresholds import threshold
from tocsin.ids import mention_id
from tocsin.model import declared_keys
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import HEADS_ROWS, Mention, Part
from tocsin.model.name_order import turned_parts
from tocsin.model.segments import FieldsBody, GridBody, Segment, TextBody, cell_place
from tocsin.patterns import compiled

_SHORTEST_TEXT = 2
LONGEST_TYPED = 400
_OF_PERSON = compiled(r"\d{3}-\d{2}-\d{4}")
"""A taxpayer number written as Social Security numbers are: a person's, not a company's (IRS Publication 1635)."""
_NAMED = frozenset({"name_beside", "last_first"})
_LEAD = compiled(r"[ ]*(?P<label>[A-Za-z][A-Za-z .']{0,19}):[ ]*(?=\w)")
"""A label inside a cell: ``PT: LEE, ANN``."""
_SENDER_PATHS = frozenset({"mail.from", "mail.reply_to", "mail.sender", "mail.reply-to"})
_MAIL_SILENT = frozenset(
    {"mail.message_id", "mail.message-id", "mail.in_reply_to", "mail.in-reply-to", "mail.references", "mail.date"}
)
"""Machine fields of a message: their values look like e-mail addresses and dates, and are about nobody."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One text at one place of a segment; ``span`` is set if the place has typed its value."""

    text: str = field(repr=False)
    place: str
    row: int = -1
    column: int = -1
    group: int = -1
    party: Role = Role.UNKNOWN
    party_number: int = 0
    label: str = field(default="", repr=False)
    span: Span | None = None


def mention_of(segment: Segment, ask: Ask, span: Span) -> Mention:
    """Return the mention of a span that was found where ``ask`` says."""
    return Mention(
        mention_id=mention_id(
            segment.segment_id, f"{ask.place}/{ask.row}/{ask.column}", span.start, kind_of(span.element, span.part)
        ),
        item_id=segment.item_id,
        segment_id=segment.segment_id,
        element=span.element,
        part=span.part,
        start=span.start,
        end=span.end,
        place=ask.place,
        text=ask.text[span.start : span.end],
        norm=span.norm,
        score=probability(span.element, span.detector, span.score),
        detector=span.detector,
        row=ask.row,
        column=ask.column,
        group=ask.group,
        party=span.party if span.party is not Role.UNKNOWN else ask.party,
        party_number=span.party_number or ask.party_number,
        label=span.label or ask.label,
    )


def kind_of(element: Element | None, part: Part) -> str:
    """Return what a span is of, as it counts for the id of a mention."""
    return f"{element.value if element else part.value}/{part}"


def asks(segment: Segment, retyped: Retyped | None = None) -> Iterator[Ask]:
    """Give what is to be found or read in the segment, in order; ``retyped`` is what people said of columns."""
    body = segment.body
    if isinstance(body, TextBody):
        yield Ask(body.text, segment.place)
    elif isinstance(body, GridBody):
        yield from grid_asks(segment, body, typed_grid(segment, body, retyped))
    else:
        yield from _fields(segment.place, body)


def plain_asks(segment: Segment) -> Iterator[Ask]:
    """Give every cell or value of a segment as a text to be read, as if nothing were known of its place."""
    body = segment.body
    if isinstance(body, TextBody):
        yield Ask(body.text, segment.place)
    elif isinstance(body, GridBody):
        for row, cells in enumerate(body.rows):
            for index, text in enumerate(cells):
                if len(text) >= _SHORTEST_TEXT:
                    yield Ask(text, cell_place(segment.place, body, row, index), row, index)
    else:
        for index, one in enumerate(body.fields):
            if len(one.value) >= _SHORTEST_TEXT and one.path not in _MAIL_SILENT:
                yield Ask(one.value, one.path or segment.place, index, -1, one.group)


def typed(
    text: str,
    element: Element | None,
    part: Part,
    score: float,
    party: Role,
    number: int,
    label: str,
    judged: values.Judged | None = None,
) -> Span | None:
    """Return the whole of a value as a span of the element its place names, if it holds one."""
    if len(text) > LONGEST_TYPED:
        return None
    lead = _LEAD.match(text) if element in NAME_ELEMENTS else None
    said = labels_meaning.meaning_of(lead["label"]) if lead else None
    if lead and said and said.element in NAME_ELEMENTS:
        inner = typed(text[lead.end() :], said.element, part, score, said.party, said.party_number, lead["label"])
        return inner.moved(inner.start + lead.end(), inner.end + lead.end()) if inner else None
    if element is Element.TAX_ID and _OF_PERSON.fullmatch(text.strip()) and ssn_ok(digits_of(text)):
        element, judged = Element.SSN, None
    may_be_card = element is Element.ACCOUNT_NUMBER or (element is Element.CLAIM_NUMBER and label.lower() == "ccn")
    if may_be_card and is_card(text):
        element, judged = Element.CARD_NUMBER, None
    if element is Element.OTHER_ID and is_member_shaped(text.strip()) and _is_bare_id(label):
        element, judged = Element.MEMBER_ID, None
    norm, counts, value_score = judged or values.normalise(element, part, text)
    sure = min(score, value_score) if value_score < score else (score + value_score) / 2
    if not counts or sure < threshold(element):
        return None
    start = len(text) - len(text.lstrip())
    return Span(start, len(text.rstrip()), element, part, round(sure, 4), "place", norm, party, number, label)


def is_card(text: str) -> bool:
    """Tell whether an account's number is that of a payment card: 15 or 16 digits with brand and check digit."""
    digits = digits_of(text)
    bare = len(text.strip()) <= _LONGEST_CARD and len(digits) in {15, 16}
    return bare and bool(card_brand(digits)) and luhn_ok(digits)


_LONGEST_CARD = 19


def _is_bare_id(label: str) -> bool:
    """Tell whether a label says no more than that the value is a number of somebody's."""
    return set(labels_meaning.plain_words(label)) <= {"id", "number"}


def typed_grid(segment: Segment, body: GridBody, retyped: Retyped | None = None) -> columns.GridType:
    """Return the types of a grid's columns; ``retyped`` is what people said of columns."""
    return with_place(columns.type_grid(body), body, segment.item_id, segment.place, retyped or {})


def grid_asks(segment: Segment, body: GridBody, grid: columns.GridType) -> Iterator[Ask]:
    """Give what the cells of a grid ask, in order."""
    place = segment.place
    person = 0 if grid.is_banded and body.first_row > 1 else -1
    for block in grid.blocks:
        if block.cells is not None:
            yield from _form(place, body, block.cells, grid.skipped)
            continue
        types = {column.index: column for column in block.columns}
        for row in range(block.first, min(block.end, len(body.rows))):
            if row in grid.bands:
                person = person if person >= 0 and goes_on(body.rows[row]) else 1 + row
                own = {column.index: column for column in grid.band_columns}
                band = _row(place, body, row, own, -1) if own else _band(place, body, row, block.role)
                yield from (replace(ask, group=person) for ask in band)
            elif row in grid.heads:
                yield from _heading(place, body, row, row in grid.skipped)
            elif row in grid.titles:
                yield from (replace(ask, group=-1) for ask in _band(place, body, row, block.role))
            elif row not in grid.skipped:
                asked = _row(place, body, row, types, block.label_column if block.is_transposed else -1)
                yield from asked if person < 0 else (replace(ask, group=person) for ask in asked)


def _band(place: str, body: GridBody, row: int, role: Role) -> Iterator[Ask]:
    """Give what a line over its person's rows asks: values by their labels, else a name with facts, else text."""
    whose = Role.PATIENT if role is Role.UNKNOWN else role
    kinds = band_cells(body.rows[row])
    for index, text in enumerate(body.rows[row]):
        if not text.strip() or (is_label(text) and index not in kinds):
            continue
        where = cell_place(place, body, row, index)
        ask = Ask(text, where, row, index, 1 + row, whose)
        if index in kinds:
            kind = kinds[index]
            party = whose if kind.party is Role.UNKNOWN else kind.party
            yield from cell_asks(
                text, replace(ask, party=party, party_number=kind.party_number, label=kind.label), kind
            )
        elif shape_of(text) in _NAMED:
            yield from (replace(ask, span=span) for span in compound_spans(text, name_kind(whose)))
        else:
            yield ask


def _heading(place: str, body: GridBody, row: int, is_title: bool) -> Iterator[Ask]:
    """Give what a line over rows that share something asks: what it says of them, else its text if it is no title."""
    cells = body.rows[row]
    pair = pair_element([cell for cell in cells if cell.strip()])
    for index, text in enumerate(cells):
        ask = Ask(text, cell_place(place, body, row, index), row, index, HEADS_ROWS)
        said = [Said(0, len(text), pair)] if pair is not None and text.strip() else said_of_rows(text)
        for one in said:
            party = Role.PROVIDER if one.element is Element.PROVIDER else Role.UNKNOWN
            span = typed(text[one.start : one.end], one.element, Part.FULL, _HEADS, party, 0, one.label)
            if span is not None:
                span = span.moved(span.start + one.start, span.end + one.start)
                yield replace(ask, party=party, label=one.label, span=span)
        if not said and not is_title and len(text) >= _SHORTEST_TEXT:
            yield ask


_HEADS = 0.85


def _form(place: str, body: GridBody, cells: Cells, skipped: frozenset[int]) -> Iterator[Ask]:
    """Give what a form set as a table asks; labels themselves ask nothing."""
    record = 0
    for row, texts in enumerate(body.rows):
        for index, text in enumerate(texts if row not in skipped else ()):
            kind, record = cells.get((row, index), (UNTYPED, record))
            if not text.strip() or (kind is UNTYPED and is_label(text)):
                continue
            where = cell_place(place, body, row, index)
            yield from cell_asks(
                text, Ask(text, where, row, index, record, kind.party, kind.party_number, kind.label), kind
            )


def _row(place: str, body: GridBody, row: int, types: dict[int, columns.ColumnType], labels: int) -> Iterator[Ask]:
    """Give what one row asks; in a transposed table a row has one type and its label stands in column ``labels``."""
    is_transposed = labels >= 0
    for index, text in enumerate(body.rows[row]):
        if not text.strip() or (is_transposed and index == labels):
            continue
        kind = types.get(row if is_transposed else index, UNTYPED)
        group = index if is_transposed else -1
        where = cell_place(place, body, row, index)
        yield from cell_asks(text, Ask(text, where, row, index, group, kind.party, kind.party_number, kind.label), kind)


def cell_asks(text: str, ask: Ask, kind: columns.ColumnType | fields.FieldType) -> Iterator[Ask]:
    """Give what one value asks under its type: its spans, or to be read. The row of ``ask`` only tells a cell."""
    if isinstance(kind, columns.ColumnType) and kind.is_inside:
        yield from _labelled_inside(text, ask, kind)
        return
    is_compound = isinstance(kind, columns.ColumnType) and kind.is_compound
    both = two_values(ask.label, text) if ask.label and not is_compound else []
    is_beside = bool(both) or (is_compound and shape_of(text) == "name_beside")
    if "\n" in text.strip() and kind.element in NAME_ELEMENTS and not is_beside:
        yield replace(ask, party=Role.UNKNOWN if kind.party is Role.PATIENT else ask.party)
        return
    if isinstance(kind, columns.ColumnType) and kind.is_compound:
        yield from (replace(ask, span=span) for span in compound_spans(text, kind))
        return
    if both:
        for label, start, end in both:
            inner = type_column(0, label, look_at([text[start:end]]), True)
            outer = Role.UNKNOWN if ask.party in {Role.PROVIDER, Role.SENDER} else ask.party
            party = inner.party if inner.party is not Role.UNKNOWN else outer
            span = typed(text[start:end], inner.element, inner.part, inner.score, party, ask.party_number, label)
            if span is not None:
                yield replace(ask, party=party, span=span.moved(span.start + start, span.end + start))
        return
    own = own_label(text) if kind.is_free_text and ask.row >= 0 and len(text) <= LONGEST_TYPED else None
    if own is not None and (own[0].element is not None or own[0].part is not Part.FULL) and not own[0].is_free_text:
        inner, start = own
        span = typed(text[start:], inner.element, inner.part, inner.score, inner.party, 0, inner.label)
        if span is not None:
            yield replace(ask, label=inner.label, span=span.moved(span.start + start, span.end + start))
            return
    is_genetic = kind.element is Element.LAB_RESULT and names_gene(text[:LONGEST_TYPED])
    if kind.is_free_text or is_genetic or len(text) > LONGEST_TYPED or _says_more(text, kind.element):
        if len(text) >= _SHORTEST_TEXT:
            yield ask
    elif kind.element is not None or kind.part is not Part.FULL:
        score = kind.score if isinstance(kind, columns.ColumnType) else kind.confidence
        coded = fields.coded_name(kind, text) if isinstance(kind, fields.FieldType) else None
        span = typed(text, kind.element, kind.part, score, ask.party, ask.party_number, ask.label, coded)
        if span is not None and isinstance(kind, columns.ColumnType) and kind.is_turned and "," not in text:
            yield from (_spanned(ask, one) for one in turned_spans(text, span))
        elif span is not None:
            yield from (_spanned(ask, one) for one in parts_of_cell(text, span))


def _labelled_inside(text: str, ask: Ask, kind: columns.ColumnType) -> Iterator[Ask]:
    """Give what a value asks whose cell begins with its label: what the value alone asks, in its place."""
    mark = columns_types.label_inside(text)
    start = mark.end() if mark is not None else 0
    for one in cell_asks(text[start:], ask, replace(kind, is_inside=False)):
        span = one.span
        yield one if span is None else replace(one, span=span.moved(span.start + start, span.end + start))


def turned_spans(text: str, span: Span) -> Iterator[Span]:
    """Give the surname and the given names of a cell that is written in this order."""
    for start, end, is_last in turned_parts(text):
        part = Part.LAST if is_last else Part.FIRST
        yield replace(span, start=start, end=end, part=part, norm=text[start:end])


def _spanned(ask: Ask, span: Span) -> Ask:
    """Return the ask with its span: what ``replace`` does, without its cost for every cell of a table."""
    return Ask(ask.text, ask.place, ask.row, ask.column, ask.group, ask.party, ask.party_number, ask.label, span)


def _says_more(text: str, element: Element | None) -> bool:
    """Tell whether a cell of names or accounts holds more: an address, a telephone, a card with its expiry.

    A cell of drugs that names a procedure and no drug (``Drug or study``) is read too.
    """
    if element is Element.MEDICATION:
        return names_act(text, are_short_told=True) and not names_drug(text)
    if element in NAME_ELEMENTS:
        words = len(text.split())
        is_told = words >= _MANY_WORDS and _PROSE.search(text) is not None
        return is_told or (sum(map(str.isdigit, text)) >= _FEW_DIGITS and words >= _FEW_WORDS)
    return element is Element.ACCOUNT_NUMBER and _EXPIRES.search(text) is not None


_FEW_DIGITS, _FEW_WORDS, _MANY_WORDS = 3, 3, 5
_PROSE = compiled(r"\b[a-z]{2,} [a-z]{2,}\b|\bw/ ")
"""Words of a sentence behind a name: ``Quentin Sharp from wound clinic``."""
_EXPIRES = compiled(r"(?i)\bexp(?:ires?|iry)?\b")


_HL7_NAMES = ("IN1-16", "NK1-2", "GT1-3")
_HL7_RELATIONS = frozenset(
    {"SEL", "SPO", "DOM", "CHD", "GCH", "NCH", "SCH", "FCH", "DEP", "WRD", "PAR", "MTH", "FTH", "CGV", "GRD", "SIB"}
    | {"BRO", "SIS", "FND", "EMC", "EMR", "EME", "OTH", "UNK", "SELF"}
)
"""Source: HL7 v2 user-defined table 0063, relationship; interfaces put such a code where the name belongs."""


def _fields(place: str, body: FieldsBody) -> Iterator[Ask]:
    for index, one in enumerate(body.fields):
        if not one.value.strip() or one.path in _MAIL_SILENT or one.path == declared_keys.PATH:
            continue
        if one.path.startswith(_HL7_NAMES) and one.value.strip().upper() in _HL7_RELATIONS:
            continue
        kind = fields.type_field(one)
        if one.path.startswith("mail."):
            party = Role.SENDER if one.path in _SENDER_PATHS else Role.UNKNOWN
            label = one.label or one.path
            yield Ask(one.value, one.path, index, -1, one.group, party, 0, label)
        else:
            ask = Ask(one.value, one.path or place, index, -1, one.group, kind.party, kind.party_number, one.label)
            yield from cell_asks(one.value, ask, kind)
