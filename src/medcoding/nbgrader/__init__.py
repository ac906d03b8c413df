"""How the course plugs into nbgrader.

    places.py       where one learner's work, its keys and its released notebook lie
    submission.py   what a learner handed in, read with suspicion
    grading.py      one exercise of one learner: find the answer, score it, render it; works in a kernel too
    collect.py      nbgrader's collect: only plain files, only under one's own name
    programs.py     learners' programs: put into the released notebook, run in the sandbox, read back as answers
    outputs.py      what a graded cell shows and returns
    score_notebook.py   one notebook in memory: the one way to its points, whoever grades
    records.py      nbgrader's own files beside a submission
    score_answers.py, withhold.py, clean_release.py     preprocessors: one verb each
    course_of.py    nbgrader's course directory, found from inside a preprocessor
    timestamps.py   when a submission came in, as far as can be read
    exporters.py    reading damaged notebooks; writing feedback pages
    sanitize.py     what HTML may reach an instructor's or a learner's browser
    converters.py   nbgrader's autograde and feedback steps, completed; `install()`
    session.py      an nbgrader application opened inside this process
    bulk/           a whole class at once: workers, one writer, interrupted runs, what has changed
    run.py          a whole class: `grade_class`
    standing.py     how a class stands in the gradebook
    regrade_plan.py, regrade.py     what grading again would change; doing it, with a record
    disputed.py     what a class disputes, beside the findings as they stand now
    release.py      release/ made by nbgrader's own generate_assignment
    demo/           a made-up class that walks through every step

`places`, `submission`, `grading`, `outputs` and `score_notebook` import no nbgrader, so that a kernel that
grades one cell, or a worker, starts quickly.
"""

from importlib.util import find_spec
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"


def formgrader_templates() -> Path:
    """Where nbgrader keeps the pages of its Formgrader."""
    spec = find_spec("nbgrader")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nbgrader")
    return Path(spec.origin).parent / "server_extensions" / "formgrader" / "templates"
