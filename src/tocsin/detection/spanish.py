# ruff: noqa: E501, SIM905 - word lists read better as running text
"""Whether the words around a place are Spanish (or Portuguese, or Haitian Creole) rather than English.

Documents mix languages, so a place is asked about and not a document: by the little words and the words of forms
around it. What is written in Spanish reads ``5/3/61`` as the fifth of March, and has words that are names elsewhere.

Invariant: pure; at most ``REACH`` code points to each side are looked at.
"""

from __future__ import annotations

from tocsin.patterns import compiled

REACH = 320
_SPANISH = frozenset(
    """el las los que con por del una su sus lo le les mi ya está esta muy pero cuando porque hoy mañana ayer tiene tengo es fue soy son están
    para según desde hasta sobre entre también más qué cómo quién él ella ellos nos nosotros usted ustedes yo eso esto ese este aquí ahora después antes día días año años
    y en al se un o hay ser sin todo toda nombre apellido apellidos fecha nacimiento edad teléfono telefono paciente domicilio dirección direccion cita
    doctora nac nacido nacida expediente mamá señora señor gracias buenos buenas dice quiere llamó llama llamar favor madre padre hijo hija médico medico enfermera seguro clínica clinica
    de la les cel nota notas motivo vacuna presión glucosa resultado
    não uma você são dos das com mãe pai filho filha nome nascimento nascido nascida ou ao
    li nan pou ak gen manman papa timoun moun fèt non dat nesans tanpri mwen yo se te pa""".split()
)
_ENGLISH = frozenset(
    """the of and to is for with on was her his you we are be this that from have has had not they she he it but will would can my your our their at by or an as if been
    please call called says said wants needs today tomorrow name names date birth phone address patient email number last first""".split()
)
_SHARED_BY_NAMES = frozenset({"de", "la", "las", "los", "el", "del", "y"})
"""Words inside names of people and places too: alone they make no text Spanish."""
_WORD = compiled(r"[^\W\d_]+")
_LEAST = 2


def is_spanish(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Tell whether the words around ``text[start:end]`` are rather Spanish than English.

    Example:
        >>> said = "llamó la mamá, que su hijo nació el 5/3/61"
        >>> is_spanish(said, 0, len(said), 34, 40)
        True
        >>> said = "Ann de la Cruz of Los Angeles called, born 5/3/61"
        >>> is_spanish(said, 0, len(said), 43, 49)
        False
    """
    near = f"{text[max(low, start - REACH) : start]} {text[end : min(high, end + REACH)]}"
    words = set(_WORD.findall(near.lower()))
    spanish = words & _SPANISH
    if len(spanish) < _LEAST or spanish <= _SHARED_BY_NAMES:
        return False
    return len(spanish) * 2 > len(words & _ENGLISH) * 3
