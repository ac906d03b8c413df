"""Built notebooks are valid, the same every time, and show no Python."""

import json

import nbformat

from medcoding.build.notebooks import build_assignment, build_home, build_lesson, build_practice
from medcoding.exercises.lesson import Embedded, split_lesson
from medcoding.learning.syllabus import Content, Syllabus, Unit

LESSON = "# Unit\n\nText.\n\n[[exercise: one]]\n\n## Next\n\nMore.\n\n[[exercise: two]]\n"
UNIT = Unit("04-x", 4, "Codes", 1, ("A3",), ("laterality",), ("read",), Content.READY, None)


def notebooks():
    syllabus = Syllabus("Course", {"A3": "x"}, {"laterality": "x"}, (UNIT,))
    return {
        "lesson": build_lesson(LESSON, "04-x/lesson"),
        "assignment": build_assignment(LESSON, "04-x/assignment", {"one": 3.0, "two": 2.5}),
        "practice": build_practice(UNIT),
        "home": build_home(syllabus),
    }


def test_the_same_text_gives_the_same_valid_notebook():
    for role, content in notebooks().items():
        assert content == notebooks()[role]
        notebook = nbformat.reads(content.decode(), as_version=4)
        nbformat.validate(notebook)
        assert notebook.metadata.medcoding.role == role
        assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_every_code_cell_is_hidden():
    for content in notebooks().values():
        for cell in json.loads(content)["cells"]:
            if cell["cell_type"] == "code":
                assert cell["metadata"]["jupyter"] == {"source_hidden": True}
                assert cell["outputs"] == []


def test_an_assignment_has_one_locked_grade_cell_per_exercise():
    cells = [cell for cell in json.loads(notebooks()["assignment"])["cells"] if cell["cell_type"] == "code"]
    grades = [cell["metadata"]["nbgrader"] for cell in cells]
    assert [(grade["grade_id"], grade["points"], grade["locked"]) for grade in grades] == [
        ("one", 3, True),
        ("two", 2.5, True),
    ]
    assert "".join(cells[0]["source"]).endswith('\ngrade("one")')


def test_a_lesson_is_cut_at_exercises_and_sections():
    parts = list(split_lesson(LESSON))
    assert [part.slug for part in parts if isinstance(part, Embedded)] == ["one", "two"]
    assert [part.markdown.splitlines()[0] for part in parts if not isinstance(part, Embedded)] == ["# Unit", "## Next"]
