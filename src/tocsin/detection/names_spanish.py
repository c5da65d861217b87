# ruff: noqa: E501, SIM905 - word lists read better as running text
"""Spanish words around people's names, and words that only look like names; some of Portuguese and Haitian Creole.

Invariant: words are in lower case; lists of single words are folded as :func:`tocsin.model.lexicon.fold_name` does,
phrases are as written. No word here is a name that many bear (``Abril``, ``Julio``, ``Nieto``).
"""

from __future__ import annotations

NOT_NAMES = frozenset(
    """abuela abuelita abuelito abuelo abuelos acepta acepto actual ademas adjunta adjunto admision adres adulta adulto afiliado agua ahi ahora ajeno alcohol alergia alergias
    alergica alergico algo alguien alguna alguno altas alto altos alumna alumno alumnos amanece amanecio amiga amigo analisis ano anoche anormal anos ansiedad antecedentes
    anterior antes apellido apellidos aquel aquella aquellos aqui asegurada asegurado atencion atentamente aunque autoriza autorizacion autorizo avenida aviso azucar baja bajas
    bajo bajos bebes beneficiaria beneficiario biopsia bitacora borrar brazo buen buenas buenos cabeza cada caida cama cambiar cambiaron cambie cambio camion
    cancelada cancelar cancelo cancer cantidad cardiologo carro carta cartas casa cel celular centro certifica certifico cirugia cita citas ciudad clase clienta cliente clientes
    clinica cobertura codigo colesterol colonia comentario comentarios comida companera companero completa completo comprobante con condado confirma confirmada confirmado
    confirmar confirmo conocida conocidas conocidos consentimiento consulta consultas contacto contactos contra control cordialmente correcta correcto corregida
    corregido correo corresponda costo creole cual cuando cuanto cuarto cuenta cuidador cuidadora cunada cunado debe deben deber decir declara declaro dentista depresion
    derecha derecho derivada derivado desde despensa despues diabetes diagnostico diagnosticos dicen diciembre diente dientes digo dijo direccion doctor doctora dokte dokte dolor
    domicilio donante donantes donativo donativos donde dosis drogas duplicado duplicados edad egreso ejemplo electronico ellas ellos embarazada embarazo emergencia emergencias
    empleada empleado empleador empleo encargada encargado endereco enero enfermera enfermero enlace enlaces entiendo entonces entre envia enviar enviaron envio equivocada
    equivocado eres esas escuela ese eso esos espalda espanol esposa esposo esta estaba estable estado estamos estan estar estas estatura este estimada estimado estimados esto
    estomago estos estoy estudiante estudiantes estuvo exame examen examenes expediente expedientes factura fallecida fallecido fallecio falta faltan faltante familiar
    familiares farmacia febrero fecha fechas femenino fiebre filha filho firma firmada firmado firmar firmas firmo forma formas formulario fractura fueron fulano
    fuma fumar genero ginecologo glucosa golpe gotas gracias granmoun grave gripe habia habitacion habla hablamos hablar hable hablo hace hacen hacer hacia hasta herida
    hermana hermanos higado hija hijas hijo hijos hipertension historia historial hizo hoja hola hombre hombres hora horario horarios horas hospital idade identificacion
    idioma idiomas iglesia incompleto indicaciones infeccion informe ingreso instrucciones insulina interprete inyeccion inyecciones izquierda jarabe jornada jueves klinik
    laboratorio leche legliz lekol leve licencia lista listas listo llama llamada llamadas llaman llamar llamo llega llegar llegaron llego llena lleno lopital luego lugar
    lunes madanm madrastra madre madrugada maestra maestro mandaron manman marcar marido marquen martes masculino matricula matriz medica medicamento
    medicamentos medicina medicinas medico medikaman mediodia mejor mengano menor menores menos mes meses mesye miembro miembros mientras miercoles migrana mijo minuto
    minutos mis misma mismo monto motivo muchas mucho muchos muela muelas muere muestra muestras mujer mujeres murio muy nacida nacido nacimiento nacio nadie nascida nascido
    necesita necesitan necesito negativa negativo nesans ninas ninguna ninguno ninos noche noches nombre nombres normal nos nosotros nota notas noviembre novio nuera
    nuestra nuestro nuestros nueva nuevas nuevo nuevos numero numeros nunca observacion observaciones octubre ocupacion oficina oido oidos ojala ojos operacion orina otra otras
    otro otros paciente pacientes padrastro padre padres pago pagos para parentesco parto pasa pasaporte pasar pasaron paso pastilla pastillas pecho pediatra pedir pendiente
    pendientes peor perder perdio pero persona personas peso pide pidieron pidio pie pierde pierna piernas pies piso pitit planilla plantilla poca poco pocos poder podria
    poliza por porfa porfavor porfis porque positiva positivo postal pregunta preguntan preguntar pregunto presion primera primero promotor promotora prostata proxima
    proximo prueba pruebas psicologa psicologo puede pueden puedo pulmon pulmones pulso queda quedar quedo queria quien quienes quiere quieren quiero quiste radiografia randevou
 recepcion recepcionista receta recetas recibo recien recoge recoger recogio recomendaciones recordatorio referida referido referidos registro registros relacion remedio
    reporte reportes responsable resultado resultados revisado revisar revise revision reviso riesgo rinon rinones rodilla rodillas ropa saldo salio salir saludos sangre
    secretaria seguimiento seguir seguro semana semanas seno senores senos septiembre setiembre sexo siempre sigue siguen siguiente sin sino sintoma sintomas
    siyati sobre sobrenome sobrina sobrino socia social socio solamente solicitud somos su suegra suegro sus talla tambien tarde tardes tarjeta tel telefon telefono
    telefonos temperatura tener tengo terapia tercera testigo tiene tienen timoun tiroides titular toda todas todavia todo todos tomar tos total trabajador trabajadora
    trabajadores trabajo traduccion traducir traduzcan traer trajo traslado tratamiento tuberculosis tumor turno turnos tus tutora tuvo ultima ultimo ultrasonido un unas unos
    urgencia urgencias urgente urgentes usted ustedes utero vacia vacio vacuna vacunas vecina vecino vengo venir vieja viejo viene vienen vino visita visitas voluntaria
    voluntario voluntarios yerno zutano""".split()
)
"""Never part of a name by themselves."""
IN_SPANISH = frozenset(
    """ella ellas el hoy mayor ya nada tia nina nino papa mama hay mi tu si dia dias sale dice una como mal segundo tercero ojo sala mesa salud asma mucha tutor se que le les lo ni
    agosto abril mayo alta ayer bebe calle corazon cuello raza mae pai senora senor tenia sera durante luz bien brazos buena constancia criollo familia favor feria fue grado hermano linea manana mandar mando mano mas mija nieta novia pais piel prima rayos sabado segun segunda solo soy te tio tomo viernes yo junio ser""".split()
)
"""Names elsewhere, words alone among Spanish ones."""
ORGANIZATION = frozenset(
    """clinicas clinica iglesia parroquia capilla templo escuela escuelas colegio liceo guarderia preescolar primaria secundaria preparatoria universidad instituto academia
    farmacia farmacias botica laboratorios laboratorio centro hospital dispensario consultorio consultorios comunitaria comunitario comunal salud fundacion asociacion cooperativa
    sindicato ministerio departamento oficina secretaria gobierno municipio condado consulado embajada juzgado tribunal corte policia bomberos
    ferreteria mercado supermercado tienda panaderia restaurante taqueria banco hogar asilo residencia residencial urbanizacion edificio apartamento avenida carretera
    empacadora rancho finca agencia empresa compania servicios medicos medica club rotario radio igreja escola klinik lopital legliz lekol""".split()
)
"""A piece of capitalised words with one of these is no person."""
TITLES = frozenset(
    "senor senora senorita dra doctora lic licda licenciado licenciada enf enfermera enfermero maestra fray sor madan mesye".split()
)
PROVIDER_TITLES = frozenset("dra doctora enf enfermera enfermero".split())
RELATIVES = (
    "mamá|mama|madre|papá|papa|padre|hijo|hija|hijo/a|hijita|hijito|esposo|esposa|esposo/a|marido|hermano|hermana|hermanito|hermanita|abuelo|abuela|abuelito|abuelita|tío|tía"
    "|sobrino|sobrina|nieto|nieta|suegro|suegra|yerno|nuera|cuñado|cuñada|padrastro|madrastra|tutor|tutora|tutor legal|encargado|encargada|novio|novia|cuidador|cuidadora|comadre|compadre"
    "|manman|pitit|mãe|filho|filha"
)
PROVIDER_CUES = (
    "atendido por|atendida por|visto por|vista por|firmado por|referido por|referida por|enviado por|ordenado por|médico|medico|médico tratante|doctora|dra|enfermera|enfermero|pediatra|ginecólogo"
    "|ginecóloga|cirujano|cirujana|cardiólogo|psicóloga|psicólogo|derivado a|derivada a"
)
CUES = (
    "paciente|sr|sra|srta|don|doña|señor|señora|me llamo|se llama|llamada|soy|nombre|nombre es|estimado|estimada|estimado sr|estimada sra|niño|niña|bebé|para|llamó|hablé con|habló con"
    "|dice|dijo|pide|pregunta|de parte de|saludos|atentamente|gracias|alumno|alumna|menor"
)
VERBS = (
    "llamó|llama|tiene|tuvo|viene|vino|dice|dijo|pide|pidió|quiere|necesita|está|estaba|murió|falleció|nació|presenta|refiere|niega|acude|toma|trae|trajo|perdió|llegó|canceló|pregunta|preguntó"
    "|recoge|recogió|sigue|vive|padece|sufre|salió|quedó|dejó|lleva|cumple|confirmó|cambió|faltó|firmó|entregó|mandó"
)
