"""What must never reach a screen or a child: words of evidence in an error of our own, and the passphrase."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from tocsin.cli.door import tell_bug
from tocsin.cli.options import Held

_BUG = (
    "import sys, threading; import tocsin.cli; from tocsin.cli import door\n"
    "def fail(words):\n"
    "    try:\n"
    "        int('Ann Lee 123-45-6789')\n"
    "    except ValueError as error:\n"
    "        thread = threading.Thread(target=int, args=('Ann Lee 987-65-4321',))\n"
    "        thread.start(); thread.join()\n"
    "        raise RuntimeError('Ann Lee') from error\n"
    "door.run = fail\n"
    "tocsin.cli.main()\n"
)


def test_a_fault_of_our_own_tells_its_place_and_never_its_words() -> None:
    ended = subprocess.run([sys.executable, "-c", _BUG], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Ann" not in ended.stderr and "123-45" not in ended.stderr and "987-65" not in ended.stderr
    assert "TOC-0000" in ended.stderr and "RuntimeError in fail, <string>:8" in ended.stderr
    assert "ValueError in fail, <string>:4" in ended.stderr and "tocsin check" in ended.stderr


def test_a_fault_without_places_is_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    tell_bug(ValueError, None, None)
    assert "(ValueError)" in capsys.readouterr().err


def test_a_passphrase_of_the_environment_is_given_once() -> None:
    held = Held("old")
    assert "old" not in repr(held)
    assert (held.take(), held.take()) == ("old", "")


def test_a_new_passphrase_is_never_the_old_one_of_the_environment() -> None:
    from tocsin.cli.options import take_passphrase
    from tocsin.errors import NoPassphraseError

    with click.Context(click.Command("rekey"), obj=Held("old")):
        assert take_passphrase(None) == "old"
        with pytest.raises(NoPassphraseError):
            take_passphrase(None)
