"""NAACCR XML: a patient with all tumors as one group, items by name or number, user dictionaries' items by their names.

Source: NAACCR XML Data Exchange Standard 1.x (NaaccrData, Patient, Tumor, Item with naaccrId or naaccrNum); items as in
``naaccr_items``.
"""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.model.bodies import Field
from tocsin.readers.naaccr_items import NUMBERS, patient_fields
from tocsin.readers.package import Element, local

ROOT = "NaaccrData"


class NaaccrPatients:
    """Turns Patient elements into fields."""

    def __init__(self) -> None:
        self._group = 0

    def root(self, root: Element) -> Iterator[Field]:
        """Give the items of the file itself and all patients."""
        self._group += 1
        for name, value in _items(root).items():
            yield Field(f"{ROOT}/{name}", value, name, self._group)
        for child in root:
            if local(child) in {"Patient", "Tumor"}:
                yield from self.patient(child)

    def patient(self, patient: Element) -> Iterator[Field]:
        """Give one patient with the tumors and whatever else stands there."""
        self._group += 2
        group = self._group
        yield Field("Patient/recordType", "Patient", "Patient", group)
        yield from patient_fields(_items(patient), group)
        for child in patient:
            kind = local(child)
            if kind == "Tumor":
                yield from patient_fields(_items(child), group, "Tumor")
                for inner in child:
                    yield from _extension(inner, group)
            else:
                yield from _extension(child, group)


def _items(element: Element) -> dict[str, str]:
    items: dict[str, str] = {}
    for child in element:
        if local(child) == "Item" and (value := "".join(child.itertext()).strip()):
            name = _name_of(child)
            items[name] = f"{items[name]}\n{value}" if name in items else value
    return items


def _name_of(item: Element) -> str:
    name = item.get("naaccrId") or ""
    if name:
        return name[:100]
    number = (item.get("naaccrNum") or "").strip()
    return (
        NUMBERS.get(int(number[:9]), f"item{number[:9]}") if number[:9].isascii() and number[:9].isdigit() else "item"
    )


def _extension(element: Element, group: int) -> Iterator[Field]:
    """Give the texts of elements that are of somebody's own namespace."""
    kind = local(element)
    if not kind or kind == "Item":
        return
    for one in element.iter():
        name = local(one)
        if name and (text := (one.text or "").strip()):
            yield Field(f"Patient/{kind}/{name}", text, name, group)
