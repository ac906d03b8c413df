"""The course's home: states, next step, marks, search and today's review, from files alone."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from learning_builders import NOW, a_record, a_try, an_entry
from medcoding.exercises.course import Course
from medcoding.exercises.find import load_exercise
from medcoding.kinds import kind_of
from medcoding.learning.contents import Contents
from medcoding.learning.coursework import Places, Stage, find_feedback, load_coursework
from medcoding.learning.find_lessons import find_passages, load_sections
from medcoding.learning.logbook import PageLog
from medcoding.learning.standing import Do, State, next_step, unit_states
from medcoding.learning.syllabus import Assignment, Content, Unit, load_syllabus
from medcoding_widgets.course_home import Home
from medcoding_widgets.home_view import Links

ROOT = Path(__file__).parents[2]
UNIT = "04-icd10cm-conventions"


def a_unit(number=4, *, ready=True, assignment=True):
    folder = f"{number:02d}-unit"
    work = Assignment(folder, f"Assignment {number}", 5) if assignment else None
    content = Content.READY if ready else Content.PLANNED
    return Unit(folder, number, f"Unit {number}", 1, ("A3",), ("laterality",), ("x",), content, work)


UNITS = (a_unit(), a_unit(5), a_unit(6, ready=False))
CONTENTS = Contents(
    (
        an_entry("in-lesson", in_lesson=True),
        an_entry("practice"),
        an_entry("next-lesson", unit="05-unit", in_lesson=True),
    )
)


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "out", tmp_path / "mine", tmp_path / "cache")


def states(places, *tries, starts=None):
    work = load_coursework(UNITS, places, starts or {})
    return unit_states(UNITS, CONTENTS, a_record(*tries), work)


def test_a_newcomer_is_led_to_the_first_lesson(places):
    found = states(places)
    assert [each.state for each in found] == [State.NOT_STARTED, State.NOT_STARTED, State.PLANNED]
    step = next_step(found, due=0)
    assert (step.do, step.unit) == (Do.LESSON, "04-unit")


def test_what_is_due_for_review_comes_before_anything_new(places):
    assert next_step(states(places), due=3).do is Do.REVIEW


def test_a_unit_is_done_when_its_lesson_was_tried_and_its_assignment_handed_in(places):
    done = a_try("in-lesson")
    assert states(places)[0].state is State.NOT_STARTED
    assert states(places, a_try("practice"))[0].state is State.IN_PROGRESS
    assert states(places, done)[0].state is State.DONE
    (places.released / "04-unit").mkdir(parents=True)
    waiting = states(places, done)
    assert waiting[0].state is State.IN_PROGRESS
    assert next_step(waiting, 0).do is Do.ASSIGNMENT
    (places.cache / "ada+04-unit+2026-05-20 10:00:00 UTC").mkdir(parents=True)
    handed_in = states(places, done)
    assert handed_in[0].state is State.DONE
    assert next_step(handed_in, 0).unit == "05-unit"


def test_with_every_lesson_done_practice_is_next_and_then_nothing(places):
    tries = [a_try("in-lesson"), a_try("next-lesson", unit="05-unit")]
    assert next_step(states(places, *tries), 0).do is Do.PRACTICE
    assert next_step(states(places, *tries, a_try("practice")), 0).do is Do.NOTHING


def feedback(places, when, text):
    page = places.fetched / "04-unit" / "feedback" / when / "assignment.html"
    page.parent.mkdir(parents=True)
    page.write_text(text)
    return page


def test_an_assignment_goes_from_not_out_to_marked(places):
    def stage():
        return load_coursework(UNITS, places, {})[0].stage

    assert stage() is Stage.NOT_OUT
    (places.released / "04-unit").mkdir(parents=True)
    assert stage() is Stage.RELEASED
    (places.fetched / "04-unit").mkdir(parents=True)
    assert stage() is Stage.FETCHED
    (places.cache / "ada+04-unit+2026-05-20 10:00:00 UTC+dZ3_kq2x").mkdir(parents=True)
    assert stage() is Stage.HANDED_IN
    feedback(places, "2026-05-20 10:00:00", '<p class="fb-score">7.5 of 10 points</p>')
    newest = feedback(places, "2026-05-21 10:00:00", '<p class="fb-score">9 of 10 points</p>')
    marked = load_coursework(UNITS, places, {})[0]
    assert (marked.stage, marked.points, marked.possible, marked.feedback) == (Stage.MARKED, 9.0, 10.0, newest)


def test_stock_feedback_is_read_too_and_what_has_no_score_is_none(places):
    feedback(places, "1", "<h4>x (Score: 3.0 / 5.0)</h4>")
    assert find_feedback(places.fetched / "04-unit")[1:] == (3.0, 5.0)
    feedback(places, "2", "<p>nothing</p>")
    assert find_feedback(places.fetched / "04-unit")[1:] == (3.0, 5.0)
    assert find_feedback(places.fetched / "none") is None


def test_due_dates_count_from_the_semesters_start_where_it_is_known(places):
    assert load_coursework(UNITS, places, {})[0].due is None
    assert load_coursework(UNITS, places, {1: date(2026, 9, 7)})[0].due == date(2026, 10, 12)


def test_the_syllabus_may_say_when_semesters_start(tmp_path):
    path = tmp_path / "syllabus.yaml"
    head = "title: T\ndefault_date: 2026-05-15\noutcomes: {}\nskills: {}\nunits: []\n"
    path.write_text(head)
    assert load_syllabus(path).starts == {}
    path.write_text(head + "starts: {1: 2026-09-07}\n")
    assert load_syllabus(path).starts == {1: date(2026, 9, 7)}


def test_search_finds_sections_by_all_their_words_headings_first(tmp_path):
    lesson = tmp_path / "course" / "04-unit" / "lesson.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text(
        "# Unit\n\nSee [[placeholder|the X]] and [[code: T68.XXXA]].\n\n## Placeholders\n\nAn X fills a *place*.\n\n"
        "[[exercise: one]]\n\n## Order\n\nNo placeholder here; the [guideline](x.html) rules.\n",
        encoding="utf-8",
    )
    sections = load_sections(tmp_path, (a_unit(), a_unit(5)))
    assert [section.heading for section in sections] == ["Unit", "Placeholders", "Order"]
    assert sections[0].text == "See the X and T68.XXXA."
    assert [found.section.anchor for found in find_passages(sections, "placehold")] == ["Placeholders", "Order"]
    assert "guideline rules" in find_passages(sections, "guideline placeholder")[0].excerpt
    assert find_passages(sections, "guideline zebra") == ()
    assert find_passages(sections, " ?! ") == ()


class Visit:
    """A learner at the home page of the real course, with a clock and a record in memory."""

    def __init__(self, root, *, is_voila=False):
        self.now, self.log = NOW, PageLog()
        self.course = Course(root)
        self.widget = Home(self.course, self.log, Links(is_voila=is_voila), lambda: self.now)
        self.replies = []
        self.widget.send = lambda content, buffers=None: self.replies.append(content)

    def ask(self, kind, **fields):
        content = {**fields, "type": kind, "id": 1}
        self.widget._handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})
        return self.replies[-1]

    def tries(self, slug, share, **more):
        exercise = load_exercise(self.course.lessons(UNIT), slug)
        fields = {"kind": exercise.kind, "skills": exercise.skills, "outcomes": exercise.outcomes, "unit": UNIT}
        self.log.add(a_try(slug, share, when=self.now, **fields, **more))

    def stage(self):
        """The widget that shows an exercise now."""
        return next(each for each in self.widget._widgets.values() if each.exercise)

    def answer(self, *, right):
        stage = self.stage()
        session = stage._session
        answer = kind_of(session.exercise.kind).full_answer(session.exercise).fields if right else None
        stage.send = lambda content, buffers=None: None
        if right:
            stage.value = dict(answer)
            session.reply({"type": "submit", "id": 1})
        stage._reply({"type": "next", "id": 2})


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "course", root / "course", ignore=shutil.ignore_patterns("answers", ".ipynb_checkpoints"))
    return root


def test_a_first_visit_shows_one_step_and_no_review(root):
    widget = Visit(root).widget
    assert widget.step["button"] == "Start here"
    assert widget.step["href"].endswith("/lesson.ipynb")
    assert widget.review["due"] == 0
    assert widget.mastery["tries"] == 0
    assert {row["state"] for row in widget.units} <= {"not started", "planned"}


def test_a_missed_question_comes_back_as_another_one_on_its_day(root):
    visit = Visit(root)
    visit.tries("what-excludes2-allows", 0.0)
    visit.ask("refresh")
    assert visit.widget.review["due"] == 0
    assert "tomorrow" in visit.widget.review["says"]
    visit.now += timedelta(days=1)
    visit.ask("refresh")
    assert (visit.widget.step["do"], visit.widget.review["due"]) == ("review", 1)
    visit.ask("review-start")
    assert visit.widget.review["state"] == "open"
    assert visit.widget.stages == [f"anywidget:{visit.stage().model_id}"]
    shown = visit.stage()._session.exercise
    assert shown.slug != "what-excludes2-allows"
    assert "excludes2" in shown.skills
    visit.answer(right=True)
    assert visit.widget.review["state"] == "over"
    assert visit.widget.review["says"].startswith("1 of 1 known. Well done.")
    last = visit.log.record().tries[-1]
    assert (last.exercise, last.where.value, last.when) == (shown.slug, "review", visit.now)
    visit.ask("review-end")
    assert (visit.widget.review["state"], visit.widget.review["due"]) == ("closed", 0)
    assert not any(each.exercise for each in visit.widget._widgets.values())


def test_skipping_every_exercise_of_a_review_is_possible_and_says_so(root):
    visit = Visit(root)
    visit.tries("what-excludes2-allows", 0.0)
    visit.now += timedelta(days=2)
    visit.ask("review-start")
    visit.answer(right=False)
    assert visit.widget.review["says"].startswith("Nothing was answered.")


def test_the_search_finds_lessons_terms_and_codes(root):
    visit = Visit(root)
    reply = visit.ask("search", text="placeholder")
    assert any(UNIT in row["href"] for row in reply["lessons"])
    reply = visit.ask("search", text="E11.621")
    assert (reply["codes"][0]["code"], reply["codes"][0]["href"]) == ("E11.621", "encoder.ipynb#code=E11.621")
    assert visit.ask("search", text="  ")["codes"] == []
    assert visit.ask("search", text="x" * 201)["type"] == "error"


def test_a_public_page_leads_only_to_public_pages(root):
    widget = Visit(root, is_voila=True).widget
    assert widget.work == []
    assert not widget.course["keeps"]
    links = [link["href"] for row in widget.units for link in row["links"]] + [widget.step["href"]]
    assert links
    assert not [href for href in links if "/" in href]
    found = Visit(root, is_voila=True).ask("search", text="placeholder")
    assert {row["href"] for row in [*found["lessons"], *found["terms"]]} == {""}


@pytest.mark.parametrize("message", [{"type": "no"}, {"type": "search"}, {"type": "search", "text": 5}, {}])
def test_odd_messages_are_answered_in_general_words(root, message):
    visit = Visit(root)
    visit.widget._handle_msg({"content": {"data": {"method": "custom", "content": {**message, "id": 5}}}})
    assert visit.replies[-1]["type"] == "error"
