"""The command line: one door, thin. Results go to stdout, messages to stderr; engines are imported inside commands."""

from __future__ import annotations

import sys
import threading


def main() -> None:
    """Run the command line and exit with the contract's codes."""
    from tocsin.cli.door import run, tell_bug

    sys.excepthook = tell_bug
    sys.unraisablehook = lambda told: tell_bug(told.exc_type, told.exc_value, told.exc_traceback)
    threading.excepthook = lambda told: tell_bug(told.exc_type, told.exc_value, told.exc_traceback)
    sys.exit(run(sys.argv[1:]))
