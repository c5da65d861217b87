"""Hardening, in a child: it cannot be taken back."""

import subprocess
import sys


def test_hardened_process_leaves_no_core() -> None:
    code = (
        "import resource; from tocsin.vault.process import harden_process;"
        "assert harden_process(); assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0;"
        "import ctypes; assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
