"""Tocsin: who is in stolen health data, what of theirs, and what the law owes them by when.

The rooms and their floors are described in ``docs/explanation/architecture.md``; imports go down only.
"""

__version__ = "0.1.0"
