# ruff: noqa: E501 - patterns and word lists read better in long rows
"""Genetic data: genes with a finding, variants as written, panels, chromosomes.

A gene whose name is a word, a test or a machine too (ATM, MET, RET) counts only beside a word of genetics. What a tumour's
protein stain says (HER2, ER) is a laboratory result: an analysis of proteins of a manifest disease is no genetic test.

Source: 45 CFR 160.103 ("genetic information", "genetic test"); HGVS nomenclature (c. and p. variants); ISCN (t(9;22),
del(5q)).
"""

from __future__ import annotations

import re

from tocsin.detection.context import after, before
from tocsin.detection.health_context import clinical_words
from tocsin.detection.health_terms import TermList, stands_free, term_rules, terms
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_FINDING = compiled(
    r"\b(?:mutat\w*|variants?|vus|pathogenic|carriers?|fusions?|rearrang\w+|delet\w+|del|amplif\w+|exon|wt|wild[- ]?type|pos(?:itive)?|neg(?:ative)?|hetero\w+|het\b"
    r"|homozyg\w+|germline|somatic|gene|genes|methylat\w+|loss|mutant|mut|ngs|panel|codelet\w+|gain|translocation|allele|testing|tested|\d{3,4}del\w"
    r"|sequenc\w+|inhibitor|status|inherited|hereditary)\b|(?<=[A-Z0-9])\s?[+](?!\w)|\A ?[-+](?!\w)|\b[A-Z]\d{2,4}[A-Z]\b",
    re.IGNORECASE,
)
_WEAK_GENES = (
    "ATM|MET|RET|ALK|KIT|APC|VHL|NF1|NF2|HFE|CFTR|FLT3|NPM1|IDH1|IDH2|PIK3CA|EGFR|KRAS|NRAS|RAS|BRAF|ROS1|NTRK[123]?|JAK2|CALR|MPL|TET2"
    "|ASXL1|SF3B1|DNMT3A|RUNX1|CEBPA|KMT2A|MLL|MYC|BCL2|BCL6|MGMT|PMS2|EPCAM|BARD1|BRIP1|RAD51[CD]?|CDH1|STK11|CDKN2A|MUTYH|NBN|SMAD4|POLE"
    "|ESR1|ERBB2|FGFR[123]?|IGHV|RB1|MEN1|SDHB|TP53|CHEK2|PALB2|PTEN|F5|F2|MTHFR|APOE|DPYD|UGT1A1|HTT|DMD|SMN1|FMR1|HBB|G6PD"
)
_GENE = compiled(
    rf"(?<![\w-])(?:{_WEAK_GENES})(?![\w])(?:[ -](?:V600E?|G12[A-Z]|V617F|C282Y|H63D|T790M|L858R|1100delC|ITD|TKD|mut\w*|exon \d{{1,2}}))?"
)
_GENE_END = compiled(rf"(?:{_WEAK_GENES})\Z")
_HGVS = compiled(
    r"(?<![\w.])(?:c\.[-*]?\d{1,5}(?:[+-]\d{1,3})?(?:_\d{1,5}(?:[+-]\d{1,3})?)?(?:[ACGT]>[ACGT]|del[ACGT]{0,6}|dup[ACGT]{0,6}|ins[ACGT]{1,12})+"
    r"|p\.\(?(?:[A-Z][a-z]{2}|[A-Z])\d{1,4}(?:[A-Z][a-z]{2}|[A-Z*]|fs\*?\d{0,3}|del)\)?)"
)
_CHROMOSOME = compiled(
    r"(?<![\w(])(?:t\(\d{1,2};\d{1,2}\)|inv\(\d{1,2}\)|del\(?[ ]?\d{1,2}[pq]\d{0,2}(?:\.\d)?\)?|del \d{1,2}[pq]|[+-][78](?=[ ,;])|1p/19q|Ph\+"
    r"|4[5-7],X[XYO](?:,[^\s]{1,30})?)"
)
_PANEL = compiled(
    r"\b(?:invitae|ambry|myriad(?: my ?risk)?|my ?risk|foundation ?one(?: ?(?:cdx|heme|liquid))?|foundation medicine|guardant ?(?:360|reveal)?|tempus(?: xt)?|caris"
    r"|natera|signatera|oncotype(?: ?dx)?|mammaprint|prosigna|decipher|color genomics|genedx|23andme|panorama|prolaris|counsyl|myriad)\b",
    re.IGNORECASE,
)
_PANEL_SURE = compiled(r"oncotype|foundation ?one|guardant ?360|mammaprint|signatera|my ?risk", re.IGNORECASE)


