"""Templates to look at while tuning."""

from simulator.templates_tuning import forms, hard, messages, people_office, tables

FILES = (*tables.FILES, *forms.FILES, *people_office.FILES, *hard.FILES)
MAILS = messages.MAILS
HARMLESS = messages.HARMLESS
FILLER_LINES = messages.FILLER_LINES
