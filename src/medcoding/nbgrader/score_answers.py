"""The preprocessor that takes the place of nbgrader's Execute: it scores answers; programs run locked in first."""

from __future__ import annotations

from typing import Any

from nbformat import from_dict
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_solution
from traitlets import Dict, Enum

from medcoding.errors import GradingError
from medcoding.nbgrader.course_of import coursedir_of
from medcoding.nbgrader.places import places_of
from medcoding.nbgrader.programs import Programs, run_programs
from medcoding.nbgrader.score_notebook import grade_cells, score_notebook, slug_of
from medcoding.nbgrader.timestamps import has_good_timestamp
from medcoding.sandbox.limits import Limits, Protection


class ScoreAnswers(NbGraderPreprocessor):  # type: ignore[misc]
    """Writes verdict and points into every grade cell that has a key file.

    Problems of the submission are kept in the notebook's metadata, where the run's summary finds
    them, and shown in a first cell.
    """

    run_code = Enum(
        [each.value for each in Protection],
        default_value=Protection.SANDBOXED.value,
        help="How learners' programs are run, where an exercise asks for one. sandboxed: locked in with bubblewrap, "
        "refused where it is missing. never: refused. unprotected: with the rights of whoever grades, and also in "
        "notebooks with test cells of your own, which then share the learner's kernel and can be fooled there.",
    ).tag(config=True)
    limits = Dict(
        help="Limits of a program that differ from medcoding.sandbox.limits.Limits, by name; bytes and seconds."
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Score one notebook.

        Raises:
            GradingError: a grade cell has no key, or asks for a program, and `run_code` does not allow it; or key
                and cell disagree on points. SandboxError: programs cannot be locked in here.
        """
        told = resources["nbgrader"]
        protection = Protection(self.run_code)
        places = places_of(coursedir_of(self), told["assignment"], told["student"])
        slugs = [slug_of(cell) for cell in grade_cells(nb) if not is_solution(cell)]
        keyless = [slug for slug in slugs if not places.has_key(slug)]
        if keyless:
            if protection is not Protection.UNPROTECTED:
                raise GradingError(
                    f"source/{told['assignment']}: no key for {', '.join(keyless)}; add them to its cases, or set "
                    'c.ScoreAnswers.run_code = "unprotected" to run test cells in the learner\'s own kernel'
                )
            nb, resources = Execute(parent=self.parent).preprocess(nb, resources)
            programs = Programs({})
        else:
            programs = run_programs(nb, places, Limits(**self.limits), protection)
        scored = score_notebook(
            nb,
            places,
            told["notebook"],
            has_good_time=has_good_timestamp(places.submitted),
            runs_code=bool(keyless or programs.handed),
            handed=programs.handed,
            about=programs.notes,
        )
        for problem in scored.problems:
            self.log.warning("%s: %s", told["student"], problem)
        return from_dict(nb), resources
