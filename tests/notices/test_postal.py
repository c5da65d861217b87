"""Addresses by Publication 28: rendered, scored, chosen; never made up."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tocsin.notices.postal.choose import Sighting, choose
from tocsin.notices.postal.render import Kind, plain, render
from tocsin.notices.postal.score import Reason, score
from tocsin.notices.postal.words import DIRECTIONALS, STATES, UNITS, suffixes, zip_states


def _address(
    line: str, city: str = "Tampa", state: str = "FL", code: str = "33602", second: str = ""
) -> dict[str, str]:
    return {"address_1": line, "address_2": second, "city": city, "state": state, "zip": code}


@pytest.mark.parametrize(
    ("given", "lines", "kind"),
    [
        (_address("12 North Oak Street, Apartment 4"), ["12 N OAK ST APT 4", "TAMPA FL 33602"], Kind.STREET),
        (_address("12 N. Saint Paul Ave. #12"), ["12 N SAINT PAUL AVE # 12", "TAMPA FL 33602"], Kind.STREET),
        (
            _address("1500 E Main Ave", second="Suite 201"),
            ["1500 E MAIN AVE", "STE 201", "TAMPA FL 33602"],
            Kind.STREET,
        ),
        (_address("100 Avenue of the Americas"), ["100 AVENUE OF THE AMERICAS", "TAMPA FL 33602"], Kind.STREET),
        (_address("39-50 Bell Blvd Floor 2"), ["39-50 BELL BLVD FL 2", "TAMPA FL 33602"], Kind.STREET),
        (_address("221B Baker Street Northwest"), ["221B BAKER ST NW", "TAMPA FL 33602"], Kind.STREET),
        (_address("10 1/2 Elm St"), ["10 1/2 ELM ST", "TAMPA FL 33602"], Kind.STREET),
        (_address("P.O. Box 11890", code="336021890"), ["PO BOX 11890", "TAMPA FL 33602-1890"], Kind.PO_BOX),
        (_address("Post Office Box 7"), ["PO BOX 7", "TAMPA FL 33602"], Kind.PO_BOX),
        (_address("Rural Route 2, Box 152"), ["RR 2 BOX 152", "TAMPA FL 33602"], Kind.RURAL_ROUTE),
        (_address("RFD 3 Box 45B"), ["RR 3 BOX 45B", "TAMPA FL 33602"], Kind.RURAL_ROUTE),
        (_address("HCR 68 Box 23A"), ["HC 68 BOX 23A", "TAMPA FL 33602"], Kind.HIGHWAY_CONTRACT),
        (
            _address("PSC 802 Box 74", "APO", "AE", "094990074"),
            ["PSC 802 BOX 74", "APO AE 09499-0074"],
            Kind.MILITARY,
        ),
        (
            _address("Urb. Las Gladiolas", "San Juan", "Puerto Rico", "00926", "150 Calle A"),
            ["URB LAS GLADIOLAS", "150 CALLE A", "SAN JUAN PR 00926"],
            Kind.PUERTO_RICO,
        ),
        (
            _address("150 Calle A", "San Juan", "PR", "00926", "Urb Las Gladiolas"),
            ["URB LAS GLADIOLAS", "150 CALLE A", "SAN JUAN PR 00926"],
            Kind.PUERTO_RICO,
        ),
        (_address("General Delivery"), ["GENERAL DELIVERY", "TAMPA FL 33602"], Kind.GENERAL_DELIVERY),
        (_address("Oak House", second="12 Oak Street"), ["OAK HOUSE", "12 OAK ST", "TAMPA FL 33602"], Kind.STREET),
    ],
)
def test_an_address_is_written_as_publication_28_has_it(given: dict[str, str], lines: list[str], kind: Kind) -> None:
    made = render(given)
    assert (made.lines(), made.kind, score(made).points) == (lines, kind, 100)


def test_an_address_abroad_stays_as_it_is_and_ends_with_its_country() -> None:
    made = render({**_address("12 Rue de l'Église", "Montréal", "QC", "H2X 1Y4"), "country": "Canada"})
    assert made.lines() == ["12 Rue de l'Église", "Montréal QC H2X 1Y4", "CANADA"]
    assert score(made).is_mailable


@pytest.mark.parametrize(
    ("given", "reason", "is_mailable"),
    [
        (_address(""), Reason.NO_LINE, False),
        (_address("Unknown"), Reason.PLACEHOLDER, False),
        (_address("HOMELESS"), Reason.PLACEHOLDER, False),
        (_address("12 Oak St - RETURNED MAIL"), Reason.PLACEHOLDER, False),
        (_address("ann@example.org"), Reason.MAIL_ADDRESS, False),
        (_address("Main St"), Reason.NO_NUMBER, False),
        (_address("12 Oak St", "", "FL", ""), Reason.NO_TOWN, False),
        (_address("12 Oak St", "Tampa", "", ""), Reason.NO_ZIP, False),
        (_address("12 Oak St", "Tampa", "FL", ""), Reason.NO_ZIP, True),
        (_address("12 Oak St", "Tampa", "FL", "00000"), Reason.BAD_ZIP, True),
        (_address("12 Oak St", "Tampa", "FL", "90210"), Reason.OTHER_STATE, True),
        (_address("12 Oak St", "Tampa", "Florence", "33602"), Reason.UNKNOWN_STATE, True),
        (_address("12 Oak St", "Tampa", "", "33602"), Reason.NO_STATE, True),
        ({**_address("12 Rue A", "", "", ""), "country": "France"}, Reason.NO_COUNTRY_TOWN, False),
    ],
)
def test_what_is_wrong_with_an_address_is_told(given: dict[str, str], reason: str, is_mailable: bool) -> None:
    judged = score(render(given))
    assert reason in judged.reasons and judged.is_mailable is is_mailable


@pytest.mark.parametrize("line", ["12 Na Alii St", "14 Test Valley Rd", "9 Same Day Ln", "7 Deceased Creek Rd"])
def test_a_street_that_is_named_like_a_placeholder_is_a_street(line: str) -> None:
    assert score(render(_address(line))).points == 100


_SHORT = {**suffixes(), **UNITS, **DIRECTIONALS, **STATES}
_WORDS = st.sampled_from(
    ["12", "Oak", "Saint", "Street", "North", "Apt", "4B", "#", "Box", "PO", "RR", "Ave", "Elm-Hill", "Unit"]
)


@example(["PO", "Box"], "FL", "")
@given(
    st.lists(_WORDS, max_size=7), st.sampled_from(["FL", "PR", "AE", "Ohio", ""]), st.text("0123456789-", max_size=10)
)
def test_nothing_is_made_up_and_no_number_is_lost(words: list[str], state: str, code: str) -> None:
    given = _address(" ".join(words), "Tampa", state, code)
    made = render(given)
    before = re.findall(r"\d+[A-Z]?", plain(given["address_1"]))
    assert re.findall(r"\d+[A-Z]?", made.line_1) == before
    known = set(plain(" ".join(given.values())).split()) | {"PO", "BOX", "RR", "HC"}
    known |= {_SHORT[word] for word in known if word in _SHORT} | {STATES.get(plain(state), "")}
    assert set(f"{made.line_1} {made.line_2} {made.city} {made.state}".split()) <= known
    assert made.zip5 in re.sub(r"\D", "", code)


@given(st.lists(_WORDS, max_size=7))
def test_rendering_twice_changes_nothing_more(words: list[str]) -> None:
    once = render(_address(" ".join(words)))
    assert plain(once.line_1) == once.line_1


def test_every_state_has_its_zip_codes() -> None:
    found = set().union(*zip_states().values())
    assert set(STATES.values()) <= found
    assert zip_states()["331"] == {"FL"} and zip_states()["201"] == {"VA"}


def _seen(line: str, on: date | None = None, source: str = "itm_1", **more: bool) -> Sighting:
    return Sighting(_address(line), source, on, **more)


@pytest.mark.parametrize(
    ("sightings", "line", "why"),
    [
        ([_seen("12 Oak St")], "12 OAK ST", "the only address"),
        (
            [_seen("12 Oak St", date(2020, 1, 1)), _seen("9 Elm Ave", date(2024, 1, 1))],
            "9 ELM AVE",
            "the latest of 2, seen on 2024-01-01; the next was seen on 2020-01-01",
        ),
        (
            [_seen("12 Oak St", date(2020, 1, 1)), _seen("Elm Ave", date(2024, 1, 1))],
            "12 OAK ST",
            "the only complete one of 2",
        ),
        (
            [_seen("12 Oak St"), _seen("12 OAK STREET", source="itm_2"), _seen("9 Elm Ave", source="itm_3")],
            "12 OAK ST",
            "in 2 items; the next of 2 in 1",
        ),
        (
            [_seen("12 Oak St", date(2024, 1, 1)), _seen("9 Elm Ave", date(2023, 1, 1), "NCOA", is_given=True)],
            "9 ELM AVE",
            "given by NCOA, outranks 1 read in evidence",
        ),
        (
            [
                _seen("12 Oak St", date(2024, 1, 1)),
                _seen("12 Oak St", date(2025, 1, 1), "CASS", is_given=True, is_bad=True),
            ],
            "12 OAK ST",
            "the post cannot deliver there",
        ),
        ([_seen("Oak St"), _seen("Elm Ave")], "OAK ST", "no address is complete; best of 2: no_house_or_box_number"),
    ],
)
def test_the_best_of_several_addresses_is_chosen_and_says_why(sightings: list[Sighting], line: str, why: str) -> None:
    for given_in in (sightings, sightings[::-1]):
        found = choose(given_in)
        assert found is not None and (found.best.postal.line_1, found.why) == (line, why)


def test_without_any_address_none_is_chosen() -> None:
    assert choose([]) is None
    assert choose([Sighting({"address_1": "", "city": ""}, "itm_1")]) is None
