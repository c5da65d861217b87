"""Element codes, how items end, and every limit, as pages."""

from __future__ import annotations

import ast
import dataclasses
import inspect

from tocsin import config
from tocsin.model.elements import CONTEXT_ELEMENTS, SECRET_ELEMENTS, Element
from tocsin.model.evidence import ItemCode
from tocsin.notices.words import element_words

_LIMITS = {config.JailLimits: config.JAIL, config.ReadLimits: config.READ, config.StoreLimits: config.STORE}
_UNREADABLE, _SKIPPED, _DUPLICATE, _DONE = "unreadable", "skipped", "duplicate", "done"
ITEM_WORDS = {
    "encrypted": (_UNREADABLE, "locked with a password that was not given", "`tocsin passwords`, then run"),
    "corrupt": (_UNREADABLE, "damaged; nothing of it could be read", "ask for another copy"),
    "crashed": (_UNREADABLE, "broke its reader, twice", "open it by hand on a machine you can lose"),
    "timed_out": (_UNREADABLE, "took longer than the limit", "open it by hand"),
    "out_of_memory": (_UNREADABLE, "wanted more memory than the limit", "open it by hand"),
    "too_much_output": (_UNREADABLE, "gave more text than the limit", "open it by hand"),
    "bomb": (_UNREADABLE, "unfolds to far more than it is; made to do harm", "do not unpack it"),
    "too_deep": (_UNREADABLE, "containers in containers beyond the limit", "unpack it by hand, add the inside"),
    "too_many_children": (_UNREADABLE, "more members than the limit", "unpack it by hand, add the inside"),
    "too_large_for_reader": (_UNREADABLE, "larger than its reader takes", "split it, add the pieces"),
    "needs_program": (_UNREADABLE, "needs a program that is not here", "convert it, add the result"),
    "needs_ocr": (
        _UNREADABLE,
        "a picture of text: a scan, a photograph, a fax",
        "`make ocr`, then run; else read it by hand",
    ),
    "no_reader": (_UNREADABLE, "a format that this version does not read", "convert it, add the result"),
    "high_entropy": (_UNREADABLE, "looks like encrypted or packed bytes without a known form", "ask what it is"),
    "volume_missing": (
        _UNREADABLE,
        "goes on in another file of the same archive",
        "put the volumes together by hand, add the inside",
    ),
    "bad_seal": (_UNREADABLE, "its sealed bytes do not open", "`tocsin verify`"),
    "no_access": (
        _UNREADABLE,
        "could not be opened at intake; nothing of it is sealed",
        "give access, add it again",
    ),
    "empty": (_SKIPPED, "has no bytes", ""),
    "no_text": (_SKIPPED, "was read and says nothing", ""),
    "system_file": (_SKIPPED, "belongs to an operating system", ""),
    "special_file": (_SKIPPED, "no file: a device, a pipe, a socket", ""),
    "link": (
        _SKIPPED,
        "a link; links are never followed",
        "add what it points to, if the intruder could reach it",
    ),
    "same_content": (_DUPLICATE, "the same bytes as an item before it, which speaks for it", ""),
    "pages_without_text": (_DONE, "some pages are pictures of text and were not read", "look at those pages"),
    "truncated": (_DONE, "what lay beyond a limit was not read", "look at the rest by hand"),
    "partly_corrupt": (_DONE, "part of it is damaged and was not read", "ask for another copy"),
    "characters_replaced": (_DONE, "some characters had no meaning and were replaced", ""),
    "count_differs": (_DONE, "its own directory claims another number of members", "look at it by hand"),
}
"""How items with each code end, what it means, and what to do."""


def elements_page() -> str:
    """Return the element codes, their words in letters, and what they do."""
    rows = [
        "# Element codes\n",
        "An element is a kind of data that the laws name. *Lists* says whether it puts someone on the list whose role "
        "is not shown ([who is listed](../explanation/who-is-listed.md)); *masked* elements are hidden in exports "
        "without `--reveal`. `tocsin find --only CODE,CODE` takes the same codes.\n",
        "| Code | In letters | Lists | Masked |",
        "|---|---|---|---|",
    ]
    for element in Element:
        words = element_words([element.value])
        spoken = words[-1] if len(words) > 1 or element is Element.NAME else ""
        lists = "no" if element in CONTEXT_ELEMENTS else "yes"
        masked = "yes" if element in SECRET_ELEMENTS else ""
        rows.append(f"| `{element.value}` | {spoken} | {lists} | {masked} |")
    return "\n".join(rows) + "\n"


def item_codes_page() -> str:
    """Return how items end, and the codes that say why; raises SystemExit for a code without words."""
    codes = [code.value for code in ItemCode if code.value]
    missing = [code for code in codes if code not in ITEM_WORDS]
    if missing:
        raise SystemExit(f"say in scripts/pages/lists.py what these item codes mean: {', '.join(missing)}")
    rows = [
        "# How items end\n",
        "Every item ends in one of four ways, and the four add up to what was taken. `done`: read. `unreadable`: what "
        "it holds is unknown, and unknown means exposed. `skipped`: there is nothing to read. `duplicate`: the same "
        "content was read elsewhere. The code says why; an item that is `done` has codes only for what of it was not "
        "read, joined by `;`. The list is `tocsin export DIR items`.\n",
        "| Status | Code | Means | What to do |",
        "|---|---|---|---|",
    ]
    rows += ["| {} | `{}` | {} | {} |".format(ITEM_WORDS[code][0], code, *ITEM_WORDS[code][1:]) for code in codes]
    return "\n".join(rows) + "\n"


def limits_page() -> str:
    """Return every limit of ``config.py`` with its value and meaning."""
    parts = [
        "# Limits\n",
        "All limits stand in one place, `src/tocsin/config.py`. What passes one is not lost quietly: "
        "the item says so.\n",
    ]
    for kind, limits in _LIMITS.items():
        words = _words(kind)
        parts += [
            f"## {(inspect.getdoc(kind) or '').rstrip('.')}\n",
            "| Limit | Value | What it bounds |",
            "|---|---|---|",
        ]
        for field in dataclasses.fields(limits):
            if not words.get(field.name):
                raise SystemExit(f"say in config.py what {kind.__name__}.{field.name} bounds")
            parts.append(
                f"| `{field.name}` | {_value(field.name, getattr(limits, field.name))} | {words[field.name]} |"
            )
        parts.append("")
    return "\n".join(parts)


def _words(kind: type) -> dict[str, str]:
    """Return the sentence that stands below each field of a dataclass."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    found, name = {}, ""
    for node in body.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
        elif name and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[name] = " ".join(str(node.value.value).split()).replace("``", "`")
            name = ""
    return found


def _value(name: str, value: int) -> str:
    if name.endswith("_bytes"):
        for unit, size in (("GiB", config.GIB), ("MiB", config.MIB), ("KiB", config.KIB)):
            if value % size == 0:
                return f"{value // size:,} {unit}"
    return f"{value:,} s" if name.endswith("_seconds") else f"{value:,}"
