"""Every rule for templates refuses a template that breaks it, naming rule and citation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.notices.incident import law, made, person, setting
from tocsin.notices.compose import letter_of
from tocsin.notices.house import LANGUAGES, House, Picture, shipped_house, shipped_template
from tocsin.notices.house_file import read_house
from tocsin.notices.letters import letters_pdf
from tocsin.notices.rules import TemplateFault, faults_of, template_rules
from tocsin.notices.template import house_text, read_template
from tocsin.response.houses import TemplateError, checked_house, copy_house, files_of

Change = Callable[[dict[str, Any]], None]


def _judged(change: Change, house: House | None = None) -> list[TemplateFault]:
    tree = yaml.safe_load(house_text("en"))
    change(tree)
    template, faults = read_template(yaml.safe_dump(tree, allow_unicode=True))
    assert template is not None, faults
    return faults_of(template, house or shipped_house(), law())


def _sentences(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every sentence of the parts that is a table."""
    found = []
    for part in tree["parts"]:
        for block in part["content"]:
            rows = [block["paragraph"]] if "paragraph" in block else block.get("points") or block.get("box") or []
            found += [s for row in rows for s in row if isinstance(s, dict)]
    return found


def _unsay(*codes: str) -> Change:
    """Return a change that takes a promise back wherever it stands."""

    def change(tree: dict[str, Any]) -> None:
        for sentence in _sentences(tree):
            sentence["says"] = [code for code in sentence.get("says", []) if code not in codes]
        for part in tree["parts"]:
            for block in part["content"]:
                block["says"] = [c for c in block.get("says", []) if c not in codes] if "show" in block else None
                if not block["says"]:
                    del block["says"]

    return change


def _reword(old: str, new: str) -> Change:
    def change(tree: dict[str, Any]) -> None:
        hits = 0
        for sentence in _sentences(tree):
            hits += old in sentence["text"]
            sentence["text"] = sentence["text"].replace(old, new)
        assert hits

    return change


def _add(part: int, sentence: dict[str, Any] | str) -> Change:
    return lambda tree: tree["parts"][part]["content"].append({"paragraph": [sentence]})


def _set(*path: str, value: str) -> Change:
    def change(tree: dict[str, Any]) -> None:
        for key in path[:-1]:
            tree = tree[key]
        tree[path[-1]] = value

    return change


def _drop(circumstance: str) -> Change:
    """Return a change that takes out what only that circumstance says."""

    def change(tree: dict[str, Any]) -> None:
        for sentence in _sentences(tree):
            if circumstance in sentence.get("only", []):
                sentence["text"] = sentence["text"].replace("{name}", "somebody")

    return change


def _ungate(tree: dict[str, Any]) -> None:
    for sentence in _sentences(tree):
        if "To enroll" in sentence["text"]:
            sentence |= {"text": "To enroll, call us.", "only": []}


def _no_list(tree: dict[str, Any]) -> None:
    tree["parts"][1]["content"] = [b for b in tree["parts"][1]["content"] if b.get("show") != "elements"]


def _no_how(tree: dict[str, Any]) -> None:
    for sentence in _sentences(tree):
        sentence["text"] = re.sub(r"\{[Hh]ow\}", "something happened", sentence["text"])


def _nature_for_all(tree: dict[str, Any]) -> None:
    for sentence in _sentences(tree):
        sentence["unless"] = [u for u in sentence.get("unless", []) if u != "nature_kept_back"]


