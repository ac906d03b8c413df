"""Grades one exercise of one learner: find the answer, score it, render it.

The same function serves our preprocessor, which runs no student code, and `score_in_kernel`,
which an unmodified nbgrader reaches by running the cell; so both give the same points.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from medcoding.answers import RawAnswer, answer_path
from medcoding.errors import AnswerError, GradingError
from medcoding.exercises import Exercise
from medcoding.exercises.draw import find_variant, own_variant
from medcoding.exercises.find import load_file
from medcoding.exercises.review import fingerprint_of
from medcoding.kinds import program_of
from medcoding.nbgrader.places import Places, places_around
from medcoding.nbgrader.submission import Note, Submission, load_submission
from medcoding.rendering import render_static
from medcoding.sandbox.hand_over import values_of
from medcoding.scoring import Score, score
from medcoding.scoring.policy import default_policy


@dataclass(frozen=True, slots=True)
class Graded:
    """One graded exercise. `points` is a built-in float in [0, possible]; `html` shows record to reasons.

    `marks` say what the points come from, see `marks_of`.
    """

    slug: str
    title: str
    points: float
    possible: float
    html: str
    marks: Mapping[str, Any]
    note: Note | None = None


class _Judged(NamedTuple):
    """An answer, if any, the exercise it was judged against, its score, and what to say of it."""

    exercise: Exercise
    answer: RawAnswer | None
    result: Score
    note: Note | None


def grade_exercise(places: Places, submission: Submission, slug: str) -> Graded:
    """Score what `submission` holds for `slug`.

    Raises:
        GradingError: the exercise has no key. AuthoringError: its file breaks the format.
    """
    exercise, answer, result, note = _best(get_key(places, slug), places, submission)
    notice = f'<p class="mc-problem"><strong>Note.</strong> {escape(note.text)}</p>' if note else ""
    return Graded(
        slug=slug,
        title=exercise.title,
        points=safe_points(result.points, result.possible),
        possible=result.possible,
        html=notice + render_static(exercise, answer, result),
        marks=marks_of(exercise, answer),
        note=note,
    )


def marks_of(exercise: Exercise, answer: RawAnswer | None) -> dict[str, Any]:
    """What points come from: fingerprints of the key's file and of the answer ("" without one), the policy's version.

    They stay in the graded notebook, so that a regrade can tell a key that changed from an answer that did.
    """
    entered = json.dumps(answer.as_json(), sort_keys=True).encode() if answer else b""
    return {
        "key": fingerprint_of(exercise),
        "answer": hashlib.sha256(entered).hexdigest()[:12] if entered else "",
        "policy": default_policy().version,
    }


def score_submission(places: Places, submission: Submission, slug: str) -> tuple[Score, RawAnswer | None]:
    """The score alone, with the answer that was scored. Raises as `grade_exercise`."""
    judged = _best(get_key(places, slug), places, submission)
    return judged.result, judged.answer


def get_key(places: Places, slug: str) -> Exercise:
    """The graded exercise with its key. Raises GradingError without one, AuthoringError as `load_file`."""
    path = places.key_file(slug)
    if not places.has_key(slug):
        raise GradingError(f"{path}: there is no key for the exercise {slug!r}; put its case there")
    status = path.stat()
    found = _load_keys(path, status.st_mtime_ns, status.st_size)
    exercise = next((each for each in found if each.slug == slug), None)
    if exercise is None or exercise.key is None:
        raise GradingError(f"{path}: this file is not the key of {slug!r}; give it `id: {slug}` and a `## Key`")
    return exercise


def safe_points(points: float, most: float) -> float:
    """A built-in, finite float in [0, most]: nbgrader gives full marks for anything else."""
    points = float(points)
    return min(max(points, 0.0), float(most)) if math.isfinite(points) else 0.0


def score_in_kernel(slug: str) -> float:
    """Score an exercise in a kernel that nbgrader started in autograded/<student>/<assignment>.

    Shows record, answer and verdict as one HTML output and returns the points.

    Raises:
        GradingError: outside a course, or without a key; nbgrader then gives 0 points.
    """
    from IPython.display import HTML, display

    here = Path.cwd()
    places = places_around(here)
    submission = load_submission(places.submitted, _notebook_name(places))
    if not answer_path(submission.folder, slug).exists() and answer_path(here, slug).exists():
        submission = Submission(here, submission.name, submission.notebooks)
    program = program_of(get_key(places, slug))
    if program:
        submission = replace(submission, handed={slug: _left_here(slug, program.names)})
    graded = grade_exercise(places, submission, slug)
    display(HTML(graded.html))
    return graded.points


def _left_here(slug: str, names: tuple[str, ...]) -> RawAnswer:
    """What a learner's program left in this kernel. An unmodified nbgrader knows no sandbox."""
    from IPython import get_ipython

    shell: Any = get_ipython()
    values, refused = values_of(names, shell.user_ns if shell is not None else {})
    return RawAnswer(slug, {"values": values, "refused": refused})


