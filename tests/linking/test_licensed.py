"""Numbers that only professionals have are never a patient's."""

from __future__ import annotations

from tests.linking.small_items import has, read_grid
from tocsin.model.elements import Element


def test_npi_and_dea_in_a_patients_row_are_not_the_patients() -> None:
    found = read_grid(
        "Patient|DOB|MRN|NPI|DEA",
        "Haddad, Khadija|3/16/1957|4471932|1234567893|AB1234563",
        "Brandt, Peter|4/6/1961|4471999|1234567893|AB1234563",
    )
    assert found.listed == {"Khadija Haddad", "Peter Brandt"}
    assert not has(found["Peter Brandt"], Element.NPI) and not has(found["Peter Brandt"], Element.DEA_NUMBER)
    assert found["Khadija Haddad"].date_of_birth == "1957-03-16"
