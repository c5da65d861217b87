"""How far a page is aslant, by the sharpness of its rows, and the page made level.

Source: W. Postl, "Detection of linear oblique structures and skew scan in digitized documents", ICPR 1986.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

_LOOKED_AT = 800
"""Longer side of the picture that is judged."""
_WIDEST = 14
_FINEST = 0.1
_GAIN = 1.04
"""How much sharper rows must become for a page to be turned."""


def levelled(image: Any) -> Any:
    """Return a grey picture turned so that its lines run level; as it is where that makes nothing sharper."""
    small = image.convert("L")
    small.thumbnail((_LOOKED_AT, _LOOKED_AT))
    paper = int(np.median(np.asarray(small)))
    as_it_is = _sharpness(small, 0.0, paper)
    best, angle = as_it_is, 0.0
    step = 1.0
    candidates = [float(one) for one in range(-_WIDEST, _WIDEST + 1)]
    while step >= _FINEST:
        for one in candidates:
            sharp = _sharpness(small, one, paper)
            if sharp > best:
                best, angle = sharp, one
        step /= 2
        candidates = [angle - step, angle + step]
    if abs(angle) < 2 * _FINEST or best < as_it_is * _GAIN:
        return image
    return image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=paper)


def _sharpness(image: Any, angle: float, paper: int) -> float:
    """Return how sharply dark and light rows alternate in the picture turned by ``angle`` degrees."""
    turned = image.rotate(angle, Image.Resampling.BILINEAR, fillcolor=paper) if angle else image
    rows = np.asarray(turned, dtype=np.float32).mean(axis=1)
    return float(np.square(np.diff(rows)).sum())
