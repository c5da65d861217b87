"""Columns of texts, as they stand or numbered: each different text once and its place for each row (a dictionary)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def is_numbered(column: pa.ChunkedArray) -> bool:
    """Tell whether a column is one of numbered texts none of which is missing."""
    kind = column.type
    if not pa.types.is_dictionary(kind) or not pa.types.is_string(kind.value_type):
        return False
    return not column.null_count and not any(chunk.dictionary.null_count for chunk in column.chunks)


def plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as texts, empty where they are missing."""
    texts = pc.cast(column, pa.string())
    return pc.fill_null(texts, "") if texts.null_count else texts


def numbered_texts(column: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """Return the different texts of a column, and the place of each row's among them."""
    if is_numbered(column):
        words = column.unify_dictionaries().combine_chunks()
        indices = words.indices.to_numpy()
        if np.bincount(indices, minlength=len(words.dictionary)).all():
            return words.dictionary, words.indices
        column = plain(column)
    words = pc.dictionary_encode(column.combine_chunks())
    return words.dictionary, words.indices
