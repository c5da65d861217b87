# ruff: noqa: E501, SIM905 - word lists read better as running text
"""A person's name taken apart: ``LAST, FIRST M``, ``First M. Last Jr``, ``Dr. Ana de la Cruz, MD``, ``LEE ANN``.

Invariant: pure; no word of the name is lost: every word lands in exactly one part, except punctuation and who is named
with somebody only as kin (``& wife``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tocsin.model.lexicon import fold_name, given_odds, given_share, surname_odds, usage

LONGEST_NAME = 120
_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "rev", "reverend", "fr", "sir", "sra",
     "srta", "hon", "judge", "atty", "attorney", "officer", "detective", "capt", "sgt", "lt", "col", "maj", "sister", "pastor", "doña", "dona", "señor",
     "señora", "señorita", "dra", "doctora"}
)  # fmt: skip
_SUFFIXES = {
    "jr": "Jr", "junior": "Jr", "sr": "Sr", "senior": "Sr", "ii": "II", "iii": "III", "iv": "IV", "2nd": "II",
    "3rd": "III", "4th": "IV", "v": "V", "esq": "Esq",
}  # fmt: skip
_CREDENTIALS = frozenset(
    """md do rn np pa pac phd pharmd dds dmd lpn bsn msn dnp aprn arnp fnp fnpc fnpbc crnp cnm crna mbbs facs facp ocn cnp
    rd rdn lcsw msw dpt mph psyd rph dpm lmft cma cna mba ma ms pmhnp pmhnpbc agnp acnp anp whnp cns cnml aocnp lisw liswsw lpcc
    lpc lmsw lsw licsw otr otrl cota ptal mspt slp cccslp cpht cphm cpc ccs rhia rhit ctr odsc ccrn rrt cmd dabr dabpn faap facog
    faan fache mha edd od dc nd""".split()
)
_PARTICLES = frozenset(
    """van der den de la las los del della di da dos das do du le von zu zur ter ten al el bin ibn bint abu st san santa
    mac af""".split()
)
_IRISH = frozenset({"ó", "uí", "ní", "nic"})
"""Particles of Irish surnames; with its accent the first is no initial."""
_WORDS = re.compile(r"[^\s,;()\"]+|,")
_SEGMENTED = re.compile(r"[^\W\d_][^*\d]*(?:\*[^*\d]*){1,3}")
"""``LEE*ANN*M``, as X12 has them."""
_IN_OFFICE = re.compile(r"(?i)(?:,| -|[(])[ ]?(?:her |his |the )?(lawyer|attorney|atty|paralegal|adjuster)\)?\Z")
"""What somebody who appears in office is, behind the name."""
_OWNED = re.compile(r"(?<=[a-zà-ÿ]{2})['’]s\Z")
"""What makes a name an owner's: ``Hepworth's``."""
_SLASHED = re.compile(r"[^\W\d_][^\W\d_'-]+/[^\W\d_][^\W\d_'-]+(?: [^\W\d_]\.?)?")
"""``LEE/ANN M``, as tickets and old systems print names."""
_SHORTENED = re.compile(r"([^\W\d_]{2,})[ ](?=([^\W\d_])\b)[^\W\d_]\.?[ ]\((\2[^\W\d_'\u2019-]+)\)")
"""A surname's first letter, and all of it in brackets: ``Ann B. (Becker)``."""
_WITH_KIN = re.compile(
    r"[ ]*(?:&|\+|\band\b)[ ]*(?:wife|husband|spouse|family|fam|kids|children|sons?|daughters?)\b.*\Z", re.IGNORECASE
)
"""Who lives with somebody is not of the name: ``Ann Lee & family``."""
_KIN = frozenset(
    """wife husband hubby spouse dau dtr dgtr daughter mother mom father dad brother niece nephew aunt uncle grandmother
    grandma grandfather grandpa granddaughter grandson stepson stepdaughter caregiver poa guardian""".split()
)
"""What somebody is to a patient, before a name or behind a comma; ``Son`` is a name too."""
_LABELS = frozenset({"dob", "ssn", "mrn", "acct", "age", "sex", "phone", "ph"})
"""Labels of what follows a name and a comma."""
_NUMBERED = frozenset({"dob", "ssn", "mrn"})
"""Labels that are no name even without a comma."""
_LED = re.compile(
    r"\A(?:[xX][ ]{2,}|\d{1,4}[.)]?[ ]+|[^,\n]{2,40}['\u2019]s[ ](?:wife|husband|mother|father|mom|dad|daughter|son)[, ]+"
    r"|(?:the[ ])?(?:late[ ])?(?:wife|husband|spouse|daughter|son|dtr|mother|mom|father|dad|sister|brother|family|parents?|guardian|poa|estate)"
    r"[ ](?:of|for)[ ](?:pt[ ])?|(?-i:LAST)[ ](?=[^\W\d_][^,\n]{0,30},))(?=\S)",
    re.IGNORECASE,
)
"""A cross or a number before a name on a list, whose kin somebody is (``Troy's wife, LaVerne Lee``), whose kin asks."""
_NICK = re.compile(r"[(\"\u201c]([^)\"\u201d]{1,30})[)\"\u201d]")


