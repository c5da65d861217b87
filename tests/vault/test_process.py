"""Hardening, in a child: it cannot be taken back."""

import os
import subprocess
import sys


def test_hardened_process_leaves_no_core() -> None:
    code = (
        "import resource; from tocsin.vault.process import harden_process;"
        "assert harden_process(); assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0;"
        "import ctypes; assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_a_variable_that_is_taken_is_gone_from_children_and_from_proc() -> None:
    code = (
        "import subprocess, sys; from pathlib import Path; from tocsin.vault.process import take_variable;"
        "assert b'horse7' in Path('/proc/self/environ').read_bytes();"
        "assert take_variable('SECRET_WORDS') == 'correct horse7 \u00e4';"
        "assert take_variable('SECRET_WORDS') == '';"
        "assert b'horse7' not in Path('/proc/self/environ').read_bytes();"
        "told = subprocess.run([sys.executable, '-c', 'import os; print(os.environ)'], capture_output=True, check=True);"
        "assert b'SECRET_WORDS' not in told.stdout and b'KEPT' in told.stdout"
    )
    environment = {**os.environ, "SECRET_WORDS": "correct horse7 \u00e4", "KEPT": "yes"}
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30, env=environment)