_LONG = " ".join(["We", *["really"] * 50, "regret", "this."])
WRONG: dict[str, Change] = {
    "title": _set("title", value="An Important Update"),
    "parts": lambda tree: tree["parts"].reverse(),
    "headings": lambda tree: tree["parts"][0].update(heading="Our Commitment to You"),
    "what-happened": _no_how,
    "date-of-breach": _unsay("breach_date"),
    "date-of-discovery": _unsay("discovery_date"),
    "kinds-of-data": _no_list,
    "no-values": _add(1, "Your number 123-45-6789 was there."),
    "protective-steps": _unsay("protective_steps"),
    "investigation": _unsay("investigation"),
    "mitigation": _unsay("mitigation"),
    "prevention": _unsay("prevention"),
    "contact": _reword("{ways}", "come and see us"),
    "plain-language": _add(0, _LONG),
    "addressee": _set("salutation", value="Dear {name}:"),
    "about-whom": _set("about", value="About: your family"),
    "not-the-parents-data": lambda tree: tree["words"]["whose"].update(other="your"),
    "parent-told-why": _drop("minor"),
    "kin-told-why": _drop("deceased"),
    "who-writes": _reword("provides services to {entities}", "has it"),
    "reference": _set("reference", value="Reference for {name}"),
    "quiet-window": _set("addressees", "next_of_kin", value="Next of Kin of our patient {name}"),
    "other-language": _set("other_language", value="Ask us for other languages."),
    "no-empty-offer": _ungate,
    "offer": _reword("for {months} months", "for some time"),
    "no-payment-card": _add(2, "Please enter your credit card to enroll."),
    "no-waiver": _add(2, "By enrolling you waive your right to sue."),
    "no-selling": _add(2, "Upgrade to our premium plan."),
    "no-number-of-people": _add(0, "The files spoke of 12,500 patients."),
    "delay": _unsay("le_delay_statement"),
    "state-forbids-nature": _nature_for_all,
    "state-forbids-resident_count": _add(0, "We found {resident_count} in your state."),
}
LOOKS: dict[str, House] = {
    "print-size": replace(shipped_house(), look=replace(shipped_house().look, text_points=9.0)),
    "window": replace(shipped_house(), look=replace(shipped_house().look, window_top=120.0)),
    "alternatives": replace(shipped_house(), logo=Picture(b"<svg/>", "svg", " ")),
}
CITATIONS = {rule.id: rule.citation for rule in template_rules(law())}
ASKED = [rule for rule in CITATIONS if rule.startswith("state-asks-")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_templates_break_no_rule(language: str) -> None:
    assert faults_of(shipped_template(language), shipped_house(), law()) == []


@pytest.mark.parametrize("rule", WRONG)
def test_a_wrong_template_is_refused_with_rule_and_citation(rule: str) -> None:
    faults = {fault.rule: fault for fault in _judged(WRONG[rule])}
    assert faults[rule].citation == CITATIONS[rule]
    assert CITATIONS[rule] in faults[rule].words()


@pytest.mark.parametrize("rule", LOOKS)
def test_a_wrong_look_is_refused_with_rule_and_citation(rule: str) -> None:
    assert [(f.rule, f.citation) for f in _judged(lambda tree: None, LOOKS[rule])] == [(rule, CITATIONS[rule])]


@pytest.mark.parametrize("rule", ASKED)
def test_what_a_state_asks_for_cannot_be_left_out(rule: str) -> None:
    code = rule.removeprefix("state-asks-")

    def change(tree: dict[str, Any]) -> None:
        _unsay(code)(tree)
        tree["state"]["codes"].pop(code, None)

    assert rule in {fault.rule for fault in _judged(change)}


def test_every_rule_has_its_wrong_template_and_its_citation() -> None:
    assert set(CITATIONS) == {*WRONG, *LOOKS, *ASKED}
    assert all(CITATIONS.values())
    assert len(WRONG) + len(LOOKS) >= 30


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[", "it is not YAML"),
        ("- a", "it must be a table of keys"),
        (house_text("en").replace("{whose} health", "{ssn} health"), "{ssn} is no place for a value"),
        (house_text("en").replace("only: [delayed]", "only: [often]"), "must be a list of"),
        (house_text("en").replace("show: elements", "show: names"), "must be a paragraph, points, a box"),
        (house_text("en").replace("- part: what_happened", "- part: preface"), "part must be one of"),
        (house_text("en").replace("closing: Sincerely,", ""), "closing is missing"),
        (house_text("en") + "\nfootnote: x\n", "footnote is not a known key"),
        (house_text("en").replace("says: [prevention]", "tells: [prevention]"), "tells is not a known key"),
    ],
)
def test_a_template_that_cannot_be_read_says_why(text: str, fault: str) -> None:
    template, faults = read_template(text)
    assert template is None and any(fault in told for told in faults)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><rect width="90" height="40" fill="#246"/></svg>'
OURS = (
    b"signatory: A. Example\nsignatory_title: Privacy Officer\nphone: 800-555-0199\n"
    b"logo: {file: logo.svg, alternative: Logo of Gulf Coast}\n"
)


def test_an_organization_has_its_own_logo_signature_and_telephone() -> None:
    house, faults = read_house({"house.yaml": OURS, "logo.svg": SVG})
    assert house is not None and not faults
    mine = replace(setting(), houses={"gulf": house})
    one = letter_of(made(person()).rows[0], mine)
    assert one.house == "gulf"
    assert list(one.signatory[:2]) == ["A. Example", "Privacy Officer"]
    assert "800-555-0199" in one.text() and "To enroll, call 800-555-0100" in one.text()
    both = letter_of(made(person(covered_entities="gulf;blue")).rows[0], mine)
    assert both.house == "" and "A. Example" not in both.text()
    assert b"Logo of Gulf Coast" in letters_pdf([one], mine.houses) or letters_pdf([one], mine.houses) != letters_pdf(
        [one]
    )


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"house.yaml": b"["}, "it is not YAML"),
        ({"house.yaml": b"- a"}, "it must be a table of keys"),
        ({"house.yaml": b"color: red"}, "color is not a known key"),
        ({"house.yaml": b"phone: 8005550100"}, "phone must be a text"),
        ({"house.yaml": b"logo: {file: logo.gif}", "logo.gif": b"x"}, "must be an SVG, PNG or JPEG"),
        ({"house.yaml": b"logo: {file: logo.svg}"}, "that stands in the folder"),
        ({"house.yaml": b"logo: {file: a.png}", "a.png": b"x" * 300_001}, "larger than"),
        ({"house.yaml": b"look: {font: big}"}, "look knows"),
        ({"house.yaml": b"look: {text_points: big}"}, "must be numbers"),
        ({"letter-es.yaml": house_text("en").encode()}, "language must be es"),
    ],
)
def test_a_house_that_cannot_be_read_says_why(files: dict[str, bytes], fault: str) -> None:
    house, faults = read_house(files)
    assert house is None and any(fault in told for told in faults)


def test_what_is_copied_passes_and_what_is_spoilt_does_not(tmp_path: Path) -> None:
    copy_house(tmp_path / "ours")
    assert checked_house(files_of(tmp_path / "ours"), date(2026, 1, 1)).signatory == ""
    spoilt = tmp_path / "ours/letter-es.yaml"
    spoilt.write_text(spoilt.read_text(encoding="utf-8").replace("{discovered}", "un día"), encoding="utf-8")
    checked_house(files_of(tmp_path / "ours"), date(2026, 1, 1))
    spoilt.write_text(
        spoilt.read_text(encoding="utf-8").replace("says: [discovery_date]", "says: []"), encoding="utf-8"
    )
    with pytest.raises(TemplateError, match=r"letter-es.yaml: date-of-discovery: .*164\.404\(c\)\(1\)\(A\)"):
        checked_house(files_of(tmp_path / "ours"), date(2026, 1, 1))
