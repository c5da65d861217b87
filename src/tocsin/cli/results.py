"""Commands that show, decide and hand out: overview, explain, decide, export, letters."""

from __future__ import annotations

from pathlib import Path

import click

from tocsin.cli.options import PersonName, TableFile, directory, open_folder, passphrase_file

WHAT = ("people", "changes", "subjects", "mentions", "items", "exposures", "duties", "counts", "mailfile", "review")
_OUT = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "overview",
    short_help="Write the overview, one HTML page.",
    epilog="Example:  tocsin overview ./incident --to overview.html",
)
@directory
@click.option("--to", "to", type=_OUT, default="overview.html", show_default=True, help="HTML file to write.")
@click.option("--reveal", is_flag=True, help="Show file names too; names of files are personal data.")
@passphrase_file
def overview_command(directory: Path, to: Path, reveal: bool, passphrase_file: Path | None) -> None:
    """Write the overview: one HTML page, no network, ids, types and counts only."""
    from tocsin.clock import SystemClock
    from tocsin.response.overview import write_overview

    with open_folder(directory, passphrase_file, write=True) as folder:
        write_overview(folder, to, SystemClock(), reveal=reveal)
    click.echo(f"Overview written to {to}", err=True)


@click.command(
    "explain",
    short_help="Tell why a person is listed.",
    epilog="Example:  tocsin explain ./incident per_0123456789abcdef",
)
@directory
@click.argument("person_id", metavar="PERSON_ID")
@click.option("--reveal", is_flag=True, help="Show secrets (SSN, account numbers) whole.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@passphrase_file
def explain_command(directory: Path, person_id: str, reveal: bool, as_json: bool, passphrase_file: Path | None) -> None:
    """Tell why this person is listed: mentions with place, merges with weights, entity, exposure, duties."""
    from tocsin.response.explain import explain_person, explain_text

    with open_folder(directory, passphrase_file, write=True) as folder:
        told = explain_person(folder, person_id, reveal=reveal)
    if as_json:
        import orjson

        click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(explain_text(told), nl=False)


@click.command(
    "decide",
    short_help="Settle a doubtful pair, person or finding.",
    epilog="Examples:\n\n\b\n  tocsin decide ./incident per_aa same per_bb --by 'A. Counsel'\n"
    "  tocsin decide ./incident per_aa not_a_person --by 'A. Counsel'\n"
    "  tocsin decide ./incident men_cc wrong --by 'A. Counsel'",
)
@directory
@click.argument("left", metavar="ID")
@click.argument("judgement", type=click.Choice(["same", "different", "unsure", "not_a_person", "wrong"]))
@click.argument("right", metavar="[ID]", required=False, default="")
@click.option("--by", required=True, type=PersonName(), help="Name of the person who decides; kept in the record.")
@passphrase_file
def decide_command(
    directory: Path, left: str, judgement: str, right: str, by: str, passphrase_file: Path | None
) -> None:
    """Settle something: two persons are the same, different or unsure; an entry is no person; a mention is wrong.

    A decision outranks every score, survives reruns and stands in the ledger. Run `tocsin run DIR` to apply it.
    """
    from tocsin.clock import SystemClock
    from tocsin.model.decisions import Judgement
    from tocsin.response.decide import decide

    pair = judgement in {"same", "different", "unsure"}
    if pair != bool(right):
        raise click.UsageError(f"'{judgement}' takes {'two ids' if pair else 'one id'}.")
    if left == right:
        raise click.UsageError("The two ids are the same.")
    with open_folder(directory, passphrase_file, write=True) as folder:
        decide(folder, Judgement(judgement), left, right, by, SystemClock())
    click.echo("Decision kept; `tocsin run` applies it.", err=True)


@click.command(
    "export",
    short_help="Write a table: people, items, duties, ...",
    epilog="Example:  tocsin export ./incident people --to people.xlsx",
)
@directory
@click.argument("what", metavar="WHAT", type=click.Choice(WHAT))
@click.option(
    "--to", "to", type=TableFile(), help="FILE ending in .csv, .xlsx, .parquet or .jsonl (default: CSV on stdout)."
)
@click.option("--reveal", is_flag=True, help="Show secrets (SSN, account numbers) and, in mentions, the text itself.")
@passphrase_file
def export_command(directory: Path, what: str, to: Path | None, reveal: bool, passphrase_file: Path | None) -> None:
    """Write a table: people, changes, subjects, mentions, items, exposures, duties, counts, mailfile or review.

    review lists pairs of people that may be the same; settle them with `tocsin decide`. The same evidence and
    decisions give the same bytes. Every export is an entry of the ledger.
    """
    from tocsin.response.export_format import stdout_text, write_table
    from tocsin.response.exports import export_rows, export_table

    with open_folder(directory, passphrase_file, write=True) as folder:
        if to is not None:
            folder.refuse_inside(to)
        table = export_table(folder, what, reveal=reveal)
        if to is None:
            click.echo(stdout_text(table), nl=False)
        else:
            write_table(table, to, what)
        export_rows(folder, what, table.num_rows, reveal=reveal)
    click.echo(f"{table.num_rows} rows" + (f" -> {to}" if to else ""), err=True)
