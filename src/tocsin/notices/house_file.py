"""An organization's own house, read from a folder's files: house.yaml, letter-en.yaml, letter-es.yaml, pictures.

Every file is optional; what is missing is as it comes with the program. Faults name the file and the key.
"""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from tocsin.notices.house import LANGUAGES, House, Look, Picture, shipped_house
from tocsin.notices.template import read_template

HOUSE_FILE = "house.yaml"
_KINDS = {"svg": "svg", "png": "png", "jpg": "jpg", "jpeg": "jpg"}
_MOST_PICTURE_BYTES = 300_000
"""Bytes of one picture: it is set into every letter."""
EXAMPLE = """# Whose letters these are. Every key is optional. Check with: tocsin template check FOLDER
signatory: ''            # who signs
signatory_title: ''
phone: ''                # whom to call; else as the incident file says
# logo: {file: logo.svg, alternative: Logo of Example Practice, height_points: 40}
# signature: {file: signature.png, alternative: Signature of A. Example, height_points: 36}
look: {text_points: 10.5}
"""


def read_house(files: Mapping[str, bytes]) -> tuple[House | None, list[str]]:
    """Return the house of these files, by name, or None and every fault of form."""
    faults: list[str] = []
    house = _house(files, faults)
    return (None, faults) if faults else (house, [])


def _house(files: Mapping[str, bytes], faults: list[str]) -> House:
    templates = dict(shipped_house().templates)
    for language in LANGUAGES:
        name = f"letter-{language}.yaml"
        if name not in files:
            continue
        template, told = read_template(files[name].decode("utf-8", "replace"))
        faults += [f"{name}: {fault}" for fault in told]
        if template is not None and template.language != language:
            faults.append(f"{name}: language must be {language}")
        elif template is not None:
            templates[language] = template
    tree = _tree(files.get(HOUSE_FILE, b""), faults)
    texts = {name: _text(tree, name, faults) for name in ("signatory", "signatory_title", "phone")}
    pictures = {name: _picture(tree.pop(name, None), name, files, faults) for name in ("logo", "signature")}
    look = _look(tree.pop("look", None), faults)
    faults += [f"{HOUSE_FILE}: {key} is not a known key" for key in sorted(map(str, tree))]
    return House(templates, **texts, logo=pictures["logo"], signature=pictures["signature"], look=look)


def _tree(data: bytes, faults: list[str]) -> dict[str, object]:
    try:
        tree = yaml.safe_load(data) if data.strip() else {}
    except yaml.YAMLError:
        faults.append(f"{HOUSE_FILE}: it is not YAML")
        return {}
    if tree is None:
        return {}
    if not isinstance(tree, dict):
        faults.append(f"{HOUSE_FILE}: it must be a table of keys")
        return {}
    return tree


def _text(tree: dict[str, object], name: str, faults: list[str]) -> str:
    value = tree.pop(name, "")
    if not isinstance(value, str):
        faults.append(f"{HOUSE_FILE}: {name} must be a text in quotes")
        return ""
    return value.strip()


def _picture(spec: object, name: str, files: Mapping[str, bytes], faults: list[str]) -> Picture | None:
    if spec is None:
        return None
    if not isinstance(spec, dict) or not isinstance(spec.get("file"), str):
        faults.append(f"{HOUSE_FILE}: {name} must say file and alternative")
        return None
    kind = _KINDS.get(spec["file"].rpartition(".")[2].lower())
    data = files.get(spec["file"], b"")
    if kind is None or not data:
        faults.append(f"{HOUSE_FILE}: {name}.file must be an SVG, PNG or JPEG that stands in the folder")
        return None
    if len(data) > _MOST_PICTURE_BYTES:
        faults.append(f"{HOUSE_FILE}: {name}.file is larger than {_MOST_PICTURE_BYTES} bytes")
        return None
    height = spec.get("height_points", 40)
    if not isinstance(height, int) or not 8 <= height <= 90:
        faults.append(f"{HOUSE_FILE}: {name}.height_points must be a whole number from 8 to 90")
        return None
    return Picture(data, kind, str(spec.get("alternative") or ""), height)


def _look(spec: object, faults: list[str]) -> Look:
    if spec is None:
        return Look()
    known = set(Look.__dataclass_fields__)
    if not isinstance(spec, dict) or not set(map(str, spec)) <= known:
        faults.append(f"{HOUSE_FILE}: look knows {', '.join(sorted(known))}")
        return Look()
    if not all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in spec.values()):
        faults.append(f"{HOUSE_FILE}: the values of look must be numbers (points)")
        return Look()
    return Look(**{key: float(value) for key, value in spec.items()})
