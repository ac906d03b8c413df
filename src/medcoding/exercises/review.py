"""The second reading of a case: a signature tied to its text, so that a later change opens it again."""

from __future__ import annotations

import hashlib
import re

_FIELD = re.compile(r"^(status|review):.*\n", re.MULTILINE)


def fingerprint(text: str) -> str:
    """Twelve hexadecimal digits for everything in a case's file but its status and its signature."""
    front, body = _split(text)
    signed = _FIELD.sub("", front) + body
    return hashlib.sha256(signed.encode("utf-8")).hexdigest()[:12]


def fingerprint_question(text: str) -> str:
    """The same for a short question: `text` is its `Exercise.text`, which holds neither field."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def sign(text: str) -> str:
    """The text of a case's file, marked as reviewed as it stands."""
    front, body = _split(text)
    return f"{_FIELD.sub('', front)}status: reviewed\nreview: {fingerprint(text)}\n{body}"


def _split(text: str) -> tuple[str, str]:
    """The front matter's lines, and the rest from its closing `---` on."""
    text = text.replace("\r\n", "\n")
    end = text.index("\n---\n", 3) + 1
    return text[:end], text[end:]
