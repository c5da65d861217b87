"""The resolver beside Splink on public person sets and on the simulator's mentions, with known truth."""