def is_particle(word: str) -> bool:
    """Tell whether a word is a particle of a surname (``van``, ``de``)."""
    return _plain(word) in _PARTICLES or unicodedata.normalize("NFC", word).casefold() in _IRISH


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of one name, as written; empty where there is none. ``suffix`` is in its short form (Jr, III)."""

    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    title: str = ""
    credentials: str = ""
    nickname: str = ""

    @property
    def is_whole(self) -> bool:
        """Tell whether there is both a first and a last name."""
        return bool(self.first and self.last)


def parse_name(text: str) -> NameParts:
    """Return the parts of a name in any of the usual orders; HL7's ``LEE^ANN^M`` too.

    Example:
        >>> parse_name("O'NEILL, MAEVE A JR")
        NameParts(first='MAEVE', middle='A', last="O'NEILL", suffix='Jr', title='', credentials='', nickname='')
        >>> p = parse_name("Dr. Ana de la Cruz, MD"); p.first, p.last, p.title, p.credentials
        ('Ana', 'de la Cruz', 'Dr.', 'MD')
        >>> p = parse_name("NGUYEN LINH"); p.first, p.last
        ('LINH', 'NGUYEN')
        >>> p = parse_name("van der Molen T Jr"); p.first, p.last, p.suffix
        ('T', 'van der Molen', 'Jr')
        >>> p = parse_name("SAYER/EMMETT"); p.first, p.last
        ('EMMETT', 'SAYER')
        >>> p = parse_name("Sokolov Mikhail"); p.first, p.last
        ('Mikhail', 'Sokolov')
        >>> p = parse_name("Mrs. LaFontaine (Genevieve)"); p.first, p.last
        ('Genevieve', 'LaFontaine')
        >>> p = parse_name("BABY BOY B PETERSEN"); p.first, p.middle, p.last
        ('BABY BOY', 'B', 'PETERSEN')
        >>> p = parse_name("baby Elijah Redfern"); p.first, p.last
        ('Elijah', 'Redfern')
        >>> p = parse_name("Ann B. (Becker)"); p.first, p.last
        ('Ann', 'Becker')
        >>> p = parse_name("Roscoe Self & wife"); p.first, p.last
        ('Roscoe', 'Self')
        >>> p = parse_name("33 Ann Lee"); p.first, p.last
        ('Ann', 'Lee')
        >>> p = parse_name("Troy Sr's wife, LaVerne Lee"); p.first, p.last
        ('LaVerne', 'Lee')
        >>> p = parse_name("dtr - Glory Stallings"); p.first, p.last
        ('Glory', 'Stallings')
        >>> p = parse_name("Paisley Ann Hoefs, D.O.B."); p.first, p.middle, p.last
        ('Paisley', 'Ann', 'Hoefs')
        >>> p = parse_name("JEAN-LOUIS Wilner"); p.first, p.last
        ('Wilner', 'JEAN-LOUIS')
        >>> p = parse_name("Pham Duc Minh"); p.first, p.middle, p.last
        ('Duc', 'Minh', 'Pham')
        >>> p = parse_name("Luong Anh"); p.first, p.last
        ('Anh', 'Luong')
        >>> p = parse_name("Rosario LUCERO PAZ"); p.first, p.last
        ('Rosario', 'LUCERO PAZ')
        >>> p = parse_name("Casimiro Baca y Luna"); p.first, p.last
        ('Casimiro', 'Baca y Luna')
        >>> p = parse_name("Colleen Ó Laighnigh"); p.first, p.middle, p.last
        ('Colleen', '', 'Ó Laighnigh')
        >>> p = parse_name("Lorraine Hepworth's"); p.first, p.last
        ('Lorraine', 'Hepworth')
        >>> p = parse_name("husband of Rosa Quill"); p.first, p.last
        ('Rosa', 'Quill')
        >>> p = parse_name("Brice Kottwitz, lawyer"); p.first, p.last, p.title
        ('Brice', 'Kottwitz', 'lawyer')
    """
    text = _OWNED.sub("", _LED.sub("", _WITH_KIN.sub("", text[:LONGEST_NAME].strip())))
    if "^" in text or _SEGMENTED.fullmatch(text):
        return _hl7(text.replace("*", "^"))
    if _SLASHED.fullmatch(text):
        text = text.replace("/", ", ")
    shortened = _SHORTENED.match(text)
    if shortened:
        text = f"{shortened[1]} {shortened[3]}{text[shortened.end() :]}"
    office = _IN_OFFICE.search(text)
    if office:
        text = text[: office.start()]
    nickname = _NICK.search(text)
    if nickname:
        text = text[: nickname.start()] + " " + text[nickname.end() :]
    words = _of_name([word for word in _WORDS.findall(text) if word == "," or _plain(word)])
    title, words = _title(words)
    title = office[1].lower() if office else title
    words, suffix, credentials = _tail(words)
    if len(words) > 2 and _BABY.match(" ".join(words)):
        if _plain(words[1]) in _OF_BABY or len(_plain(words[1])) == 1 or _share(words[1]) < _GIVEN_SHARE:
            return _baby(words, suffix)
        words = words[1:]
    first, middle, last = _by_comma(words) if "," in words else _by_order(words)
    if nickname and last and not first:
        first = nickname.group(1).strip()
    return NameParts(first, middle, last, suffix, title, credentials, nickname.group(1).strip() if nickname else "")


_BABY = re.compile(r"(?i)(?:baby|newborn|infant|nb|twin)\b")
_OF_BABY = frozenset({"baby", "newborn", "infant", "nb", "twin", "boy", "girl", "male", "female"})


def _baby(words: list[str], suffix: str) -> NameParts:
    """Return the parts of a newborn's name: ``BABY BOY B PETERSEN`` is the second of twins, no ``Baby Boy Petersen``."""
    count = 0
    while count < len(words) - 1 and _plain(words[count]) in _OF_BABY:
        count += 1
    is_of_several = len(words) - count > 1 and len(_plain(words[count])) == 1
    last = [w for w in words[count + is_of_several :] if w != ","]
    return NameParts(" ".join(words[:count]), words[count] if is_of_several else "", " ".join(last), suffix)


