# ruff: noqa: E501 - word lists read better as running text
"""Words of the names of tables and columns: what a key is called, and what a table is of.

Names are cut at case, marks and known short forms, in English and Spanish: ``PatNum``, ``pt_id``, ``id_paciente`` and
``PACIENTE_ID`` all are a patient's.

Invariant: pure; names are words only, never values.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from tocsin.patterns import compiled

_CAMEL = compiled(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_TOKEN = compiled(r"[a-z]+|\d+")
_MEANT = {
    "patient": "patient patients pat pats pt pts ptnt patnt paciente pacientes pac client clients cliente clientes clt resident demographic demographics demo chartholder",
    "person": "person prsn persons people persona personas pers individual",
    "visit": "visit visits vst vis visita visitas encounter encounters enc encntr csn episode episodio admission admit consulta consultas",
    "appointment": "appointment appointments appt appts apt cita citas turno",
    "chart": "chart charts mrn medrec expediente exp historia hc nhc recno medicalrecord folder",
    "provider": "provider providers prov prv provs doctor doctors doc dr physician physicians phys medico medicos dentist dentists hygienist therapist clinician practitioner profesional rendering referring attending caregiver ser",
    "staff": "staff user users usr usuario usuarios employee employees emp empleado empleados login logins operator clerk personnel worker technician",
    "insurance": "insurance insurances ins insur insplan plan plans policy policies poliza polizas seguro seguros coverage coverages cvg cov",
    "insurer": "insurer insurers carrier carriers payer payers payor payors aseguradora aseguradoras",
    "facility": "facility facilities fac clinic clinics site sites location locations loc dept department departments office offices clinica sucursal hospital hospitals ward wards room rooms pharmacy pharmacies farmacia lab laboratory warehouse",
    "employer": "employer employers empresa",
    "diagnosis": "diagnosis diagnoses diag dx diagnostico diagnosticos icd problem problems condition conditions disease",
    "procedure": "procedure procedures proc procs px cpt procedimiento procedimientos treatment treatments tratamiento tx proccode",
    "medication": "medication medications med meds drug drugs rx prescription prescriptions medicamento medicamentos receta recetas",
    "charge": "charge charges chg transaction transactions cargo cargos fee fees ledger invoice invoices factura facturas bill billing",
    "payment": "payment payments pmt pay pago pagos paysplit",
    "claim": "claim claims clm reclamo",
    "note": "note notes nota notas comment comments document documents",
    "account": "account accounts acct cuenta guar",
    "guarantor": "guarantor guarantors garante responsible respparty responsable",
    "relative": "contact contacts emergency kin nok relative relatives contacto contactos familiar family",
    "address": "address addresses addr direccion direcciones domicilio",
    "order": "order orders ord orden ordenes",
    "result": "result results res resultado resultados lab labs",
    "history": "history hist hst audit log logs bak backup old archive archived deleted historial bitacora prev previous shadow version versions",
    "code": "code codes cod codigo codigos type types lookup lkp lu dict dictionary catalog catalogo catalogos cat list ref reference master tipo tipos def definition",
    "id": "id ids key keys no num number nbr nr nro numero fk pk idx ident identifier uid guid uuid sk seq serial rowid recid",
    "table": "tbl tb tab t table dbo public data export extract dump",
}  # fmt: skip
_WORDS = {word: meant for meant, words in _MEANT.items() for word in words.split()}
_SPLIT = tuple(
    sorted((w for w in _WORDS if len(w) >= 4 and _WORDS[w] not in {"table", "code"}), key=lambda w: (-len(w), w))
)
SCRAP = frozenset({"id", "table"})
GENERIC = frozenset({"code", "history", "note", "id", "table"})
"""Words that many tables share."""
MEASURES = frozenset(
    "amount amt qty quantity total count age year day days month minutes hours units score sequence line order dose weight height price cost balance rank priority status flag sex gender percent rate".split()  # noqa: SIM905
)
OFFICES = frozenset({"provider", "staff"})
ORGANIZATIONS = frozenset({"insurer", "facility", "employer"})
ABOUT_PATIENTS = frozenset(
    {
        "visit",
        "appointment",
        "diagnosis",
        "procedure",
        "medication",
        "claim",
        "insurance",
        "order",
        "result",
        "chart",
        "charge",
    }
)
KIN = frozenset({"guarantor", "relative"})
_NAMELESS = frozenset({"column", "col", "field", "campo", "columna", "var", "expr"})
"""What columns without a name are called."""
_SINGULAR = compiled(r"(?<=\w{3})(?:ies|s)$")


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, each as what it means; single letters and numbers are none.

    Example:
        >>> words_of("PatNum"), words_of("tblPTVisits"), words_of("id_paciente"), words_of("patientid"), words_of("F1")
        (('patient', 'id'), ('table', 'patient', 'visit'), ('id', 'patient'), ('patient', 'id'), ())
    """
    bare = unicodedata.normalize("NFKD", name[:80]).encode("ascii", "ignore").decode()
    words: list[str] = []
    for token in _TOKEN.findall(_CAMEL.sub(" ", bare).lower()):
        if len(token) > 1 and token.isalpha() and token not in _NAMELESS:
            words.extend(_meant(token))
    return tuple(words)


def telling_words(name: str) -> frozenset[str]:
    """Return the words of a name that tell what it is of."""
    return frozenset(words_of(name)) - SCRAP


def is_known_name(name: str) -> bool:
    """Tell whether all words of a name are words of databases or columns without names, so that it names nobody.

    Example:
        >>> is_known_name("patient_visits_2024"), is_known_name("smith_john"), is_known_name("F3")
        (True, False, True)
    """
    tokens = [t for t in _TOKEN.findall(_CAMEL.sub(" ", name[:80]).lower()) if len(t) > 1 and t.isalpha()]
    known = {*MEASURES, *_NAMELESS, *_MEANT, *_PLAIN}
    return all(token in known or all(word in _MEANT for word in _meant(token)) for token in tokens)


_PLAIN = frozenset(
    [
        "date",
        "time",
        "created",
        "updated",
        "deleted",
        "active",
        "name",
        "first",
        "last",
        "middle",
        "title",
        "value",
        "text",
        "test",
        "seen",
        "word",
        "words",
    ]
)


def _meant(token: str) -> list[str]:
    if token in _WORDS:
        return [_WORDS[token]]
    for word in _SPLIT:
        rest = token.removeprefix(word) if token.startswith(word) else token.removesuffix(word)
        if rest != token and (rest in _WORDS or not rest):
            meant = [_WORDS[word], *([_WORDS[rest]] if rest else [])]
            return meant if token.startswith(word) else meant[::-1]
    for end in ("id", "num", "no", "key"):
        if token.endswith(end) and len(token) >= len(end) + 2:
            head = token.removesuffix(end)
            return [_WORDS.get(head, head), "id"]
    if token.startswith("id") and len(token) >= 5:
        head = token.removeprefix("id")
        return ["id", _WORDS.get(head, head)] if head in _WORDS else [token]
    return [_SINGULAR.sub(lambda m: "y" if m[0] == "ies" else "", token)]
