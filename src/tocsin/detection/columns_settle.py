"""The types of columns after a look at their neighbours and at the table as a whole.

Invariant: pure; a column whose label and values agree keeps what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tocsin.detection.columns_births import settle_births
from tocsin.detection.columns_codes import settle_codes
from tocsin.detection.columns_kin import settle_children, settle_kin
from tocsin.detection.columns_policy import settle_holders, settle_insurance, settle_members
from tocsin.detection.columns_records import settle_accessions, settle_records
from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import Look
from tocsin.detection.labels_meaning import meaning_of, plain_words
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part

E = Element


def settle(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Return the columns after a look at their neighbours."""
    columns = _settle_places(columns, looks)
    columns = _settle_beneficiaries(_settle_payers(_settle_clients(columns)))
    columns = _settle_providers(_settle_names(columns, looks), looks)
    columns = settle_kin(settle_holders(settle_children(columns)))
    columns = _settle_numbers(columns, looks)
    columns = settle_records(settle_members(_settle_labs(columns), looks), looks)
    columns = settle_accessions(columns, looks)
    columns = settle_insurance(columns)
    columns = _without_lone_states(columns)
    columns = settle_codes(_settle_cards(columns), looks)
    return _settle_order(_settle_tax(settle_births(columns, looks), looks), looks)


