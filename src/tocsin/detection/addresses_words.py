# ruff: noqa: E501, SIM905 - word lists read better as running text
"""Words of postal addresses abroad: kinds of streets in their languages, units, countries.

Source: Universal Postal Union, Postal addressing systems (forms of each country); the names of kinds of streets are
ordinary words of their languages; country names in English as ISO 3166 has them, and as they call themselves.
"""

from __future__ import annotations

import re

BEFORE = (
    "rue|avenue|av\\.?|ave\\.?|boulevard|boul\\.?|bd\\.?|bvd\\.?|chemin|quai|place|all[e\u00e9]es?|cours|impasse|passage|square|sentier|route|faubourg|chauss[e\u00e9]e|voie|clos|hameau"
    "|via|viale|v\\.le|corso|c\\.so|piazza|p\\.za|piazzale|vicolo|largo|strada|contrada|lungomare|borgo"
    "|calle|c/|avenida|avda\\.?|avd\\.?|paseo|plaza|pza\\.?|camino|cami\u00f1o|carretera|ctra\\.?|carrera|cra\\.?|ronda|traves[i\u00ed]a|glorieta|callej[o\u00f3]n|calzada|cerrada|privada|circunvalaci[o\u00f3]n|carrer|avinguda|pasaje|jir[o\u00f3]n"
    "|r[u\u00fa]a|pra[c\u00e7]a|travessa|estrada|rodovia|alameda|beco|ladeira|vila"
    "|ul\\.|ulica|ulice|ulitsa|aleja|aleje|plac|osiedle|n\u00e1m\u011bst\u00ed|n\u00e1m\\.|t\u0159\u00edda|t\u0159\\.|trg|cesta|bulevar|bul\\.|bulevardul|bd-ul|calea|\u0219oseaua|\u015foseaua|aleea|rruga|prospekt"
    "|jalan|jl\\.|lorong|\u03bb\u03b5\u03c9\u03c6\\.?|\u03bb\u03b5\u03c9\u03c6\u03cc\u03c1\u03bf\u03c2|\u03bf\u03b4\u03cc\u03c2|\u03bb\\.|\u043f\u043b\u0430\u0442\u0435\u0438\u0430|\u0443\u043b\\.|\u0443\u043b\u0438\u0446\u0430|\u043f\u0440\u043e\u0441\u043f\u0435\u043a\u0442|\u043f\u0440\\.|\u043f\u0435\u0440\\."
)
"""Kinds of streets that stand before the name."""
ORDINARY = frozenset(
    "place passage square route via cours clos ave avenue boulevard voie plaza largo strada cesta vila street st road rd avenue ave lane ln drive dr close crescent cres terrace gardens grove way court place square parade esplanade highway hwy ring weg tie tee gate vei u lane pst g sk cd cad tere".split()
)
"""Those that are words of English, or of streets in the United States: a house number must stand before or a place behind."""
LITTLE = "de|du|des|la|le|les|l['\u2019]|d['\u2019]|della?|dell['\u2019]|delle|dei|degli|di|da|do|dos|das|del|los|las|el|y|e|et|the|of|van|von|der|den|dem|am|an|im|zum|zur|op|ten|ter|het|og|al|an[- ]"
"""Words in small letters inside the names of streets."""
ENDINGS = (
    "stra\u00dfe|strasse|str\\.|gasse|weg|platz|allee|damm|ufer|steig|chaussee"
    "|straat|laan|plein|gracht|dijk|steeg|dreef|plantsoen|steenweg|plaats"
    "|vej|str\u00e6de|all\u00e9|torv|v\u00e6nget|vangen|toften|bakken|backen|h\u00f8jen|lunden|svingen"
    "|gatan|v\u00e4gen|v\u00e4g|gr\u00e4nd|torget|stigen|veien|vegen"
    "|katu|kuja|polku|kaari|braut|vegur|str\u00e6ti|stigur|iela|gatv\u0117|puiestee|utca"
)
"""Ends of words that are streets whatever stands before them in the word."""
WEAK_ENDINGS = "gade|gate|gata|gaten|vei|veg|tie|tee|ring|hof|kade|singel|park|pad|markt|markt|graben|berg|tori|plass|stykket|bakke|brink|kamp|kwartier"
"""Ends that other words have too: something else must speak for an address."""
AFTER = (
    "utca|u\\.|\u00fat|\u00fatja|t\u00e9r|tere|k\u00f6z|k\u00f6r\u00fat|stra\u00dfe|strasse|str\\.|weg|platz|allee|gasse|ring|straat|laan|plein|vej|gade|all\u00e9|vei|veg|gate|v\u00e4g|gata|tee|t\u00e4nav|mnt|pst|iela|gatv\u0117|g\\.|sokak|sok\\.|sk\\.|caddesi|cad\\.|cd\\."
    "|katu|tie|street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|crescent|cres|terrace|gardens|grove|way|court|place|square|parade|esplanade|highway|hwy"
)
"""Kinds of streets that stand behind the name as words of their own."""
UNIT = "apartment|apt|appartement|appt|app|suite|ste|flat|unit|wohnung|whg|piso|depto|departamento|dpto|interno|int|scala|porta|lgh|lejlighed|bus|bte|b[o\u00e2]ite|boks|kv|m\\.|byt|lok|lokal"
"""What comes before the number of a flat."""
STRONG_UNIT = "apartment|apt|appartement|appt|suite|ste|flat"
CUES = (
    "address is|address of [^\\n]{1,40} is|address to|address with|address:|addresses here they are:|lives? at|living at|resides at|residing at|resident of|located at|moved to|relocated to|sent to|send to|shipped to|ship to|deliver to|delivered to"
    "|mailed? to|returned? to|taxi to|meet at|meet me at|arrived at|office is at|is at|home at|house at|stays at|staying at|domicilio|domiciliado en|vive en|adresse|wohnhaft|wohnt in|habite|residente em|indirizzo"
)
"""What is said before an address."""
COUNTRIES = (
    "Afghanistan|Albania|Algeria|Andorra|Angola|Argentina|Armenia|Aruba|Australia|Austria|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bermuda|Bhutan|Bolivia|Bosnia and Herzegovina|Bosnia|Botswana"
    "|Brazil|Brunei|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|Canada|Cape Verde|Cayman Islands|Central African Republic|Chad|Chile|China|Colombia|Comoros|Congo|Costa Rica|C\u00f4te d'Ivoire|Ivory Coast|Croatia|Cuba|Cura\u00e7ao|Cyprus"
    "|Czech Republic|Czechia|Denmark|Djibouti|Dominica|Dominican Republic|Ecuador|Egypt|El Salvador|Equatorial Guinea|Eritrea|Estonia|Eswatini|Swaziland|Ethiopia|Faroe Islands|Fiji|Finland|France|French Guiana|Gabon|Gambia|Georgia|Germany"
    "|Ghana|Gibraltar|Greece|Greenland|Grenada|Guadeloupe|Guatemala|Guernsey|Guinea-Bissau|Guinea|Guyana|Haiti|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Isle of Man|Israel|Italy|Jamaica|Japan|Jersey|Jordan"
    "|Kazakhstan|Kenya|Kiribati|Korea|South Korea|North Korea|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Liechtenstein|Lithuania|Luxembourg|Macao|Macau|Macedonia|North Macedonia|Madagascar|Malawi|Malaysia|Maldives"
    "|Mali|Malta|Marshall Islands|Martinique|Mauritania|Mauritius|Mexico|M\u00e9xico|Micronesia|Moldova|Monaco|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|Burma|Namibia|Nauru|Nepal|Netherlands|The Netherlands|New Caledonia|New Zealand|Nicaragua"
    "|Niger|Nigeria|Norway|Oman|Pakistan|Palau|Palestine|Panama|Papua New Guinea|Paraguay|Peru|Per\u00fa|Philippines|Poland|Portugal|Qatar|R\u00e9union|Romania|Russia|Russian Federation|Rwanda|Saint Kitts and Nevis|Saint Lucia|Saint Vincent and the Grenadines|Samoa|San Marino"
    "|S\u00e3o Tom\u00e9 and Pr\u00edncipe|Saudi Arabia|Senegal|Serbia|Seychelles|Sierra Leone|Singapore|Slovakia|Slovenia|Solomon Islands|Somalia|South Africa|South Sudan|Spain|Sri Lanka|Sudan|Suriname|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand"
    "|Timor-Leste|Togo|Tonga|Trinidad and Tobago|Tunisia|Turkey|T\u00fcrkiye|Turkmenistan|Tuvalu|Uganda|Ukraine|United Arab Emirates|UAE|United Kingdom|U\\.?K\\.?|Great Britain|England|Scotland|Wales|Northern Ireland|Uruguay|Uzbekistan|Vanuatu|Vatican City|Venezuela|Vietnam|Viet Nam"
    "|Yemen|Zambia|Zimbabwe|Deutschland|\u00d6sterreich|Schweiz|Suisse|Svizzera|Espa\u00f1a|Italia|Brasil|Polska|Nederland|Belgi\u00eb|Belgique|Danmark|Norge|Sverige|Suomi|\u00cdsland|Magyarorszag|Magyarorsz\u00e1g|\u010cesko|Hrvatska|\u0395\u03bb\u03bb\u03ac\u03b4\u03b1|\u0420\u043e\u0441\u0441\u0438\u044f"
)
COUNTRY_FORMS = r"(?:(?:Kingdom|Republic|People's[ ]Republic|Federated[ ]States|Democratic[ ]Republic|Islamic[ ]Republic|Federation|Commonwealth|Union)[ ]of[ ](?:the[ ])?)?"
SPACED = re.sub(" ", "[ ]", COUNTRIES)
PROVINCES = "ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|NT|YT|NU|NSW|VIC|QLD|WA|SA|TAS|ACT"
"""Provinces of Canada and states of Australia."""
POSTAL = (
    r"(?:(?:[A-Z]{2}[ ])?[A-Z]\d[A-Z][ ]?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2}|\d{4}[ ][A-Z]{2}|\d{2}-\d{3}|\d{5}-\d{3}|\d{3}[ ]\d{2}"
    r"|(?:[A-Z]{1,2}-)?\d{4,6})(?![\w-])"
)
"""Postal codes: Canada, United Kingdom, Netherlands, Poland, Brazil, Sweden and Greece, and plain digits."""
