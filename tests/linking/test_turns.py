"""Texts that turn from one person to the next: logs of calls, minutes, forms that begin with a number, chats."""

from __future__ import annotations

import pytest

from tests.linking.small_items import has, read_grid, read_mail, read_text
from tocsin.model.elements import Element, Role

E = Element
CALLS = (
    '#1 4/13 8:02a 440-555-0166 "this is Beatrix Van Horne, was my faslodex denied? call me back"\n'
    '#2 4/13 8:40a 330-555-0129 "good morning this is Marjorie Sowle calling for Quentin Sowle, his octreotide is at ten"\n'
    '#3 4/13 9:15a 216-555-0111 "hi this is Derek Cole with Cardinal Health about the IVIG allocation"\n'
    '#4 4/13 11:31a 216-555-0174 "a bill came and I have caresource, my name is Ty Mosley, account 5520931"\n'
)


def test_the_number_before_what_a_caller_says_is_the_callers() -> None:
    found = read_text(CALLS)
    assert found["Beatrix Van Horne"].phones == ("+14405550166",)
    assert found["Ty Mosley"].phones == ("+12165550174",)
    assert has(found["Ty Mosley"], E.ACCOUNT_NUMBER, E.INSURER)
    assert not found.named("Derek Cole") or found["Derek Cole"].role is Role.SENDER
    assert not has(found["Beatrix Van Horne"], E.INSURER)


def test_calls_by_their_hour_and_number_are_entries_too() -> None:
    found = read_text(
        "04/20/2026 08:02  from 859-917-7225  0:41\n"
        '"This is Hazel Renaker, I was in for my iron infusion and have Medicare."\n\n'
        "04/20/2026 09:47  from 859-330-7030  0:25\n"
        '"Hi, Woodrow Sadler, calling about Eliquis. My ID on the card is 1QR8JX6NA02."\n\n'
        "04/20/2026 16:30  from 859-554-8539  0:33\n"
        '"This is Melinda Tolliver. I missed my appointment for my leukemia."\n'
        "04/20/2026 16:41  from unknown  0:33\n"
        '"This is Vicki Cole. I have lymphoma."\n'
    )
    assert not has(found["Melinda Tolliver"], E.DATE_OF_BIRTH)
    assert found.owners("lymphoma") == {"Vicki Cole"}
    assert found["Woodrow Sadler"].phones == ("+18593307030",)
    assert has(found["Woodrow Sadler"], E.MEMBER_ID, E.MEDICATION)
    assert not has(found["Hazel Renaker"], E.MEMBER_ID)
    assert found["Melinda Tolliver"].phones == ("+18595548539",)


def test_numbered_points_of_one_persons_letter_are_no_entries() -> None:
    found = read_text(
        "Bo Raymond has lymphoma.\nAnn Quill, DOB 3/4/1950, has asthma.\n1. Take Lasix 20 mg daily.\n"
        "2. Metoprolol 25 mg twice a day.\n3. Call if your weight goes up.\n"
    )
    assert has(found["Ann Quill"], E.MEDICATION)


def _abstract(number: str, last: str, first: str, code: str) -> str:
    return (
        f"Patient ID Number ......... {number}\nName--Last ................ {last}\nName--First ............... {first}\n"
        f"Primary Site .............. {code}\nPhysician--Managing ....... MEHRA, S\n\n"
    )


def test_a_form_that_begins_with_a_number_gives_it_to_the_name_behind() -> None:
    found = read_text(
        _abstract("407654", "BAUMGARTNER", "ARDELLA", "C182")
        + _abstract("414943", "CUTSINGER", "CHESTER", "C619")
        + _abstract("227619", "DISHMAN", "GLENDA", "C833")
    )
    assert found["Ardella Baumgartner"].mrns == ("407654",)
    assert found["Chester Cutsinger"].mrns == ("414943",)
    assert found["Glenda Dishman"].mrns == ("227619",)


def test_a_print_of_accounts_gives_each_to_the_name_on_its_line() -> None:
    found = read_text(
        "ACCT 5520817   HUGHART DELORIS M            BAL   1,324.00\n"
        "               2218 LAKE AVE                DOB 083054  SSN 281447719\n"
        "ACCT 5520931   MOSLEY TY R                  BAL        .00\n"
        "               1822 W 54TH ST APT 3         DOB 110261  SSN 300558120\n"
        "ACCT 5521004   VAN HORNE BEATRIX            BAL      88.12\n"
        "               41 CHESTNUT COMMONS          DOB 011948  SSN\n"
    )
    assert found["Deloris Hughart"].ssn == "281447719"
    assert found["Ty Mosley"].date_of_birth == "1961-11-02"
    assert found["Beatrix Van Horne"].date_of_birth == "1948-01-19"
    assert all(has(found[name], E.ACCOUNT_NUMBER) for name in ("Deloris Hughart", "Ty Mosley", "Beatrix Van Horne"))


