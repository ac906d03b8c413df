"""Judges a `term` answer part by part.

Taken apart, a part earns a share for each of: the cut, the role, the meaning; role and meaning count
only where the cut is right, since they speak of that piece. Built, the tiles that stand in the right
order earn their share of the larger of what the word needs and what was laid, so that extra tiles cost.
"""

from __future__ import annotations

from collections.abc import Iterator

from medcoding.answers import RawAnswer
from medcoding.exercises.model import Exercise
from medcoding.kinds._grounds import finding, total
from medcoding.kinds.term.answer import Piece, parse_pieces, parse_tiles
from medcoding.kinds.term.key import Key, Part, Task
from medcoding.scoring.model import Finding, Score, Verdict


def score_term(exercise: Exercise, answer: RawAnswer) -> Score:
    """Score an answer to a `term` exercise. Raises AnswerError when it cannot be read."""
    key: Key = exercise.key
    if key.task is Task.APART:
        return _score_apart(key, parse_pieces(exercise, answer))
    return _score_build(key, parse_tiles(exercise, answer))


def described(part: Part) -> str:
    """What a part is and means."""
    means = f" that means “{part.means}”" if part.means else ", which has no meaning of its own"
    return f"“{part.text}” is the {part.role.label}{means}."


def _score_apart(key: Key, pieces: tuple[Piece, ...]) -> Score:
    found = {(piece.start, piece.end): piece for piece in pieces}
    findings, start = [], 0
    for part in key.parts:
        end = start + len(part.text)
        findings.append(_judge_part(part, found.get((start, end)), key, bool(pieces)))
        start = end
    return total(key.grounds, sum(item.credit for item in findings) / len(key.parts), findings)


def _judge_part(part: Part, piece: Piece | None, key: Key, is_begun: bool) -> Finding:
    possible = key.grounds.points / len(key.parts)
    if piece is None:
        verdict = Verdict.WRONG if is_begun else Verdict.MISSED
        reason = f"The word was not cut here. {described(part)}" if is_begun else described(part)
        return finding(verdict, key.grounds, reason, expected=part.text, possible=possible)
    asked = 3 if part.means else 2
    says = []
    if piece.role is not part.role:
        says.append("the role")
    if part.means and piece.meaning != part.means:
        says.append("the meaning")
    if not says:
        return finding(Verdict.CORRECT, key.grounds, described(part), entered=part.text, credit=1, possible=possible)
    return finding(
        Verdict.PARTLY,
        key.grounds,
        f"The cut is right; look again at {' and '.join(says)}. {described(part)}",
        entered=part.text,
        expected=part.text,
        credit=(asked - len(says)) / asked,
        possible=possible,
    )


def _score_build(key: Key, tiles: tuple[str, ...]) -> Score:
    word = "".join(tiles).lower()
    if word in {key.word.lower(), *(other.lower() for other in key.accept)}:
        grounds = key.grounds
        found = finding(Verdict.CORRECT, grounds, _parts(key), entered=word, credit=1, possible=grounds.points)
        return total(grounds, 1.0, [found])
    wanted = [part.text for part in key.parts]
    kept = _in_order(tiles, wanted)
    share = len(kept) / max(len(wanted), len(tiles))
    return total(key.grounds, share, _build_findings(key, tiles, kept))


def _build_findings(key: Key, tiles: tuple[str, ...], kept: list[tuple[int, int]]) -> Iterator[Finding]:
    possible = key.grounds.points / len(key.parts)
    laid = {place for _, place in kept}
    for place, part in enumerate(key.parts):
        if place in laid:
            yield finding(Verdict.CORRECT, key.grounds, described(part), entered=part.text, credit=1, possible=possible)
        else:
            yield finding(Verdict.MISSED, key.grounds, described(part), expected=part.text, possible=possible)
    used = {place for place, _ in kept}
    for place, tile in enumerate(tiles):
        if place not in used:
            reason = f"This tile does not belong here: the word is {key.word}."
            yield finding(Verdict.EXTRA, key.grounds, reason, entered=tile)


def _parts(key: Key) -> str:
    return " ".join(described(part) for part in key.parts)


def _in_order(tiles: tuple[str, ...], wanted: list[str]) -> list[tuple[int, int]]:
    """The longest run of (place among the tiles, place among the parts) in which both places rise."""
    best: list[list[list[tuple[int, int]]]] = [[[] for _ in range(len(wanted) + 1)] for _ in range(len(tiles) + 1)]
    for at, tile in enumerate(tiles):
        for to, part in enumerate(wanted):
            if tile == part:
                best[at + 1][to + 1] = [*best[at][to], (at, to)]
            else:
                best[at + 1][to + 1] = max(best[at][to + 1], best[at + 1][to], key=len)
    return best[-1][-1]
