"""The public half of an assignment's exercises, as learners receive it (`exercises.json`).

An exercise is one text there; a case with variants is a mapping from their names to their texts.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from medcoding.errors import AuthoringError, CourseError
from medcoding.exercises.model import Exercise
from medcoding.exercises.parse import parse_case, render_public
from medcoding.exercises.variants import case_of

FILE = "exercises.json"


def public_half(case: Exercise) -> str | dict[str, str]:
    """What learners may see of an exercise, all its variants included, as `exercises.json` holds it."""
    return {each.variant: render_public(each) for each in case.variants} if case.variants else render_public(case)


def load_public(folder: Path, slug: str) -> Exercise:
    """The exercise `slug` of the assignment in `folder`, without its key.

    Raises:
        CourseError: the file is missing, damaged, or has no such exercise.
    """
    path = folder / FILE
    advice = "fetch the assignment again; your answers are kept in their own folder"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["exercises"][slug]
        if isinstance(found, dict):
            exercise = case_of([replace(parse_case(text, FILE), variant=name) for name, text in found.items()])
        else:
            exercise = parse_case(found, FILE)
    except FileNotFoundError:
        raise CourseError(f"{FILE}: the file beside this notebook is missing; {advice}") from None
    except (OSError, ValueError, TypeError, LookupError, AuthoringError):
        raise CourseError(f"{FILE}: the exercise {slug} cannot be read from it; {advice}") from None
    return exercise.without_key()