def test_accounts_below_names_stay_theirs() -> None:
    found = read_text(
        "Hughart, Deloris\n  Acct: 5520817\n  Acct: 5520818\n\nMosley, Ty\n  Acct: 5520931\n\nQuill, Rosa\n  Acct: 5521004\n"
    )
    assert has(found["Ty Mosley"], E.ACCOUNT_NUMBER)
    assert "5520818" not in found["Ty Mosley"].other_ids


def test_who_says_something_in_a_chat_is_no_patient() -> None:
    found = read_text(
        "[2026-05-05 08:31] Jo Vickers: is Ova Asbury on for today\n"
        "[2026-05-05 08:32] Bridget Lovins: yes 10:40, azacitidine\n"
        "[2026-05-05 08:32] Jo Vickers: her daughter called, acct 269093\n"
        "[2026-05-05 09:10] Bridget Lovins: her hemoglobin was 7.4\n"
    )
    assert found.listed == {"Ova Asbury"}
    assert has(found["Ova Asbury"], E.MEDICATION, E.ACCOUNT_NUMBER, E.LAB_RESULT)


def test_what_a_speaker_nobody_can_name_says_of_himself_is_not_the_one_befores() -> None:
    found = read_text(
        "[2026-05-05 08:31] Jo Vickers: good morning\n[2026-05-05 08:32] xx9: my SSN is 536-22-1234\n"
        "[2026-05-05 08:33] Jo Vickers: thanks\n[2026-05-05 08:34] xx9: ok\n"
    )
    assert not has(found["Jo Vickers"], E.SSN)


def test_a_portals_address_writes_nothing_of_its_own() -> None:
    found = read_mail(
        "Portal <no-reply@portal.example>",
        "nurses@lakeside.example",
        "Question",
        "Patient Name: Aurelio Banegas\nDate of Birth: 3/3/1959\n\nMy port site is red. I take Xarelto.\n",
    )
    assert found.listed == {"Aurelio Banegas"}
    assert has(found["Aurelio Banegas"], E.MEDICATION)


@pytest.mark.parametrize("greeting", ["Dear Deja,", "Dear Ms. Winburn:"])
def test_a_letter_that_is_headed_confidential_is_read(greeting: str) -> None:
    found = read_text(
        f"CONFIDENTIAL - Personnel\nApril 8, 2026\nDeja Winburn, 7444 Buckeye Trace, Hamilton, OH 45011\n{greeting}\n"
        "Your leave is approved because of your scheduled back surgery (lumbar disc herniation).\n"
        "Please have Maria Lopez sign the form too.\nGlenn Pettibone, Human Resources\n"
    )
    assert has(found["Deja Winburn"], E.DIAGNOSIS, E.ADDRESS)
    assert found.listed == {"Deja Winburn"}


def test_a_relative_named_last_does_not_take_the_patients_account_and_date() -> None:
    found = read_text(
        "Patient: Wanda Teegarden, lymphoma. Her husband Russell Teegarden says he will pick it up. Acct 755118."
    )
    assert has(found["Wanda Teegarden"], E.ACCOUNT_NUMBER)
    assert "Russell Teegarden" not in found.listed


def test_kin_behind_a_name_without_a_comma_is_that_of_the_patient() -> None:
    assert read_text("Jared Kessen wife called about the bipolar disorder on the EOB").listed == {"Jared Kessen"}


def test_my_father_in_a_message_of_nobody_is_the_patient() -> None:
    found = read_mail(
        "Contact Form <noreply@site.example>",
        "office@lakeside.example",
        "stop",
        "My father Luther Hisle was with you and he died in December from multiple myeloma.\n",
    )
    assert has(found["Luther Hisle"], E.DIAGNOSIS)
    assert found["Luther Hisle"].role is Role.PATIENT


def test_a_given_name_alone_is_a_relative_whose_birth_is_told() -> None:
    found = read_text(
        "Kayla is added with member ID BF88289-02.\n\nEmployee Travis Roark: wife Kayla Roark (DOB 02/27/1992) is not in the system.\n"
    )
    assert has(found["Kayla Roark"], E.DATE_OF_BIRTH, E.MEMBER_ID)


