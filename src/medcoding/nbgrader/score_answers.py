"""The preprocessor that takes the place of nbgrader's Execute: it scores answers and runs no code."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from nbformat import from_dict
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool

from medcoding.errors import GradingError
from medcoding.nbgrader.course_of import coursedir_of
from medcoding.nbgrader.grading import Graded, grade_exercise
from medcoding.nbgrader.outputs import MARK, graded_outputs
from medcoding.nbgrader.places import Places, places_of
from medcoding.nbgrader.sanitize import with_style
from medcoding.nbgrader.submission import Note, Submission, load_submission
from medcoding.nbgrader.timestamps import TIMESTAMP, has_good_timestamp


class ScoreAnswers(NbGraderPreprocessor):  # type: ignore[misc]
    """Writes verdict and points into every grade cell that has a key file.

    Problems of the submission are kept in the notebook's metadata, where the run's summary finds
    them, and shown in a first cell.
    """

    run_code = Bool(
        False,
        help="Run notebooks whose grade cells have no key in a kernel, with the rights of whoever grades. "
        "Only for assignments that ask learners for program code.",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Score one notebook.

        Raises:
            GradingError: a grade cell has no key and `run_code` is off, or key and cell disagree on points.
        """
        told = resources["nbgrader"]
        places = places_of(coursedir_of(self), told["assignment"], told["student"])
        cells = [cell for cell in nb.cells if is_grade(cell)]
        keyless = [_slug(cell) for cell in cells if not places.has_key(_slug(cell)) and not is_solution(cell)]
        if keyless:
            if not self.run_code:
                raise GradingError(
                    f"source/{told['assignment']}: no key for {', '.join(keyless)}; add them to its cases, "
                    "or set c.ScoreAnswers.run_code = True to run learners' code in a kernel"
                )
            nb, resources = Execute(parent=self.parent).preprocess(nb, resources)
        submission = load_submission(places.submitted, told["notebook"])
        notes = list(submission.notes)
        if not has_good_timestamp(places.submitted):
            notes.append(Note(f"{TIMESTAMP}: cannot be read. It is not known when this was handed in."))
        graded = self._score(nb.cells, places, submission)
        if graded and not keyless:
            changed = submission.changed_cells({_slug(cell): cell.source for cell in cells})
            notes += [changed] if changed else []
        self._record(nb, notes, graded, told["student"])
        return nb, resources

    def _score(self, cells: Iterable[Any], places: Places, submission: Submission) -> list[Graded]:
        done: list[Graded] = []
        for cell in cells:
            if not is_grade(cell) or not places.has_key(_slug(cell)):
                continue
            graded = grade_exercise(places, submission, _slug(cell))
            if abs(graded.possible - float(cell.metadata.nbgrader["points"])) > 1e-9:
                raise GradingError(
                    f"{places.key_file(graded.slug)}: the key is worth {graded.possible:g} points, the released cell "
                    f"{cell.metadata.nbgrader['points']:g}; run `medcoding build` and `nbgrader generate_assignment`"
                )
            html = with_style(graded.html) if not done else graded.html
            cell.outputs = [from_dict(output) for output in graded_outputs(html, graded.points)]
            cell.metadata[MARK] = {"title": graded.title, **graded.marks}
            done.append(graded)
        return done

    def _record(self, nb: Any, notes: list[Note], graded: list[Graded], student: str) -> None:
        problems = [note.text for note in notes if note.is_problem]
        for item in graded:
            if item.note and item.note.is_problem:
                about = "" if item.slug in item.note.text else f"{item.slug}: "
                problems.append(f"{about}{item.note.text}")
        nb.metadata[MARK] = {**nb.metadata.get(MARK, {}), "problems": problems}
        for problem in problems:
            self.log.warning("%s: %s", student, problem)
        if notes:
            items = "".join(f"<li>{escape(note.text)}</li>" for note in notes)
            source = f'<div class="mc-problem"><p><strong>About this submission</strong></p><ul>{items}</ul></div>'
            cell = {"cell_type": "markdown", "id": "medcoding-notes", "metadata": {}, "source": source}
            nb.cells.insert(0, from_dict(cell))


def _slug(cell: Any) -> str:
    return str(cell.metadata.nbgrader["grade_id"])
