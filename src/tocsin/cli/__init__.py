"""The command line: one door, thin. Results go to stdout, messages to stderr; engines are imported inside commands."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with the contract's codes."""
    from tocsin.cli.door import run

    sys.exit(run(sys.argv[1:]))
