"""The nouns of the field, as frozen dataclasses, enums and Arrow schemas. No IO here."""
