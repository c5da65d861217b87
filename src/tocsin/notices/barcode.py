"""The Intelligent Mail barcode: its digits, and its 65 bars as letters A, D, F and T.

Source: USPS-B-3200 (encoding, by ReportLab's implementation); USPS Publication 197 (fields: barcode identifier,
service type, mailer, serial number, routing code).
"""

from __future__ import annotations

from collections.abc import Iterable

from reportlab.graphics.barcode.usps4s import USPS_4State

from tocsin.model.incident import MailBarcode

_IDENTIFIER = "00"
"""Barcode identifier of first-class letters without optional endorsement."""
_TRACKING_DIGITS = 20
MOST_LINES = 4
"""Lines of an address below which the barcode finds room in the window."""


def give_barcodes(rows: Iterable[dict[str, object]], barcode: MailBarcode | None) -> None:
    """Give barcodes to rows that have none, in their order; serial numbers go on from the highest one given."""
    if barcode is None:
        return
    everyone = list(rows)
    head = _IDENTIFIER + barcode.service_type + barcode.mailer_id
    used = [
        int(code[len(head) : _TRACKING_DIGITS]) for row in everyone if (code := str(row["barcode"])).startswith(head)
    ]
    serial, width = max(used, default=0), _TRACKING_DIGITS - len(head)
    for row in everyone:
        if not row["barcode"] and not row["country"]:
            serial += 1
            row["barcode"] = f"{head}{serial % 10**width:0{width}d}{_routing(row)}"


def bars(digits: str) -> str:
    """Return the 65 bars of a barcode: ascender, descender, full or tracker.

    Example:
        >>> bars("01234567094987654321" "01234567891")
        'AADTFFDFTDADTAADAATFDTDDAAADDTDTTDAFADADDDTFFFDDTTTADFAAADFTDAADA'
    """
    made = USPS_4State(digits[:_TRACKING_DIGITS], digits[_TRACKING_DIGITS:])
    return str(made.barcodes)


def _routing(row: dict[str, object]) -> str:
    zip5, zip4 = str(row["zip5"]), str(row["zip4"])
    if not (zip5.isdecimal() and len(zip5) == 5):
        return ""
    return zip5 + (zip4 if zip4.isdecimal() and len(zip4) == 4 else "")
