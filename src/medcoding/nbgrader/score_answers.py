"""The preprocessor that takes the place of nbgrader's Execute: it scores answers and runs no code."""

from __future__ import annotations

from typing import Any

from nbformat import from_dict
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_solution
from traitlets import Bool

from medcoding.errors import GradingError
from medcoding.nbgrader.course_of import coursedir_of
from medcoding.nbgrader.places import places_of
from medcoding.nbgrader.score_notebook import grade_cells, score_notebook, slug_of
from medcoding.nbgrader.timestamps import has_good_timestamp


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
        slugs = [slug_of(cell) for cell in grade_cells(nb) if not is_solution(cell)]
        keyless = [slug for slug in slugs if not places.has_key(slug)]
        if keyless:
            if not self.run_code:
                raise GradingError(
                    f"source/{told['assignment']}: no key for {', '.join(keyless)}; add them to its cases, "
                    "or set c.ScoreAnswers.run_code = True to run learners' code in a kernel"
                )
            nb, resources = Execute(parent=self.parent).preprocess(nb, resources)
        scored = score_notebook(
            nb,
            places,
            told["notebook"],
            has_good_time=has_good_timestamp(places.submitted),
            runs_code=bool(keyless),
        )
        for problem in scored.problems:
            self.log.warning("%s: %s", told["student"], problem)
        return from_dict(nb), resources
