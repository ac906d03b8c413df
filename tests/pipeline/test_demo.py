"""`medcoding demo`: a class of made-up learners, checked against what their answers are worth."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from medcoding.cli.grading import demo
from medcoding.nbgrader.demo import walk
from medcoding.nbgrader.demo.handins import Way, perfect
from medcoding.nbgrader.demo.roster import made_up_learners
from medcoding.nbgrader.demo.walk import steps_of, walk_class

# nbgrader leaves files open when it releases feedback.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def in_course(course, tmp_path, monkeypatch) -> Path:
    """A whole course as the current folder."""
    root = tmp_path / "course"
    shutil.copytree(course, root)
    (root / "course").mkdir()
    (root / "course" / "syllabus.yaml").write_text("")
    monkeypatch.chdir(root)
    monkeypatch.delenv("MEDCODING_COURSE", raising=False)
    return root


def test_it_shows_scores_beside_expected_scores_and_names_a_page(in_course, unit, tmp_path, checksums) -> None:
    before = checksums(in_course)
    done = CliRunner().invoke(demo, ["--learners", "3", "--assignment", unit, "--keep", str(tmp_path / "kept")])
    assert done.exit_code == 0, done.output
    assert done.stdout.count("as expected") == 4
    page = Path(done.stdout.rsplit("One feedback page: ", 1)[1].strip())
    assert "mc-verdict" in page.read_text(encoding="utf-8")
    assert checksums(in_course) == before


def test_a_score_that_differs_is_shown_and_exits_1(in_course, unit, tmp_path, monkeypatch) -> None:
    def worth_less(desk) -> None:
        perfect(desk)
        desk.worth_nothing(desk.exercises[0].slug)

    monkeypatch.setattr(walk, "WAYS", (Way("all right", perfect), Way("said to be worth less", worth_less)))
    done = CliRunner().invoke(demo, ["--learners", "2", "--assignment", unit, "--keep", str(tmp_path / "kept")])
    assert done.exit_code == 1
    assert done.stdout.count("DIFFERENT") == 1


def test_a_folder_with_something_in_it_is_left_alone(in_course, unit, tmp_path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = CliRunner().invoke(demo, ["--assignment", unit, "--keep", str(tmp_path)])
    assert done.exit_code == 2
    assert "not empty" in done.output


def test_the_progress_bar_knows_its_length(course, unit, tmp_path) -> None:
    steps: list[str] = []
    walk_class(course, unit, tmp_path / "class", 1, steps.append)
    assert len(steps) == steps_of(1)


def test_made_up_learners_have_different_names() -> None:
    learners = made_up_learners(400)
    assert len({learner.name for learner in learners}) == 400
    assert learners[:20] == made_up_learners(20)
