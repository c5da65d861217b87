"""Databases and exports as practices keep them, made up with truth, to measure gathering over keys."""
