"""Documents made to do harm, read through every kind of jail: what became of each."""