def test_an_age_behind_a_greeting_is_not_the_readers() -> None:
    found = read_mail(
        "amy@billing.example",
        "Tess Kole <tess@billing.example>",
        "staging",
        "Hi Tess,\n66 yo, MRN LR12930, T2 N1 M0.\n",
    )
    assert "Tess Kole" not in found.listed


def test_who_prepared_a_sheet_or_leads_its_class_is_in_office() -> None:
    found = read_grid(
        "Nm|Age|Dx|Sess #",
        "Enneking, Urban|88|Chronic kidney disease stage 4|7 of 36",
        "Fledderman, Janice|70|Rheumatoid arthritis|22 of 36",
        "Gilland, Lamar|59|Type 2 diabetes|1 of 36",
        "|||",
        "Exercise physiologist: Angela Sturgill|||",
        "Prepared by Sara Hillenbrand|||",
    )
    assert found.listed == {"Urban Enneking", "Janice Fledderman", "Lamar Gilland"}


def test_a_directory_of_titles_and_extensions_lists_nobody() -> None:
    found = read_grid(
        "Last|First|Title|Ext|Login",
        "Dunaway|Rhonda|AR Supervisor|2204|rdunaway",
        "Kowalczyk|Tess|Registry Lead|2231|tkowalczyk",
        "Brockman|Ellen|Patient Accounts|2210|ebrockman",
    )
    assert not found.listed


def test_a_preferred_name_is_a_further_name_of_the_same_person() -> None:
    found = read_text("Last Name: Fitzgibbon\nFirst Name: Lorraine\nPreferred Name: Lori\nDOB: 10/04/1957\n")
    assert found.listed == {"Lorraine Fitzgibbon"}


def test_the_name_of_a_practice_opens_no_section_of_relatives() -> None:
    found = read_text(
        "March 18, 2026\nFrances Ullery, MD\nFamily Practice of Bellbrook\nRE: Patrice Jablonski\nDOB: 02/10/1964\n"
    )
    assert found["Patrice Jablonski"].role is not Role.RELATIVE


@pytest.mark.parametrize("name", ["surviving spouse", "adult daughter"])
def test_who_survives_somebody_is_a_relative(name: str) -> None:
    found = read_text(f"This firm represents Carlotta Spangler, {name} of Wendell Spangler, DOB 6/1/1946.")
    assert found["Carlotta Spangler"].role is Role.RELATIVE


def test_a_medicare_number_right_behind_a_relatives_name_is_the_relatives() -> None:
    found = read_text(
        "SCOPE OF SALES APPOINTMENT CONFIRMATION FORM\n[x] Medicare Advantage (Part C) [x] Part D\n"
        "Beneficiary: LeRoy Cash Phone (952) 555-0173\nAddress: 1316 Tower Ave, Duluth, MN 55802\n"
        "Also attending: spouse Darlene Cash, Medicare no. 2U13CM2AU12\nSignature on file Date 02/09/2026\n"
    )
    assert has(found["Darlene Cash"], E.MEMBER_ID)
    assert not has(found["Leroy Cash"], E.MEMBER_ID)


def test_kin_behind_a_gap_is_that_of_the_name_before_it() -> None:
    found = read_text("Patient: Aurelio Gorostiza\nNOTIFY:  Pilar Etcheverry   daughter, Shoshone     208-886-2240\n")
    assert found["Pilar Etcheverry"].role is Role.RELATIVE


def test_a_credentialing_form_gives_the_professional_their_own_numbers() -> None:
    found = read_text(
        "PROVIDER CREDENTIALING SUMMARY\nName: Sunil Venkataraman, MD       DOB: 05/22/1971     SSN: 291-55-6204\nDEA: BV8814426\n"
    )
    assert [subject.role for subject in found.subjects] == [Role.EMPLOYEE]
    assert has(found["Sunil Venkataraman"], E.SSN, E.DATE_OF_BIRTH)


def test_numbers_beside_a_physician_and_another_name_are_not_the_physicians() -> None:
    found = read_text("Name: Sunil Venkataraman, MD\nseen with Ann Cole, MD\n\nSSN: 291-55-6204\n")
    assert not has(found["Sunil Venkataraman"], E.SSN)


def test_a_number_that_ends_the_block_before_begins_no_form() -> None:
    names = ("Maddox Crawford", "Ann Quill", "Bo Raymond", "Ida Holm", "Sol Marek")
    found = read_text(
        "member 1336 HEMLOCK CT\n   Acct M-2200\n\n"
        + "\n\n".join(f"{name}\n   Acct M-22{n}" for n, name in enumerate(names, 10))
    )
    assert found.owners("M-2210") == {"Maddox Crawford"}
    assert found.owners("M-2214") == {"Sol Marek"}
