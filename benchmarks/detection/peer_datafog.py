"""Runs datafog-core as a peer: lines {"text"} on stdin, lines [[start, end, label]] on stdout, seconds on stderr.

Run by ``python -m benchmarks.detection --datafog PYTHON`` in that interpreter, which need not have Tocsin.
"""

from __future__ import annotations

import json
import sys
import time

ELEMENTS = {
    "EMAIL": "email", "PHONE": "phone", "SSN": "ssn", "CREDIT_CARD": "card_number", "IP_ADDRESS": "ip_address",
    "DATE": "date", "ZIP_CODE": "zip", "US_ROUTING_NUMBER": "routing_number", "NPI": "npi",
}  # fmt: skip


def main() -> None:
    """Scan every line."""
    import datafog_core

    texts = [json.loads(line)["text"] for line in sys.stdin]
    datafog_core.scan("warm up")
    start = time.process_time()
    results = [datafog_core.scan(text) for text in texts]
    seconds = time.process_time() - start
    for found in results:
        ranges = [(f.codepoint_range, ELEMENTS.get(f.entity_type, "other")) for f in found]
        print(json.dumps([[where.start, where.end, label] for where, label in ranges]))
    print(seconds, file=sys.stderr)


if __name__ == "__main__":
    main()