def _of_name(words: list[str]) -> list[str]:
    """Return the words without those that say what somebody is to a patient, or what follows the name."""
    start, end = 0, len(words)
    while end > 2 and words[end - 2] == "," and _plain(words[end - 1]) in _KIN | _LABELS:
        end -= 2
    while end > 1 and _plain(words[end - 1]) in _NUMBERED:
        end -= 1
    while start < end - 1 and _plain(words[start]) in _KIN and words[start + 1] != ",":
        start += 1
    return words[start:end]


def _plain(word: str) -> str:
    return fold_name(word.replace(".", ""))


def _hl7(text: str) -> NameParts:
    pieces = [piece.split("&")[0].strip() for piece in text.split("~")[0].split("^")] + [""] * 6
    last, first, middle, suffix, title, degree = pieces[:6]
    return NameParts(first, middle, last, _SUFFIXES.get(_plain(suffix), suffix), title, degree)


def _title(words: list[str]) -> tuple[str, list[str]]:
    taken: list[str] = []
    while len(words) > 1 and _plain(words[0]) in _TITLES and words[1] != ",":
        taken.append(words[0])
        words = words[1:]
    return " ".join(taken), words


def _tail(words: list[str]) -> tuple[list[str], str, str]:
    """Take suffix and credentials off, wherever they stand behind the first word."""
    suffix = ""
    credentials: list[str] = []
    kept = words[:1]
    for at, word in enumerate(words[1:], 1):
        plain = _plain(word)
        if plain in _SUFFIXES and not (plain == "v" and at + 1 < len(words)):
            suffix = _SUFFIXES[plain]
        elif (
            plain in _CREDENTIALS
            and (word.replace(".", "").isupper() or word in {"PharmD", "PhD"})
            and _is_end(words, at)
        ):
            credentials.append(word)
        else:
            kept.append(word)
    while kept and kept[-1] == ",":
        kept.pop()
    return kept, suffix, " ".join(credentials)


