"""Mailboxes of a million messages and of four gigabytes: added, read, killed, gone on with, counted."""
