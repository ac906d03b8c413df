"""A unit as a whole: links of its lesson, the glossary, examinations by blueprint, coverage."""

import json

import pytest
from click.testing import CliRunner

from medcoding.build.course import build_course
from medcoding.cli import cli
from medcoding.errors import AuthoringError
from medcoding.exercises.check import check_course
from medcoding.exercises.course import Course
from medcoding.exercises.coverage import cover
from medcoding.exercises.lesson import link_lesson, referenced, referenced_codes, referenced_terms
from medcoding.learning.blueprint import load_blueprint
from medcoding.learning.glossary import load_glossary

SYLLABUS = """\
title: Test
default_date: 2026-05-15
outcomes: {A3: Codes.}
skills: {laterality: Sides., sequela: Late effects.}
units:
  - folder: 01-one
    number: 1
    title: One
    semester: 1
    outcomes: [A3]
    skills: [laterality]
    can: [Read]
    content: ready
    assignment: {title: Work, due_after_weeks: 2}
    examination: {folder: 01-exam, title: Exam, due_after_weeks: 3, blueprint: exam}
"""
BLUEPRINT = """\
title: Exam
minutes: 10
passing: 70
sections:
  - {name: Sides, questions: 1, skills: [laterality]}
"""
LESSON = "# One\n\nThe [[Comorbidity|comorbidities]] of [[code: E11.9]].\n\n[[exercise: q-one]]\n"


def a_question(name, skill="laterality"):
    return (
        f"- {{id: {name}, kind: number, ask: How many?, outcomes: [A3], skills: [{skill}], difficulty: 1, "
        "why: So many., cite: OCG I.A.1, value: 3}\n"
    )


