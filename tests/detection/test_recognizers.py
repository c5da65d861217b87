"""Recognizers written for Presidio, as they are: small ones of the same shape, in the jail, on hostile text too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.detection.custom import Recognizers
from tocsin.detection.custom_file import DetectorsFileError, parse_custom
from tocsin.detection.engine import Detector
from tocsin.detection.recognizer_worker import MOST_BROKEN, CannotLoad, RecognizerWorker, faults_of
from tocsin.response.detectors import custom_of, read_detectors

SHAPE = """
import re
from dataclasses import dataclass


@dataclass
class Result:
    entity_type: str
    start: int
    end: int
    score: float


class Recognizer:
    def __init__(self, entity, pattern, score=0.6, context=(), language="en"):
        self.supported_entities, self.supported_language = [entity], language
        self.name, self.context, self.score = type(self).__name__, list(context), score
        self.pattern = re.compile(pattern)

    def analyze(self, text, entities, nlp_artifacts=None):
        found = self.pattern.finditer(text)
        return [Result(e, m.start(), m.end(), self.score) for e in entities for m in found]

class Ward(Recognizer):
    def __init__(self):
        super().__init__("WARD", r"W-\\d{3}")
"""
BADGE = SHAPE + 'ALL = [Ward, Recognizer("BADGE", r"\\d{5}", 0.3, ["badge"]), Recognizer("X", "x", language="de")]\n'
TABLE = 'entities = { WARD = "other_id", BADGE = "account_number", X = "none" }\n'
TOML = f'[[recognizers]]\nuse = "mine:ALL"\n{TABLE}'


def _custom(source: str = BADGE, toml: str = TOML) -> Detector:
    return Detector(custom=parse_custom(toml, {"mine.py": source}))


def _found(detector: Detector, text: str) -> list[tuple[str, str, float, str]]:
    spans = detector.find_spans(text)
    return [(s.element.value if s.element else "", text[s.start : s.end], s.score, s.detector) for s in spans]


def _worker(body: str, **settings: int) -> RecognizerWorker:
    """Return a worker with one recognizer whose ``analyze`` is this body."""
    lines = "\n".join(f"        {line}" for line in body.splitlines())
    source = SHAPE + f"class One(Ward):\n    def analyze(self, text, entities, nlp_artifacts=None):\n{lines}\n"
    return RecognizerWorker(Recognizers("mine", "One", source, entities=(("WARD", "other_id"),), **settings))  # type: ignore[arg-type]


def test_recognizers_find_what_they_found_and_context_raises_scores() -> None:
    detector = _custom()
    assert _found(detector, "moved to W-123, badge 44178 and then to the other house with 55123 x") == [
        ("other_id", "W-123", 0.6, "recognizer:Ward"),
        ("account_number", "44178", pytest.approx(0.65), "recognizer:Recognizer"),
    ]
    assert detector.custom.unread == 0


def test_what_types_are_not_wanted_or_unknown_is_said() -> None:
    assert faults_of([Recognizers("mine", "ALL", BADGE)]) == [
        "recognizers 1.entities must say what these types are: BADGE, WARD"
    ]
    assert faults_of([Recognizers("mine", "ALL", BADGE, entities=(("WARD", None), ("BADGE", None)))]) == []


@pytest.mark.parametrize(
    ("source", "attribute", "why"),
    [
        ("", "ALL", "no such module"),
        ("import nothing_of_the_kind", "ALL", "needs a module"),
        ("OTHER = 1", "ALL", "no such attribute"),
        ("ALL = 5", "ALL", "not recognizers"),
        ("ALL = []", "ALL", "no recognizers"),
        ("raise KeyError('Ann Lee')", "ALL", "failed to load KeyError"),
        ("ALL = ((((", "ALL", "failed to load SyntaxError"),
        ("import os; os._exit(1)", "ALL", "broke while loading"),
    ],
)
def test_why_they_cannot_be_loaded_is_said(source: str, attribute: str, why: str) -> None:
    assert faults_of([Recognizers("mine", attribute, source)]) == [f"recognizers 1 cannot be loaded: {why}"]


def test_a_function_or_a_registry_gives_them_too() -> None:
    source = BADGE + "class Registry:\n    recognizers = [Ward()]\ndef build():\n    return Registry()\n"
    assert _found(_custom(source, TOML.replace("ALL", "build")), "to W-123")[0][3] == "recognizer:Ward"


def test_what_prepares_texts_is_loaded_and_asked_where_they_need_it() -> None:
    source = BADGE + (
        "class Engine:\n"
        "    ready = False\n"
        "    def is_loaded(self): return self.ready\n"
        "    def load(self): self.ready = True\n"
        "    def process_text(self, text, language): return (self.ready, language, text.index('W-'))\n"
        "class Needs(Ward):\n"
        "    def analyze(self, text, entities, nlp_artifacts):\n"
        "        ready, language, at = nlp_artifacts\n"
        "        return [Result('WARD', at, at + 5, 0.8)] if ready and language == 'en' else []\n"
    )
    toml = f'[[recognizers]]\nuse = "mine:Needs"\nnlp = "Engine"\n{TABLE}'
    assert _found(_custom(source, toml), "to W-123")[0][3] == "recognizer:Needs"
    assert "no nlp engine" in faults_of([Recognizers("mine", "ALL", BADGE, nlp="Nothing")])[0]


def test_a_text_that_breaks_them_is_not_read_and_the_others_are() -> None:
    worker = _worker(
        "if text == 'raise': raise ValueError(text)\n"
        "if text == 'die':\n"
        "    import os\n"
        "    os._exit(1)\n"
        "if text == 'eat': text = bytearray(3_000_000_000)\n"
        "return super().analyze(text, entities)",
        memory_mib=256,
    )
    answers = worker.spans(["W-111", "raise", "W-222", "die", "eat", "W-333"])
    worker.end()
    assert [answer is None for answer in answers] == [False, True, False, True, True, False]
    assert [len(answer) for answer in answers if answer is not None] == [1, 1, 1]


def test_a_text_they_never_finish_is_given_up_by_processor_time() -> None:
    worker = _worker("import re\nre.match('(a+)+b', text)\nreturn super().analyze(text, entities)", seconds=1)
    answers = worker.spans(["W-111", "a" * 60, "W-222"])
    worker.end()
    assert [answer is None for answer in answers] == [False, True, False]


def test_what_breaks_again_and_again_is_asked_no_more() -> None:
    worker = _worker("import os\nos._exit(1)")
    worker._broken = MOST_BROKEN - 1
    assert worker.spans(["a", "b", "c"]) == [None, None, None]
    worker.end()


def test_they_reach_no_network_no_file_and_no_program() -> None:
    worker = _worker(
        "import socket, subprocess\n"
        "tries = [socket.socket, lambda: subprocess.run(['/bin/true']), lambda: open('/etc/passwd').read()]\n"
        "done = 0\n"
        "for one in tries:\n"
        "    try:\n"
        "        one()\n"
        "        done += 1\n"
        "    except Exception:\n"
        "        pass\n"
        "return [Result('WARD', 0, 1 + done, 0.9)]"
    )
    (answer,) = worker.spans(["abcdef"])
    worker.end()
    assert answer is not None
    assert [span.end for span in answer] == [1]


def test_finds_out_of_bounds_or_of_other_types_are_dropped() -> None:
    worker = _worker(
        "return [Result('WARD', a, b, s) for a, b, s in ((0, 99, 1), (-1, 2, 1), (3, 3, 1), (0, 2, 7))]"
        " + [Result('OTHER', 0, 2, 1)]"
    )
    (answer,) = worker.spans(["abcdef"])
    worker.end()
    assert answer is not None
    assert [(span.start, span.end, span.score) for span in answer] == [(0, 2, 1.0)]


def test_a_flood_of_finds_is_no_answer() -> None:
    worker = _worker("return [Result('WARD', 0, 1, 0.9)] * 60_000")
    assert worker.spans(["abc"]) == [None]
    worker.end()


def test_text_that_is_no_unicode_keeps_its_places() -> None:
    worker = _worker("return super().analyze(text, entities)")
    (answer,) = worker.spans(["\udcff\ud800 W-123"])
    worker.end()
    assert answer is not None
    assert [(span.start, span.end) for span in answer] == [(3, 8)]


REGISTRY = r"""
recognizers:
  - name: Ward recognizer
    supported_languages:
      - language: en
        context: [ward]
      - language: de
    supported_entity: WARD
    patterns:
      - {name: ward, regex: 'w-\d{3}', score: 0.4}
  - {name: Titles, supported_entity: TITLE, deny_list: [Dr., Prof.], deny_list_score: 0.7}
  - {name: off, enabled: false, supported_entity: OFF, deny_list: [x]}
  - {name: German, supported_language: de, supported_entity: DE, deny_list: [x]}