def _is_end(words: list[str], at: int) -> bool:
    """Tell whether a comma stands before the word and only credentials behind, or it ends a name of three or more."""
    if not all(w == "," or _plain(w) in _CREDENTIALS or _plain(w) in _SUFFIXES for w in words[at + 1 :]):
        return False
    return (words[at - 1] == "," and len([w for w in words[:at] if w != ","]) > 1) or at >= 2


def _by_comma(words: list[str]) -> tuple[str, str, str]:
    comma = words.index(",")
    last, rest = words[:comma], [w for w in words[comma + 1 :] if w != ","]
    return (rest[0] if rest else ""), " ".join(rest[1:]), " ".join(last)


def _by_order(words: list[str]) -> tuple[str, str, str]:
    if not words:
        return "", "", ""
    if len(words) == 1:
        return ("", "", words[0]) if given_share(fold_name(words[0])) < 0.5 else (words[0], "", "")
    if _starts_in_capitals(words):
        return words[1], " ".join(words[2:]), words[0]
    if _ends_in_capitals(words):
        start = next(at for at, word in enumerate(words) if _is_shouted(word))
        return words[0], " ".join(words[1:start]), " ".join(words[start:])
    if _is_turned(words):
        return words[1], " ".join(words[2:]), words[0]
    if _ends_given(words):
        return words[2], "", " ".join(words[:2])
    if _is_turned_behind_particles(words):
        return words[-1], "", " ".join(words[:-1])
    if len(_plain(words[-1])) == 1 and _are_surnames(words[:-1]):
        return words[-1], "", " ".join(words[:-1])
    start = len(words) - 1
    while start > 1 and (is_particle(words[start - 1]) or (start > _JOINED_FROM and _is_and(words[start - 1]))):
        start -= 1
    if 1 < start < len(words) - 1 and _is_surname(words[start - 1]):
        start -= 1
    while start > 1 and _belongs_to_surname(words[start - 1]):
        start -= 1
    return words[0], " ".join(words[1:start]), " ".join(words[start:])


_JOINED_FROM = 2


def _is_shouted(word: str) -> bool:
    return word.isupper() and len(_plain(word)) > 1


def _starts_in_capitals(words: list[str]) -> bool:
    """Tell whether only the surname is in capitals and stands first, as abroad: ``JEAN-LOUIS Wilner``."""
    if len(_plain(words[0])) < _SHORTEST_SHOUTED or not _is_shouted(words[0]) or len(words) > 3:
        return False
    is_plain = len(_plain(words[1])) > 1 and not any(_is_shouted(word) for word in words[1:])
    return is_plain and not is_particle(words[1]) and _lean(words) > -_SURELY_STRAIGHT


def _ends_in_capitals(words: list[str]) -> bool:
    """Tell whether two or more words at the end are in capitals, and so the surname: ``Rosario LUCERO PAZ``."""
    loud = [_is_shouted(word) for word in words]
    start = loud.index(True) if True in loud else len(words)
    return 0 < start < len(words) - 1 and all(loud[start:])


_SHORTEST_SHOUTED, _SURELY_STRAIGHT = 3, 4.0


def _is_and(word: str) -> bool:
    """Tell whether a word joins two Spanish surnames."""
    return word in {"y", "Y"}


def _is_turned_behind_particles(words: list[str]) -> bool:
    """Tell whether an all-capital name is a surname with its particles and a given name (``DA SILVA RENALDO``)."""
    if not all(w.isupper() for w in words) or not is_particle(words[0]) or not 3 <= len(words) <= 5:
        return False
    return _share(words[-1]) > _GIVEN_SHARE and _share(words[-2]) < _SURNAME_SHARE


