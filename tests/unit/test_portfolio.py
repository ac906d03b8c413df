"""A portfolio: the best charts that are still kept, on a page of its own, and nothing of any assignment."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from exam_builders import Wall, a_blueprint
from medcoding.answers import answer_path, save_answer
from medcoding.cli import cli
from medcoding.exercises.course import Course
from medcoding.exercises.find import load_exercise
from medcoding.kinds import kind_of
from medcoding.learning.blueprint import Section
from medcoding.learning.contents import Contents, load_contents
from medcoding.learning.exams.desk import Desk, Hall
from medcoding.learning.exams.files import FileShelf
from medcoding.learning.logbook import PageLog
from medcoding.learning.portfolio import best_pieces, render_portfolio
from medcoding_widgets.mock_exam import loader

ROOT = Path(__file__).parents[2]
UNIT = "04-icd10cm-conventions"


@pytest.fixture
def course(tmp_path):
    """The course's unit 4, with a place for answers."""
    root = tmp_path / "course-root"
    for name in ("syllabus.yaml", UNIT, "exams"):
        (root / "course").mkdir(parents=True, exist_ok=True)
        (root / "course" / name).symlink_to(ROOT / "course" / name)
    unit = root / "course" / UNIT
    unit.unlink()
    unit.mkdir()
    for each in (ROOT / "course" / UNIT).iterdir():
        if each.name != "answers":
            (unit / each.name).symlink_to(each)
    return Course(root)


def answer(course, slug, **fields):
    exercise = load_exercise(course.lessons(UNIT), slug)
    exercise = exercise.variants[0] if exercise.variants else exercise
    full = kind_of(exercise.kind).full_answer(exercise)
    kept = type(full)(full.exercise, {**full.fields, **fields}, exercise.variant)
    save_answer(answer_path(course.lessons(UNIT), slug), kept)


def test_charts_of_lessons_the_best_of_them_alone(course, tmp_path):
    answer(course, "lesson-hot-roof")
    answer(course, "lesson-wheezing", lines=[{"code": "I10", "system": "ICD-10-CM", "role": "first-listed"}])
    answer(course, "lesson-cast-check", lines=[])
    (course.lessons(UNIT) / "answers" / "lesson-sleepless.json").write_text("{", encoding="utf-8")
    (course.lessons(UNIT) / "answers" / "no-such.json").write_text('{"exercise": "no-such"}', encoding="utf-8")
    pieces = best_pieces(course, tmp_path)
    assert [(each.exercise.slug, each.share) for each in pieces] == [("lesson-hot-roof", 1.0)]


def test_charts_of_a_mock_exam_once_it_is_over(course, tmp_path):
    contents = load_contents(course.root, [UNIT])
    charts = Contents(tuple(entry for entry in contents.entries if entry.kind == "codes"))
    skills = tuple({skill for entry in charts.entries for skill in entry.skills})
    hall = Hall(charts, FileShelf(tmp_path / "exams"), PageLog(), loader(course), Wall())
    desk = Desk(a_blueprint(Section("Charts", 3, skills)), hall)
    desk.begin()
    for item in desk.open.items[:2]:
        exercise = hall.load(item)
        desk.answer(item.exercise, dict(kind_of(exercise.kind).full_answer(exercise).fields))
    assert best_pieces(course, tmp_path / "exams") == ()
    desk.end()
    found = {each.exercise.slug for each in best_pieces(course, tmp_path / "exams")}
    assert found == {item.exercise for item in desk.open.items[:2]}
    assert len(best_pieces(course, tmp_path / "exams", most=1)) == 1


def test_the_page_needs_nothing_else_and_escapes_what_it_shows(course, tmp_path):
    answer(course, "lesson-hot-roof")
    page = render_portfolio(best_pieces(course, tmp_path), "Ana <script>", "A & B")
    assert "Ana &lt;script&gt;: charts coded" in page
    assert "A &amp; B" in page
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org", "")
    assert 'class="mc-verdict"' in page


def test_assignments_are_never_looked_at(course, tmp_path):
    """What was fetched and answered lies elsewhere; a copy under a practice unit's folder finds no exercise."""
    graded = next(iter(sorted((ROOT / "source" / UNIT / "cases").glob("*.md")))).stem
    answers = course.lessons(UNIT) / "answers"
    answers.mkdir()
    (answers / f"{graded}.json").write_text(f'{{"exercise": "{graded}", "lines": [{{}}]}}', encoding="utf-8")
    mine = course.root / "my-assignments" / UNIT / "answers"
    mine.mkdir(parents=True)
    (mine / f"{graded}.json").write_text(f'{{"exercise": "{graded}", "lines": [{{}}]}}', encoding="utf-8")
    assert best_pieces(course, tmp_path) == ()


def test_the_command(course, tmp_path, monkeypatch):
    monkeypatch.setenv("MEDCODING_COURSE", str(course.root))
    monkeypatch.setenv("MEDCODING_PROGRESS", str(tmp_path / "progress"))
    run = CliRunner().invoke
    assert "no chart with 80%" in str(run(cli, ["portfolio", str(tmp_path / "mine.html")]).exception)
    answer(course, "lesson-hot-roof")
    assert run(cli, ["portfolio", str(tmp_path / "mine.pdf")]).exit_code == 2
    done = run(cli, ["portfolio", str(tmp_path / "mine.html"), "--name", "Ana"])
    assert (done.exit_code, "1 charts" in done.output or "1 chart" in done.output) == (0, True)
    assert run(cli, ["portfolio", str(tmp_path / "mine.html")]).exit_code == 2
