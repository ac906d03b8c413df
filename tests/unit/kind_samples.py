"""One exercise of every short kind, worth enough points for shares to show; for tests of what holds of all kinds."""

from builders import a_case_of, a_question

RECORD = "Line one is fine.\nLine two is wrong.\nLine three is odd.\nLine four is fine.\nLine five says 25 minutes."
LEVELS = ["straightforward", "low", "moderate", "high"]

EXERCISES = {
    "choice": a_question(
        "choice",
        "points: 3\noptions: [{text: a, right: true, says: A}, {text: b, right: true, says: B},"
        " {text: c, right: true, says: C}, {text: d, says: D}, {text: e, says: E}]",
    ),
    "choice-one": a_question("choice", "options: [{text: a, right: true, says: A}, {text: b, says: B}]"),
    "match": a_question(
        "match",
        "points: 2\npairs: [{left: a, right: x}, {left: b, right: y}, {left: c, right: y}]\ndecoys: [z]",
    ),
    "order": a_question("order", "points: 2.5\nitems: [{text: a}, {text: b}, {text: c}, {text: d}, {text: e}]"),
    "term-apart": a_question(
        "term",
        "points: 2\ntask: take-apart\nword: hepatomegaly\nmeaning: large liver\ndecoys: [skin, small]\n"
        "parts: [{part: hepat, role: root, means: liver}, {part: o, role: combining-vowel},"
        " {part: megaly, role: suffix, means: large}]",
    ),
    "term-build": a_question(
        "term",
        "points: 2\ntask: build\nword: hepatomegaly\nmeaning: large liver\ndecoys: [derm, micr]\n"
        "parts: [{part: hepat, role: root, means: liver}, {part: o, role: combining-vowel},"
        " {part: megaly, role: suffix, means: large}]",
    ),
    "number": a_question(
        "number",
        "points: 2\nvalue: 7\nunit: mg\nunits: [mg, g]\nrounding: up\nunrounded: 6.5\n"
        "near_misses: [{value: 5, says: No., credit: 0.3}]",
    ),
    "review": a_case_of(
        "review",
        "lines:\n"
        "  - {label: missing, points: 2, evidence: Line two is wrong., why: x, cite: y}\n"
        "  - {label: contradictory, points: 1.5, evidence: [Line three is odd., 25 minutes], why: x, cite: y}\n",
        RECORD,
    ),
    "em": a_case_of(
        "em",
        "visit: office-new\nlevel: moderate\npoints: 3\nwhy: x\ncite: y\n"
        "problems: {level: moderate, why: x, cite: y, evidence: fine}\n"
        "data: {level: low, why: x, cite: y, evidence: fine}\n"
        "risk: {level: high, why: x, cite: y, evidence: fine}\n"
        "time: {minutes: 25, why: x, cite: y, evidence: 25 minutes}\n",
        RECORD,
    ),
    "query": a_case_of(
        "query",
        "points: 4\nwhy: x\ncite: y\nrubric: z\nmodel: What explains that line two is wrong?\nopen: true\n"
        "indicators: [{name: line two, words: line two, evidence: Line two}]",
        RECORD,
    ),
}
