"""Commands that keep the record: verify, check, rekey, dispose, completion."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tocsin.cli.options import PersonName, directory, open_folder, passphrase_file, take_passphrase
from tocsin.errors import UnconfirmedError

_LAST_QUESTION = "Nothing in this folder can ever be read again. Go on?"
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(
    "verify",
    short_help="Check that the record holds.",
    epilog="Example:  tocsin verify ./incident --checkpoint kept-elsewhere.txt",
)
@directory
@click.option("--checkpoint", type=_FILE, help="A checkpoint printed by an earlier run: the record must contain it.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@passphrase_file
def verify_command(directory: Path, checkpoint: Path | None, as_json: bool, passphrase_file: Path | None) -> int:
    """Check seals, ledger and accounting; say what does not hold (exit code 1)."""
    from tocsin.cli.screen import progress
    from tocsin.response.verify_all import verify_incident

    note = checkpoint.read_text(encoding="utf-8", errors="replace") if checkpoint else None
    with open_folder(directory, passphrase_file) as folder:
        faults, words = verify_incident(folder, note, progress())
    if as_json:
        import orjson

        told = [{"what": fault.what, "where": fault.where, "words": fault.words} for fault in faults]
        click.echo(orjson.dumps({"holds": not faults, "faults": told, "examined": words}, option=orjson.OPT_INDENT_2))
    else:
        for fault in faults:
            click.echo(f"FAULT {fault}")
    click.echo(words, err=True)
    return 1 if faults else 0


@click.command("check", short_help="Examine this machine and a folder.", epilog="Example:  tocsin check ./incident")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def check_command(directory: Path | None, as_json: bool) -> int:
    """Examine this machine: jail and why, programs, disk, memory, versions, and the folder's schema."""
    from tocsin.response.check import check_machine, check_text

    told = check_machine(directory)
    if as_json:
        import orjson

        click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(check_text(told), nl=False)
    is_good = told["able"] and not (told["folder"] and told["folder"]["error"])
    return 0 if is_good else 3


@click.command(
    "rekey",
    short_help="Change the passphrase.",
    epilog="Example:  tocsin rekey ./incident --new-passphrase-file new.txt",
)
@directory
@click.option("--new-passphrase-file", type=_FILE, help="File whose first line is the new passphrase (else asked for).")
@passphrase_file
def rekey_command(directory: Path, new_passphrase_file: Path | None, passphrase_file: Path | None) -> None:
    """Change the passphrase; the old one, or the recovery key, opens the folder a last time."""
    with open_folder(directory, passphrase_file, write=True) as folder:
        folder.rekey(take_passphrase(new_passphrase_file, confirm=True))
    click.echo("The new passphrase opens this incident now; the recovery key stays the same.", err=True)


@click.command(
    "dispose", short_help="Delete the key for good.", epilog="Example:  tocsin dispose ./incident --by 'A. Counsel'"
)
@directory
@click.option("--by", required=True, type=PersonName(), help="Name of the person who disposes; kept in the record.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@passphrase_file
def dispose_command(directory: Path, by: str, yes: bool, passphrase_file: Path | None) -> None:
    """Delete the key, so that nothing in the folder can be read again, and keep the proof of it."""
    if not yes and not (sys.stdin.isatty() and click.confirm(_LAST_QUESTION, err=True)):
        raise UnconfirmedError()
    with open_folder(directory, passphrase_file, write=True) as folder:
        proof = folder.dispose(by)
    click.echo("The keys are deleted. Keep this last checkpoint; `checker.py` in the folder checks it:", err=True)
    click.echo(proof, nl=False)


@click.command(
    "completion", short_help="Turn on completion in your shell.", epilog="Example:  tocsin completion bash >> ~/.bashrc"
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the line that turns on completion in your shell."""
    lines = {
        "bash": 'eval "$(_TOCSIN_COMPLETE=bash_source tocsin)"',
        "zsh": 'eval "$(_TOCSIN_COMPLETE=zsh_source tocsin)"',
        "fish": "_TOCSIN_COMPLETE=fish_source tocsin | source",
    }
    click.echo(lines[shell])
