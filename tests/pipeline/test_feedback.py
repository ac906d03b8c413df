"""Feedback pages: reasons for learners, no script, no key while anyone may still hand in."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from medcoding.learning.coursework import Places, Stage, load_coursework
from medcoding.learning.syllabus import Assignment, Content, Unit

REASONS = ("PRIVATE-REASON-ANKLE", "PRIVATE-REASON-DIABETES", "PRIVATE-REASON-ULCER", "PRIVATE-REASON-PRESSURE")
SECRETS = (*REASONS, "PRIVATE-NOTE", "PRIVATE-NEAR-MISS", "S93.401A", "L97.412")


@pytest.mark.parametrize("way", ["all right", "nothing answered", "no notebook", "every cell removed"])
def test_a_page_shows_record_answer_and_reasons(round_, way) -> None:
    page = round_.feedback(way)
    assert all(reason in page for reason in REASONS)
    assert "Rolled her right ankle on the stairs" in page
    assert '<mark class="mc-mark">Sprain of the right ankle</mark>' in page
    assert "OCG I.C.19.a" in page
    assert "grade(" not in page


def test_a_page_runs_nothing_and_loads_nothing(round_) -> None:
    for way in round_.students:
        page = round_.feedback(way)
        assert not re.search(r"<(script|iframe|object|embed|link|form|img)\b", page, re.IGNORECASE)
        assert not re.search(r"""\bon[a-z]+\s*=\s*["']""", page)
        assert not re.search(r"(https?:)?//[a-z]", page)
        assert "javascript:" not in page


def test_scores_stand_beside_each_exercise(round_) -> None:
    page = round_.feedback("less specific codes")
    assert "5.5 of 8 points" in page
    assert "1 of 2 points" in page


@pytest.mark.parametrize("extension_only", [False, True])
def test_an_open_assignment_gives_points_and_no_key(round_, extension_only) -> None:
    student = round_.students["every other exercise right"]
    now = datetime.now(UTC).replace(tzinfo=None)
    ahead, past = now + timedelta(days=2), now - timedelta(days=2)
    with Gradebook(round_.classroom.app.coursedir.db_url) as gradebook:
        gradebook.update_or_create_assignment(round_.classroom.assignment, duedate=past if extension_only else ahead)
        other = gradebook.find_submission(round_.classroom.assignment, round_.students["all right"])
        other.extension = timedelta(days=5) if extension_only else None
        gradebook.db.commit()
    try:
        round_.classroom.make_feedback(student)
        page = round_.feedback("every other exercise right")
        assert not [secret for secret in SECRETS if secret in page]
        assert "3 of 8 points" in page
        assert "once the assignment has closed" in page
    finally:
        with Gradebook(round_.classroom.app.coursedir.db_url) as gradebook:
            gradebook.update_or_create_assignment(round_.classroom.assignment, duedate=None)
            gradebook.find_submission(round_.classroom.assignment, round_.students["all right"]).extension = None
            gradebook.db.commit()
        round_.classroom.make_feedback(student)
    assert REASONS[0] in round_.feedback("every other exercise right")


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_learners_get_their_page_through_the_exchange(round_, unit) -> None:
    round_.classroom.release_feedback()
    student = round_.students["wrong side"]
    page = round_.classroom.fetch_feedback(student)
    assert REASONS[0] in page.read_text(encoding="utf-8")

    # And the course's home sees all of it: handed in, marked, where the page lies.
    own, course_id = round_.root / "learners" / student, round_.classroom.app.coursedir.course_id
    places = Places(round_.root / ".exchange" / course_id / "outbound", own, own / ".cache" / course_id)
    work = Assignment(unit, "The assignment", 1)
    taught = Unit(unit, 1, "Unit", 1, (), (), (), Content.READY, work)
    (found,) = load_coursework([taught], places, {})
    assert (found.stage, found.feedback) == (Stage.MARKED, page)
    assert 0 < found.points < found.possible
    shutil.move(own / unit / "feedback", own / "feedback")
    (found,) = load_coursework([taught], places, {})
    shutil.move(own / "feedback", own / unit / "feedback")
    assert found.stage is Stage.HANDED_IN
