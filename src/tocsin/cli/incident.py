"""Commands of an incident's way: init, add, run, status, facts, passwords, seed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.options import directory, open_folder, passphrase_file, take_passphrase, who

if TYPE_CHECKING:
    from tocsin.response.folder import IncidentFolder

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_ANY = click.Path(path_type=Path, exists=True)
_KINDS = ("mailbox", "share", "database", "ehr", "log", "other")
_STAGES = ("extract", "detect", "link", "resolve", "attribute", "expose", "duties", "notify")


def _print_example(context: click.Context, parameter: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        from importlib import resources

        example = resources.files("tocsin.cli") / "assets" / "incident.example.toml"
        click.echo(example.read_text(encoding="utf-8"), nl=False)
        context.exit()


@click.command(
    "init",
    short_help="Make an incident folder, encrypted.",
    epilog="Examples:\n\n\b\n  tocsin init --example > incident.toml\n"
    "  tocsin init ./incident --incident incident.toml",
)
@directory
@click.option(
    "--incident", required=True, type=_FILE, help="The facts of the incident, see docs/reference/incident-file.md."
)
@click.option(
    "--example",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_example,
    help="Print an incident file to fill in, and do nothing else.",
)
@passphrase_file
def init_command(directory: Path, incident: Path, passphrase_file: Path | None) -> None:
    """Make an incident folder, encrypted from the first byte. The recovery key is printed once, to stdout."""
    from tocsin.clock import SystemClock
    from tocsin.response.begin import begin_incident
    from tocsin.vault.process import harden_process

    harden_process()
    passphrase = take_passphrase(passphrase_file, confirm=True)
    recovery_key = begin_incident(directory, incident, passphrase, SystemClock())
    click.echo("Write this recovery key down and keep it apart from the passphrase. It is not shown again:", err=True)
    click.echo(recovery_key)
    click.echo(f"Next:  tocsin add {directory} PATH...", err=True)


@click.command(
    "add",
    short_help="Seal evidence into an incident.",
    epilog="Example:  tocsin add ./incident box.mbox --custodian jdoe@example.org --kind mailbox",
)
@directory
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_ANY)
@click.option(
    "--custodian", default="", help="Person or system whose data this is; an e-mail address joins a mailbox to its log."
)
@click.option(
    "--kind", type=click.Choice(_KINDS), default="other", show_default=True, help="What the evidence is a copy of."
)
@passphrase_file
def add_command(
    directory: Path, paths: tuple[Path, ...], custodian: str, kind: str, passphrase_file: Path | None
) -> None:
    """Seal evidence into the incident: hash, size, taker, time. The original is never changed or moved."""
    from tocsin.cli.screen import progress
    from tocsin.clock import SystemClock
    from tocsin.model.evidence import EvidenceKind
    from tocsin.response.begin import add_evidence

    with open_folder(directory, passphrase_file, write=True) as folder:
        for path in paths:
            taken = add_evidence(folder, path, custodian, EvidenceKind(kind), who(), SystemClock(), progress())
            files = f"{taken.file_count} file{'s' * (taken.file_count != 1)}"
            click.echo(f"{taken.evidence_id}  {files}  {taken.size_bytes} bytes  sha256 {taken.sha256}")


@click.command("run", short_help="Run every stage still to do.", epilog="Example:  tocsin run ./incident --jobs 2")
@directory
@click.option("--until", type=click.Choice(_STAGES), default="notify", show_default=True, help="Last stage to run.")
@click.option("--jobs", type=click.IntRange(1), help="Worker processes (default: one for each core).")
@click.option(
    "--reestimate", is_flag=True, help="Estimate the weights of merging anew from this case; kept in the ledger."
)
@click.option(
    "--engine",
    type=click.Choice(("duckdb", "spark")),
    default="duckdb",
    show_default=True,
    help="Where detection, linking and resolution work: on this machine, or on a Spark cluster.",
)
@click.option("--spark-master", metavar="URL", default="", help="The cluster (default: Spark on this machine).")
@click.option(
    "--spark-key",
    type=_FILE,
    help="Key file that lies at this path on every machine of the cluster; see docs/how-to/spark.md.",
)
@click.option("--weak-jail", is_flag=True, help="Go on where this machine offers no strong jail; kept in the ledger.")
@passphrase_file
def run_command(
    directory: Path,
    until: str,
    jobs: int | None,
    reestimate: bool,
    engine: str,
    spark_master: str,
    spark_key: Path | None,
    weak_jail: bool,
    passphrase_file: Path | None,
) -> None:
    """Run every stage still to do. Killed at any moment, it goes on where it was; after `add`, it does the new part."""
    import os

    from tocsin.cli.screen import progress
    from tocsin.clock import SystemClock
    from tocsin.response.run import RunOptions, run_stages
    from tocsin.response.stages import Stage
    from tocsin.tables.engine import EngineKind

    if engine != EngineKind.SPARK and (spark_master or spark_key):
        raise click.UsageError("--spark-master and --spark-key go with --engine spark.")
    options = RunOptions(
        until=Stage(until),
        jobs=jobs or len(os.sched_getaffinity(0)),
        reestimate=reestimate,
        weak_jail=weak_jail,
        engine=EngineKind(engine),
        spark_master=spark_master,
        spark_key=spark_key,
    )
    with open_folder(directory, passphrase_file, write=True) as folder:
        checkpoint = run_stages(folder, options, SystemClock(), progress())
    click.echo(
        "Checkpoint of the record (keep it elsewhere; `tocsin verify --checkpoint FILE` holds the record to it):",
        err=True,
    )
    click.echo(checkpoint, nl=False)


@click.command(
    "status", short_help="Tell what is done, due and waiting.", epilog="Example:  tocsin status ./incident --json"
)
@directory
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@passphrase_file
def status_command(directory: Path, as_json: bool, passphrase_file: Path | None) -> None:
    """Tell what is done, what was not readable, the deadlines, and what waits for a person."""
    from tocsin.clock import SystemClock
    from tocsin.response.status import status_of, status_text

    with open_folder(directory, passphrase_file) as folder:
        status = status_of(folder, SystemClock())
    if as_json:
        import orjson

        click.echo(orjson.dumps(status, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(status_text(status), nl=False)


@click.command(
    "facts",
    short_help="Replace the facts of the incident.",
    epilog="Example:  tocsin facts ./incident --incident corrected.toml && tocsin run ./incident",
)
@directory
@click.option("--incident", required=True, type=_FILE, help="The corrected incident file.")
@passphrase_file
def facts_command(directory: Path, incident: Path, passphrase_file: Path | None) -> None:
    """Replace the facts of the incident; they are checked first, and the change is kept in the ledger."""
    from tocsin.response.begin import change_facts

    with open_folder(directory, passphrase_file, write=True) as folder:
        changed = change_facts(folder, incident)
    click.echo(
        "Facts replaced; now run `tocsin run` again." if changed else "The facts are the same as before.", err=True
    )


@click.command(
    "passwords",
    short_help="Give passwords for locked items.",
    epilog="Example:  tocsin passwords ./incident --from passwords.txt && tocsin run ./incident",
)
@directory
@click.option("--from", "file", type=_FILE, help="One password a line.")
@click.option(
    "--offer",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write what the evidence calls a password to FILE, for a person to look through.",
)
@passphrase_file
def passwords_command(directory: Path, file: Path | None, offer: Path | None, passphrase_file: Path | None) -> None:
    """Give passwords for locked items; the next run tries only those items again."""
    if (file is None) == (offer is None):
        raise click.UsageError("Give --from FILE with passwords, or --offer FILE to have some found.")
    with open_folder(directory, passphrase_file, write=True) as folder:
        if offer is not None:
            _offer(folder, offer)
        if file is not None:
            _give(folder, file)


def _offer(folder: IncidentFolder, to: Path) -> None:
    from tocsin.response.offered_passwords import offer_passwords

    folder.refuse_inside(to)
    locked, found = offer_passwords(folder, to)
    click.echo(f"{locked} locked items; {found} passwords found in the evidence -> {to} (nearest first).", err=True)
    if found:
        click.echo(f"Strike out what is none, then: tocsin passwords DIR --from {to}. Delete the file then.", err=True)


def _give(folder: IncidentFolder, file: Path) -> None:
    from tocsin.response.begin import give_passwords

    kept, units = give_passwords(folder, file)
    click.echo(
        f"{kept} passwords kept (sealed); {units} pieces of evidence with locked items will be read again.", err=True
    )


@click.command(
    "seed",
    short_help="Give a patient master, kept as hashes.",
    epilog="Example:  tocsin seed ./incident patient-master.csv && tocsin run ./incident",
)
@directory
@click.argument("file", metavar="FILE", type=_FILE)
@passphrase_file
def seed_command(directory: Path, file: Path, passphrase_file: Path | None) -> None:
    """Give a patient master (CSV or Parquet): kept only as keyed hashes, it says which names and numbers are real."""
    from tocsin.response.seeds import give_seed

    with open_folder(directory, passphrase_file, write=True) as folder:
        rows = give_seed(folder, file)
    click.echo(f"{rows} patients kept as keyed hashes; the next run uses them.", err=True)
