"""What must hold of every score, whatever a learner enters."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import an_answer
from medcoding import codes
from medcoding.exercises import load_case
from medcoding.kinds import kind_of
from medcoding.scoring import possible, score

ROOT = Path(__file__).parents[2]
ALL = sorted(ROOT.glob("course/*/cases/*.md")) + sorted(ROOT.glob("source/*/cases/*.md"))
CASES = [path for path in ALL if "\nkind: codes\n" in path.read_text(encoding="utf-8")]
STRAY = ["I10", "E11.9", "S93.401A", "S93.402D", "J18.9", "Z79.4", "Q1", "E11", "T36.0X1A", "M25.571"]

by_id = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
# Some 900 answers a property, however many cases the bank holds.
quick = settings(
    max_examples=max(3, 900 // len(CASES)), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@cache
def case(path):
    return load_case(path)


@cache
def neighbours(path):
    """Codes near the key's own: what a learner who is nearly right enters."""
    found = set(STRAY)
    for line in case(path).key.lines:
        table = codes.table(line.system, case(path).date_of_service)
        parent = table.ancestors(line.code)[-1]
        found |= {parent.code, *(child.code for child in table.children(parent.code))}
    for miss in case(path).key.near_misses:
        found.add(miss.code)
    return sorted(found)


def some_answer(data, path):
    """A shuffled part of the key with neighbours mixed in, as texts for `an_answer`."""
    exercise = case(path)
    right = [f"{line.code}/{line.role.value}" for line in exercise.key.lines]
    wrong = [f"{code}/secondary" for code in neighbours(path)]
    chosen = data.draw(st.lists(st.sampled_from(right), unique=True))
    return chosen + data.draw(st.lists(st.sampled_from(wrong), unique=True, max_size=4))


@by_id
def test_the_key_scores_full_and_nothing_scores_zero(path):
    exercise = case(path)
    full = score(exercise, kind_of(exercise.kind).full_answer(exercise))
    assert full.points == possible(exercise)
    assert full.sequence.correct
    assert score(exercise, None).points == 0.0


@by_id
@quick
@given(data=st.data())
def test_a_score_is_a_bounded_float_and_the_same_every_time(path, data):
    exercise = case(path)
    answer = an_answer(exercise, *some_answer(data, path))
    first, second = score(exercise, answer), score(exercise, answer)
    assert first == second
    assert type(first.points) is float
    assert 0.0 <= first.points <= first.possible


@by_id
@quick
@given(data=st.data())
def test_adding_a_right_line_never_lowers_a_score(path, data):
    exercise = case(path)
    entered = some_answer(data, path)
    taken = {text.partition("/")[0] for text in entered}
    missing = [line for line in exercise.key.lines if line.code not in taken and not line.after]
    for line in missing:
        # A line that others must follow is right only in front of them.
        more = [f"{line.code}/{line.role.value}", *entered]
        assert (
            score(exercise, an_answer(exercise, *more)).points >= score(exercise, an_answer(exercise, *entered)).points
        )


def test_the_right_code_without_its_poa_indicator_is_not_worse_beside_its_heading():
    exercise = case(next(path for path in CASES if path.stem == "black-as-tar"))
    entered = ["K26.0/principal", "D62/secondary", "B96.8/secondary"]
    before = score(exercise, an_answer(exercise, *entered)).points
    assert score(exercise, an_answer(exercise, *entered, "B96.81/secondary")).points >= before


@by_id
@quick
@given(data=st.data())
def test_adding_a_wrong_line_never_raises_a_score(path, data):
    exercise = case(path)
    entered = some_answer(data, path)
    before = score(exercise, an_answer(exercise, *entered)).points
    full = [f"{line.code}/{line.role.value}" for line in exercise.key.lines]
    right = {code for line in exercise.key.lines for code in line.accepted}
    for stray in {"Z0000", "W19XXXA", "Q1"} - right:
        assert score(exercise, an_answer(exercise, *entered, f"{stray}/secondary")).points <= before
        assert score(exercise, an_answer(exercise, *full, f"{stray}/secondary")).points < possible(exercise)


@by_id
@quick
@given(data=st.data())
def test_order_of_secondary_codes_without_a_rule_changes_nothing(path, data):
    exercise = case(path)
    bound = {code for line in exercise.key.lines for code in (*line.after, line.code) if line.after}
    if bound:
        return
    entered = some_answer(data, path)
    shuffled = data.draw(st.permutations(entered))
    assert (
        score(exercise, an_answer(exercise, *entered)).points == score(exercise, an_answer(exercise, *shuffled)).points
    )
