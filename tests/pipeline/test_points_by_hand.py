"""A query to a physician in an assignment: shown to a person with its checklist, scored by them, kept from then on."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from medcoding.answers import RawAnswer, answer_path, save_answer
from medcoding.build.notebooks import build_assignment
from medcoding.exercises import load_case
from medcoding.exercises.public import public_half
from medcoding.kinds import kind_of
from medcoding.nbgrader.demo.classroom import open_classroom
from medcoding.nbgrader.run import grade_class
from medcoding.scoring import possible, score
from pipeline.conftest import HERE, REPOSITORY, UNIT

QUERY = """\
---
id: ask-about-the-creatinine
title: What does the creatinine mean?
kind: query
setting: inpatient
date_of_service: 2026-05-15
outcomes: [A2, G8]
skills: [provider-query]
difficulty: 3
status: draft
author: course team
---
Creatinine 0.9 on admission, 2.9 on day 2.
Urine output 15 ml per hour; two liters of fluid given.
**Assessment.** Dehydration.

## Question
Write a query to the physician.

## Key
```yaml
indicators:
  - {name: the creatinine, words: [creatinine, "2.9"], evidence: "Creatinine 0.9 on admission, 2.9 on day 2."}
leading: [acute kidney injury]
model: "Creatinine rose from 0.9 to 2.9. Please document the condition that was treated, if any."
rubric: [It names the values., It offers no diagnosis as the only answer.]
points: 4
why: A query states facts and leaves the answer open.
cite: AHIMA and ACDIS, compliant query practice
```

## Teaching note
Facts first.
"""
GOOD = "Creatinine rose from 0.9 to 2.9 on day 2. Please document the condition that was treated, if any."


@pytest.fixture
def classroom(tmp_path):
    """A class of two: one asks well, one hands in nothing for the query."""
    root = tmp_path / "course"
    source = root / "source" / UNIT
    source.mkdir(parents=True)
    (source / "cases").mkdir()
    (source / "cases" / "ask-about-the-creatinine.md").write_text(QUERY, encoding="utf-8")
    shutil.copy(HERE / "cases" / "foot-ulcer.md", source / "cases")
    shutil.copyfile(REPOSITORY / "nbgrader_config.py", root / "nbgrader_config.py")
    cases = [load_case(path) for path in sorted((source / "cases").glob("*.md"))]
    text = "# Work\n\n" + "\n\n".join(f"[[exercise: {case.slug}]]" for case in cases) + "\n"
    points = {case.slug: possible(case) for case in cases}
    by_hand = {case.slug for case in cases if score(case, None).manual}
    assert by_hand == {"ask-about-the-creatinine"}
    (source / "assignment.ipynb").write_bytes(build_assignment(text, f"{UNIT}/assignment", points, by_hand=by_hand))
    halves = {"format": 1, "exercises": {case.slug: public_half(case) for case in cases}}
    (source / "exercises.json").write_text(json.dumps(halves), encoding="utf-8")
    with open_classroom(root, UNIT, tmp_path / "class") as classroom:
        classroom.generate()
        classroom.release()
        for student, asks in (("asks-well", True), ("asks-nothing", False)):
            desk = classroom.fetch(student)
            for case in cases:
                answer = kind_of(case.kind).full_answer(case)
                if case.kind == "query":
                    answer = RawAnswer(case.slug, {"text": GOOD})
                if asks or case.kind != "query":
                    save_answer(answer_path(desk.folder, case.slug), answer)
            classroom.submit(student)
        classroom.collect()
        grade_class(classroom.app, UNIT)
        yield classroom


def grades_of(classroom, student):
    with Gradebook(classroom.app.coursedir.db_url) as gradebook:
        notebook = gradebook.find_submission_notebook("assignment", UNIT, student)
        return {
            grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade, grade.max_score)
            for grade in notebook.grades
        }


def give(classroom, student, points):
    with Gradebook(classroom.app.coursedir.db_url) as gradebook:
        grade = gradebook.find_grade("ask-about-the-creatinine", "assignment", UNIT, student)
        grade.manual_score = points
        grade.needs_manual_grade = False
        gradebook.db.commit()


def shown_to_a_person(classroom, student):
    path = classroom.root / "autograded" / student / UNIT / "assignment.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    place = next(place for place, cell in enumerate(cells) if cell["metadata"].get("nbgrader", {}).get("task", False))
    return "".join("".join(output["data"].get("text/html", "")) for output in cells[place - 1]["outputs"])


def test_the_machine_scores_the_codes_and_leaves_the_query_to_a_person(classroom):
    grades = grades_of(classroom, "asks-well")
    auto, by_hand, waits, most = grades["ask-about-the-creatinine"]
    assert (auto, by_hand, waits, most) == (None, None, True, 4.0)
    auto, _, waits, most = grades["foot-ulcer"]
    assert (auto, waits) == (most, False)
    assert "ask-about-the-creatinine-answer" not in grades


def test_the_person_sees_the_query_with_its_checklist(classroom):
    shown = shown_to_a_person(classroom, "asks-well")
    assert "Creatinine rose from 0.9 to 2.9 on day 2." in shown
    assert "It names the creatinine." in shown
    assert GOOD not in shown_to_a_person(classroom, "asks-nothing")


def test_points_by_hand_count_and_survive_another_run(classroom):
    give(classroom, "asks-well", 3.0)
    summary = grade_class(classroom.app, UNIT, force=True)
    assert grades_of(classroom, "asks-well")["ask-about-the-creatinine"][1] == 3.0
    scores = {learner.student: learner.score for learner in summary.learners}
    assert scores["asks-well"] == scores["asks-nothing"] + 3.0


@pytest.mark.parametrize("is_open", [True, False])
def test_feedback_shows_the_points_and_the_reasons_once_the_assignment_has_closed(classroom, is_open):
    give(classroom, "asks-well", 3.0)
    with Gradebook(classroom.app.coursedir.db_url) as gradebook:
        due = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1 if is_open else -1)
        gradebook.update_or_create_assignment(UNIT, duedate=due)
    classroom.make_feedback("asks-well")
    page = (classroom.root / "feedback" / "asks-well" / UNIT / "assignment.html").read_text(encoding="utf-8")
    assert "3 of 4 points" in page
    assert "medcoding_widgets" not in page
    assert ("A query states facts and leaves the answer open." in page) is not is_open


def test_the_release_carries_the_cell_for_the_person_and_no_key(classroom):
    folder = classroom.root / "release" / UNIT
    text = (folder / "assignment.ipynb").read_text(encoding="utf-8")
    assert "A person reads this answer and gives up to 4 points for it." in text
    assert "leaves the answer open" not in text + (folder / "exercises.json").read_text(encoding="utf-8")
