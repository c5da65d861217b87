"""From a label or header as written (``PT_LNAME``, ``Subscriber's D.O.B.:``) to what it means and whom it names.

Invariant: a pure function of the words; the same for a form's label and a table's header. Linear in the label,
and labels longer than ``LONGEST_LABEL`` mean nothing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from tocsin.detection.labels_glued import apart
from tocsin.detection.labels_items import item_label
from tocsin.detection.labels_misread import may_be_misread, reread, vocabulary
from tocsin.detection.labels_words import EXPANSIONS, NUMBERED_PARTIES, PARTIES, PHRASES, SCRAP
from tocsin.model.elements import Element, Role
from tocsin.model.lexicon import usage, uses_of
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

LONGEST_LABEL = 60
_SHORTEST_SKELETON, _SHORTEST_STEM, _SHORTEST_GLUED = 4, 4, 5
_DATED = 0.6
"""Share of ``Bill date``, ``Path date`` and the like: whatever was done, it is a date."""
_BILINGUAL = 0.75
"""Share from which one side of ``Street / Calle`` speaks for both."""
_REMARK = compiled(r"\([^()]{0,60}\)")
"""What a label says beside what it means: ``Subject name (site copy only)``."""
WORD_OF_ITS_OWN = 1000.0
"""Uses in a milliard words from which a token is an English word and no abbreviation."""
_ORDINAL = compiled(r"(?i)\b(\d)(?:st|nd|rd|th)\b")
_CAMEL = compiled(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_INITIALED = compiled(r"(?<![A-Z])[FLM]Name(?![a-z])")
"""``LName``, ``PatFName``: the initial goes with the word, not before it."""
_DOTTED = compiled(r"\b(?:[A-Za-z]\.){2,}[A-Za-z]?|\b[A-Za-z]/[A-Za-z]\b")
_DIRECT_DEPOSIT = compiled(r"(?i)\bdir(?:ect)?[ ._]{0,2}dep(?:osit)?\b\.?")
_POSSESSIVE = compiled(r"['\u2019]s\b")
_TOKEN = compiled(r"[A-Za-z]+|\d+|#")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label means. ``share`` (0..1) tells how much of its words took part."""

    element: Element | None
    part: Part
    party: Role = Role.UNKNOWN
    party_number: int = 0
    share: float = 1.0
    is_masked: bool = False
    """The label itself says that the value is cut or masked (SSN4) or is something that only sounds alike."""


@lru_cache(maxsize=32768)
def plain_words(label: str) -> tuple[str, ...]:
    """Return the label in plain words: case, camel case, marks and abbreviations undone.

    Example:
        >>> plain_words("PT_LNAME"), plain_words("SubscrDOB"), plain_words("Guarantor's D.O.B.:")
        (('patient', 'last', 'name'), ('subscriber', 'birth', 'date'), ('guarantor', 'birth', 'date'))
    """
    if len(label) > LONGEST_LABEL:
        return ()
    bare = label if label.isascii() else unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    pieces = _DIRECT_DEPOSIT.sub("deposit", bare).split()
    return _words_of_piece(pieces[0]) if len(pieces) == 1 else tuple(w for p in pieces for w in _words_of_piece(p))


@lru_cache(maxsize=65536)
def _words_of_piece(piece: str) -> tuple[str, ...]:
    """Return the plain words of a stretch without blanks."""
    piece = reread(piece) if may_be_misread(piece) else piece
    text = _DOTTED.sub(lambda m: m.group().replace(".", "").replace("/", ""), _POSSESSIVE.sub("", piece))
    text = text.replace("DoD", "dod").replace("PoA", "poa")
    text = _INITIALED.sub(lambda m: f" {m.group().lower()}", text)
    tokens = _TOKEN.findall(_CAMEL.sub(" ", _ORDINAL.sub(r"\1", text)))
    return tuple(word for token in tokens for word in expanded("number" if token == "#" else token.lower()))


@cache
def phrase_words() -> frozenset[str]:
    """Return the plain words that phrases and parties are made of."""
    texts = [*(phrases for _, _, phrases in PHRASES), *(phrases for _, phrases in PARTIES)]
    return frozenset(word for text in texts for word in text.replace("|", " ").split())


