"""Errors, from the root down.

    TocsinError
      EvidenceError          what we were given cannot be read or trusted; the item is marked, work goes on
        SealMismatchError    sealed bytes do not open or do not match their seal
      RuleError              the law tables, the incident file or the settings are wrong; refuse to start
        IncidentFileError
        LawTableError
        TableFileError       a table given by the user cannot be used
      RefusedError           the person may not do this, or must decide something first
        NoPassphraseError
        WrongPassphraseError
        NoIncidentError
        NotEmptyError
        JailRefusedError
        LockedError          another writer holds the folder
        NoKeyError           the key was disposed of
        DiskFullError
        NewerSchemaError
        UnknownIdError
        NothingToDoError
        InsideFolderError
        OwnFolderError       the incident folder was given as evidence
        UnconfirmedError
        UnknownTableError    no such table or column in the incident's databases
        NoSparkError
        ClusterKeyError      the workers of a cluster have no key, or another one
      FaultError             a check found something that does not hold
      StageFailedError       a stage cannot go on

Anything else that escapes is a bug and stops the job. An error never carries evidence content:
its facts are identifiers and whole numbers, so a traceback can be logged, stored and mailed.
Words of ours (an option's name, a key of incident.toml) go in as ``Word``, which only code may make.
"""

from __future__ import annotations

import inspect
from typing import ClassVar

from tocsin.ids import is_id


class Word(str):
    """A word that our own code wrote (a key, an option, a rule id), never text from evidence."""

    __slots__ = ()


Fact = str | int | Word


class TocsinError(Exception):
    """Something in Tocsin could not be done."""

    code: ClassVar[str] = "TOC-0000"
    remedy: ClassVar[str] = "Run `tocsin check` and send its report to the maintainers."
    exit_code: ClassVar[int] = 1

    def __init__(self, **facts: Fact) -> None:
        for name, fact in facts.items():
            if isinstance(fact, str) and not isinstance(fact, Word) and not is_id(fact):
                raise TypeError(f"{type(self).__name__}: fact {name!r} is not an identifier")
        self.facts = facts
        self.what = inspect.cleandoc(self.__doc__ or "").split("\n\n")[0].replace("\n", " ")
        told = ", ".join(f"{name}={fact}" for name, fact in facts.items())
        self.told = told
        super().__init__(f"{self.code}: {self.what}" + (f" [{told}]" if told else "") + f" {self.remedy}")


class EvidenceError(TocsinError):
    """What we were given cannot be read or trusted."""

    code = "TOC-1000"


class SealMismatchError(EvidenceError):
    """Sealed bytes no longer match the seal taken at intake."""

    code = "TOC-1001"
    remedy = "Stop work on it, restore the sealed copy, then run `tocsin verify DIR`."


class RuleError(TocsinError):
    """The law tables, the incident file or the settings are wrong."""

    code = "TOC-2000"
    exit_code = 2


class FaultsError(RuleError):
    """A file of the user's is wrong in the places listed."""

    def __init__(self, faults: list[str]) -> None:
        """Take the faults, each a sentence of ours that names keys, lines, rules or tables, never values."""
        super().__init__(faults=len(faults))
        self.faults = faults

    def __str__(self) -> str:
        listed = "".join(f"\n  - {fault}" for fault in self.faults)
        return f"{self.code}: {self.what}{listed}\n{self.remedy}"


class IncidentFileError(FaultsError):
    """The incident file cannot be used."""

    code = "TOC-2001"
    remedy = "Correct the keys named above in the incident file and try again."


class LawTableError(FaultsError):
    """A law table of this installation is wrong."""

    code = "TOC-2002"
    remedy = "Correct the file named above, or reinstall Tocsin."


class TableFileError(RuleError):
    """A table that was given cannot be used."""

    code = "TOC-2003"
    remedy = "See the command's --help for the columns and endings it takes."


