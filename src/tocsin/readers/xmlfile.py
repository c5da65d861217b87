"""XML of any kind: like flat records as tables, all else as fields with the path of their element.

Clinical documents (C-CDA), FHIR and NAACCR are read by their own rules. Entities are never resolved and nothing is
fetched.

Invariant: every text node and every value in an attribute is given once.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.cda import PARTIES, cda_field, embedded, is_cda, narrative_html, section_of
from tocsin.readers.cda_parties import Party, guardians_of, party_fields, party_of
from tocsin.readers.decoding import decode
from tocsin.readers.encoded import base64_document
from tocsin.readers.fhir import FhirOut
from tocsin.readers.fhir_xml import is_fhir_xml, resource_of
from tocsin.readers.html import html_text
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.naaccr_xml import ROOT, NaaccrPatients
from tocsin.readers.package import Element, local

_TREE_BYTES = 48 << 20
_BATCH = 1_000
_TABLE_RECORDS = 3
_LONG_CHARS = 500
_NAMING = ("naaccrId", "name", "key", "field", "label")
"""Attributes that say what an element holds."""
_NOISE = frozenset({"schemaLocation", "noNamespaceSchemaLocation", "type", "space", "lang", "version", "nil"})


class XmlReader:
    """The reader of XML."""

    name = "xml"
    media_types = frozenset({"application/xml", "text/xml", "application/fhir+xml", "image/svg+xml"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: XML can only be read from its start."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the document whole, or by the children of its root where it is large."""
        out = XmlOut(sink, limits)
        if source.size_bytes > _TREE_BYTES:
            _read_stream(source, out, sink)
        else:
            _read_tree(source.stream.read(), out, sink)
        out.end()


READER = XmlReader()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)


def _read_tree(data: bytes, out: XmlOut, sink: Sink) -> None:
    parser = _parser()
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        text = decode(data)
        if not text.strip():
            raise CannotRead(ItemCode.CORRUPT)
        sink.partly(ItemCode.PARTLY_CORRUPT)
        sink.text(text, "body")
        return
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        sink.partly(ItemCode.PARTLY_CORRUPT)
    out.root(root)


def _read_stream(source: Source, out: XmlOut, sink: Sink) -> None:
    """Read the children of the root in batches; a document whose root has one child is read as far as it fits."""
    try:
        children = _root_children(source)
        while batch := list(islice(children, _BATCH)):
            out.batch(batch)
            for element in batch:
                element.clear()
    except etree.XMLSyntaxError:
        sink.partly(ItemCode.PARTLY_CORRUPT)


def _root_children(source: Source) -> Iterator[Element]:
    depth = 0
    context = etree.iterparse(
        source.stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, recover=True,
    )  # fmt: skip
    for event, element in context:
        depth += 1 if event == "start" else -1
        if event == "end" and depth == 1:
            above = element.getparent()
            while above is not None and len(above) > _BATCH + 1:
                del above[0]
            yield element


