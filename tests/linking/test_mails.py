"""Messages: their subject names the patient, their header and signatures name who wrote, quotes have writers too."""

from __future__ import annotations

from tests.linking.small_items import has, read, read_mail, read_text
from tests.linking.small_items import mail as message
from tocsin.model.elements import OFFICE_ROLES, Element, Role

GINA = "Gina Torres <gina.torres@lakeside.example>"
CLARA = "Clara Winters <clara.winters@lakeside.example>"
LEILA = "Leila Nasser <leila.nasser@gmail.com>"
SIGNATURE = "Gina Torres\nBilling Specialist\nLakeside Hematology\nPhone: 813-555-0190\n"


def test_the_subject_line_names_whom_the_message_is_about() -> None:
    found = read_mail(
        GINA, CLARA, "Khadija Haddad DOB 3/16/1957",
        f"Hi Clara,\n\nShe called about a refill. Her phone is 813-555-0101. MRN 4471932.\n\nThanks,\n{SIGNATURE}",
    )  # fmt: skip
    khadija = found["Khadija Haddad"]
    assert found.listed == {"Khadija Haddad"}
    assert (khadija.date_of_birth, khadija.mrns, khadija.phones) == ("1957-03-16", ("4471932",), ("+18135550101",))


def test_a_signature_is_of_the_sender_with_its_telephone() -> None:
    found = read_mail(GINA, CLARA, "Peter Brandt MRN 4471932", f"Please schedule him.\n\nThanks,\n{SIGNATURE}")
    assert found["Gina Torres"].role is Role.SENDER and found.owners("813-555-0190") == {"Gina Torres"}
    assert found["Peter Brandt"].phones == () and found.listed == {"Peter Brandt"}


def test_what_the_subject_leaves_open_the_body_fills() -> None:
    found = read_mail(
        GINA, CLARA, "Haddad, Khadija - chemo auth", "Approved. Dx C50.911. Member ID W123456789.\n\nGina\n"
    )
    assert found.owners("C50.911") == found.owners("W123456789") == {"Khadija Haddad"}


def test_the_body_may_turn_to_somebody_else_than_the_subject() -> None:
    found = read_mail(
        GINA, CLARA, "Re: Peter Brandt MRN 4471932",
        "Also Susan Meyer, DOB 5/6/1949, needs a port flush. Her MRN is 4471999.\n\nGina\n",
    )  # fmt: skip
    assert (found["Peter Brandt"].mrns, found["Susan Meyer"].mrns) == (("4471932",), ("4471999",))
    assert found["Susan Meyer"].date_of_birth == "1949-05-06" and found["Peter Brandt"].date_of_birth == ""


def test_two_patients_of_a_subject_line_have_their_own_lines() -> None:
    found = read_mail(
        GINA, CLARA, "Peter Brandt / Susan Meyer",
        "Peter Brandt: DOB 4/6/1961, PSA is 12.\nSusan Meyer: DOB 5/6/1949, MRN 4471999.\n\nGina\n",
    )  # fmt: skip
    assert found["Peter Brandt"].date_of_birth == "1961-04-06" and found["Susan Meyer"].mrns == ("4471999",)


def test_who_is_spoken_with_takes_nothing_of_the_subjects() -> None:
    found = read_mail(
        GINA, CLARA, "Peter Brandt", "He was seen today. I spoke with Tina. His SSN is 223-45-6788.\n\nGina\n"
    )
    assert found["Peter Brandt"].ssn == "223456788" and found.listed == {"Peter Brandt"}


def test_a_quoted_message_has_a_writer_of_its_own() -> None:
    found = read_mail(
        GINA, CLARA, "Re: refill",
        """Done, I called her.

Gina Torres
Billing Specialist

From: Clara Winters <clara.winters@lakeside.example>
Sent: Monday, May 6, 2024 8:01 AM
To: Gina Torres <gina.torres@lakeside.example>
Subject: refill

Please call Khadija Haddad, DOB 3/16/1957.

Clara Winters, MD
Lakeside Hematology
""",
    )  # fmt: skip
    assert found.listed == {"Khadija Haddad"}
    assert {found[name].role for name in ("Gina Torres", "Clara Winters")} <= OFFICE_ROLES


