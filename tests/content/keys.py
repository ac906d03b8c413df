"""The sentences that only a graded key holds, whatever the kind: what must never leave the instructors' checkout."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path

from medcoding.exercises import public, variants_of
from medcoding.exercises.course import Course

COURSE = Course(Path(__file__).parents[2])
GRADED = [case for work in COURSE.graded_work() for case in COURSE.graded_exercises(work.folder)]
_TELLING = 25  # letters: a shorter text may stand anywhere by chance


def key_sentences(case) -> set[str]:
    """Every longer text in the keys and notes of an exercise's variants that its public half does not show."""
    shown = shown_text(case)
    return {
        text
        for each in variants_of(case)
        for text in (*_texts(each.key), each.note)
        if len(text) >= _TELLING and text not in shown
    }


def shown_text(case) -> str:
    """All that learners see of an exercise and its variants, as written and without the marks of emphasis."""
    half = public.public_half(case)
    text = "\n".join(half.values()) if isinstance(half, dict) else half
    return f"{text}\n{text.replace('*', '')}"


def _texts(value) -> Iterator[str]:
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from _texts(item)
