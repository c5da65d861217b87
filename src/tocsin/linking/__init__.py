"""Linking: the mentions of one item to the human beings it speaks of, with their roles."""
