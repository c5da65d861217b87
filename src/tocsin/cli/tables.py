"""The command about databases and exported tables: show how they hang together, and correct it."""

from __future__ import annotations

from pathlib import Path

import click

from tocsin.cli.options import PersonName, directory, open_folder, passphrase_file

_VERBS = ("key", "type", "people", "not_people")


@click.command(
    "tables",
    short_help="Show how tables hang together; correct it.",
    epilog="Examples:\n\n\b\n  tocsin tables ./incident\n"
    "  tocsin tables ./incident visits.pt_no key patients.id --by 'A. Analyst'\n"
    "  tocsin tables ./incident D1.T4.C2 type member_id --by 'A. Analyst'\n"
    "  tocsin tables ./incident portal_users people --by 'A. Analyst'",
)
@directory
@click.argument("what", metavar="[TABLE[.COLUMN]]", required=False, default="")
@click.argument("verb", metavar="[key|type|people|not_people]", required=False, type=click.Choice(_VERBS))
@click.argument("to", metavar="[TABLE.COLUMN|ELEMENT|none]", required=False, default="")
@click.option("--by", type=PersonName(), help="Name of the person who corrects; kept in the record.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.option("--reveal", is_flag=True, help="Show names of files, tables and columns that may be somebody's.")
@click.option("--all", "everything", is_flag=True, help="Show databases and folders of tables that link nothing, too.")
@passphrase_file
def tables_command(
    directory: Path,
    what: str,
    verb: str | None,
    to: str,
    by: str | None,
    as_json: bool,
    reveal: bool,
    everything: bool,
    passphrase_file: Path | None,
) -> None:
    """Show the databases and folders of exported tables: rows, columns with what they hold, keys and where they lead.

    With a table or column, correct it: `key` says which column it leads to, `type` which element it holds (`none` for
    nothing), `people` that each row is a person others' rows lead to, `not_people` that its rows are nobody to be
    listed. A correction stands in the ledger; `tocsin run` does again what it touches, and no more.
    """
    if verb is not None or what or by:
        _correct(directory, what, verb, to, by, passphrase_file)
        return
    from tocsin.response.table_view import tables_text, tables_told

    with open_folder(directory, passphrase_file) as folder:
        told = tables_told(folder, reveal=reveal, everything=everything)
    if as_json:
        import orjson

        click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(tables_text(told), nl=False)


def _correct(
    directory: Path, what: str, verb: str | None, to: str, by: str | None, passphrase_file: Path | None
) -> None:
    from tocsin.clock import SystemClock
    from tocsin.linking.table_model import Verb
    from tocsin.model.elements import Element
    from tocsin.response.table_corrections import NOTHING, correct_table

    if not what or verb is None:
        raise click.UsageError("Say what is corrected and how: TABLE.COLUMN key|type ..., or TABLE people|not_people.")
    if by is None:
        raise click.UsageError("Say who corrects it, with --by NAME.")
    said = Verb(verb)
    if (said in {Verb.KEY, Verb.TYPE}) != bool(to):
        raise click.UsageError(f"'{verb}' takes {'what it is' if said in {Verb.KEY, Verb.TYPE} else 'nothing more'}.")
    if said is Verb.TYPE and to != NOTHING and to not in set(Element):
        raise click.UsageError("No such element; docs/reference/elements.md lists them.")
    with open_folder(directory, passphrase_file, write=True) as folder:
        correct_table(folder, what, said, to, by, SystemClock())
    click.echo("Correction kept; `tocsin run` applies it.", err=True)
