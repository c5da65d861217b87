"""Control state: sums that see every change past the module, and heads that see an older copy."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tocsin.errors import NewerSchemaError, SealMismatchError
from tocsin.tables.control import Control

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    control = Control.create(tmp_path / "control.sqlite", KEY)
    control.put("a", b"1")
    control.put("a", b"2")
    control.put("b", b"3")
    control.put("b", None)
    control.close()
    return tmp_path / "control.sqlite"


def _faults(path: Path) -> list[str]:
    control = Control(path, KEY, write=False)
    try:
        return control.faulty_tables()
    finally:
        control.close()


def _tamper(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    connection.create_function("row_mac", -1, lambda *_: bytes(32))
    connection.create_function("sum_add", 2, lambda total, _: total)
    connection.create_function("sum_take", 2, lambda total, _: total)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_untouched_state_adds_up(path: Path) -> None:
    assert _faults(path) == []
    control = Control(path, KEY, write=True)
    control.check_open()
    assert control.get("a") == b"2"
    assert control.get("b") is None
    assert control.faulty_file() is False
    control.close()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE meta SET value = x'39'", ["meta"]),
        ("INSERT INTO alias VALUES ('a', 'b')", ["sums", "alias"]),
        ("DELETE FROM meta", ["sums", "meta"]),
        ("UPDATE sums SET count = 7 WHERE name = 'part'", ["sums", "part"]),
        ("DELETE FROM sums WHERE name = 'part'", ["sums", "part"]),
        ("DROP TRIGGER meta_update", ["sums"]),
        ("UPDATE state SET number = number + 1", ["sums"]),
        ("DELETE FROM state", ["sums"]),
    ],
)
def test_change_past_the_module_is_named(path: Path, statement: str, fault: list[str]) -> None:
    _tamper(path, statement)
    assert _faults(path) == fault
    if "sums" in fault:
        control = Control(path, KEY, write=True)
        with pytest.raises(SealMismatchError):
            control.check_open()
        control.abandon()


def test_older_copy_is_refused(path: Path) -> None:
    shutil.copy(path, path.with_name("old"))
    control = Control(path, KEY, write=True)
    control.put("c", b"1")
    control.close()
    shutil.copy(path.with_name("old"), path)
    older = Control(path, KEY, write=True)
    with pytest.raises(SealMismatchError, match=r"control\.head"):
        older.check_open()
    older.abandon()


def _insert_twice(control: Control) -> None:
    with control.transaction() as connection:
        connection.execute("INSERT INTO alias VALUES ('a', 'b')")
        connection.execute("INSERT INTO alias VALUES ('a', 'c')")


def test_failed_transaction_leaves_nothing(path: Path) -> None:
    control = Control(path, KEY, write=True)
    with pytest.raises(sqlite3.IntegrityError):
        _insert_twice(control)
    assert control.rows("SELECT * FROM alias") == []
    assert control.faulty_tables() == []
    control.close()


def test_newer_schema_is_refused(path: Path) -> None:
    _tamper(path, "PRAGMA user_version = 99")
    with pytest.raises(NewerSchemaError):
        Control(path, KEY, write=False)


def test_two_writers_take_turns(path: Path) -> None:
    one, two = Control(path, KEY, write=True), Control(path, KEY, write=True)
    for n in range(5):
        one.put(f"x{n}", b"1")
        two.put(f"y{n}", b"1")
    one.close()
    two.put("z", b"1")
    two.close()
    assert _faults(path) == []
