"""An incident under test: its simulated evidence, its folder, its passphrase, and the commands on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.commands import Ended, tocsin

PASSPHRASE = "correct horse 7 battery staple"


class FailedError(Exception):
    """A command that should have ended well did not."""


@dataclass(frozen=True)
class Addition:
    """One `tocsin add`: paths of one custodian and kind."""

    paths: tuple[Path, ...]
    custodian: str
    kind: str


@dataclass(frozen=True)
class Case:
    """One incident folder, made from a simulated incident in ``source``."""

    source: Path
    folder: Path
    jobs: int = 2

    @property
    def passphrase_file(self) -> Path:
        """Return the file with the passphrase, beside the folder."""
        return self.folder.with_name(f"{self.folder.name}.passphrase")

    def words(self, command: str, *words: str) -> list[str]:
        """Return the words of a command on this folder."""
        return [command, str(self.folder), *words, "--passphrase-file", str(self.passphrase_file)]

    def tell(self, command: str, *words: str) -> Ended:
        """Run a command on this folder and return how it ended."""
        return tocsin(*self.words(command, *words))

    def do(self, command: str, *words: str) -> Ended:
        """Run a command on this folder that must end well."""
        ended = self.tell(command, *words)
        if ended.code:
            raise FailedError(f"{command} ended with {ended.code}:\n{ended.out}{ended.err}")
        return ended

    def begin(self) -> None:
        """Make the incident folder."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.passphrase_file.write_text(f"{PASSPHRASE}\n", "utf-8")
        self.do("init", "--incident", str(self.source / "incident.toml"))

    def add_words(self, addition: Addition) -> list[str]:
        """Return the words of the command that adds this."""
        options = ("--custodian", addition.custodian, "--kind", addition.kind)
        return self.words("add", *(str(path) for path in addition.paths), *options)

    def add(self, addition: Addition) -> None:
        """Add evidence, to the end."""
        ended = tocsin(*self.add_words(addition))
        if ended.code:
            raise FailedError(f"add ended with {ended.code}:\n{ended.out}{ended.err}")

    def run_words(self) -> list[str]:
        """Return the words of the command that runs every stage."""
        return self.words("run", "--jobs", str(self.jobs))

    def run(self) -> Ended:
        """Run every stage, to the end."""
        return self.do("run", "--jobs", str(self.jobs))

    def finish(self) -> None:
        """Make the folder, add all evidence and run every stage, undisturbed."""
        self.begin()
        for addition in additions(self.source):
            self.add(addition)
        self.run()


def additions(source: Path) -> list[Addition]:
    """Return what a simulated incident says is to be added, in its order; one command for equal neighbours."""
    made: list[Addition] = []
    for entry in json.loads((source / "add.json").read_text("utf-8")):
        path, custodian, kind = source / entry["path"], entry["custodian"], entry["kind"]
        if made and (made[-1].custodian, made[-1].kind) == (custodian, kind):
            made[-1] = Addition((*made[-1].paths, path), custodian, kind)
        else:
            made.append(Addition((path,), custodian, kind))
    return made