"""
BY_YAML = '[[recognizers]]\nregistry = "r.yaml"\nentities = { WARD = "other_id", TITLE = "username" }\n'


def test_a_registry_in_yaml_is_read_without_presidio(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(REGISTRY)
    (tmp_path / "own.toml").write_text(BY_YAML)
    detector = Detector(custom=custom_of(read_detectors(tmp_path / "own.toml")))
    assert _found(detector, "on ward W-123 with Prof. and Dr.")[:2] == [
        ("other_id", "W-123", 0.75, "recognizer:Ward_recognizer"),
        ("username", "Prof.", 0.7, "recognizer:Titles"),
    ]


@pytest.mark.parametrize(
    ("registry", "why"),
    [
        ("recognizers: [", "not yaml"),
        ("other: 1", "no recognizers"),
        ("recognizers: [5]", "bad recognizer"),
        ("recognizers: [{name: a, supported_entity: A, patterns: [{regex: '(', score: 1}]}]", "bad pattern"),
        ("recognizers: [{name: a, deny_list: [x]}]", "bad recognizer"),
        ("recognizers: [CreditCardRecognizer]", "needs presidio"),
    ],
)
def test_why_a_registry_cannot_be_used_is_said(tmp_path: Path, registry: str, why: str) -> None:
    (tmp_path / "r.yaml").write_text(registry)
    (tmp_path / "own.toml").write_text(BY_YAML)
    with pytest.raises(DetectorsFileError, match=f"recognizers 1 cannot be loaded: {why}"):
        read_detectors(tmp_path / "own.toml")


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("[[recognizers]]", "recognizers 1.use or registry must be given"),
        ('[[recognizers]]\nuse = "mine"', "recognizers 1.use must be module:attribute"),
        ('[[recognizers]]\nregistry = "../r.yaml"', "recognizers 1.registry must name a YAML file"),
        (TOML + 'nlp = "a.b"', "recognizers 1.nlp must name an attribute"),
        (TOML + "seconds = 0", "recognizers 1.seconds must be a whole number"),
        (TOML.replace('"none"', '"ward"'), "recognizers 1.entities number 3 must be"),
    ],
)
def test_faults_name_the_key(toml: str, fault: str) -> None:
    with pytest.raises(DetectorsFileError) as told:
        parse_custom(toml, {"mine.py": BADGE})
    assert fault in str(told.value)


def test_the_code_beside_the_file_is_kept_with_it(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(BADGE)
    (tmp_path / "own.toml").write_text(TOML)
    bundle = read_detectors(tmp_path / "own.toml")
    (tmp_path / "mine.py").unlink()
    assert _found(Detector(custom=custom_of(bundle)), "to W-123")[0][3] == "recognizer:Ward"


def test_a_child_that_cannot_load_is_told_once_started() -> None:
    with pytest.raises(CannotLoad):
        RecognizerWorker(Recognizers("nothing_here", "ALL")).start()
