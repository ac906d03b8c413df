"""Static HTML escapes what people wrote and says everything without colour."""

from builders import a_line, an_answer, an_exercise
from medcoding.answers import RawAnswer
from medcoding.rendering import render_record, render_static, render_verdict, style, summary
from medcoding.rendering.record import record_spans
from medcoding.scoring import score

RECORD = """\
**Visit.** Pain in the *right* ankle & foot.
Mrs. O'Neill takes <b>nothing</b> q.d.

- Swelling
- No bruising

| Test | Result |
|---|---|
| X-ray | No fracture |"""


def exercise():
    evidence = {"evidence": "Pain in the *right* ankle"}
    return an_exercise(a_line("S93.401A", "first-listed", **evidence), record=RECORD)


def test_every_authored_line_is_one_span():
    assert record_spans(exercise()) == (
        "Visit. Pain in the right ankle & foot.",
        "Mrs. O'Neill takes <b>nothing</b> q.d.",
        "Swelling",
        "No bruising",
        "X-ray",
        "No fracture",
    )


def test_evidence_is_marked_and_marks_never_cross_tags():
    html = render_record(exercise(), ["Pain in the *right* ankle", "not in the record"])
    assert '<mark class="mc-mark">Pain in the </mark><em><mark class="mc-mark">right</mark></em>' in html
    assert html.count("<mark") == html.count("</mark>") == 3


def test_html_in_records_and_answers_is_escaped():
    case = exercise()
    answer = RawAnswer("a-case", {"lines": [{"code": "<script>x", "evidence": ["<img src=x>"]}]})
    html = render_static(case, answer, score(case, answer))
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>nothing" not in html


def test_a_verdict_names_result_reason_rule_and_evidence():
    case = exercise()
    html = render_verdict(case, score(case, an_answer(case, "S93.402A")))
    for text in ("Code accuracy", "50%", "Wrong side", "OCG I.A.1", "Pain in the", "Teaching note", "Sequence"):
        assert text in html


def test_the_summary_is_one_sentence_for_a_screen_reader():
    case = exercise()
    assert summary(score(case, an_answer(case, "S93.401A"))) == "1 of 1 points. 1 correct, 0 missed."
    assert summary(score(case, None)).endswith("No answer was handed in for this exercise.")


def test_the_stylesheet_follows_the_jupyter_theme():
    assert "var(--jp-" in style()
