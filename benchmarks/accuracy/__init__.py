"""Accuracy: the contract's exports scored against the truth of a synthetic incident."""