def test_marks_of_quotation_do_not_hide_the_patient() -> None:
    found = read_mail(
        GINA, CLARA, "Re: refill",
        "Done.\n\nOn Mon, May 6, 2024 at 8:01 AM Clara Winters <clara.winters@lakeside.example> wrote:\n"
        "> Please call Khadija Haddad, DOB 3/16/1957.\n>\n> Clara Winters, MD\n",
    )  # fmt: skip
    assert found.listed == {"Khadija Haddad"} and found["Khadija Haddad"].date_of_birth == "1957-03-16"


def test_a_list_in_a_message_is_of_patients_and_not_of_its_writer() -> None:
    found = read_mail(
        GINA, CLARA, "labs today",
        "Clara,\n\nthese patients need labs:\n1. Khadija Haddad, 3/16/1957, CBC\n2. Peter Brandt, 4/6/1961, PSA\n"
        "3. Jose Ortiz, 11/30/1949, CMP\n\nGina\n",
    )  # fmt: skip
    assert found.listed == {"Khadija Haddad", "Peter Brandt", "Jose Ortiz"}
    assert found["Peter Brandt"].date_of_birth == "1961-04-06"


def test_new_hires_are_employees() -> None:
    found = read_mail(
        GINA, "HR <hr@lakeside.example>", "new hires",
        "New hires starting Monday:\n\nGreg Hollis, SSN 223-45-6788, DOB 1/2/1980\nTina Moss, SSN 224-45-6788, DOB 3/4/1985\n\nGina\n",
    )  # fmt: skip
    assert found["Greg Hollis"].role is found["Tina Moss"].role is Role.EMPLOYEE
    assert (found["Greg Hollis"].ssn, found["Tina Moss"].ssn) == ("223456788", "224456788")


def test_who_writes_from_outside_about_a_mother_is_her_relative() -> None:
    found = read_mail(
        LEILA, "billing@lakeside.example", "My mother's bill",
        "Hello,\n\nI am writing about my mother Khadija Haddad, born 3/16/1957. Her member ID is W123456789. She had chemotherapy.\n\nLeila Nasser\n",
    )  # fmt: skip
    khadija, leila = found["Khadija Haddad"], found["Leila Nasser"]
    assert (khadija.role, khadija.date_of_birth, khadija.member_ids) == (Role.PATIENT, "1957-03-16", ("W123456789",))
    assert leila.role is Role.RELATIVE and found.is_related("Leila Nasser", "Khadija Haddad")
    assert leila.emails == ("leila.nasser@gmail.com",) and khadija.emails == ()
    assert found.owners("chemotherapy") == {"Khadija Haddad"}


def test_a_relatives_own_telephone_is_not_the_patients() -> None:
    found = read_mail(
        "Omar Haddad <omar.haddad@gmail.com>", "frontdesk@lakeside.example", "my son",
        "Hello,\n\nmy son Tarek Haddad (DOB 3/16/2010) has a fever. My phone is 813-555-0177.\n\nOmar Haddad\n",
    )  # fmt: skip
    assert found.owners("813-555-0177") == {"Omar Haddad"}
    assert found["Tarek Haddad"].role is Role.PATIENT and found["Omar Haddad"].role is Role.RELATIVE


