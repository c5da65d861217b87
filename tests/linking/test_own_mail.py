"""Writers from outside whose address tells less of their name than what they write."""

from __future__ import annotations

import pytest

from tests.linking.small_items import read_mail
from tocsin.model.elements import Element

_OFFICE = "Billing <billing@lakeside.example>"
_BODY = "Could you send a receipt? Prudence Wells, born 7/4/1959, my MRN is 4471020.\n"


@pytest.mark.parametrize(
    ("sender", "is_one"),
    [
        ("Pru Wells <p.wells79@lakesnet.example>", True),
        ("Prudence <prudence.wells@lakesnet.example>", True),
        ("Prudence W <pw79@lakesnet.example>", True),
        ("Prudence <p79@lakesnet.example>", False),
        ("Carla Wells <c.wells@lakesnet.example>", False),
        ("Prudence B <pb79@lakesnet.example>", False),
    ],
)
def test_a_short_name_of_an_address_is_the_person_the_text_names(sender: str, is_one: bool) -> None:
    found = read_mail(sender, _OFFICE, "receipt", _BODY)
    address = sender.partition("<")[2].rstrip(">")
    assert (found.owners(address) == {"Prudence Wells"}) is is_one


def test_who_works_there_is_not_joined_with_a_patient_of_that_given_name() -> None:
    found = read_mail("Ann <ann.novak@lakeside.example>", _OFFICE, "call", "Please call Ann Novak, MRN 4471020.\n")
    assert Element.EMAIL.value not in found["Ann Novak"].elements


def test_a_letter_under_a_message_is_its_writer() -> None:
    found = read_mail(
        "Noreen Coughlan <n.coughlan30@northmail.example>", "Scheduling <scheduling@lakeside.example>", "skin",
        "Hello Desmond dear, my skin under the breast is raw from the radiation, I have six left. The cream Dr. Szymborski "
        "gave burns. Could someone look at it Monday? I live alone. You have my number 860-444-3055.\n"
        "Noreen C., the one with the cane\n",
    )  # fmt: skip
    assert found.owners("n.coughlan30@northmail.example") == found.owners("radiation")
    assert len([name for name in found.roles if name.startswith("Noreen")]) == 1


def test_a_professional_of_that_given_name_does_not_take_the_address() -> None:
    found = read_mail(
        "Ann <ann.novak@lakesnet.example>",
        _OFFICE,
        "call",
        "Dr. Ann Novak saw Bob Boyd, MRN 4471020, please call him.\n",
    )
    assert "Ann Novak" not in found.owners("ann.novak@lakesnet.example")
