"""The promises of every score, for procedures, POA, groups and lines that need another; with uneven points."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_case
from medcoding.answers import RawAnswer
from medcoding.exercises import parse_case
from medcoding.kinds import kind_of
from medcoding.scoring import possible, score

quick = settings(max_examples=40, deadline=None)

REASONS = "why: x, cite: x, evidence: x"
DX, PX, SV = "system: ICD-10-CM", "system: ICD-10-PCS", "system: HCPCS"


def a_key(setting, *lines):
    key = "lines:\n" + "\n".join(f"  - {{{line}, {REASONS}}}" for line in lines)
    return parse_case(a_case(key=key, setting=setting), "a-case.md")


CASES = {
    "office": a_key(
        "office",
        f"code: E11.621, {DX}, role: first-listed, points: 3",
        f"code: L97.421, {DX}, role: secondary, points: 0.5, needs: E11.621",
        f"code: L97.511, {DX}, role: secondary, points: 4",
        f"code: Z72.0, {DX}, role: secondary, any_of: tobacco",
        f"code: F17.210, {DX}, role: secondary, any_of: tobacco",
        f"code: Z79.4, {DX}, role: secondary, optional: 'true'",
        f'code: L1820, {SV}, points: 5, modifiers: ["RT or LT"], pointers: [A, B]',
        f"code: J9035, {SV}, points: 0.5, units: 30",
        f"code: J9035, {SV}, points: 4, units: 10, modifiers: JW, needs: L1820",
    ),
    "stay": a_key(
        "inpatient",
        f"code: J18.9, {DX}, role: principal, points: 2, poa: 'Y'",
        f"code: J96.01, {DX}, role: secondary, points: 0.5, poa: 'Y'",
        f"code: J96.22, {DX}, role: secondary, points: 6, poa: [U, N]",
        f"code: Z79.4, {DX}, role: secondary, poa: exempt",
        f"code: 0DTJ4ZZ, {PX}, points: 0.5",
        f"code: 0DTH4ZZ, {PX}, points: 5",
        f"code: 0DBH0ZX, {PX}, points: 1, optional: 'true'",
    ),
}
ENTERED = {
    "ICD-10-CM": {
        "office": [
            "E11.621",
            "E11.9",
            "L97.421",
            "L97.429",
            "L97.411",
            "L97.512",
            "L97.519",
            "F17.200",
            "Z72.0",
            "I10",
        ],
        "stay": ["J18.9", "J18.1", "J96.01", "J96.00", "J96.02", "J96.20", "J96.21", "J96.90", "Z79.4", "I10"],
    },
    "HCPCS": {"office": ["L1820", "L1830", "J9035", "J9036", "E0114"], "stay": ["J9035"]},
    "ICD-10-PCS": {
        "office": ["0DTJ4ZZ"],
        "stay": ["0DTJ4ZZ", "0DTH4ZZ", "0DTH0ZZ", "0DBJ4ZZ", "0DBH4ZX", "0DTJ0ZZ", "0FT44ZZ"],
    },
}
STRAYS = [("K50.10", "ICD-10-CM"), ("A0428", "HCPCS"), ("B020ZZZ", "ICD-10-PCS"), ("Q1", "ICD-10-CM")]


@st.composite
def a_line(draw, name):
    system = draw(st.sampled_from(["ICD-10-CM", "ICD-10-CM", "HCPCS", "ICD-10-PCS"]))
    line = {"code": draw(st.sampled_from(ENTERED[system][name])), "system": system, "role": "secondary"}
    if system == "HCPCS":
        line |= {
            "modifiers": draw(st.lists(st.sampled_from(["RT", "LT", "JW", "59"]), max_size=2)),
            "units": draw(st.sampled_from([1, 10, 30])),
            "pointers": draw(st.lists(st.sampled_from("ABCL"), max_size=3)),
        }
    return line | {"poa": draw(st.sampled_from([None, "Y", "N", "1", "U"]))}


@st.composite
def an_answer(draw, name):
    """Lines that are right, nearly right and wrong; one diagnosis leads, or none."""
    lines = draw(st.lists(a_line(name), max_size=8))
    diagnoses = [line for line in lines if line["system"] == "ICD-10-CM"]
    if diagnoses and draw(st.booleans()):
        diagnoses[0]["role"] = "first-listed" if name == "office" else "principal"
    return lines


def points(name, lines):
    return score(CASES[name], RawAnswer("a-case", {"lines": lines})).points


by_name = pytest.mark.parametrize("name", sorted(CASES))


@by_name
def test_the_key_scores_full_and_nothing_scores_zero(name):
    exercise = CASES[name]
    assert score(exercise, kind_of("codes").full_answer(exercise)).points == possible(exercise)
    assert points(name, []) == 0.0


@by_name
@quick
@given(data=st.data())
def test_a_score_is_a_bounded_float_and_the_same_every_time(name, data):
    lines = data.draw(an_answer(name))
    first, second = (score(CASES[name], RawAnswer("a-case", {"lines": lines})) for _ in range(2))
    assert first == second
    assert type(first.points) is float
    assert 0.0 <= first.points <= first.possible


@by_name
@quick
@given(data=st.data())
def test_adding_a_right_line_never_lowers_a_score(name, data):
    lines = data.draw(an_answer(name))
    entered = {(line["system"], line["code"]) for line in lines}
    before = points(name, lines)
    exercise = CASES[name]
    full = kind_of("codes").full_answer(exercise).fields["lines"]
    for line in full:
        # One that leads is right only in front, where the letters of all others would change.
        if (line["system"], line["code"]) not in entered and line["role"] == "secondary":
            right = dict(line)
            if right.get("pointers"):
                continue  # its letters depend on what else is entered
            assert points(name, [*lines, right]) >= before


@by_name
@quick
@given(data=st.data())
def test_adding_a_wrong_line_never_raises_a_score(name, data):
    lines = data.draw(an_answer(name))
    before = points(name, lines)
    for code, system in STRAYS:
        assert points(name, [*lines, {"code": code, "system": system, "role": "secondary"}]) <= before


@by_name
@quick
@given(data=st.data())
def test_the_order_of_secondary_diagnoses_and_of_procedures_changes_nothing(name, data):
    lines = [{**line, "pointers": []} for line in data.draw(an_answer(name))]
    codes = [line["code"] for line in lines if line["system"] == "ICD-10-CM"]
    if len(set(codes)) < len(codes):
        return  # of a repeated diagnosis the first counts, and it may have another POA indicator
    assert points(name, data.draw(st.permutations(lines))) == points(name, lines)