def test_a_relative_with_an_office_elsewhere_keeps_the_signature() -> None:
    found = read_mail(
        "Omar Haddad <omar.haddad@bigtravel.example>", "frontdesk@lakeside.example", "appointment",
        "Good morning,\n\nmy wife Khadija Haddad (DOB 03/16/1957) needs to reschedule.\n\nBest regards,\nOmar Haddad\nSales Manager\nBig Travel Inc\nPhone: 813-555-0188\n",
    )  # fmt: skip
    assert found["Khadija Haddad"].role is Role.PATIENT and found["Khadija Haddad"].phones == ()
    assert found.owners("813-555-0188") == {"Omar Haddad"}


def test_a_patient_who_writes_has_what_the_words_call_theirs() -> None:
    found = read_mail(
        LEILA, "billing@lakeside.example", "my records",
        "Hello,\n\nplease send me my records. My SSN is 223-45-6788 and my date of birth is 3/16/1957.\n\nLeila Nasser\n",
    )  # fmt: skip
    leila = found["Leila Nasser"]
    assert (leila.role, leila.ssn, leila.date_of_birth) == (Role.PATIENT, "223456788", "1957-03-16")
    assert found.listed == {"Leila Nasser"}


def test_a_clerk_who_writes_the_own_number_is_an_employee() -> None:
    found = read_mail(
        GINA, "HR <hr@lakeside.example>", "direct deposit", f"Hi,\n\nmy SSN is 223-45-6788.\n\n{SIGNATURE}"
    )
    assert (found["Gina Torres"].role, found["Gina Torres"].ssn) == (Role.EMPLOYEE, "223456788")


def test_recipients_of_a_message_are_not_listed_for_what_it_says() -> None:
    found = read_mail(
        GINA, ["Peter Brandt <pbrandt@gmail.com>", "Jose Ortiz <jose.ortiz@yahoo.com>"], "Support group",
        "Dear all,\n\nour support group for prostate cancer meets on Friday.\n\nGina Torres\n",
    )  # fmt: skip
    assert found.listed == set() and found.owners("prostate cancer") == set()


def test_a_single_recipient_is_not_listed_for_what_the_message_says() -> None:
    found = read_mail(
        GINA,
        "Peter Brandt <pbrandt@gmail.com>",
        "Support group",
        "Hello,\n\nour support group for prostate cancer meets on Friday.\n\nGina Torres\n",
    )
    assert found.listed == set()


def test_a_distribution_list_of_colleagues_lists_nobody() -> None:
    others = ["Tina Moss <tina.moss@lakeside.example>", "Greg Hollis <greg.hollis@acme.example>"]
    found = read_mail(
        GINA, [CLARA, *others], "Staff meeting", "Hi all,\n\nthe meeting is on Friday at 3 pm.\n\nGina Torres\n"
    )
    assert found.listed == set() and found["Tina Moss"].role is Role.SENDER


def test_a_newsletters_people_are_no_patients() -> None:
    found = read_mail(
        "Cancer Messenger <news@messenger.example>", "gina.torres@lakeside.example", "May digest",
        "View in browser\n\nSurvivor spotlight: Maria Delgado tells her story of breast cancer. Maria, 54, was diagnosed in 2019.\n\nRead more. Unsubscribe.\n",
    )  # fmt: skip
    assert found.listed == set() and "Maria Delgado" in found.roles


def test_an_insurers_clerk_gives_news_of_a_member() -> None:
    found = read_mail(
        "Anna Kessler <akessler@aetna.example>", "gina.torres@lakeside.example", "authorization",
        "Hello Gina,\n\nthe authorization for Khadija Haddad (DOB 3/16/1957, member ID W123456789) was approved.\n\n"
        "Anna Kessler\nPrior Authorization Specialist\nAetna\nPhone: 813-555-0166\n",
    )  # fmt: skip
    assert found.listed == {"Khadija Haddad"} and found["Khadija Haddad"].phones == ()


def test_a_vendors_address_in_a_signature_lists_nobody() -> None:
    found = read_mail(
        "Greg Hollis <greg.hollis@acme.example>", "gina.torres@lakeside.example", "Invoice 5521",
        "Hi Gina,\n\nthe invoice is attached.\n\nGreg Hollis\nAccount Manager\nAcme Medical Supply\n400 Trade Blvd, Tampa, FL 33602\nPhone: 813-555-0188\n",
    )  # fmt: skip
    assert found.listed == set()


