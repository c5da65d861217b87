"""How well and how fast pictures of text are read."""
