"""What must hold of every score of every short kind, whatever a learner enters."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import entered
from medcoding.kinds import kind_of
from medcoding.rendering import render_static
from medcoding.scoring import possible, score
from unit.kind_samples import EXERCISES, LEVELS, RECORD

SPANS = RECORD.split("\n")


def cut(word):
    """Every way to cut a word at some of its letters, with roles and meanings drawn at random."""
    piece = st.tuples(
        st.sampled_from(["", "root", "suffix", "combining-vowel"]), st.sampled_from(["", "liver", "large", "skin"])
    )
    cuts = st.sets(st.integers(1, len(word) - 1), max_size=4).map(lambda at: [0, *sorted(at), len(word)])
    return st.tuples(cuts, st.lists(piece, min_size=6, max_size=6)).map(
        lambda drawn: [
            {"part": word[start:end], "role": role, "meaning": meaning}
            for (start, end), (role, meaning) in zip(zip(drawn[0], drawn[0][1:], strict=False), drawn[1], strict=False)
        ]
    )


FIELDS = {
    "choice": st.fixed_dictionaries({"chosen": st.lists(st.sampled_from("abcde"), unique=True)}),
    "choice-one": st.fixed_dictionaries({"chosen": st.lists(st.sampled_from("ab"), max_size=1)}),
    "match": st.fixed_dictionaries({"pairs": st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"))}),
    "order": st.fixed_dictionaries({"order": st.lists(st.sampled_from("abcde"), unique=True)}),
    "term-apart": st.fixed_dictionaries({"parts": cut("hepatomegaly")}),
    "term-build": st.fixed_dictionaries(
        {"tiles": st.lists(st.sampled_from(["hepat", "o", "megaly", "derm", "micr"]), max_size=6)}
    ),
    "number": st.fixed_dictionaries(
        {"value": st.sampled_from(["", "7", "6.5", "5", "70", "x"]), "unit": st.sampled_from(["", "mg", "g"])}
    ),
    "review": st.fixed_dictionaries(
        {
            "marks": st.lists(
                st.fixed_dictionaries(
                    {"span": st.sampled_from(SPANS), "label": st.sampled_from(["missing", "contradictory", ""])}
                ),
                unique_by=lambda mark: mark["span"],
            )
        }
    ),
    "em": st.fixed_dictionaries(
        {
            **dict.fromkeys(("problems", "data", "risk", "level"), st.sampled_from(["", *LEVELS])),
            "minutes": st.sampled_from(["", "25", "40"]),
        }
    ),
    "query": st.fixed_dictionaries({"text": st.text(max_size=300)}),
}
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
NAMES = ["chosen", "pairs", "order", "parts", "tiles", "value", "unit", "marks", "problems", "level", "minutes", "text"]
every = pytest.mark.parametrize("name", list(EXERCISES))
quick = settings(max_examples=40, deadline=None)


def points(name, fields):
    exercise = EXERCISES[name]
    return score(exercise, entered(exercise, **fields)).points


@every
def test_the_key_scores_full_and_nothing_scores_zero(name):
    exercise = EXERCISES[name]
    full = score(exercise, kind_of(exercise.kind).full_answer(exercise))
    assert not full.problem
    assert full.points == (0.0 if full.manual else possible(exercise))
    assert score(exercise, None).points == points(name, {}) == 0.0
    assert list(kind_of(exercise.kind).check(exercise)) == []


@every
@quick
@given(data=st.data())
def test_a_score_is_a_bounded_float_and_the_same_every_time(name, data):
    exercise = EXERCISES[name]
    answer = entered(exercise, **data.draw(FIELDS[name]))
    first, second = score(exercise, answer), score(exercise, answer)
    assert first == second
    assert type(first.points) is float
    assert math.isfinite(first.points)
    assert 0.0 <= first.points <= first.possible
    assert 0.0 <= first.accuracy <= 1.0
    assert all(0.0 <= found.credit <= 1.0 for found in first.findings)
    # Points beside the lines add up to the score, or to more where extra entries cost.
    assert sum(found.points for found in first.findings) >= first.points - 0.006


@every
@quick
@given(fields=st.dictionaries(st.sampled_from(NAMES), JUNK))
def test_nothing_that_is_handed_in_breaks_scoring_or_rendering(name, fields):
    exercise = EXERCISES[name]
    answer = entered(exercise, **fields)
    result = score(exercise, answer)
    assert 0.0 <= result.points <= result.possible
    form = kind_of(exercise.kind).form(exercise.without_key(), answer)
    assert form.says
    # What cannot be scored is not called well formed, and the other way round.
    assert bool(result.problem) <= (not form.well_formed)
    assert "<article" in render_static(exercise, answer, result)


def fuller(name, fields):
    """The same answer with one more thing right in it: one for each thing that is not there yet."""
    if name in ("choice", "choice-one"):
        right = "abc" if name == "choice" else "a"
        yield from ({"chosen": [*fields["chosen"], text]} for text in right if text not in fields["chosen"])
    elif name == "match":
        yield from ({"pairs": {**fields["pairs"], left: right}} for left, right in zip("abc", "xyy", strict=True))
    elif name == "order":
        # Behind the run that ends with its predecessor, or in front for the first.
        for place, text in enumerate("abcde"):
            order = [item for item in fields["order"] if item != text]
            if text not in fields["order"] and (place == 0 or "abcde"[place - 1] in order):
                at = order.index("abcde"[place - 1]) + 1 if place else 0
                yield {"order": [*order[:at], text, *order[at:]]}
    elif name == "term-build":
        for place, text in enumerate(["hepat", "o", "megaly"]):
            if text not in fields["tiles"]:
                at = [0, len(fields["tiles"]) // 2, len(fields["tiles"])][place]
                if not set(fields["tiles"]) & {"hepat", "o", "megaly"}:
                    yield {"tiles": [*fields["tiles"][:at], text, *fields["tiles"][at:]]}
    elif name == "term-apart":
        for at, part in enumerate(fields["parts"]):
            right = {"hepat": ("root", "liver"), "o": ("combining-vowel", ""), "megaly": ("suffix", "large")}
            if part["part"] in right:
                role, meaning = right[part["part"]]
                more = {"part": part["part"], "role": role, "meaning": meaning}
                yield {"parts": [*fields["parts"][:at], more, *fields["parts"][at + 1 :]]}
    elif name == "number":
        yield {"value": "7", "unit": fields["unit"]}
        yield {"value": fields["value"], "unit": "mg"}
    elif name == "review":
        marked = {mark["span"] for mark in fields["marks"]}
        for span, label in ((SPANS[1], "missing"), (SPANS[2], "contradictory"), (SPANS[4], "contradictory")):
            if span not in marked:
                yield {"marks": [*fields["marks"], {"span": span, "label": label}]}
    elif name == "em":
        right = {"problems": "moderate", "data": "low", "risk": "high", "level": "moderate", "minutes": "25"}
        yield from ({**fields, element: value} for element, value in right.items())


def worse(name, fields):
    """The same answer with one more thing wrong in it."""
    if name == "choice":
        yield from ({"chosen": [*fields["chosen"], text]} for text in "de" if text not in fields["chosen"])
    elif name == "choice-one":
        yield {"chosen": ["b"]}
    elif name == "match":
        yield from ({"pairs": {**fields["pairs"], left: "z"}} for left in "abc")
    elif name == "term-build":
        for at in range(len(fields["tiles"]) + 1):
            yield {"tiles": [*fields["tiles"][:at], "derm", *fields["tiles"][at:]]}
    elif name == "term-apart":
        for at, part in enumerate(fields["parts"]):
            more = {"part": part["part"], "role": "prefix", "meaning": "skin"}
            yield {"parts": [*fields["parts"][:at], more, *fields["parts"][at + 1 :]]}
    elif name == "number":
        yield {"value": "70", "unit": fields["unit"]}
        yield {"value": fields["value"], "unit": "g"}
    elif name == "review":
        marked = {mark["span"] for mark in fields["marks"]}
        for span in (SPANS[0], SPANS[3]):
            if span not in marked:
                yield {"marks": [*fields["marks"], {"span": span, "label": "missing"}]}
    elif name == "em":
        wrong = {"problems": "high", "data": "high", "risk": "low", "level": "high", "minutes": "40"}
        yield from ({**fields, element: value} for element, value in wrong.items())


@every
@quick
@given(data=st.data())
def test_adding_what_is_right_never_lowers_a_score(name, data):
    fields = data.draw(FIELDS[name])
    before = points(name, fields)
    for more in fuller(name, fields):
        assert points(name, more) >= before, more


@every
@quick
@given(data=st.data())
def test_adding_what_is_wrong_never_raises_a_score(name, data):
    fields = data.draw(FIELDS[name])
    before = points(name, fields)
    for more in worse(name, fields):
        assert points(name, more) <= before, more