def test_a_professionals_number_in_a_message_is_not_the_patients() -> None:
    found = read_mail(
        GINA, CLARA, "question", "Dr. Okafor saw Peter Brandt (MRN 4471932) today. NPI 1234567893. Peter has prostate cancer.\n\nGina\n"
    )  # fmt: skip
    peter = found["Peter Brandt"]
    assert has(peter, Element.PROVIDER, Element.DIAGNOSIS, Element.MRN) and not has(peter, Element.NPI)
    assert "Peter Brandt" not in found.owners("1234567893") and found.listed == {"Peter Brandt"}


def test_forwarded_words_of_a_relative_are_about_the_patient() -> None:
    found = read_mail(
        GINA, CLARA, "FW: records",
        """Please see below.

Gina Torres

---------- Forwarded message ---------
From: Leila Nasser <leila.nasser@gmail.com>
Date: Mon, May 6, 2024 at 8:01 AM
Subject: records
To: <billing@lakeside.example>

Hello, please send the records of Khadija Haddad, DOB 3/16/1957, member ID W123456789.

Leila Nasser
""",
    )  # fmt: skip
    assert found.listed == {"Khadija Haddad"} and found["Khadija Haddad"].member_ids == ("W123456789",)


def test_a_message_dates_what_it_says_of_people() -> None:
    written = message(GINA, CLARA, "Peter Brandt", "MRN 4471932.\n", sent="Tue, 05 Mar 2024 23:30:00 -0500")
    assert read(written)["Peter Brandt"].seen_on == "2024-03-05"


def test_a_forwarded_writers_own_data_are_the_writers() -> None:
    found = read_mail(
        GINA, CLARA, "FW: my info",
        f"please update\n\n{SIGNATURE}\n---------- Forwarded message ---------\nFrom: {LEILA}\nSubject: my info\n\n"
        "Hi, my date of birth is 3/16/1957 and my member ID is W123456789.\n",
    )  # fmt: skip
    assert found.owners("W123456789") == {"Leila Nasser"} and found["Leila Nasser"].date_of_birth == "1957-03-16"
    assert found.listed == {"Leila Nasser"}


def test_what_the_office_adds_to_a_forwarded_message_is_of_its_writer() -> None:
    found = read_mail(
        GINA, CLARA, "FW: my statement",
        f"Can someone call her? acct is 77120934 I think.\n\n-----Original Message-----\nFrom: {LEILA}\n"
        "Sent: Monday, October 19, 2026 8:47 PM\nSubject: my statement\n\n"
        "I got a bill and should not owe. My Medicare number is 1EG4-TE5-MK72.\n",
    )  # fmt: skip
    assert found.owners("77120934") == {"Leila Nasser"}


def test_who_a_newsletters_subject_names_is_nobodys_patient() -> None:
    found = read_mail(
        "News <news@lakeside.example>", CLARA, "Survivor spotlight: Maria Delgado",
        "In this issue: Maria Delgado, 58, beat breast cancer. Unsubscribe here.\n",
    )  # fmt: skip
    assert found.listed == set()


def test_a_private_writer_owns_what_is_said_of_nobody_else() -> None:
    found = read_mail(
        "Arturo Benavides <abenavides@postbox.example>",
        "Billing <billing@lakeside.example>",
        "pay my bill",
        "Hello, I want to pay the $64.10 on account 6133344.\nThanks\nArturo",
    )
    assert found.owners("6133344") == {"Arturo Benavides"}