@pytest.fixture
def course(tmp_path):
    """A course of one unit without a fault, whose files a test may spoil."""
    texts = {
        "course/syllabus.yaml": SYLLABUS,
        "course/exams/exam.yaml": BLUEPRINT,
        "course/01-one/lesson.md": LESSON,
        "course/01-one/glossary.tsv": "# Terms\ncomorbidity\tA condition beside the main one.\n",
        "course/01-one/questions/q.yaml": a_question("q-one"),
        "source/01-one/questions/q.yaml": a_question("q-two"),
        "source/01-one/assignment.md": "# Work\n\n[[exercise: q-two]]\n",
        "source/01-exam/questions/q.yaml": a_question("q-three"),
        "source/01-exam/assignment.md": "# Exam\n\n[[exercise: q-three]]\n",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Course(tmp_path)


def spoiled(course, name, before, after):
    path = course.root / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return [f"{problem.where}: {problem.says}" for problem in check_course(Course(course.root)).problems]


def test_a_unit_without_fault_has_no_problems(course):
    assert check_course(course).problems == ()


def test_a_lesson_links_terms_and_codes(course):
    linked = link_lesson(LESSON, course.glossary)
    assert '[comorbidities](../glossary.ipynb#comorbidity "A condition beside the main one.")' in linked
    assert "[E11.9](../encoder.ipynb#code=E11.9)" in linked
    assert referenced(linked) == referenced(LESSON) == ("q-one",)
    assert referenced_codes(LESSON) == ("E11.9",)
    assert referenced_terms(LESSON) == ("Comorbidity",)


def test_an_unknown_term_stays_plain_words_and_is_reported(course):
    assert link_lesson("An [[elephant]].", course.glossary) == "An elephant."
    found = spoiled(course, "course/01-one/lesson.md", "[[exercise", "[[elephant]]\n\n[[exercise")
    assert len(found) == 1
    assert "[[elephant]] is in no glossary" in found[0]


def test_a_term_that_the_lesson_never_links_is_reported(course):
    found = spoiled(course, "course/01-one/lesson.md", "[[Comorbidity|comorbidities]]", "illnesses")
    assert len(found) == 1
    assert "write [[comorbidity]] there" in found[0]


def test_a_code_that_does_not_exist_is_reported(course):
    found = spoiled(course, "course/01-one/lesson.md", "E11.9", "E11.99")
    assert len(found) == 1
    assert "[[code: E11.99]] is in no table" in found[0]


def test_a_glossary_line_that_cannot_be_read_is_named(course):
    found = spoiled(course, "course/01-one/glossary.tsv", "comorbidity\t", "comorbidity ")
    assert found == ["course/01-one/glossary.tsv: line 2 should be a term, a tab and its meaning; write it so"]


def test_no_term_is_defined_twice(course, tmp_path):
    other = tmp_path / "course" / "02-two"
    other.mkdir()
    (other / "glossary.tsv").write_text("Comorbidity\tAgain.\n", encoding="utf-8")
    with pytest.raises(AuthoringError, match="defined in 01-one already"):
        load_glossary([course.lessons("01-one"), other])


def test_a_skill_that_no_lesson_teaches_is_reported(course):
    found = spoiled(course, "course/syllabus.yaml", "skills: [laterality]", "skills: [laterality, sequela]")
    assert [part for part in ("taught", "practised", "examined") if part in " ".join(found)] == [
        "taught",
        "practised",
        "examined",
    ]


def test_an_examination_answers_to_its_blueprint(course):
    found = spoiled(course, "course/exams/exam.yaml", "questions: 1", "questions: 2")
    assert len(found) == 1
    assert "the section 'Sides' has 1 questions and should have 2" in found[0]
    found = spoiled(course, "course/exams/exam.yaml", "skills: [laterality]", "skills: [sequela]")
    assert any("q-three belongs to no section" in line for line in found)


def test_a_blueprint_is_read_strictly(tmp_path):
    path = tmp_path / "exam.yaml"
    path.write_text(BLUEPRINT + "  - {name: Sides, questions: 3}\ncolor: red\n", encoding="utf-8")
    with pytest.raises(AuthoringError) as caught:
        load_blueprint(path)
    found = str(caught.value)
    assert "two sections are called 'Sides'" in found
    assert "names no skills" in found
    assert "`color`" in found


def test_the_first_skill_that_a_section_names_decides(tmp_path):
    path = tmp_path / "exam.yaml"
    path.write_text(BLUEPRINT + "  - {name: Late, questions: 3, skills: [sequela]}\n", encoding="utf-8")
    blueprint = load_blueprint(path)
    assert blueprint.questions == 4
    assert blueprint.section_of(("other", "sequela", "laterality")).name == "Late"
    assert blueprint.section_of(("other",)) is None
    assert blueprint.count([("laterality",), ("sequela",), ("sequela", "laterality")]) == {"Sides": 1, "Late": 2}


def test_assignment_and_examination_are_both_built(course):
    built = {str(each.path): each.content for each in build_course(course)}
    assert {"source/01-one/assignment.ipynb", "source/01-exam/assignment.ipynb"} <= set(built)
    glossary = json.loads(built["course/glossary.ipynb"])
    assert "### comorbidity" in "".join(glossary["cells"][1]["source"])


def test_coverage_counts_what_teaches_practises_and_examines(course):
    unit = cover(course).units[0]
    assert [(row.name, row.taught, row.practised, row.examined) for row in unit.skills] == [("laterality", 1, 1, 2)]
    assert (unit.cases, unit.questions, unit.graded, unit.embedded, unit.holes) == (0, 1, 2, 1, ())


def test_coverage_names_a_hole(course, monkeypatch):
    spoiled(course, "source/01-one/questions/q.yaml", "[laterality]", "[sequela]")
    spoiled(course, "source/01-exam/questions/q.yaml", "[laterality]", "[sequela]")
    monkeypatch.chdir(course.root)
    result = CliRunner().invoke(cli, ["check", "--coverage"])
    assert result.exit_code == 1
    line = next(line for line in result.output.splitlines() if line.strip().startswith("laterality"))
    assert line.endswith("<- hole")