_GIVEN_SHARE = 0.65


def _are_surnames(words: list[str]) -> bool:
    """Tell whether what stands before an initial is a surname (``Papadakis T``, ``van der Molen T``)."""
    rest = words
    while len(rest) > 1 and is_particle(rest[0]):
        rest = rest[1:]
    return len(rest) == 1 and len(_plain(rest[0])) > 1 and _share(rest[0]) < _SURNAME_SHARE


_SURNAME_SHARE = 0.35


def _is_surname(word: str) -> bool:
    """Tell whether a word before a particle is the first of two surnames (``Ponce de Leon``)."""
    return len(_plain(word)) > 1 and given_share(fold_name(word)) < 0.2


def _belongs_to_surname(word: str) -> bool:
    """Tell whether a word before the last one is hardly a given name: ``Esteban Quiroz Lara``, ``Ann Bad Heart Bull``."""
    if _plain(word) in _PARTICLES:
        return True
    known = usage(fold_name(word))
    is_word = known.given < _FEWEST_BEARERS and known.words > _PLAIN_WORD
    return len(_plain(word)) > 1 and word[:1].isupper() and (is_word or _share(word) < _HARDLY_MIDDLE)


_HARDLY_MIDDLE, _FEWEST_BEARERS, _PLAIN_WORD = 0.06, 50.0, 500.0


def _share(word: str) -> float:
    """Return how much likelier a word stands first; of a joined name, of its parts."""
    parts = [part for part in re.split(r"[-\u2010]", word) if part]
    return min((given_share(fold_name(part)) for part in parts), default=0.5)


def _is_turned(words: list[str]) -> bool:
    """Tell whether a name of two or three words stands last name first; in small letters it must be plain."""
    if len(words) > 3 or len(_plain(words[0])) < 2:
        return False
    if _plain(words[0]) in _PARTICLES or len(_plain(words[1])) < 2:
        return False
    head, tail = (_share(word) for word in words[:2])
    ends_initial = len(words) == 3 and len(_plain(words[2])) == 1
    if not all(w.isupper() for w in words):
        is_plain = tail >= _PLAINLY_GIVEN or (head <= _HARDLY_GIVEN and tail >= _OFTEN_GIVEN)
        if len(words) == 3 and not ends_initial:
            return head <= _NEVER_GIVEN and tail >= _PLAINLY_GIVEN and _share(words[2]) >= _PLAINLY_GIVEN
        is_likely = head <= _SELDOM_GIVEN and tail >= _MOSTLY_GIVEN and _lean(words) >= _PLAINLY_TURNED
        return (head <= _NEVER_GIVEN and is_plain) or is_likely
    is_likelier = len(words) == 2 and _lean(words) >= _SURELY_TURNED
    return (head < 0.3 and tail > 0.7) or (ends_initial and head < tail) or is_likelier


def _lean(words: list[str]) -> float:
    """Return how much likelier two words stand surname first (natural logarithm of odds)."""
    head, tail = fold_name(words[0]), fold_name(words[1])
    if not head or not tail:
        return 0.0
    return surname_odds(head) + given_odds(tail) - given_odds(head) - surname_odds(tail)


def _ends_given(words: list[str]) -> bool:
    """Tell whether of three words only the last can be a given name: ``Ilyina Price Svetlana``."""
    if len(words) != 3 or any(len(_plain(word)) < 2 or _plain(word) in _PARTICLES or _is_and(word) for word in words):
        return False
    first, second, third = map(_share, words)
    return third >= _SURELY_GIVEN and max(first, second) <= 0.5 and min(first, second) <= _NEVER_GIVEN


_SURELY_TURNED, _PLAINLY_TURNED, _SURELY_GIVEN = 3.0, 4.5, 0.95
_NEVER_GIVEN, _PLAINLY_GIVEN = 0.04, 0.75
_HARDLY_GIVEN, _OFTEN_GIVEN = 0.01, 0.6
_SELDOM_GIVEN, _MOSTLY_GIVEN = 0.1, 0.85