def names_gene(text: str) -> bool:
    """Tell whether a text names a gene, a variant or a chromosome's change."""
    return any(pattern.search(text) is not None for pattern in (_GENE, _HGVS, _CHROMOSOME, _LYNCH))


_LYNCH = compiled(r"\b(?:BRCA[12]?|MSH[26]|MLH1|PMS2|lynch)\b")


def _has_finding(text: str, low: int, high: int, start: int, end: int) -> bool:
    near = after(text, end, high, 44)
    if _FINDING.search(near[: near.find("\n")] if "\n" in near else near) or re.match(r"\s?\([+-]\)|[+]", near):
        return True
    return _FINDING.search(before(text, low, start, 40).rsplit("\n", 1)[-1]) is not None


def _span(text: str, start: int, end: int, score: float, detector: str) -> Span:
    return Span(start, end, Element.GENETIC, Part.FULL, score, detector, " ".join(text[start:end].split()).lower())


def _gene(text: str, low: int, high: int, end: int) -> Span | None:
    name = _GENE_END.search(text, max(low, end - 8), end)
    found = _GENE.match(text, name.start(), min(high, end + 14)) if name else None
    if found is None or not stands_free(text, low, high, found.start(), found.end()):
        return None
    if not _has_finding(text, low, high, found.start(), name.end() if name else end):
        return None
    if (
        len(found[0]) <= 3
        and clinical_words(text, low, high, found.start(), found.end()) == 0
        and not _FINDING.search(before(text, low, found.start(), 24) + "|" + after(text, found.end(), high, 24))
    ):
        return None
    return _span(text, found.start(), found.end(), 0.85, "gene")


def _shape(shape: re.Pattern[str], text: str, low: int, high: int, end: int, ahead: int) -> re.Match[str] | None:
    for found in shape.finditer(text, max(low, end - 24), min(high, end + ahead)):
        if found.start() < end <= found.end():
            return found
    return None


def _variant(text: str, low: int, high: int, end: int) -> Span | None:
    found = _shape(_HGVS, text, low, high, end, 36)
    return _span(text, found.start(), found.end(), 0.9, "variant") if found else None


def _chromosome(text: str, low: int, high: int, end: int) -> Span | None:
    found = _shape(_CHROMOSOME, text, low, high, end, 24)
    if found is None or (
        clinical_words(text, low, high, found.start(), found.end()) == 0
        and not re.search(
            r"MDS|CLL|AML|ALL|CML|MM\b|karyotype|cytogen|FISH|glioma|codel|intact",
            text[max(low, found.start() - 60) : min(high, found.end() + 60)],
        )
    ):
        return None
    return _span(text, found.start(), found.end(), 0.85, "chromosome")


def _panel(text: str, low: int, high: int, end: int) -> Span | None:
    found = _shape(_PANEL, text, low, high, end, 10)
    if found is None or not stands_free(text, low, high, found.start(), found.end()):
        return None
    told = _has_finding(text, low, high, found.start(), found.end()) or bool(_PANEL_SURE.match(found[0]))
    about = clinical_words(text, low, high, found.start(), found.end())
    if not told and not (
        about and re.search(r"result|sent|neg|pos|shows|back", after(text, found.end(), high, 40), re.IGNORECASE)
    ):
        return None
    return _span(text, found.start(), found.end(), 0.8, "panel")


RULES = (
    *term_rules(terms("genetic"), TermList(Element.GENETIC, 0.85, "genetic")),
    Rule(rf"\b(?:{_WEAK_GENES})\b", _gene, ignore_case=False),
    Rule(r"\bc\.[-*]?\d{1,5}(?:[+_-]\d{1,5}){0,3}(?:[ACGT]>|del|dup|ins)", _variant, ignore_case=False),
    Rule(r"\bp\.\(?(?:[A-Z][a-z]{2}|[A-Z])\d{1,4}(?:[A-Z*]|fs|del)", _variant, ignore_case=False),
    Rule(
        r"(?:\bt\(\d{1,2};\d{1,2}\)|\binv\(\d{1,2}\)|\bdel[ (]{1,2}\d{1,2}[pq]|\b1p/19q|\bPh\+|\b4[5-7],X[XYO])",
        _chromosome,
        ignore_case=False,
    ),
    Rule(
        r"\b(?:invitae|ambry|myriad|myrisk|foundation ?one|foundation medicine|guardant|tempus|caris|natera|signatera|oncotype|mammaprint"
        r"|prosigna|genedx|23andme|prolaris|counsyl)",
        _panel,
    ),
)
