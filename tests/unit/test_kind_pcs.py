"""`pcs`: authors' mistakes, forms and pages; its points are in `worked/`."""

import pytest

from builders import a_question, entered
from medcoding.errors import AuthoringError
from medcoding.exercises import render_public
from medcoding.kinds import kind_of
from medcoding.rendering import render_static
from medcoding.scoring import Verdict, score
from medcoding.scoring.positions import axes, credit, named, wrong_positions

APPENDIX = """\
code: 0DTJ4ZZ
alternates: 0DTJ0ZZ
points: 4
because: {root_operation: "The whole appendix is taken out (B3.8)."}
near_misses:
  - {code: 0DBJ4ZZ, says: Excision takes a part.}
"""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("0DTJ4ZZ", "ODTJ4ZZ"), "'ODTJ4ZZ' is no ICD-10-PCS code; write seven characters"),
        (("root_operation", "operation"), "`operation` is not a field"),
    ],
)
def test_each_mistake_of_an_author_says_what_to_do(change, says):
    with pytest.raises(AuthoringError) as caught:
        a_question("pcs", APPENDIX.replace(*change))
    assert says in str(caught.value)


def test_a_near_miss_and_the_reason_of_a_position_are_told():
    question = a_question("pcs", APPENDIX)
    found = score(question, entered(question, code="0DBJ4ZZ")).findings[2]
    assert found.title == "Root operation"
    assert found.reason == (
        "Excision takes a part. The root operation is T (Resection), not B. The whole appendix is taken out (B3.8)."
    )


def test_the_kindest_right_code_judges():
    question = a_question("pcs", APPENDIX)
    assert score(question, entered(question, code="0DTJ0ZZ")).points == 4.0
    assert score(question, entered(question, code="0dtj 0zx")).points == 3.5


def test_what_is_missing_is_one_code():
    question = a_question("pcs", APPENDIX)
    assert score(question, None).missed == ("0DTJ4ZZ",)
    assert [f.verdict for f in score(question, None).findings] == [Verdict.MISSED] * 7


@pytest.mark.parametrize(
    ("fields", "complete", "well_formed"),
    [
        ({"code": "0DTJ4ZZ"}, True, True),
        ({"characters": ["0", "D", "", "J"]}, False, True),
        ({"code": "ODTJ4ZZ"}, True, False),
        ({"code": "0DTJ4ZZZ"}, False, False),
        ({"characters": ["0D"]}, False, False),
        ({"characters": "0DTJ4ZZ"}, False, False),
        ({"characters": [0, 1]}, False, False),
    ],
)
def test_the_form_says_what_is_missing_without_the_key(fields, complete, well_formed):
    question = a_question("pcs", APPENDIX).without_key()
    form = kind_of("pcs").form(question, entered(question, **fields))
    assert (form.complete, form.well_formed) == (complete, well_formed)
    assert form.says


def test_pages_show_the_positions_and_the_public_half_gives_nothing_away():
    question = a_question("pcs", APPENDIX)
    answer = entered(question, characters=["0", "D", "<"])
    html = render_static(question, answer, score(question, answer))
    assert "Root operation" in html
    assert "<td><</td>" not in html
    assert "Excision takes" in kind_of("pcs").render_key(question)
    assert "DTJ4" not in render_public(question)
    assert kind_of("pcs").widget(question)["positions"][2] == "root_operation"


def test_positions_have_the_names_of_their_section():
    assert axes("0DTJ4ZZ")[4] == "approach"
    assert axes("3E0")[5] == "substance"
    assert axes("B02")[4] == "contrast"
    assert all(len(axes(section)) == 7 for section in "0123456789BCDFGHX")
    assert named("0DTJ4ZZ", (4, 6)) == "the approach (5th character) and the qualifier (7th character)"
    assert wrong_positions("0DTJ4ZZ", "0DTJ0ZX") == (4, 6)
    assert wrong_positions("0DT", "0DTJ0ZX") == tuple(range(7))


def test_a_wrong_root_operation_on_another_part_is_another_procedure():
    factors = (0, 0, 0.25, 0.5, 0.5, 0.5, 0.75)
    assert credit((2,), factors) == 0.25
    assert credit((2, 3), factors) == 0.0
    assert credit((), factors) == 1.0
