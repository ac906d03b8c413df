"""Short questions: many to a file, read as strictly as cases, found by name, checked with the course."""

import json
import re
import shutil
from pathlib import Path

import pytest

from medcoding.build.course import build_course
from medcoding.codes import DEFAULT_DATE
from medcoding.errors import AuthoringError, CourseError
from medcoding.exercises import load_exercise, load_exercises, parse_case, parse_questions, render_public
from medcoding.exercises.check import check_case, check_course
from medcoding.exercises.course import Course
from medcoding.exercises.public import load_public
from medcoding.exercises.review import fingerprint_question, sign_file
from medcoding.rendering import render_static
from medcoding.scoring import score

ROOT = Path(__file__).parents[2]
UNIT = "04-icd10cm-conventions"
TWO = """\
- id: first-one
  kind: choice
  ask: Which one?
  outcomes: [A3]
  skills: [laterality]
  difficulty: 1
  why: So it is.
  cite: OCG I.A.1
  options:
    - {text: this, right: true, says: Yes.}
    - {text: that, says: No.}
- id: second-one
  title: A title of its own
  kind: number
  ask: How many?
  outcomes: [A3]
  skills: [laterality]
  difficulty: 2
  points: 2
  why: So many.
  cite: OCG I.A.1
  note: More on this.
  value: 3
"""


def problems_of(text):
    with pytest.raises(AuthoringError) as caught:
        parse_questions(text, "q.yaml")
    return str(caught.value).splitlines()


@pytest.fixture
def course(tmp_path):
    """A course with unit 4 alone, whose files may be changed."""
    for folder in (f"course/{UNIT}/cases", f"course/{UNIT}/questions", f"source/{UNIT}/cases"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    units = (ROOT / "course" / "syllabus.yaml").read_text(encoding="utf-8").split("\n  - folder: ")
    for place, unit in enumerate(units):
        if not unit.startswith(UNIT):
            units[place] = unit.replace("content: ready", "content: planned")
    # Certificates ask for examinations, which draw on all units.
    syllabus = re.sub(r"(?m)^certificates:\n(?:(?: .*)?\n)*", "", "\n  - folder: ".join(units))
    (tmp_path / "course" / "syllabus.yaml").write_text(syllabus, encoding="utf-8")
    for file in (f"course/{UNIT}/lesson.md", f"source/{UNIT}/assignment.md"):
        shutil.copy(ROOT / file, tmp_path / file)
    # Its terms are defined in the glossaries of other units, too.
    lesson = tmp_path / "course" / UNIT / "lesson.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(re.sub(r"\[\[([^\]|:]+)(\|[^\]]+)?\]\]", r"\1", text), encoding="utf-8")
    (tmp_path / "course" / UNIT / "questions" / "two.yaml").write_text(TWO, encoding="utf-8")
    return Course(tmp_path)


def test_a_file_holds_many_questions_with_sensible_defaults():
    first, second = parse_questions(TWO, "q.yaml")
    assert (first.slug, first.title, first.record, first.is_question) == ("first-one", "Which one?", "", True)
    assert (first.date_of_service, first.setting.value, first.status) == (DEFAULT_DATE, "office", "draft")
    assert (first.key.grounds.points, second.key.grounds.points) == (1.0, 2.0)
    assert (second.title, second.note) == ("A title of its own", "More on this.")


def test_all_mistakes_of_all_questions_are_reported_with_their_names():
    found = problems_of(
        TWO.replace("difficulty: 1", "difficulty: hard").replace("value: 3", "value: many\n  colour: red")
    )
    assert any(says.startswith("q.yaml: first-one: `difficulty` is 'hard'") for says in found)
    assert any(says.startswith("q.yaml: second-one: `value` is 'many'") for says in found)
    assert any(says.startswith("q.yaml: second-one: `colour` is not a field") for says in found)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: "id: x", "should be a list of questions"),
        (lambda t: "", "should be a list of questions"),
        (lambda t: "- just a text", "question 1: the block should be a list"),
        (lambda t: t.replace("- id: first-one\n  kind", "- kind"), "question 1: `id` is missing"),
        (lambda t: t.replace("kind: choice", "kind: riddle"), "`kind` is 'riddle'"),
        (lambda t: t.replace("kind: choice", "kind: codes"), "asks about a record"),
        (lambda t: t.replace("id: first-one", "id: First"), "lower-case letters"),
        (lambda t: t.replace("  cite: OCG I.A.1\n", "", 1), "`cite` is missing"),
        (lambda t: t.replace("ask: Which one?", "ask: '## Key'"), "holds a heading"),
        (lambda t: t.replace("  why: So it is.", "  why: So it is.\n  why: Twice."), "stands twice"),
    ],
)
def test_each_mistake_says_what_to_do(change, says):
    assert any(says in problem for problem in problems_of(change(TWO)))


def test_the_public_half_of_a_question_is_read_by_learners(tmp_path):
    first, _ = parse_questions(TWO, "q.yaml")
    halves = {"format": 1, "exercises": {first.slug: render_public(first)}}
    (tmp_path / "exercises.json").write_text(json.dumps(halves), encoding="utf-8")
    public = load_public(tmp_path, "first-one")
    assert (public.key, public.question, public.given) == (None, "Which one?", first.given)
    assert public.is_question
    html = render_static(public, None)
    assert "Which one?" in html
    assert "date of service" not in html


