"""Holding results against known truth: who was found, what of theirs, which entity answers."""
