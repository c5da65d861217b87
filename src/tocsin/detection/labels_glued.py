# ruff: noqa: E501 - word tables read better in long rows
"""Labels glued of a letter for a person and a word, or of an abbreviation and an ending: ``pdob``, ``glname``, ``dxcd``.

Source: column names of practice-management databases, which were held to eight or ten characters.

Invariant: pure; a token that is an English word or means something itself is left whole by the caller.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

_PARTIES = {
    "p": "patient", "pt": "patient", "pat": "patient", "g": "guarantor", "gt": "guarantor", "gu": "guarantor", "s": "subscriber",
    "i": "insured", "in": "insured", "e": "employee", "ec": "emergency contact", "d": "dependent", "r": "responsible party",
    "rp": "responsible party", "m": "member",
}  # fmt: skip
_PERSONAL = {
    "lname": "last name", "fname": "first name", "mname": "middle name", "lnm": "last name", "fnm": "first name",
    "last": "last name", "first": "first name", "name": "name", "nm": "name", "nam": "name", "dob": "birth date",
    "bdate": "birth date", "bday": "birth date", "bdt": "birth date", "ssn": "ssn", "sex": "sex", "addr": "address",
    "add": "address", "addr1": "address 1", "str": "street", "street": "street", "city": "city", "zip": "zip",
    "phone": "phone", "phn": "phone", "ph": "phone", "tel": "phone", "email": "email",
}  # fmt: skip
_SHORT = {
    "ln": "last name", "fn": "first name", "mi": "middle name", "lnam": "last name", "fnam": "first name",
    "birth": "birth date", "age": "age", "gender": "sex", "state": "state", "mrn": "mrn", "acct": "account",
}  # fmt: skip
"""Only behind a party of two letters or more: ``gln`` is something else."""
_ENDINGS = {
    "no": "number", "nbr": "number", "num": "number", "dt": "date", "dte": "date", "id": "id", "ph": "phone",
    "phn": "phone", "nm": "name", "md": "physician", "dr": "physician", "co": "company", "desc": "description",
    "kg": "kg", "lb": "lb", "cm": "cm", "yn": "flag",
}  # fmt: skip
_DOUBTFUL = frozenset({"d", "e", "i", "m", "r", "s"})
"""Letters that stand for other things too (``dname`` is a department's): only before what is surely a person's."""
_SURE = frozenset({"lname", "fname", "mname", "lnm", "fnm", "dob", "bdate", "bday", "bdt", "ssn", "sex"})
_CODED = frozenset({"dx", "diag", "icd", "proc", "px", "cpt", "zip", "st"})
"""What stands before ``cd`` in the name of a code."""
_SHORTEST_STEM = 2


def apart(token: str, known: AbstractSet[str]) -> list[str]:
    """Return the pieces of a glued token, nothing if it is none; ``known`` are the words and abbreviations we know.

    Example:
        >>> apart("gdob", set()), apart("dxcd", {"dx"}), apart("ecphone", set()), apart("void", {"dx"})
        (['guarantor', 'birth date'], ['dx', 'code'], ['emergency contact', 'phone'], [])
    """
    for length in (3, 2, 1):
        party, word = _PARTIES.get(token[:length]), _PERSONAL.get(token[length:])
        if party and word and (token[:length] not in _DOUBTFUL or token[length:] in _SURE):
            return [party, word]
        if party and length > 1 and token[length:] in _SHORT:
            return [party, _SHORT[token[length:]]]
    if token[-2:] == "cd" and token[:-2] in _CODED:
        return [token[:-2], "code"]
    for length in (4, 3, 2):
        stem, ending = token[:-length], _ENDINGS.get(token[-length:])
        if ending and len(stem) >= _SHORTEST_STEM and stem in known:
            return [stem, ending]
    return []