class XmlOut:
    """Gives elements to the sink."""

    def __init__(self, sink: Sink, limits: ReadLimits) -> None:
        self._sink, self._limits = sink, limits
        self._pending: list[Field] = []
        self._group = 0
        self._children = 0
        self._is_cda = False
        self._section = ""
        self._tables = 0
        self._naaccr = NaaccrPatients()

    def root(self, root: Element) -> None:
        """Give a whole document."""
        if is_fhir_xml(root):
            fhir = FhirOut(self._sink)
            fhir.give(resource_of(root))
            fhir.end()
            return
        if local(root) == ROOT:
            for field in self._naaccr.root(root):
                self._add(field)
            return
        self._is_cda = is_cda(root)
        self._element(root, local(root), 0, 0)

    def batch(self, elements: Sequence[Element]) -> None:
        """Give some children of the root of a large document."""
        above = elements[0].getparent()
        if above is not None and local(above) == ROOT:
            for element in elements:
                for field in self._naaccr.patient(element) if local(element) == "Patient" else ():
                    self._add(field)
            return
        self._members(elements, "" if above is None else local(above), 0, 1)

    def end(self) -> None:
        """Give out what is left."""
        if self._pending:
            self._sink.fields(self._pending, "elements")
            self._pending = []

    def _add(self, field: Field) -> None:
        if field.value.strip():
            self._pending.append(field)
            if len(self._pending) >= self._limits.fields:
                self.end()

    def _element(self, element: Element, path: str, group: int, depth: int) -> None:
        if depth > 200:
            raise CannotRead(ItemCode.TOO_DEEP)
        if self._is_cda and self._clinical(element, path, group):
            return
        if not self._is_cda:
            self._attributes(element, path, group)
        children = [child for child in element if local(child)]
        if not children:
            self._leaf(element, path, group)
        elif _is_prose(element):
            self._text("".join(element.itertext("{*}*", with_tail=True)), path, group)
        else:
            self._text(" ".join(_own_text(element)), path, group)
            self._members(children, path, group, depth + 1)

    def _members(self, children: Sequence[Element], path: str, group: int, depth: int) -> None:
        if not self._is_cda and _is_table(children):
            self._table(children, path)
            return
        counts = Counter(local(child) for child in children)
        for child in children:
            kind = local(child)
            if not kind:
                continue
            inner = group
            is_party = self._is_cda and kind in PARTIES
            if is_party or (len(child) and counts[kind] > 1 and not self._is_cda) or depth == 1:
                self._group += 1
                inner = self._group
            self._element(child, f"{path}/{kind}", inner, depth)

    def _leaf(self, element: Element, path: str, group: int) -> None:
        text = (element.text or "").strip()
        data = base64_document(text)
        if data is not None:
            self._give_child(path.rsplit("/", 1)[-1], data)
            return
        name = next((element.get(key) for key in _NAMING if element.get(key)), "")
        if text and name:
            self._add(Field(f"{path}/{name}", text, name, group))
        elif text:
            self._text(text, path, group)

    def _text(self, text: str, path: str, group: int) -> None:
        text = text.strip()
        if len(text) > _LONG_CHARS:
            self.end()
            self._sink.text(text, path)
        elif text:
            self._add(Field(path, text, path.rsplit("/", 1)[-1], group))

    def _attributes(self, element: Element, path: str, group: int) -> None:
        is_named = not len(element) and (element.text or "").strip()
        for key, value in element.attrib.items():
            name = str(key).rsplit("}", 1)[-1]
            if name in _NOISE or (is_named and name in _NAMING):
                continue
            self._add(Field(f"{path}/@{name}", str(value), name, group))

    def _clinical(self, element: Element, path: str, group: int) -> bool:
        """Give what a clinical document says in its own way; say whether nothing is left of the element."""
        kind = local(element)
        above = element.getparent()
        party = party_of(element)
        if party is not None:
            self._party(party)
            return True
        try:
            data = embedded(element)
        except ValueError:
            self._children += 1
            self._sink.failed_child(self._children, path.rsplit("/", 2)[-2], 0, ItemCode.CORRUPT)
            return True
        if data is not None:
            self._children += 1
            self._sink.child(
                self._children, f"{local(above) if above is not None else kind}", io.BytesIO(data), len(data)
            )
            return True
        if kind == "text" and above is not None and local(above) == "section":
            self.end()
            title = next((one.text or "" for one in above if local(one) == "title"), "").strip()
            html_text(narrative_html(element), self._sink, f"section {title}".strip())
            return True
        if kind == "section":
            self._section = section_of(element)
        found = cda_field(element, path, group, self._section)
        if found is not None:
            self._add(found)
        return kind in {"templateId", "typeId"}

    def _party(self, party: Party) -> None:
        """Give somebody whom a clinical document names, and the guardians named with them."""
        for one in (party, *guardians_of(party)):
            self._group += 1
            for field in party_fields(one, self._group):
                self._add(field)

    def _give_child(self, name: str, data: bytes) -> None:
        self._children += 1
        self._sink.child(self._children, name, io.BytesIO(data), len(data))

    def _table(self, records: Sequence[Element], path: str) -> None:
        """Give flat records as rows under the names of their elements and attributes."""
        self.end()
        self._tables += 1
        is_flat = all(map(_is_flat, records))
        flat = [_cells(record, is_flat=is_flat) for record in records]
        header = list(dict.fromkeys(name for one in flat for name in one))
        rows = [[one.get(name, "") for name in header] for one in flat]
        head = [] if all(name.isdigit() for name in header) else [header]
        place = f"{path}/{local(records[0])}, table {self._tables}"
        for start in range(0, len(rows), _BATCH):
            part = rows[start : start + _BATCH]
            first = start + 1 if start == 0 else start + 1 + len(head)
            self._sink.grid([*head, *part] if start == 0 else part, place, first, [*head, *rows[:8]])


