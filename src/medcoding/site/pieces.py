"""What the scorer says of an answer piece by piece, for the kinds whose answers fall into pieces.

A piece is the least that the scorer judges by itself: an option, a pair, an item behind another, a marked line.
It is asked about each piece alone. An answer's verdict is then the findings of its pieces, and what every one of
them leaves missed. `front/pieces.js` names the pieces of an answer as this module does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.exercises.model import Exercise
from medcoding.kinds.number import Key as NumberKey
from medcoding.kinds.review.key import Key as ReviewKey
from medcoding.kinds.review.key import Label
from medcoding.kinds.term.key import Key as TermKey
from medcoding.kinds.term.key import PartRole, Task
from medcoding.rendering.record import record_spans
from medcoding.scoring import score
from medcoding.scoring.model import Finding, Verdict
from medcoding.site.findings import CODE, Findings, without_points

# (the piece's name, the answer that holds it alone, the answer without it)
_Probe = tuple[str, dict[str, Any], dict[str, Any]]
# Stand for a number, and for a text that is none; both shorter than where thousands would be parted.
_NO_NUMBER, _NO_TEXT = "983", "?"


def foresee_pieces(exercise: Exercise, findings: Findings) -> dict[str, Any] | None:
    """The verdict of each piece, as JSON-able columns; None for a kind whose answers do not fall into pieces.

    `pieces` is piece -> [findings, what it leaves missed]; `missed` what is missed when nothing is entered;
    `slots` the findings of a term's parts that were not cut out; `other` of a piece that was not foreseen.
    """
    if exercise.kind == "term" and _task(exercise) is Task.APART:
        return _foresee_apart(exercise, findings)
    probes = {
        "choice": _of_choice,
        "match": _of_match,
        "order": _of_order,
        "review": _of_review,
        "number": _of_number,
        "term": _of_word,
    }.get(exercise.kind)
    if probes is None:
        return None
    pieces = {name: _judged(exercise, findings, answer, without) for name, answer, without in probes(exercise)}
    found: dict[str, Any] = {"pieces": pieces, "missed": _judged(exercise, findings, {}, {})[1]}
    if exercise.kind == "number":
        key: NumberKey = exercise.key
        units = key.units or ("",)
        found["other"] = {unit: _other_number(exercise, findings, _NO_NUMBER, unit) for unit in units}
        found["text"] = _other_number(exercise, findings, _NO_TEXT, key.unit if key.units else "")
    return found


def _judged(
    exercise: Exercise, findings: Findings, answer: dict[str, Any], without: dict[str, Any]
) -> tuple[list[int], list[int]]:
    """What the scorer says of an answer that it does not say without the piece, and what it finds missed."""
    before = [found for _, found in _scored(exercise, without)] if without else []
    after = list(_scored(exercise, answer))
    said = [
        findings.add(found, place)
        for place, found in after
        if found.verdict is not Verdict.MISSED and found not in before
    ]
    return said, [findings.add(found, place) for place, found in after if found.verdict is Verdict.MISSED]


def _scored(exercise: Exercise, answer: dict[str, Any]) -> Iterator[tuple[int, Finding]]:
    """The findings of an answer, each with its place among them.

    The evidence for the key as a whole, which the scorer tells with whatever comes first, is left to the record.
    """
    whole = exercise.key.grounds.evidence
    found = score(exercise, RawAnswer(exercise.slug, answer, exercise.variant)).findings
    return enumerate(without_points(each, whole) for each in found)


def _name(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _of_choice(exercise: Exercise) -> Iterator[_Probe]:
    for text in exercise.given["options"]:
        yield _name(text), {"chosen": [text]}, {}


def _of_match(exercise: Exercise) -> Iterator[_Probe]:
    for left, right in product(exercise.given["left"], exercise.given["right"]):
        yield _name(left, right), {"pairs": {left: right}}, {}


def _of_order(exercise: Exercise) -> Iterator[_Probe]:
    items = exercise.given["items"]
    for item in items:
        yield _name("", item), {"order": [item]}, {}
    for before, item in product(items, items):
        if before != item:
            yield _name(before, item), {"order": [before, item]}, {"order": [before]}


def _of_review(exercise: Exercise) -> Iterator[_Probe]:
    for span, label in product(dict.fromkeys(record_spans(exercise)), ("", *Label)):
        yield _name(span, str(label)), {"marks": [{"span": span, "label": str(label)}]}, {}
    key: ReviewKey = exercise.key
    for line in key.lines:  # where more than one place must be marked, all of them together
        if len(line.spans) > 1 and not line.any_of:
            marks = [{"span": span, "label": line.label.value} for span in line.spans]
            yield _name(*(_name(mark["span"], mark["label"]) for mark in marks)), {"marks": marks}, {}


def _of_number(exercise: Exercise) -> Iterator[_Probe]:
    key: NumberKey = exercise.key
    for value, unit in product(_numbers(key), key.units or ("",)):
        yield _name(plain_number(value), unit), {"value": format(value, "f"), "unit": unit}, {}


def _numbers(key: NumberKey) -> Iterator[Decimal]:
    """The numbers that the key has something to say of: right ones, the near misses, the unrounded."""
    step = Decimal(1).scaleb(-key.places)
    at = key.value - key.tolerance
    for _ in range(2000):
        if at > key.value + key.tolerance:
            break
        yield at
        at += step
    yield key.value
    yield from (miss.value for miss in key.near_misses)
    if key.unrounded is not None:
        yield key.unrounded
        yield from (round(key.unrounded, places) for places in range(1, 5))


def plain_number(value: Decimal) -> str:
    """A number as its piece is named: no zeros at the end, no sign before zero."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _of_word(exercise: Exercise) -> Iterator[_Probe]:
    """A word that was built is right or not; what is not right is set beside the model answer."""
    key: TermKey = exercise.key
    tiles = [part.text for part in key.parts]
    yield _name("".join(tiles).lower()), {"tiles": tiles}, {}


def _other_number(exercise: Exercise, findings: Findings, written: str, unit: str) -> int:
    """What is said of a number that was not foreseen, with a gap where the page puts what was written."""
    ((_, found),) = _scored(exercise, {"value": written, "unit": unit})
    return findings.add(replace(found, code=found.code.replace(written, CODE)))


def _task(exercise: Exercise) -> Task:
    key: TermKey = exercise.key
    return key.task


def _foresee_apart(exercise: Exercise, findings: Findings) -> dict[str, Any]:
    """A word taken apart: each part of the key with each role and meaning, and left uncut."""
    key: TermKey = exercise.key
    word = str(exercise.given["word"])
    pieces: dict[str, tuple[list[int], list[int]]] = {}
    slots: list[list[int]] = []
    start = 0
    for place, part in enumerate(key.parts):
        end = start + len(part.text)
        uncut = {"parts": [{"part": word, "role": "", "meaning": ""}]}
        whole = start == 0 and end == len(word)
        missed = [found for _, found in _scored(exercise, {} if whole else uncut)][place]
        slots.append([start, end, findings.add(missed, place)])
        for role, meaning in product(("", *PartRole), ("", *exercise.given["meanings"])):
            cut = [
                {
                    "part": text,
                    "role": str(role) if text is part.text else "",
                    "meaning": meaning if text is part.text else "",
                }
                for text in (word[:start], part.text, word[end:])
                if text
            ]
            found = [each for _, each in _scored(exercise, {"parts": cut})][place]
            pieces[_name(start, end, str(role), meaning)] = ([findings.add(found, place)], [])
        start = end
    return {"pieces": pieces, "missed": [], "slots": slots}