def test_what_is_given_cannot_be_written_beside_a_key():
    first, _ = parse_questions(TWO, "q.yaml")
    public = render_public(first)
    with pytest.raises(AuthoringError, match="worked out from the key; remove it"):
        parse_case(f"{public}\n## Key\n```yaml\npoints: 1\n```\n", "x.md")


def test_options_with_odd_signs_come_through_unchanged():
    odd = 'A "quote", a: colon, a # sign\u2028, ``` and é — <b>'
    text = TWO.replace("{text: this,", "{text: " + json.dumps(odd, ensure_ascii=False) + ",")
    first, _ = parse_questions(text, "q.yaml")
    assert odd in parse_case(render_public(first), "public").given["options"]


def test_a_question_is_found_by_its_name_like_a_case(course):
    folder = course.lessons(UNIT)
    assert load_exercise(folder, "second-one").kind == "number"
    assert load_exercise(folder, "slow-shin").kind == "codes"
    with pytest.raises(CourseError, match="no exercise 'nothing'"):
        load_exercise(folder, "nothing")
    assert [question.slug for question in load_exercises(folder)[-2:]] == ["first-one", "second-one"]
    assert course.practice_exercises(UNIT) == load_exercises(folder)
    assert not any(case.is_question for case in course.practice_cases(UNIT))


def test_questions_are_checked_with_the_course(course):
    assert check_course(course).problems == ()
    path = course.lessons(UNIT) / "questions" / "two.yaml"
    path.write_text(TWO.replace("id: second-one", "id: slow-shin").replace("[laterality]", "[juggling]", 1))
    says = [f"{problem.where}: {problem.says}" for problem in check_course(course).problems]
    assert any("two.yaml: first-one: 'juggling' is not among the syllabus' skills" in line for line in says)
    assert sum("another exercise is called slow-shin too" in line for line in says) == 2
    assert len(check_course(course, [path.parent]).problems) == 2


def test_two_questions_of_one_name_are_reported(course):
    path = course.lessons(UNIT) / "questions" / "two.yaml"
    path.write_text(TWO.replace("second-one", "first-one"), encoding="utf-8")
    assert any("called first-one too" in problem.says for problem in check_course(course).problems)


def test_a_lesson_embeds_questions_and_an_assignment_must(course):
    lesson = course.lessons(UNIT) / "lesson.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\n[[exercise: first-one]]\n", encoding="utf-8")
    assert check_course(course).problems == ()
    graded = course.source(UNIT) / "questions"
    graded.mkdir()
    (graded / "more.yaml").write_text(TWO.replace("-one", "-graded"), encoding="utf-8")
    says = [problem.says for problem in check_course(course).problems]
    assert "the exercise first-graded is not in the assignment; add a line [[exercise: first-graded]]" in says


def test_a_signature_holds_until_the_question_changes():
    first, _ = parse_questions(TWO, "q.yaml")
    signed = f"  status: reviewed\n  review: {fingerprint_question(first.text)}\n"
    text = TWO.replace("  kind: choice\n", "  kind: choice\n" + signed)
    fresh, _ = parse_questions(text, "q.yaml")
    assert list(check_case(fresh)) == []
    changed, _ = parse_questions(text.replace("says: No.", "says: Never."), "q.yaml")
    assert any("changed since it was reviewed" in says for says in check_case(changed))


def test_a_question_is_scored_like_any_exercise():
    _, second = parse_questions(TWO, "q.yaml")
    assert score(second, None).points == 0.0
    assert score(second, None).why == "So many."


def test_signing_a_file_signs_every_question_in_it_and_nothing_else():
    text = sign_file(sign_file(TWO, parse_questions(TWO, "q.yaml")), parse_questions(TWO, "q.yaml"))
    signed = parse_questions(text, "q.yaml")
    assert all(question.status == "reviewed" and list(check_case(question)) == [] for question in signed)
    assert [question.text for question in signed] == [question.text for question in parse_questions(TWO, "q.yaml")]
    assert text.count("review:") == 2


def test_a_graded_question_is_built_into_the_assignment_without_its_key(course):
    graded = course.source(UNIT) / "questions"
    graded.mkdir()
    (graded / "more.yaml").write_text(TWO.replace("-one", "-graded"), encoding="utf-8")
    assignment = course.source(UNIT) / "assignment.md"
    lines = "\n[[exercise: first-graded]]\n\n[[exercise: second-graded]]\n"
    assignment.write_text(assignment.read_text(encoding="utf-8") + lines, encoding="utf-8")
    built = {
        built.path.name: json.loads(built.content) for built in build_course(course) if "source" in str(built.path)
    }
    text = built["exercises.json"]["exercises"]["first-graded"]
    assert parse_case(text, "public").given["options"] in (["this", "that"], ["that", "this"])
    assert "So it is" not in text
    cells = [cell["metadata"].get("nbgrader", {}) for cell in built["assignment.ipynb"]["cells"]]
    assert {cell["grade_id"]: cell["points"] for cell in cells if cell}["second-graded"] == 2