def _own_text(element: Element) -> list[str]:
    """Return the text that stands in an element itself, not in its children."""
    pieces = [element.text or "", *((child.tail or "") for child in element)]
    return [piece.strip() for piece in pieces if piece.strip()]


def _is_prose(element: Element) -> bool:
    """Tell whether text and elements are mixed as in prose: a good part of the text stands in the element itself."""
    own = sum(map(len, _own_text(element)))
    return own > 0 and own * 3 > len("".join(element.itertext("{*}*", with_tail=True)).strip())


def _is_table(children: Sequence[Element]) -> bool:
    """Tell whether elements are like, flat records."""
    if len(children) < _TABLE_RECORDS:
        return False
    kind = children[0].tag
    if any(child.tag != kind for child in children):
        return False
    if all(map(_is_shallow, children)) and not all(map(_is_flat, children)):
        return any(len(part) for child in children for part in child) or any(len(child) > 1 for child in children)
    return all(_is_flat(child) for child in children) and any(len(child) or len(child.attrib) > 1 for child in children)


def _is_shallow(record: Element) -> bool:
    """Tell whether a record holds values, values of one kind several times, and groups of values once each."""
    holders = [record, *(part for part in record if len(part))]
    if any(map(_own_text, holders)):
        return False
    parts = [part for part in record if local(part)]
    groups = [local(part) for part in parts if len(part)]
    leaves = [*(part for part in parts if not len(part)), *(leaf for part in parts for leaf in part)]
    is_plain = all(not len(leaf) and len(leaf.text or "") <= _LONG_CHARS for leaf in leaves)
    is_named = any(leaf.get(key) for leaf in leaves for key in (*_NAMING, "value"))
    return is_plain and not is_named and len(set(groups)) == len(groups) and 1 < len(leaves) <= _MOST_LEAVES


_MOST_LEAVES = 80


def _is_flat(record: Element) -> bool:
    kinds = [child.tag for child in record if local(child)]
    if any(len(child) or child.get("value") for child in record) or (record.text or "").strip():
        return bool(len(record) == 0)
    return len(set(kinds)) == len(kinds) or (len(set(kinds)) == 1 and not record.attrib)


def _add_cells(cells: dict[str, str], leaf: Element, name: str) -> None:
    """Add what stands in an element and its attributes; what is of a name that is taken is numbered."""
    name = next((n for n in (name, *(f"{name} {k}" for k in range(2, _MOST_LEAVES))) if n not in cells), name)
    if not len(leaf):
        cells[name] = (leaf.text or "").strip()
    cells.update({f"{name}@{key}": str(value) for key, value in leaf.attrib.items()})


def _cells(record: Element, *, is_flat: bool) -> dict[str, str]:
    """Return the values of a flat record by name; cells of one and the same name are numbered."""
    cells = {str(key).rsplit("}", 1)[-1]: str(value) for key, value in record.attrib.items()}
    kinds = [local(child) for child in record if local(child)]
    if is_flat and len(kinds) > 1 and len(set(kinds)) == 1:
        for number, child in enumerate(record):
            cells[str(number)] = "".join(child.itertext()).strip()
        return cells
    for child in record:
        if local(child):
            _add_cells(cells, child, local(child))
            for leaf in filter(local, child):
                _add_cells(cells, leaf, f"{local(child)} {local(leaf)}")
    if not len(record) and (record.text or "").strip():
        cells[local(record)] = record.text.strip()
    return cells
