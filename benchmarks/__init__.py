"""Benchmarks: speed and accuracy against peers, limits and known truth."""