@cache
def lone_phrases() -> frozenset[tuple[str, ...]]:
    """Return the phrases and parties that are one plain word."""
    texts = [*(phrases for _, _, phrases in PHRASES), *(phrases for _, phrases in PARTIES)]
    phrases = (tuple(phrase.split()) for text in texts for phrase in text.split("|"))
    return frozenset(phrase for phrase in phrases if len(phrase) == 1)


@cache
def relative_words() -> frozenset[str]:
    """Return the plain words of which the names of relatives are made."""
    texts = [phrases for element, _, phrases in PHRASES if element is Element.RELATIVE]
    texts += [phrases for role, phrases in PARTIES if role is Role.RELATIVE]
    return frozenset(word for text in texts for word in text.replace("|", " ").split())


@cache
def _spellings() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Return the whole words of phrases and parties, those that abbreviations stand for, by their first letter.

    Each comes with its letters.
    """
    texts = [*(phrases for _, _, phrases in PHRASES), *(phrases for _, phrases in PARTIES)]
    by_letter: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for word in sorted({word for text in texts for word in text.replace("|", " ").split() if len(word) > 4}):
        by_letter.setdefault(word[0], []).append((word, frozenset(word)))
    return by_letter


@cache
def _stems() -> dict[str, list[str]]:
    """Return the same words by each of their beginnings that may stand for them."""
    by_stem: dict[str, list[str]] = {}
    for word in (word for spelt in _spellings().values() for word, _ in spelt):
        for size in range(_SHORTEST_STEM, len(word)):
            by_stem.setdefault(word[:size], []).append(word)
    return by_stem


@lru_cache(maxsize=65536)
def expanded(token: str) -> tuple[str, ...]:
    """Return the plain words that a token in lower case stands for."""
    return tuple(_expanded(token))


def _expanded(token: str) -> list[str]:
    if token in EXPANSIONS:
        return EXPANSIONS[token].split()
    if token in vocabulary() or token in SCRAP or len(token) < _SHORTEST_SKELETON or token.isdigit():
        return [token]
    words = _whole_or_glued(token)
    if words == [token] and uses_of(token) <= WORD_OF_ITS_OWN:
        pieces = apart(token, vocabulary())
        words = [word for piece in pieces for word in EXPANSIONS.get(piece, piece).split()] or words
    return words


def _whole_or_glued(token: str) -> list[str]:
    """Return the one word a token shortens, or the words we know that it is glued of, or the token."""
    if len(token) < _SHORTEST_GLUED:
        return [_spelt_out(token)]
    spelt = _spelt_out(token)
    pieces = _unglue(token) if spelt == token else []
    return [word for piece in pieces for word in EXPANSIONS.get(piece, piece).split()] or [spelt]


def _spelt_out(token: str) -> str:
    """Return the one word we know that a token shortens (``sbscr``, ``prvdr``, ``diagn``), else the token."""
    is_stem = len(token) >= _SHORTEST_STEM
    is_skeleton = len(token) >= _SHORTEST_SKELETON and sum(c in "aeiou" for c in token) <= 1
    if not (is_stem or is_skeleton) or uses_of(token) > WORD_OF_ITS_OWN:
        return token
    if is_skeleton:
        own = frozenset(token)
        spelt = (word for word, letters in _spellings().get(token[0], ()) if own <= letters)
        found = [word for word in spelt if len(word) > len(token) and _is_subsequence(token, word)]
    else:
        found = _stems().get(token, [])
    shortest = min(found, key=len, default=token)
    return shortest if all(word.startswith(shortest) for word in found) else token


def _is_subsequence(token: str, word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in token)


def _unglue(token: str) -> list[str]:
    """Split ``ptlname`` into known words if it is made of two or three of them, else return nothing."""
    if len(token) > 24:
        return []
    known = vocabulary()
    for first in range(len(token) - 2, 1, -1):
        head, rest = token[:first], token[first:]
        if head not in known:
            continue
        if rest in known:
            return [head, rest]
        for second in range(len(rest) - 2, 1, -1):
            if rest[:second] in known and rest[second:] in known:
                return [head, rest[:second], rest[second:]]
    return []


Phrase = tuple[int, Element | None, Part, tuple[str, ...]]


@cache
def _phrases() -> dict[str, list[Phrase]]:
    """Return the phrases under their first word, each with its place in the order of all."""
    by_word: dict[str, list[Phrase]] = {}
    rows = ((element, part, tuple(x.split())) for element, part, text in PHRASES for x in text.split("|"))
    for place, (element, part, phrase) in enumerate(rows):
        by_word.setdefault(phrase[0], []).append((place, element, part, phrase))
    return by_word


@cache
def _parties() -> dict[str, list[tuple[int, Role, tuple[str, ...]]]]:
    """Return the phrases that name a party under their first word, each with its rank: long ones first."""
    rows = [(role, tuple(x.split())) for role, text in PARTIES for x in text.split("|")]
    by_word: dict[str, list[tuple[int, Role, tuple[str, ...]]]] = {}
    for rank, (role, phrase) in enumerate(sorted(rows, key=lambda row: -len(row[1]))):
        by_word.setdefault(phrase[0], []).append((rank, role, phrase))
    return by_word


def party_of(words: tuple[str, ...]) -> tuple[Role, int, tuple[str, ...]]:
    """Return the role the words name, its number, and the words that did so."""
    have = set(words)
    table = _parties()
    found = [row for word in have if word in table for row in table[word] if have.issuperset(row[2])]
    if not found:
        return Role.UNKNOWN, 0, ()
    _, role, phrase = min(found)
    return role, _number_near(words, phrase[-1]) if role is Role.RELATIVE else 0, phrase


def _number_near(words: tuple[str, ...], party: str) -> int:
    if party not in NUMBERED_PARTIES:
        return 0
    at = words.index(party)
    for word in words[at + 1 : at + 2] + words[max(0, at - 1) : at]:
        if word.isdigit() and len(word) < 3:
            return int(word)
    return 0


@cache
def _label_words() -> frozenset[str]:
    return phrase_words() | SCRAP


def may_share(label: str, least: float) -> bool:
    """Tell cheaply whether a label may mean something with at least this share; generous."""
    if "/" in label or item_label(label) is not label:
        return True
    words = plain_words(label)
    known = _label_words()
    count = sum([word in known for word in words])
    return count >= least * len(words) > 0 or not _PLACE_WORDS.isdisjoint(words)


@lru_cache(maxsize=32768)
def meaning_of(label: str) -> Meaning | None:
    """Return what a label or header means, or None if its words say nothing we look for.

    Example:
        >>> m = meaning_of("GUAR_NM"); m.element.value, m.party.value
        ('name', 'guarantor')
        >>> m = meaning_of("Child 2 DOB"); m.element.value, m.party.value, m.party_number
        ('date_of_birth', 'relative', 2)
        >>> meaning_of("SSN4").is_masked, meaning_of("Comments")
        (True, None)
    """
    label = item_label(label)
    found = _meaning(label)
    if "(" in label and (found is None or found.share < 1):
        bare = _meaning(_REMARK.sub(" ", label))
        found = bare if bare is not None and (found is None or bare.share > found.share) else found
    if label.count("/") == 1 and (found is None or found.share < _BILINGUAL):
        sides = [side for side in map(_meaning, label.split("/")) if side is not None and side.share >= _BILINGUAL]
        return sides[0] if len({(s.element, s.part, s.party) for s in sides}) == 1 else found
    return found


def _meaning(label: str) -> Meaning | None:
    words = plain_words(label)
    if not words or len(words) > 10 or phrase_words().isdisjoint(words):
        return None
    if words[0] == "responsible" != words[-1] and words[1] not in {"party", "person"}:
        words = ("responsible", "party", *words[1:])
    role, number, party_words = party_of(words)
    hit = _best_phrase(words, party_words)
    if hit is None:
        return _party_alone(words, role, number, party_words)
    element, part, phrase = hit
    used = set(phrase) | set(party_words)
    share = sum(w in used or w in SCRAP for w in words) / len(words)
    if element is Element.DATE and words[-1] == "date":
        share = max(share, _DATED)
    if element is None and part is Part.FULL:
        return Meaning(None, part, role, number, share, is_masked=True)
    if element in _NO_OFFICES and role in {Role.PROVIDER, Role.SENDER}:
        role = Role.UNKNOWN
    return Meaning(_of_party(element, role), part, role, number, share)


_NO_OFFICES = frozenset(
    {Element.DATE, Element.CLAIM_NUMBER, Element.MEMBER_ID, Element.MRN, Element.DIAGNOSIS, Element.PROCEDURE}
)
"""Elements that are never about a professional or a sender: ``Ref Dx``, ``Clm Ref``."""


def _best_phrase(
    words: tuple[str, ...], party_words: tuple[str, ...]
) -> tuple[Element | None, Part, tuple[str, ...]] | None:
    have, party = set(words), set(party_words)
    table = _phrases()
    found = [row for word in have if word in table for row in table[word] if have.issuperset(row[3])]
    fitting = [row for row in found if not party.issuperset(row[3])]
    masked = [row for row in fitting if row[1] is None and row[2] is Part.FULL]
    best = min(masked or fitting, key=lambda row: (0 if masked else -len(row[3]), row[0]), default=None)
    return None if best is None else best[1:]


def _party_alone(words: tuple[str, ...], role: Role, number: int, party_words: tuple[str, ...]) -> Meaning | None:
    """Return a name's meaning for labels like ``Spouse`` or ``Referring physician`` that name nobody's field."""
    if not party_words or party_words in PLACES:
        return Meaning(Element.FACILITY, Part.FULL, share=0.7) if party_words in PLACES else None
    share = sum(w in party_words or w in SCRAP for w in words) / len(words)
    if share < 0.99:
        named = {_role_of_word(w) for w in words if w not in SCRAP}
        others = set(words) - set(party_words)
        is_short = len(words) <= _MOST_PROVIDER_WORDS and not words[0].isdigit()
        if role is Role.PROVIDER and is_short and not others & _ABOUT_PROVIDERS and not any(map(_is_a_name, others)):
            return Meaning(Element.PROVIDER, Part.FULL, role, share=0.6)
        if named == {Role.EMPLOYEE, Role.RELATIVE}:
            return Meaning(Element.NAME, Part.FULL, share=0.9)
        if Role.RELATIVE in named and named <= _HOUSE | {Role.RELATIVE}:
            return Meaning(Element.RELATIVE, Part.FULL, Role.RELATIVE, number, 0.9)
        return Meaning(Element.NAME, Part.FULL, share=0.9) if named <= _HOUSE else None
    return Meaning(_of_party(Element.NAME, role), Part.FULL, role, number, 0.9)


def _is_a_name(word: str) -> bool:
    """Tell whether a word is rather somebody's name (``Dr Marsh``) than a word of labels."""
    if word in vocabulary() or word in SCRAP:
        return False
    known = usage(word)
    return known.given + known.surname > _BEARERS or (len(word) > _LONGEST_SHORT and known.words < _USES)


