"""One small exercise of every kind that the question widget shows, for its tests; SECRET stands only in keys."""

from builders import a_case, a_case_of, a_question
from medcoding.exercises import parse_case

RECORD = "Line one is fine.\nLine two is wrong.\nTotal time today 25 minutes."


def _inpatient(kind, key):
    text = a_case(key=key, setting="inpatient").replace("kind: codes", f"kind: {kind}")
    return parse_case(text, "a-case.md")


SAMPLES = {
    "choice": a_question("choice", "options: [{text: a, right: true, says: SECRET}, {text: b, says: SECRET}]"),
    "choice of several": a_question(
        "choice",
        "points: 2\noptions: [{text: a, right: true, says: SECRET}, {text: b, right: true, says: SECRET},"
        " {text: c, says: SECRET}]",
    ),
    "match": a_question(
        "match",
        "pairs: [{left: a, right: x, says: SECRET}, {left: b, right: y, says: SECRET}]\ndecoys: [z]",
    ),
    "order": a_question("order", "items: [{text: a, says: SECRET}, {text: b, says: SECRET}, {text: c, says: SECRET}]"),
    "number": a_question("number", "value: 7\nunit: mg\nnear_misses: [{value: 5, says: SECRET}]"),
    "number with units": a_question("number", "value: 7.5\nunit: mg\nunits: [mg, g]"),
    "term to take apart": a_question(
        "term",
        "task: take-apart\nword: hepatomegaly\nmeaning: SECRET\ndecoys: [skin, small]\n"
        "parts: [{part: hepat, role: root, means: liver}, {part: o, role: combining-vowel},"
        " {part: megaly, role: suffix, means: large}]",
    ),
    "term to build": a_question(
        "term",
        "task: build\nword: hepatomegaly\nmeaning: large liver\ndecoys: [derm, micr]\naccept: [SECRET]\n"
        "parts: [{part: hepat, role: root, means: liver}, {part: o, role: combining-vowel},"
        " {part: megaly, role: suffix, means: large}]",
    ),
    "review": a_case_of(
        "review",
        "lines:\n  - {label: missing, points: 2, evidence: Line two is wrong., why: SECRET, cite: y}\n",
        RECORD,
    ),
    "query": a_case_of(
        "query",
        "why: SECRET\ncite: SECRET\npoints: 4\n"
        "indicators: [{name: SECRET, words: [two], evidence: Line two is wrong.}]\n"
        "leading: [SECRET disease]\nrubric: [SECRET]\n"
        "model: |\n  Line two is wrong. Which diagnosis explains it?\n  - One\n  - Other\n  - Unable to determine\n",
        RECORD,
    ),
    "em": a_case_of(
        "em",
        "visit: office-established\n"
        "problems: {level: moderate, why: SECRET, cite: x, evidence: Line one is fine.}\n"
        "data: {level: low, why: SECRET, cite: x, evidence: Line two is wrong.}\n"
        "risk: {level: moderate, why: SECRET, cite: x, evidence: Line one is fine.}\n"
        "time: {minutes: 25, why: SECRET, cite: x, evidence: Total time today 25 minutes.}\n"
        "level: moderate\npoints: 6\nwhy: SECRET\ncite: x\n",
        RECORD,
    ),
    "pcs": _inpatient("pcs", "code: 0SR90J9\npoints: 4\nwhy: SECRET\ncite: B3.2"),
    "drg": _inpatient(
        "drg",
        "principal: A41.9\nsecondary:\n  - {code: R65.20, level: none, why: SECRET}\n  - {code: N39.0, level: CC}\n"
        'drg: {expected: "872", base_rate: 6500}\npoints: 6\nwhy: SECRET\ncite: x',
    ),
}

# Values that our own front end never sends, by kind; for `order` three items, and so on.
HOSTILE = {
    "choice": [
        {"chosen": ["a", "b"]},
        {"chosen": ["forged"]},
        {"chosen": "a"},
        {"chosen": [1]},
        {"chosen": ["a"] * 99},
    ],
    "choice of several": [{"chosen": {"a": 1}}, {"chosen": [["a"]]}],
    "match": [{"pairs": []}, {"pairs": {"a": "forged"}}, {"pairs": {"forged": "x"}}, {"pairs": {"a": ["x"]}}],
    "order": [{"order": ["a", "a"]}, {"order": ["forged"]}, {"order": "abc"}, {"order": [None]}],
    "number": [{"value": ["7"]}, {"value": "7" * 500}, {"value": True}, {"value": "\ud800"}],
    "number with units": [{"value": "7", "unit": "forged"}, {"value": "7", "unit": 3}],
    "term to take apart": [
        {"parts": [{"part": "hepato"}]},
        {"parts": ["hepatomegaly"]},
        {"parts": [{"part": "hepatomegaly", "meaning": "forged"}]},
        {"parts": {}},
    ],
    "term to build": [{"tiles": ["forged"]}, {"tiles": ["o"] * 99}, {"tiles": {"o": 1}}],
    "review": [{"marks": [{"span": "forged"}]}, {"marks": [{"span": "Line one is fine."}] * 2}, {"marks": [1]}],
    "query": [{"text": "x" * 9000}, {"text": ["x"]}, {"text": "half a \udc00 character, and enough besides"}],
    "em": [{"problems": "forged"}, {"level": ["low"]}, {"minutes": "soon"}, {"minutes": "-1"}, {"minutes": 10**9}],
    "pcs": [{"characters": ["00"]}, {"characters": ["0"] * 8}, {"characters": "0SR"}, {"code": "0SR90J90"}],
    "drg": [{"principal": 5}, {"levels": [{"code": "N39.0", "level": "forged"}]}, {"levels": "CC"}, {"drg": ["872"]}],
}
