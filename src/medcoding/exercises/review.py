"""The second reading of a case: a signature tied to its text, so that a later change opens it again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from medcoding.exercises.model import Exercise

_FIELD = re.compile(r"^(status|review):.*\n", re.MULTILINE)


def fingerprint(text: str) -> str:
    """Twelve hexadecimal digits for everything in a case's file but its status and its signature."""
    front, body = _split(text)
    signed = _FIELD.sub("", front) + body
    return hashlib.sha256(signed.encode("utf-8")).hexdigest()[:12]


def fingerprint_question(text: str) -> str:
    """The same for a short question: `text` is its `Exercise.text`, which holds neither field."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def fingerprint_of(exercise: Exercise) -> str:
    """The fingerprint of an exercise as its file stands now; its signature where it came from memory."""
    if exercise.text:
        return fingerprint_question(exercise.text)
    return fingerprint(exercise.path.read_text(encoding="utf-8")) if exercise.path else exercise.review


def sign(text: str) -> str:
    """The text of a case's file, marked as reviewed as it stands."""
    front, body = _split(text)
    return f"{_FIELD.sub('', front)}status: reviewed\nreview: {fingerprint(text)}\n{body}"


def sign_file(text: str, exercises: Iterable[Exercise]) -> str:
    """The text of an authored file with everything in it marked as reviewed. Raises ValueError as `sign_question`."""
    for exercise in exercises:
        mark = fingerprint_question(exercise.text)
        text = sign_question(text, exercise.slug, mark) if exercise.text else sign(text)
    return text


def sign_question(text: str, slug: str, mark: str) -> str:
    """The text of a list of questions with one of them marked as reviewed; `mark` is its fingerprint.

    Raises:
        ValueError: no entry of the list begins with that id.
    """
    pieces = re.split(r"^(?=- )", text.replace("\r\n", "\n"), flags=re.MULTILINE)
    for place, piece in enumerate(pieces):
        first, _, rest = piece.partition("\n")
        if re.fullmatch(rf"""- id: *['"]?{re.escape(slug)}['"]? *""", first):
            unsigned = re.sub(r"^  (status|review):.*\n", "", rest, flags=re.MULTILINE)
            pieces[place] = f"{first}\n  status: reviewed\n  review: {mark}\n{unsigned}"
            return "".join(pieces)
    raise ValueError(f"{slug}: no question begins with this id; write `- id: {slug}` first in its entry")


def _split(text: str) -> tuple[str, str]:
    """The front matter's lines, and the rest from its closing `---` on."""
    text = text.replace("\r\n", "\n")
    end = text.index("\n---\n", 3) + 1
    return text[:end], text[end:]
