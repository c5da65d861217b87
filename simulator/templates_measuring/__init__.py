"""Templates nobody looks at while tuning: another vendor's layouts, words and habits."""

from simulator.templates_measuring import hard, ledgers, messages, office, papers

FILES = (*ledgers.FILES, *papers.FILES, *office.FILES, *hard.FILES)
MAILS = messages.MAILS
HARMLESS = messages.HARMLESS
FILLER_LINES = messages.FILLER_LINES
