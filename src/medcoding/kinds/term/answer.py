"""What a learner entered in a `term` exercise, read with suspicion."""

from __future__ import annotations

from dataclasses import dataclass

from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.model import Exercise
from medcoding.kinds import _entered
from medcoding.kinds.term.key import MAX_PARTS, MAX_TEXT, PartRole, Task

MAX_CUTS = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the word from `start` to `end`. Role is None and meaning "" where none was chosen yet."""

    start: int
    end: int
    text: str
    role: PartRole | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Entered:
    """The pieces of a word to take apart, or the tiles of one to build; the other is ()."""

    pieces: tuple[Piece, ...] = ()
    tiles: tuple[str, ...] = ()


def parse_entered(exercise: Exercise, answer: RawAnswer) -> Entered:
    """Read what the exercise's task asks for. Raises AnswerError."""
    if exercise.given.get("task") == Task.BUILD:
        return Entered(tiles=parse_tiles(exercise, answer))
    return Entered(pieces=parse_pieces(exercise, answer))


def parse_pieces(exercise: Exercise, answer: RawAnswer) -> tuple[Piece, ...]:
    """The pieces a word was cut into: {"parts": [{"part", "role", "meaning"}]}; () when it was left whole and blank.

    Raises:
        AnswerError: another shape, or pieces that do not make up the word. Overlapping pieces would let
            a learner guess at every cut at once.
    """
    word = str(exercise.given.get("word", ""))
    pieces: list[Piece] = []
    for entry in _entered.maps(answer.fields, "parts", MAX_CUTS):
        text = _entered.text(entry, "part", MAX_TEXT)
        if not text:
            continue
        role = _entered.text(entry, "role", MAX_TEXT)
        meaning = _entered.text(entry, "meaning", MAX_TEXT)
        if meaning:
            _entered.offered(meaning, exercise.given.get("meanings"), "meaning")
        start = pieces[-1].end if pieces else 0
        known = PartRole(role) if role in tuple(PartRole) else None
        pieces.append(Piece(start, start + len(text), text, known, meaning))
    if pieces and "".join(piece.text for piece in pieces).lower() != word.lower():
        raise AnswerError(f"answer: its parts do not make up {word!r}; {_entered.AGAIN}")
    return tuple(pieces)


def parse_tiles(exercise: Exercise, answer: RawAnswer) -> tuple[str, ...]:
    """The tiles in order: {"tiles": [texts]}. A tile may be used more than once. Raises AnswerError."""
    found = _entered.texts(answer.fields, "tiles", 2 * MAX_PARTS, MAX_TEXT)
    return tuple(_entered.offered(text, exercise.given.get("tiles"), "tile") for text in found)