def _settle_order(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Mark the columns whose whole names stand surname first."""
    return [
        replace(c, is_turned=True) if look.is_turned and c.element in NAME_ELEMENTS and c.part is Part.FULL else c
        for c, look in zip(columns, looks, strict=True)
    ]


def _settle_clients(columns: list[ColumnType]) -> list[ColumnType]:
    """Make ``Client`` or ``Account`` beside a column of patients the practice that is served, not a person."""
    others = [c for c in columns if c.element is E.NAME and not _is_client(c)]
    if not others:
        return columns
    return [replace(c, element=E.FACILITY, party=Role.UNKNOWN) if _is_client(c) else c for c in columns]


def _settle_payers(columns: list[ColumnType]) -> list[ColumnType]:
    """Make whom money came from, beside accounts, the patients: ``From`` of a deposit log is no sender of mail."""
    named = [c for c in columns if c.element is E.NAME]
    if len(named) != 1 or named[0].party is not Role.SENDER or not any(c.element is E.ACCOUNT_NUMBER for c in columns):
        return columns
    return [replace(c, party=Role.PATIENT) if c is named[0] else c for c in columns]


_OF_CARE = frozenset({E.DIAGNOSIS, E.PROCEDURE, E.CLAIM_NUMBER, E.MEMBER_ID})


def _settle_beneficiaries(columns: list[ColumnType]) -> list[ColumnType]:
    """Make a beneficiary in a table of claims the patient: elsewhere it is a relative who inherits."""
    if not any(c.element in _OF_CARE for c in columns):
        return columns
    return [
        replace(c, element=E.NAME if c.element is E.RELATIVE else c.element, party=Role.PATIENT)
        if c.party is Role.RELATIVE and "beneficiary" in plain_words(c.label)
        else c
        for c in columns
    ]


def _is_client(column: ColumnType) -> bool:
    words = set(plain_words(column.label)) - _BESIDE_CLIENTS
    return column.element is E.NAME and column.part is Part.FULL and words == {"client"}


_BESIDE_CLIENTS = frozenset({"name", "a", "b", "auth", "authorization", "code", "id", "number", "account"})


def _settle_providers(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Make a column of names that its label does not explain the professionals of a table that names its patients.

    They bear titles or degrees, stand under a word for what professionals do, or a few of them see all the patients.
    """
    told = [c for c in columns if c.element is E.NAME and c.label and c.party is not Role.PROVIDER and _is_told(c)]
    if not told:
        return _settle_few(columns, looks)
    rows = max((looks[c.index].distinct for c in told), default=0.0)
    done = list(columns)
    for i, column in enumerate(columns):
        if column.element is not E.NAME or column.part not in {Part.FULL, Part.LAST} or _is_told(column):
            continue
        few = looks[i].filled >= _LEAST_SEEN and looks[i].distinct <= _FEW_OF * rows
        if looks[i].credentialed >= _DEGREES or few or set(plain_words(column.label)) & _DONE_BY:
            done[i] = replace(column, element=E.PROVIDER, part=Part.FULL, party=Role.PROVIDER, score=0.8)
    return done


def _settle_few(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Make a column of a few names beside one of many, none of which a label explains, the professionals.

    So a roster goes on over pages without its header: the attending stands before each of her patients.
    """
    whole = [c for c in columns if c.element is E.NAME and c.part is Part.FULL and not _is_told(c)]
    most = max((looks[c.index].distinct for c in whole if looks[c.index].filled >= _LEAST_SEEN), default=0.0)
    few = {
        c.index
        for c in whole
        if most >= _OF_MANY and looks[c.index].filled >= _LEAST_SEEN and looks[c.index].distinct <= _VERY_FEW
    }
    return [replace(c, element=E.PROVIDER, party=Role.PROVIDER, score=0.8) if c.index in few else c for c in columns]


_OF_MANY, _VERY_FEW = 0.8, 0.4
"""Shares of different names in a column of patients, and in one of those who treat them."""
_DEGREES, _LEAST_SEEN, _FEW_OF = 0.5, 6, 0.6
_DONE_BY = (
    frozenset(
        {"att", "atn", "attn", "attd", "attphy", "attending", "ord", "ordmd", "ordering", "surg", "res", "resource"}
    )
    | frozenset({"who", "with", "by", "perf", "performed", "consulting", "consult", "managing", "following", "signed"})
    | frozenset({"treating", "referral", "referred", "primary", "source", "reader", "interpreting", "physician", "onc"})
)
"""Words over a column of professionals that name no profession."""


def _is_told(column: ColumnType) -> bool:
    meaning = meaning_of(column.label) if column.label else None
    return meaning is not None and meaning.element in {E.NAME, E.PROVIDER, E.RELATIVE}


def settle_form(kinds: list[ColumnType]) -> list[ColumnType]:
    """Return the values of a form after a look at all its labels."""
    return settle_insurance(settle_children(kinds))


_ANALYTES = frozenset({"test", "analyte", "lab", "component", "panel", "assay"})
_READINGS = frozenset({"value", "result", "reading", "level"})


def _settle_labs(columns: list[ColumnType]) -> list[ColumnType]:
    """Make ``Value`` beside a column of tests the result of a laboratory."""
    words = [set(plain_words(column.label)) for column in columns]
    if not any(w & _ANALYTES for w in words):
        return columns
    return [
        replace(column, element=E.LAB_RESULT, score=0.9, is_free_text=False)
        if column.element is None and w & _READINGS
        else column
        for column, w in zip(columns, words, strict=True)
    ]


def _without_lone_states(columns: list[ColumnType]) -> list[ColumnType]:
    """Take a state with no other part of an address in its table for what it is: of a licence, or a status."""
    states = [c for c in columns if c.element is E.ADDRESS and c.part is Part.STATE]
    others = [c for c in columns if c.element in {E.ADDRESS, E.ZIP} and c.part is not Part.STATE]
    if not states or others:
        return columns
    return [replace(c, element=None, part=Part.FULL) if c in states else c for c in columns]


_EXPIRY = frozenset({"exp", "expiry", "expires", "expiration"})


def _settle_tax(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Take a person's own tax number beside the birth date for the Social Security number (26 USC 6109(d)).

    One beside professionals, claims or procedures is of who bills; so is one that many rows share.
    """
    held = {c.element for c in columns}
    if E.DATE_OF_BIRTH not in held or held & _BILLED:
        return columns
    return [
        replace(c, element=E.SSN)
        if c.element is E.TAX_ID and set(plain_words(c.label)) <= _TAX and look.distinct > _MOSTLY and look.filled > 1
        else c
        for c, look in zip(columns, looks, strict=True)
    ]


_TAX = frozenset({"tax", "id", "number"})
_BILLED = frozenset({E.SSN, E.NPI, E.DEA_NUMBER, E.PROVIDER, E.CLAIM_NUMBER, E.PROCEDURE})


def _settle_cards(columns: list[ColumnType]) -> list[ColumnType]:
    """Make a bare ``Exp`` behind a card's column its expiry, and ``CVV`` its code."""
    done = list(columns)
    for i, column in enumerate(done[1:], 1):
        if done[i - 1].element is E.CARD_NUMBER and set(plain_words(column.label)) & _EXPIRY:
            done[i] = replace(column, element=E.CARD_EXPIRY, score=0.9, is_free_text=False)
    return done


def _settle_places(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Type city, state and ZIP beside each other where headers are silent; drop a lone state or status."""
    done = list(columns)
    for i, look in enumerate(looks):
        if done[i].is_open and look.share("state") >= 0.9 and look.filled >= 2:
            beside = [j for j in (i - 1, i + 1) if 0 <= j < len(done)]
            if any(looks[j].share("zip", "city") >= 0.6 for j in beside):
                done[i] = replace(done[i], element=E.ADDRESS, part=Part.STATE, score=0.8, is_free_text=False)
                for j in beside:
                    done[j] = _place_beside(done[j], looks[j])
    return done


def _place_beside(column: ColumnType, look: Look) -> ColumnType:
    if column.label and column.element is not None:
        return column
    if look.share("zip") >= 0.8:
        return replace(column, element=E.ZIP, part=Part.ZIP, score=0.8, is_free_text=False)
    if look.share("city", "one_name", "names") >= 0.7:
        return replace(column, element=E.ADDRESS, part=Part.CITY, score=0.75, is_free_text=False)
    return column


def _settle_names(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Make ``Name`` beside a first name a last one and the reverse, and order two bare columns by their lean."""
    done = list(columns)
    for i, column in enumerate(done):
        beside = [done[j] for j in (i - 1, i + 1) if 0 <= j < len(done) and done[j].party is column.party]
        if column.element in {E.NAME, E.RELATIVE, E.PROVIDER} and column.part is Part.FULL:
            has_first = any(b.part is Part.FIRST and b.element is column.element for b in beside)
            has_last = any(b.part is Part.LAST and b.element is column.element for b in beside)
            if (has_first or has_last) and looks[i].share("one_name") > 0.6:
                done[i] = replace(column, part=Part.LAST if has_first else Part.FIRST)
    done = _with_names_by_value(_with_last_names(_by_letters(done, looks), looks), looks)
    bare = [i for i, c in enumerate(done) if c.element is E.NAME and not c.label and c.part in {Part.FIRST, Part.LAST}]
    if len(bare) == 2 and bare[1] == bare[0] + 1 and done[bare[0]].part is done[bare[1]].part:
        low, high = sorted(bare, key=lambda i: looks[i].given_lean)
        done[low] = replace(done[low], part=Part.LAST)
        done[high] = replace(done[high], part=Part.FIRST)
    return done


def _by_letters(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Tell family names from given ones where letters alone label them: ``nm_f`` (family), ``nm_g`` (given)."""
    whole = {c.part for c in columns if c.element is E.NAME}
    if Part.FIRST not in whole or Part.LAST in whole or Part.FULL in whole:
        return columns
    done = list(columns)
    for i, (one, other) in enumerate(pairwise(columns)):
        low, high = (i, i + 1) if looks[i].given_lean <= looks[i + 1].given_lean else (i + 1, i)
        is_pair = {one.part, other.part} == {Part.FIRST, Part.FULL} and (one.is_open or other.is_open)
        lean_apart = looks[low].given_lean < _LEANS_LAST and looks[high].given_lean > _LEANS_FIRST
        if is_pair and lean_apart and _is_of_names(looks[i]) and _is_of_names(looks[i + 1]):
            named = one if one.element is E.NAME else other
            for at, part in ((low, Part.LAST), (high, Part.FIRST)):
                done[at] = replace(done[at], element=E.NAME, part=part, score=named.score, is_free_text=False)
            return done
    return columns


_LEAST_DIFFERENT = 3
"""Different cells from which a column, not a word that is repeated, holds names."""


def _different(look: Look) -> int:
    return round(look.distinct * look.filled)


def _with_names_by_value(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Type two columns side by side as last and first names where no label names anybody and their values do."""
    if any(c.element in {E.NAME, E.RELATIVE} for c in columns):
        return columns
    for i, (one, other) in enumerate(pairwise(columns)):
        if not (one.is_open and other.is_open and _is_of_names(looks[i]) and _is_of_names(looks[i + 1])):
            continue
        leans = looks[i].given_lean, looks[i + 1].given_lean
        if min(leans) < _LEANS_LAST and max(leans) > _LEANS_FIRST:
            parts = (Part.FIRST, Part.LAST) if leans[0] > leans[1] else (Part.LAST, Part.FIRST)
            done = list(columns)
            for at, part in zip((i, i + 1), parts, strict=True):
                done[at] = replace(columns[at], element=E.NAME, part=part, score=0.7, is_free_text=False)
            return done
    return columns


def _is_of_names(look: Look) -> bool:
    are_names = look.share("one_name", "names", "city") >= _MOSTLY and look.share("one_name") >= _OFTEN
    return are_names and _different(look) >= _LEAST_DIFFERENT


_MOSTLY, _OFTEN = 0.8, 0.6
_LEANS_LAST, _LEANS_FIRST = 0.4, 0.6


def _with_last_names(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Type the bare column beside a lone bare first name as the last name, though many surnames are cities too."""
    bare = [c for c in columns if c.element is E.NAME and not c.label]
    if len(bare) != 1 or bare[0].part not in {Part.FIRST, Part.LAST}:
        return columns
    for i in (bare[0].index - 1, bare[0].index + 1):
        is_open = 0 <= i < len(columns) and columns[i].element is None and not columns[i].label
        is_one_word = is_open and looks[i].filled >= _LEAST_DIFFERENT > _different(looks[i])
        if is_open and not is_one_word and looks[i].share("city", "one_name", "names") >= 0.75:
            part = Part.LAST if bare[0].part is Part.FIRST else Part.FIRST
            done = list(columns)
            done[i] = replace(columns[i], element=E.NAME, part=part, score=0.6, is_free_text=False)
            return done
    return columns


def _settle_numbers(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Type bare nine-digit numbers as SSNs, ten-digit ones as telephones, in tables of people without a header."""
    has_names = any(c.element is E.NAME for c in columns)
    has_ssn = any(c.element is E.SSN for c in columns)
    done = list(columns)
    for i, column in enumerate(done):
        if column.is_open and looks[i].routings >= _SURELY and looks[i].filled >= _LEAST_ROUTINGS:
            done[i] = replace(column, element=E.ROUTING_NUMBER, score=0.8, is_free_text=False)
            continue
        is_open = column.is_open and not column.label
        if is_open and has_names and not has_ssn and looks[i].share("nine") >= 0.95 and looks[i].distinct > 0.8:
            done[i] = replace(column, element=E.SSN, score=0.7, is_free_text=False)
        elif is_open and has_names and looks[i].share("ten") >= 0.9:
            done[i] = replace(column, element=E.PHONE, score=0.75, is_free_text=False)
    return done


_SURELY, _LEAST_ROUTINGS = 0.95, 3
