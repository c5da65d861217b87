"""The table of types names every reader, and no other type than its reader reads."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

import tocsin.readers
from tocsin.readers.interface import Reader
from tocsin.readers.registry import all_readers, reader_for


@pytest.mark.parametrize("reader", all_readers(), ids=lambda reader: reader.name)
def test_every_type_of_a_reader_is_in_the_table(reader: Reader) -> None:
    for media_type in reader.media_types:
        found = reader_for(media_type)
        assert found is not None
        assert media_type in found.media_types


def test_every_reader_of_the_room_is_in_the_table() -> None:
    names = (f"tocsin.readers.{module.name}" for module in pkgutil.iter_modules(tocsin.readers.__path__))
    made = {reader for name in names if (reader := getattr(import_module(name), "READER", None)) is not None}
    assert made <= set(all_readers())


def test_any_other_text_is_read_as_it_stands_and_nothing_else_is() -> None:
    plain = reader_for("text/plain")
    assert plain is not None
    assert reader_for("text/x-anything") is plain
    assert reader_for("application/x-anything") is None


def test_readers_of_tables_and_mail_need_no_table_engine() -> None:
    modules = ["sqldump", "sqlite", "delimited", "eml", "mbox", "pst", "xlsx", "jsonfile", "plain"]
    code = f"import sys, importlib; [importlib.import_module('tocsin.readers.' + m) for m in {modules}]"
    asked = "print([m for m in ('numpy', 'pyarrow') if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", f"{code}; {asked}"], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
