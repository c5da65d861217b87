"""The Spanish words for letters: what each element is called, lists and dates.

Source: 45 CFR 92.201 (meaningful access for people with limited English); 45 CFR 164.404(c)(2) (plain language).
"""

from __future__ import annotations

from datetime import date

from tocsin.model.elements import Element

WORDS: dict[Element, str] = {
    Element.NAME: "nombre",
    Element.SSN: "número de Seguro Social",
    Element.TAX_ID: "número de contribuyente",
    Element.DATE_OF_BIRTH: "fecha de nacimiento",
    Element.DRIVER_LICENSE: "número de licencia de conducir",
    Element.PASSPORT: "número de pasaporte",
    Element.STATE_ID: "número de identificación estatal",
    Element.MILITARY_ID: "número de identificación militar",
    Element.ADDRESS: "dirección",
    Element.ZIP: "código postal",
    Element.PHONE: "número de teléfono",
    Element.EMAIL: "dirección de correo electrónico",
    Element.MRN: "número de expediente médico",
    Element.MEMBER_ID: "número de miembro del seguro médico",
    Element.CLAIM_NUMBER: "información de reclamaciones al seguro médico",
    Element.INSURER: "información del seguro médico",
    Element.ACCOUNT_NUMBER: "número de cuenta",
    Element.ROUTING_NUMBER: "número de ruta del banco",
    Element.CARD_NUMBER: "número de tarjeta de pago",
    Element.CARD_EXPIRY: "fecha de vencimiento de la tarjeta de pago",
    Element.PIN_OR_PASSWORD: "contraseña o PIN",
    Element.USERNAME: "nombre de usuario",
    Element.DIAGNOSIS: "diagnóstico o enfermedad",
    Element.PROCEDURE: "información sobre procedimientos",
    Element.MEDICATION: "información sobre medicamentos",
    Element.LAB_RESULT: "resultados de laboratorio",
    Element.TREATMENT: "información sobre tratamientos",
    Element.HEIGHT_WEIGHT: "estatura o peso",
    Element.PROVIDER: "nombres de médicos u otros proveedores de salud",
    Element.FACILITY: "lugar de atención",
    Element.EMPLOYER: "empleador",
    Element.RELATIVE: "nombres de familiares",
    Element.VEHICLE_ID: "número de identificación o placa de un vehículo",
    Element.DEVICE_ID: "número de un dispositivo médico",
    Element.BIOMETRIC: "información biométrica",
    Element.PHOTO: "fotografía",
    Element.GENETIC: "información genética",
    Element.SUBSTANCE_USE: "información sobre tratamiento por consumo de sustancias",
    Element.IMMIGRATION_ID: "número de documento de inmigración",
    Element.STUDENT_ID: "número de estudiante",
    Element.OTHER_ID: "otro número de identificación",
    Element.AGE: "edad",
    Element.DATE: "fechas, como las de atención médica",
    Element.URL: "dirección web",
    Element.IP_ADDRESS: "dirección de internet (IP)",
    Element.NPI: "",
    Element.DEA_NUMBER: "",
}
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


def long_date(day: date) -> str:
    """Return the date in words."""
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"


def spoken_list(words: list[str]) -> str:
    """Return the words as one phrase; ``y`` turns to ``e`` before the sound of i."""
    if len(words) < 2:
        return "".join(words)
    last = words[-1]
    joint = "e" if last.lower().startswith(("i", "hi")) and not last.lower().startswith("hie") else "y"
    return f"{', '.join(words[:-1])} {joint} {last}"