class RefusedError(TocsinError):
    """This needs a person first."""

    code = "TOC-3000"
    exit_code = 3


class NoPassphraseError(RefusedError):
    """No passphrase was given."""

    code = "TOC-3001"
    remedy = "Give --passphrase-file FILE, set TOCSIN_PASSPHRASE, or run in a terminal to be asked."


class WrongPassphraseError(RefusedError):
    """The passphrase does not open this incident."""

    code = "TOC-3002"
    remedy = "Check the passphrase, or use the recovery key that `tocsin init` printed."


class NoIncidentError(RefusedError):
    """This folder is no incident folder."""

    code = "TOC-3003"
    remedy = "Make one with `tocsin init DIR --incident incident.toml`."


class NotEmptyError(RefusedError):
    """The folder is not empty."""

    code = "TOC-3004"
    remedy = "Choose a new folder, or give --force where the command offers it."


class JailRefusedError(RefusedError):
    """This machine offers no jail strong enough to open evidence in."""

    code = "TOC-3005"
    remedy = "Run `tocsin check` to see why; allow user namespaces, or accept --weak-jail (kept in the ledger)."


class LockedError(TocsinError):
    """Another process is writing to this incident folder."""

    code = "TOC-3006"
    remedy = "Wait until it has finished, or stop it; the lock goes with the process."


class NoKeyError(RefusedError):
    """The key of this incident was disposed of; nothing in it can be read any more."""

    code = "TOC-3007"
    remedy = "This cannot be undone."


class DiskFullError(RefusedError):
    """There is not enough room on the disk."""

    code = "TOC-3008"
    remedy = "Free the bytes named above, or put the incident folder on a larger disk."


class NewerSchemaError(RefusedError):
    """This incident folder was written by a newer Tocsin."""

    code = "TOC-3009"
    remedy = "Update Tocsin to the version that wrote it, or later."


class UnknownIdError(RefusedError):
    """No such id in this incident."""

    code = "TOC-3010"
    remedy = "List ids with `tocsin export DIR people` (or mentions, items) and check the spelling."
    exit_code = 2


class NothingToDoError(RefusedError):
    """There is nothing to work on yet."""

    code = "TOC-3011"
    remedy = "Add evidence with `tocsin add DIR PATH`, then `tocsin run DIR`."


class InsideFolderError(RefusedError):
    """Plaintext is never written inside the incident folder."""

    code = "TOC-3012"
    remedy = "Give --to a place outside DIR."


class OwnFolderError(RefusedError):
    """The incident folder itself is no evidence."""

    code = "TOC-3014"
    remedy = "Give a PATH outside DIR."
    exit_code = 2


class UnconfirmedError(RefusedError):
    """Nothing was done: nobody confirmed it."""

    code = "TOC-3015"
    remedy = "Run it again and answer y, or give --yes."


class NoSparkError(RefusedError):
    """Spark was asked for and cannot be started here."""

    code = "TOC-3019"
    remedy = "Install tocsin[spark] and Java 17 or later, check --spark-master, or leave out --engine spark."


class ClusterKeyError(RefusedError):
    """The workers of a cluster must share a key file with this machine, and do not."""

    code = "TOC-3020"
    remedy = (
        "Put one file of 32 random bytes or more at the same path on all machines and give it with --spark-key FILE."
    )


class UnknownTableError(RefusedError):
    """No such table or column, or more than one of that name."""

    code = "TOC-3021"
    remedy = "List tables and columns with `tocsin tables DIR` and give their ids (D1.T2, D1.T2.C3)."
    exit_code = 2


class FaultError(TocsinError):
    """A check found something that does not hold."""

    code = "TOC-4000"
    remedy = "Run `tocsin verify DIR` for the list, and keep the folder as it is for the record."


class StageFailedError(TocsinError):
    """A stage cannot go on."""

    code = "TOC-4001"
    remedy = "Run `tocsin run DIR` again; it goes on where it was. If it stops again, run `tocsin check DIR`."
