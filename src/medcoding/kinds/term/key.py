"""The authored key of a `term` exercise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from medcoding.exercises.fields import Fields
from medcoding.kinds._grounds import Grounds, parse_grounds

MAX_PARTS = 12
MAX_TEXT = 80


class Task(StrEnum):
    """Take a word apart, or build one from tiles."""

    APART = "take-apart"
    BUILD = "build"


class PartRole(StrEnum):
    """What a word part does. A root and its combining vowel are two parts: gastr + o."""

    PREFIX = "prefix"
    ROOT = "root"
    VOWEL = "combining-vowel"
    SUFFIX = "suffix"

    @property
    def label(self) -> str:
        """The words a learner reads."""
        return self.value.replace("-", " ")


@dataclass(frozen=True, slots=True)
class Part:
    """One word part. `means` is "" for a combining vowel, which only makes the word easier to say."""

    text: str
    role: PartRole
    means: str


@dataclass(frozen=True, slots=True)
class Key:
    """The parts of `word` in order. `decoys` are wrong meanings (take apart) or wrong tiles (build).

    `accept` holds other words that are right too, for a word to build.
    """

    grounds: Grounds
    task: Task
    word: str
    meaning: str
    parts: tuple[Part, ...]
    decoys: tuple[str, ...]
    accept: tuple[str, ...]


def parse_key(fields: Fields) -> Key:
    """Read a key block; mistakes are noted on `fields`."""
    key = Key(
        grounds=parse_grounds(fields),
        task=fields.choice("task", Task),
        word=fields.text("word"),
        meaning=fields.text("meaning"),
        parts=tuple(_parse_part(entry) for entry in fields.maps("parts", required=True)),
        decoys=fields.texts("decoys", required=True),
        accept=fields.texts("accept"),
    )
    joined = "".join(part.text for part in key.parts)
    if key.word and key.parts and joined.lower() != key.word.lower():
        fields.problem(f"the parts make up {joined!r}, not {key.word!r}; correct the parts or `word`")
    if not 2 <= len(key.parts) <= MAX_PARTS:
        fields.problem(f"`parts` has {len(key.parts)} entries; write 2 to {MAX_PARTS}")
    return key


def _parse_part(fields: Fields) -> Part:
    role = fields.choice("role", PartRole)
    part = Part(fields.text("part"), role, fields.text("means", "" if role is PartRole.VOWEL else None))
    fields.finish()
    if max(len(part.text), len(part.means)) > MAX_TEXT:
        fields.problem(f"a part is longer than {MAX_TEXT} characters; shorten it")
    return part
