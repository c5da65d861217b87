"""Synthetic incidents with exactly known truth, for the demo, the tests and the accuracy benchmark.

Invariant: every value of a person that a document shows was written by a pen (``ink.py``) that recorded it as truth.
"""

from simulator.incident import TruthPaths, make_incident

__all__ = ["TruthPaths", "make_incident"]