def _best(case: Exercise, places: Places, submission: Submission) -> _Judged:
    """The answer file where it can be scored, else the notebook's copy, else nothing; and what to say of it."""
    says = ""
    try:
        answer = submission.load_answer(case.slug)
    except AnswerError as error:
        answer, says = None, str(error)
    if answer is not None:
        judged = _judged(case, places, answer)
        if not judged.result.problem:
            return judged
        says = judged.result.problem
    copy = submission.find_copy(case.slug)
    if copy is not None:
        judged = _judged(case, places, copy)
        if not judged.result.problem:
            text = f"{says or f'answers/{case.slug}.json: not handed in'}. The copy inside the notebook was scored."
            odd = judged.note
            note = Note(f"{text} {odd.text}" if odd else text, is_problem=bool(says or (odd and odd.is_problem)))
            return judged._replace(note=note)
        says = says or judged.result.problem
    own = own_variant(case, places.student, places.assignment)
    result = score(own, None, problem=says)
    return _Judged(own, None, result, Note(says) if says else None)


def _judged(case: Exercise, places: Places, answer: RawAnswer) -> _Judged:
    """An answer with its score, against the variant that it names where the case has that one, else the learner's own.

    All variants are equally hard and no learner holds a key, so naming another one gains nothing by itself;
    but it is told, since it may mean that a neighbour's answer was handed in.
    """
    own = own_variant(case, places.student, places.assignment)
    named = find_variant(case, answer.variant)
    note = None
    if case.variants and named is None:
        which = f"names the variant {answer.variant!r}, which it has not" if answer.variant else "names no variant"
        note = Note(
            f"{case.slug}: the answer {which}. It was judged against the variant of this learner, {own.variant}.",
            is_problem=bool(answer.variant),
        )
    elif named is not None and named.variant != own.variant:
        note = Note(
            f"{case.slug}: the answer is to the variant {named.variant}, and {own.variant} fell to this learner. "
            f"It was judged as an answer to {named.variant}."
        )
    exercise = named or own
    return _Judged(exercise, answer, _score(exercise, answer), note)


def _score(exercise: Exercise, answer: RawAnswer) -> Score:
    """Score an answer; a fault of the scorer costs one exercise and is told, it does not cost the submission."""
    try:
        return score(exercise, answer)
    except Exception as fault:
        problem = (
            f"{exercise.slug}: the course has a fault here, not your answer ({type(fault).__name__}); tell us of it"
        )
        return score(exercise, None, problem=problem)


def _notebook_name(places: Places) -> str:
    """The assignment's notebook; our assignments have one."""
    names = sorted(path.stem for path in places.source.glob("*.ipynb"))
    return names[0] if names else "assignment"


@lru_cache(maxsize=512)
def _load_keys(path: Path, modified: int, size: int) -> tuple[Exercise, ...]:
    """The exercises of a file, read again only when it changes."""
    return load_file(path)
