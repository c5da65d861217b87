"""Precision, recall and speed of detection on a labelled corpus, beside peers."""