def test_a_private_reader_is_the_patient_of_a_letter_about_your_record() -> None:
    body = "Hi Amara, here is your record. Birth date on chart 1/4/1998. Student ID for the form: V00418873"
    clerk = "Kehinde Abara <kabara@lakeside.example>"
    found = read_mail(clerk, "Amara Okeke <amara@sunpost.example>", "Your shot record", body)
    assert found["Amara Okeke"].date_of_birth == "1998-01-04" and found.owners("V00418873") == {"Amara Okeke"}
    asked = read_mail(
        clerk, "Amara Okeke <amara@sunpost.example>", "q", body.replace("your record", "your patient's record")
    )
    assert asked["Amara Okeke"].date_of_birth == ""


def test_who_is_greeted_in_front_of_a_sentence_takes_nothing() -> None:
    found = read_mail(
        "Rosa Lind <rlind@homelink.example>",
        "Kehinde Abara <kabara@lakeside.example>",
        "cards",
        "Hi Kehinde, my new cards came, member FBH2208714.",
    )
    assert found.owners("FBH2208714") == {"Rosa Lind"}


def test_who_a_portal_prints_with_a_birth_date_is_the_patient() -> None:
    found = read_text(
        "From: Yesenia Cordero <yesenia@duomail.example> DOB 09/30/1993\n"
        "Hi, the spironolactone is making me dizzy. should I stop?\n\n"
        "From: Bart Finch <bart@duomail.example> DOB 12/12/1970\n"
        "My statement says I owe $118 but Aetna W262161383 told me its covered.\n"
    )
    assert found.roles["Yesenia Cordero"] is found.roles["Bart Finch"] is Role.PATIENT
    assert found["Yesenia Cordero"].date_of_birth == "1993-09-30" and found["Bart Finch"].date_of_birth == "1970-12-12"
    assert found.owners("W262161383") == {"Bart Finch"} and found.owners("spironolactone") == {"Yesenia Cordero"}


def test_staff_who_write_of_their_own_illness_are_listed() -> None:
    found = read_mail(
        GINA, CLARA, "out", f"I'm out 2/19 for my own biopsy so auto reply please.\n\nThanks,\n{SIGNATURE}"
    )
    assert found.listed == {"Gina Torres"}


def test_who_says_who_they_are_speaks_of_themselves_whatever_address_sends_it() -> None:
    found = read_mail(
        "vm@lakeside.example",
        "desk@lakeside.example",
        "Voicemail (0:41)",
        "hi um this is Clarabelle Sweet i had the gastric bypass and they say my b12 was 90, my social is 232 90 4471 okay bye",
    )
    assert found.owners("232 90 4471") == {"Clarabelle Sweet"}
    assert has(found["Clarabelle Sweet"], Element.SSN, Element.PROCEDURE)


def test_staff_who_say_who_they_are_do_not_become_patients() -> None:
    found = read_mail(
        "Jess Tran <jtran@lakeside.example>",
        "desk@lakeside.example",
        "labs",
        "Hi, this is Jess Tran at the front. I have the hemoglobin A1c of Arlo Whitfield, 9.1. My number is 918-555-0144.",
    )
    assert "Jess Tran" not in found.listed


def test_a_physician_who_says_who_it_is_had_nothing_done_to_himself() -> None:
    found = read_mail(
        "vm@lakeside.example",
        "desk@lakeside.example",
        "Voicemail (0:22)",
        "hi this is Dr. Imani Vella. Opal Reyes, DOB 3/16/1957, has lymphoma. I had the hemoglobin A1c 9.1 drawn.",
    )
    assert found.owners("hemoglobin A1c 9.1") == {"Opal Reyes"}


def test_what_the_office_had_somebody_say_is_not_the_writers() -> None:
    found = read_mail(
        GINA, CLARA, "Mr. Justice portal",
        "Clara, Harlan Justice is in. I had him read me his DOB (02/14/1959) and MRN TF94540. He wanted his PSA of 7.9.\n",
    )  # fmt: skip
    assert found.owners("TF94540") == {"Harlan Justice"}
