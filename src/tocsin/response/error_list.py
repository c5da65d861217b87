"""Every error of the product, for its reference page and its tests."""

from __future__ import annotations

import importlib
import pkgutil

import tocsin
from tocsin.errors import TocsinError


def every_error() -> list[type[TocsinError]]:
    """Return every error class that has a code of its own, each once, for the reference page and its tests."""
    for module in pkgutil.walk_packages(tocsin.__path__, "tocsin."):
        if ".readers." not in module.name and not module.name.startswith("tocsin.readers"):
            importlib.import_module(module.name)
    coded = (error for error in _below(TocsinError) if "code" in vars(error))
    return sorted(coded, key=lambda error: error.code)


def _below(error: type[TocsinError]) -> set[type[TocsinError]]:
    return {error} | {found for sub in error.__subclasses__() for found in _below(sub)}
