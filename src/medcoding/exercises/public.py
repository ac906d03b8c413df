"""The public half of an assignment's exercises, as learners receive it (`exercises.json`)."""

from __future__ import annotations

import json
from pathlib import Path

from medcoding.errors import AuthoringError, CourseError
from medcoding.exercises.model import Exercise
from medcoding.exercises.parse import parse_case

FILE = "exercises.json"


def load_public(folder: Path, slug: str) -> Exercise:
    """The exercise `slug` of the assignment in `folder`, without its key.

    Raises:
        CourseError: the file is missing, damaged, or has no such exercise.
    """
    path = folder / FILE
    advice = "fetch the assignment again; your answers are kept in their own folder"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["exercises"][slug]
        exercise = parse_case(found, FILE)
    except FileNotFoundError:
        raise CourseError(f"{FILE}: the file beside this notebook is missing; {advice}") from None
    except (OSError, ValueError, TypeError, KeyError, AuthoringError):
        raise CourseError(f"{FILE}: the exercise {slug} cannot be read from it; {advice}") from None
    return exercise.without_key()
