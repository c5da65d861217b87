# ruff: noqa: E501 - patterns read better in long rows
"""Spanish words beside a name or a value that say whose it is; some of Portuguese and Haitian Creole.

Invariant: alternatives for the patterns of :mod:`tocsin.linking.cues`, without bounds of their own.
"""

from __future__ import annotations

KIN = (
    "mamá|mama|papá|papa|madre|padre|hij[oa](?:/a)?|hijit[oa]|espos[oa](?:/a)?|marido|cónyuge|herman[oa]|abuel[oa]|abuelit[oa]|tí[oa]|niet[oa]|sobrin[oa]|suegr[oa]|cuñad[oa]|yerno|nuera"
    "|madrastra|padrastro|hijastr[oa]|cuidadora?|tutora?(?: legal)?|encargad[oa]|contacto de emergencia|novi[oa]|comadre|compadre|manman|pitit|mãe|filh[oa]"
)
DIED = "\\bmurió|\\bfalleció|\\bdifunt[oa]|\\bfinad[oa]|\\bfallecid[oa]"
"""What says of the name behind it that its bearer is dead."""
MORE_TO_ASK = "(?:más |mayor )?informaci[oó]n|dudas?|preguntas?"
CALL = "llam(?:ar|e|en)|comun[ií](?:carse|quese|carte)|contact(?:ar|e)"
"""Words that send somebody who has more to ask to somebody in office."""
MY = (
    "mi (?:fecha|seguro|número|numero|tel[eé]fono|tel|cel|celular|direcci[oó]n|domicilio|correo|cumpleaños|nombre|exp|expediente|cita|presi[oó]n|az[uú]car|tarjeta|p[oó]liza|plan|edad|peso|p[ií]e|doctor|receta|embarazo)"
    "|nac[ií]|me llamo|vivo en|mis (?:datos|resultados|medicinas|pastillas)"
)
HAVE = "tengo|tuve|tomo|padezco|sufro de|me (?:duele|dio|dieron|diagnosticaron|detectaron|operaron|hicieron|recetaron|toca)|estoy (?:embarazada|tomando|enferm[oa])"
YOURS = "citas?|resultados?|vacunas?|recetas?|mamografía|papanicolau|examen|exámenes|medicinas?|medicamentos?|pastillas|tratamiento|cirugía|ultrasonido|laboratorios?|consulta|biopsia|terapia|diálisis"