_BEARERS, _LONGEST_SHORT, _USES = 2000, 4, 5000.0
_MOST_PROVIDER_WORDS = 3
_ABOUT_PROVIDERS = frozenset(
    {"type", "note", "notes", "specialty", "group", "code", "status", "reason", "comment", "comments", "date", "time"}
    | {"address", "phone", "fax", "instruction", "instructions", "order", "orders", "office", "npi", "degree", "fee"}
    | {"credential", "credentials", "taxonomy", "network", "count", "rate", "visit", "question", "response", "message"}
    | {"staff", "plan", "relation", "preference"}
)
"""Words beside a professional's that make a label one of something else of theirs."""
_HOUSE = frozenset({Role.PATIENT, Role.GUARANTOR, Role.SUBSCRIBER, Role.EMPLOYEE})
"""Parties of whom several may share a column (``Guarantor / Patient``)."""


def _role_of_word(word: str) -> Role:
    return next((role for _, role, phrase in _parties().get(word, ()) if phrase == (word,)), Role.UNKNOWN)


PLACES = {("facility",), ("clinic",), ("hospital",), ("pharmacy",), ("practice",)}
_PLACE_WORDS = frozenset(word for (word,) in PLACES)
"""A label with one of these may have any other words."""


def _of_party(element: Element | None, role: Role) -> Element | None:
    if element is not Element.NAME:
        return element
    return {Role.PROVIDER: Element.PROVIDER, Role.RELATIVE: Element.RELATIVE}.get(role, Element.NAME)
