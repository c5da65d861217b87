# ruff: noqa: E501, SIM905 - word lists read better in long rows
"""Labels that name a test: analytes, scores and serologies as laboratories, clinics and nursing homes shorten them.

Source: names in common use (parts of LOINC); the lists are by hand.
"""

from __future__ import annotations

import re
import unicodedata

from tocsin.detection.labels_meaning import WORD_OF_ITS_OWN
from tocsin.model.lexicon import uses_of
from tocsin.patterns import compiled

_TESTS = frozenset(
    """a1c hba1c hgba1c hgb hb hct wbc rbc plt plts platelets k na cl co2 ca mg phos po4 bun cr creat creatinine egfr gfr glucose glu bg fsbs fbs ktv urr
    pth ipth alb albumin ferr ferritin tsat iron tibc psa tsh t4 ft4 ldl hdl chol cholesterol trig triglycerides inr pt ptt bp sbp dbp spo2 o2 sat o2sat pulseox hr pulse rr
    temp ef lvef fev1 lead pb hpv pap cytology amh fsh lh e2 estradiol p4 progesterone hcg bhcg beta quant titer titers hbsab hbsag hbcab hepb hepc hcv hbv hiv rpr vdrl syphilis rubella mmr varicella vzv
    quantiferon qft qftgold tspot ppd tst tb tbtest covid birads pcr rapid flu rsv strep uds ua udip etoh bac thc coc amp opi bzo bup mtd fen oxy phq9 phq2 phqa gad7 scared audit dast cssrs moca mmse slums bims braden morse epds ces d act peakflow
    pf gcs apgar apgars bili tsb tcb bloodtype abo rh gbs gtt gct ogtt coombs crp esr ana rf troponin trop bnp probnp lactate ast alt alp alkphos lipase ammonia vitd b12 folate cd4 vl viralload er pr her2 ki67 cea afp ca125 ca199 interp interpretation cytologyresult
    culture gc ct chlamydia gonorrhea trich mcv vision hearing acuity od os ear iop score fvc dlco tscore zscore aqi wheal endometrium lining follicles afc motility morphology count volume
    ta pa presion presionarterial glucosa glucemia colesterol trigliceridos hemoglobina hematocrito creatinina saturacion saturaciono2 pulso temperatura papanicolaou plomo vih sifilis""".split()
)
DOUBTFUL_TESTS = frozenset(
    {
        "count",
        "volume",
        "act",
        "d",
        "ct",
        "os",
        "od",
        "pt",
        "pr",
        "rapid",
        "amp",
        "quant",
        "o2",
        "sat",
        "ear",
        "score",
        "er",
        "ta",
        "pa",
    }
)
"""Words of other trades too: only where another column of the table names a test."""
_UNIT = compiled(
    r"\([^)]{1,16}\)|\[[^\]]{1,16}\]|%|\b(?:mg/dl|g/dl|ng/ml|pg/ml|k/ul|mmhg|result|results|level|date done|value|test|screen)\b",
    re.IGNORECASE,
)


_LAST = compiled(r"(?:l|last|lst|prev|init|base|cur)([a-z0-9]{3,8})")
"""What stands before a test to say which of its readings: ``LPSA``; but ``last``, a word, is no reading of AST."""


def named_test(label: str) -> str | None:
    """Return the test a label names, if it names one: ``HgbA1c (%)``, ``Kt/V``, ``PHQ-9``."""
    plain = label if label.isascii() else unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", _UNIT.sub(" ", plain).lower())
    if not words or len(words) > 4:
        return None
    whole = "".join(words)
    if whole in _TESTS:
        return whole
    last = _LAST.fullmatch(whole)
    if last and last[1] in _TESTS and last[1] not in DOUBTFUL_TESTS and uses_of(whole) < WORD_OF_ITS_OWN:
        return last[1]
    return (
        next((word for word in words if word in _TESTS and word not in DOUBTFUL_TESTS), None)
        if len(words) <= 2
        else None
    )
