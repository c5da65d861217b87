"""What an attribution rests on: the person's own papers at an entity, or an entity's name that stands near."""

from __future__ import annotations

OWN_PAPERS = frozenset({"folder", "record number", "document", "files around", "records around", "named below"})
"""Reasons that nearly never err (in 27 sets by strangers 15 of 5,864 times), also where another is named near."""
NAMED_NEAR = frozenset({"same paragraph", "nearest in paragraph", "same row", "message", "town of its office"})
"""Reasons that erred where another entity's own papers hold the person (49 of 54 times)."""
