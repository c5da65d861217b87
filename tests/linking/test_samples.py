"""Texts of the press: two of their words tell them."""

from __future__ import annotations

import pytest

from tocsin.linking.samples import is_publication

_PRESS = (
    "Moreno et al", "the Journal", "an Abstract", "Hazard ratio", "confidence interval", "p < .05", "p-value", "p value", "randomised",
    "randomized", "a newsletter", "press release", "Unsubscribe", "webinar", "doi", "overall survival", "median follow", "clinical trial",
    "FOR IMMEDIATE RELEASE", "survivor's story", "spotlight", "weekly digest", "daily news digest", "Digest Vol", "tells her story",
    "the Messenger", "our new doctor", "columnist", "article by", "media contact", "advisory board", "hypothetical", "Welcome to our",
    "patient advocate", "read more", "read the full", "in this issue", "volunteer of the month", "employee of the year", "fundraiser",
    "save the date", "keynote", "register now", "view this email in your browser", "view in browser", "sponsored", "annual gala",
)  # fmt: skip


@pytest.mark.parametrize("words", _PRESS)
def test_two_words_of_the_press_make_a_publication(words: str) -> None:
    other = "columnist" if words != "columnist" else "keynote"
    assert is_publication(f"{words} of the {other} today")
    assert not is_publication(f"{words}, and no more of it")
