"""The kind `term`: take a medical term apart, or build one from tiles.

key.py reads the authored key, answer.py what a learner entered; score.py judges it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds import Form, _html
from medcoding.kinds._base import BaseKind
from medcoding.kinds._grounds import check_repeats
from medcoding.kinds._shuffle import shuffled
from medcoding.kinds.term import key as keys
from medcoding.kinds.term.answer import Entered, parse_entered
from medcoding.kinds.term.key import Key, PartRole, Task
from medcoding.kinds.term.score import score_term
from medcoding.scoring.model import Score
from medcoding.scoring.policy import Policy

FEWEST_DECOYS = 2


class Term(BaseKind[Entered]):
    """See `medcoding.kinds.Kind`."""

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read `task`, `word`, `meaning`, `parts` (part, role, means), `decoys`, `accept`, points and reasons."""
        return keys.parse_key(fields)

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """The word and the meanings to choose from; or the meaning and the tiles.

        Right and wrong ones are mixed, and each stands once, so that their number does not show how
        many parts the word has.
        """
        key: Key = exercise.key
        if key.task is Task.APART:
            meanings = [part.means for part in key.parts if part.means]
            pool = shuffled([*meanings, *key.decoys], exercise.slug)
            return {"task": key.task.value, "word": key.word, "meanings": pool}
        tiles = shuffled([*(part.text for part in key.parts), *key.decoys], exercise.slug)
        return {"task": key.task.value, "meaning": key.meaning, "tiles": tiles}

    def widget(self, exercise: Exercise) -> dict[str, Any]:
        """What is given, and the roles a part may have."""
        return {**exercise.given, "roles": [{"value": role.value, "label": role.label} for role in PartRole]}

    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> Entered:
        """The pieces or the tiles. Raises AnswerError."""
        return parse_entered(exercise, answer)

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Judge each part. Raises AnswerError when the answer cannot be read."""
        return score_term(exercise, answer)

    def form_of(self, exercise: Exercise, entered: Entered) -> Form:
        """Complete: the word is cut and each piece has a role; or at least two tiles are laid."""
        if exercise.given.get("task") == Task.BUILD:
            return Form.ready() if len(entered.tiles) > 1 else Form.not_yet("lay the tiles")
        if len(entered.pieces) > 1 and all(piece.role for piece in entered.pieces):
            return Form.ready()
        return Form.not_yet("cut the word and give each part its role")

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The word, cut or built."""
        key: Key = exercise.key
        if key.task is Task.BUILD:
            return RawAnswer(exercise.slug, {"tiles": [part.text for part in key.parts]})
        parts = [{"part": part.text, "role": part.role.value, "meaning": part.means} for part in key.parts]
        return RawAnswer(exercise.slug, {"parts": parts})

    def render_entered(self, exercise: Exercise, entered: Entered) -> str:
        """The pieces with role and meaning, or the word that the tiles make."""
        given, tiles = exercise.given, entered.tiles
        if given.get("task") == Task.BUILD:
            offered = _html.paragraph(f"Tiles: {' · '.join(given.get('tiles', []))}")
            laid = f"{'-'.join(tiles)} = {''.join(tiles)}"
            return (_html.paragraph(laid) if tiles else _html.empty("No tiles laid.")) + offered
        if not entered.pieces:
            return _html.empty(f"{given.get('word', '')}: not cut yet.")
        rows = ((piece.text, piece.role.label if piece.role else "", piece.meaning) for piece in entered.pieces)
        return _html.table(("Part", "Role", "Meaning"), rows)

    def render_key(self, exercise: Exercise) -> str:
        """The word, its parts and the decoys."""
        key: Key = exercise.key
        rows = [(part.text, part.role.label, part.means) for part in key.parts]
        rows += [(decoy, "decoy", "") for decoy in key.decoys]
        head = _html.paragraph(f"{key.task.value}: {', '.join((key.word, *key.accept))} = {key.meaning}")
        table = _html.table(("Part", "Role", "Meaning"), rows)
        return head + table + _html.reasons(key.grounds)

    def check_key(self, exercise: Exercise) -> Iterator[str]:
        """Enough decoys, none of them right."""
        key: Key = exercise.key
        own = {part.means if key.task is Task.APART else part.text for part in key.parts}
        for decoy in key.decoys:
            if decoy in own:
                yield f"the decoy {decoy!r} is right here; remove it"
        yield from check_repeats(key.decoys, "decoy")
        if len(key.decoys) < FEWEST_DECOYS:
            yield f"`decoys` has {len(key.decoys)} entries; write at least {FEWEST_DECOYS}, so that not all fit"


KIND = Term()
