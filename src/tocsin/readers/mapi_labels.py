"""Which properties of Outlook items speak of people, and what a form calls them.

Source: MS-OXPROPS; MS-OXOCNTC (contacts), MS-OXOCAL (appointments), MS-OXOTASK (tasks), MS-OXOJRNL (journal).
"""

from __future__ import annotations

from tocsin.readers.mapi import ADDRESS, APPOINTMENT, COMMON, LOG, PUBLIC_STRINGS, TASK, Key

CONTACT: tuple[tuple[Key, str, str], ...] = (
    (0x3A45, "contact.prefix", "Title"), (0x3A06, "contact.first_name", "First Name"),
    (0x3A44, "contact.middle_name", "Middle Name"), (0x3A11, "contact.last_name", "Last Name"),
    (0x3A05, "contact.suffix", "Suffix"), (0x3001, "contact.full_name", "Full Name"),
    (0x3A4F, "contact.nickname", "Nickname"), (0x3A42, "contact.birthday", "Date of Birth"),
    (0x3A4D, "contact.gender", "Sex"), (0x3A41, "contact.anniversary", "Anniversary"),
    (0x3A07, "contact.government_id", "Government ID"), (0x3A4A, "contact.customer_id", "Customer ID"),
    (0x3A00, "contact.account", "Account"),
    ((ADDRESS, 0x8083), "contact.email", "E-mail"), ((ADDRESS, 0x8093), "contact.email", "E-mail 2"),
    ((ADDRESS, 0x80A3), "contact.email", "E-mail 3"), ((ADDRESS, 0x8062), "contact.im", "IM Address"),
    (0x3A09, "contact.home_phone", "Home Phone"), (0x3A2F, "contact.home_phone", "Home Phone 2"),
    (0x3A1C, "contact.mobile_phone", "Mobile Phone"), (0x3A08, "contact.business_phone", "Business Phone"),
    (0x3A1B, "contact.business_phone", "Business Phone 2"), (0x3A1A, "contact.primary_phone", "Primary Phone"),
    (0x3A1F, "contact.other_phone", "Other Phone"), (0x3A21, "contact.pager", "Pager"),
    (0x3A1E, "contact.car_phone", "Car Phone"), (0x3A02, "contact.callback_phone", "Callback Phone"),
    (0x3A24, "contact.business_fax", "Business Fax"), (0x3A25, "contact.home_fax", "Home Fax"),
    (0x3A57, "contact.company_phone", "Company Phone"), (0x3A2E, "contact.assistant_phone", "Assistant Phone"),
    (0x3A5D, "contact.home_street", "Home Street"), (0x3A59, "contact.home_city", "Home City"),
    (0x3A5C, "contact.home_state", "Home State"), (0x3A5B, "contact.home_zip", "Home Zip"),
    (0x3A5A, "contact.home_country", "Home Country"),
    ((ADDRESS, 0x801A), "contact.home_address", "Home Address"),
    (0x3A63, "contact.other_street", "Other Street"), (0x3A5F, "contact.other_city", "Other City"),
    (0x3A62, "contact.other_state", "Other State"), (0x3A61, "contact.other_zip", "Other Zip"),
    (0x3A60, "contact.other_country", "Other Country"), ((ADDRESS, 0x801C), "contact.other_address", "Other Address"),
    ((ADDRESS, 0x8045), "contact.work_street", "Work Street"), ((ADDRESS, 0x8046), "contact.work_city", "Work City"),
    ((ADDRESS, 0x8047), "contact.work_state", "Work State"), ((ADDRESS, 0x8048), "contact.work_zip", "Work Zip"),
    ((ADDRESS, 0x8049), "contact.work_country", "Work Country"),
    ((ADDRESS, 0x801B), "contact.work_address", "Work Address"),
    (0x3A29, "contact.street", "Street"), (0x3A27, "contact.city", "City"), (0x3A28, "contact.state", "State"),
    (0x3A2A, "contact.zip", "Zip"), (0x3A26, "contact.country", "Country"), (0x3A2B, "contact.po_box", "PO Box"),
    (0x3A15, "contact.mailing_address", "Mailing Address"),
    (0x3A16, "contact.company", "Company"), (0x3A17, "contact.job_title", "Job Title"),
    (0x3A18, "contact.department", "Department"), (0x3A19, "contact.office", "Office"),
    (0x3A46, "contact.profession", "Profession"), (0x3A43, "contact.hobbies", "Hobbies"),
    (0x3A51, "contact.home_page", "Home Page"), (0x3A50, "contact.home_page", "Home Page"),
    ((ADDRESS, 0x802B), "contact.web_page", "Web Page"),
    ((ADDRESS, 0x804F), "contact.user_1", "Custom 1"), ((ADDRESS, 0x8050), "contact.user_2", "Custom 2"),
    ((ADDRESS, 0x8051), "contact.user_3", "Custom 3"), ((ADDRESS, 0x8052), "contact.user_4", "Custom 4"),
)  # fmt: skip
OTHERS: tuple[tuple[Key, str, str], ...] = (
    (0x3A48, "contact.spouse", "Spouse"), (0x3A58, "contact.children", "Children"),
    (0x3A30, "contact.assistant", "Assistant"), (0x3A4E, "contact.manager", "Manager"),
    (0x3A49, "contact.referred_by", "Referred By"),
)  # fmt: skip
"""Other people a contact names; each is somebody of its own."""
REST: tuple[tuple[Key, str, str], ...] = (
    ((APPOINTMENT, 0x8208), "item.location", "Location"), ((APPOINTMENT, 0x820D), "item.start", "Start"),
    ((APPOINTMENT, 0x820E), "item.end", "End"), ((APPOINTMENT, 0x8232), "item.recurrence", "Recurrence"),
    ((TASK, 0x8104), "item.start", "Start"), ((TASK, 0x8105), "item.due", "Due"),
    ((TASK, 0x810F), "item.completed", "Completed"), ((TASK, 0x811F), "item.owner", "Owner"),
    ((COMMON, 0x8539), "item.companies", "Companies"), ((COMMON, 0x853A), "item.contacts", "Contacts"),
    ((COMMON, 0x8535), "item.billing", "Billing"), ((COMMON, 0x8534), "item.mileage", "Mileage"),
    ((LOG, 0x8700), "item.journal_type", "Journal Type"), ((LOG, 0x8706), "item.start", "Start"),
    ((LOG, 0x8712), "item.journal", "Journal"), ((PUBLIC_STRINGS, "Keywords"), "item.categories", "Categories"),
    (0x3004, "item.comment", "Comment"),
)  # fmt: skip
OWN_NAMES = frozenset({"Keywords"})
"""Names among the public strings that are listed above."""
MACHINE_NAMES = (
    "x-", "acceptlanguage", "authentication-results", "content-", "received-spf", "dkim-", "arc-", "msip_label", "http://",
    "urn:", "__",
)  # fmt: skip
"""Beginnings of names whose values are about servers and programs, not people."""
