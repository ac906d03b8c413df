"""A portfolio: the best charts of a learner's practice, with the answers that are still kept.

The record of practice holds no answers. They are found where they were saved: beside the lessons, and in the
sittings of mock exams. Both ask practice exercises alone, so nothing of an assignment, open or not, is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from medcoding.answers import FOLDER, RawAnswer, load_answer
from medcoding.errors import MedcodingError
from medcoding.exercises.course import Course
from medcoding.exercises.draw import find_variant
from medcoding.exercises.find import load_exercise
from medcoding.exercises.model import Exercise
from medcoding.learning.exams.files import load_sitting
from medcoding.rendering import render_static, style
from medcoding.scoring import Score, score

BEST = 12
GOOD_FROM = 0.8  # a share from here on is fit to be shown
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
:root {{ color-scheme: light dark; }}
body {{ margin: 0 auto; padding: 1.5rem clamp(.9rem, 4vw, 2.5rem) 4rem; max-width: 60rem;
  font: 16px/1.6 system-ui, sans-serif; background: Canvas; color: CanvasText; }}
h1 {{ line-height: 1.25; }} h2 {{ margin-top: 3rem; border-top: 1px solid; padding-top: 1.5rem; }}
@media (max-width: 40rem) {{
  table, tbody, tr, td {{ display: block; }} thead {{ display: none; }} td:empty {{ display: none; }}
  tr {{ padding-block: .4rem; }} .mc-static td {{ border: 0; padding: .05rem .4rem; }}
}}
@media print {{ h2 {{ break-before: page; border: 0; }} }}
</style></head><body><main>
<h1>{title}</h1>
<p>{says}</p>
<ol>{contents}</ol>
{charts}
</main></body></html>
"""


@dataclass(frozen=True)
class Piece:
    """One chart: the exercise, what was answered, and the verdict."""

    exercise: Exercise
    answer: RawAnswer
    score: Score

    @property
    def share(self) -> float:
        """Of the points, in [0, 1]."""
        return self.score.points / self.score.possible if self.score.possible else 0.0


def best_pieces(course: Course, exams: Path, most: int = BEST) -> tuple[Piece, ...]:
    """The best charts, one of each exercise, hard ones before easy ones. `exams` holds the sittings."""
    best: dict[str, Piece] = {}
    for piece in (*_from_lessons(course), *_from_exams(course, exams)):
        held = best.get(piece.exercise.slug)
        if piece.share >= GOOD_FROM and (held is None or piece.share > held.share):
            best[piece.exercise.slug] = piece
    order = sorted(best.values(), key=lambda each: (-each.share, -each.exercise.difficulty, each.exercise.slug))
    return tuple(order[:most])


def render_portfolio(pieces: Iterable[Piece], name: str, course: str) -> str:
    """One page that needs nothing else: record, answer and verdict of each chart."""
    shown = list(pieces)
    whose = f"{name}: charts coded" if name else "Charts coded"
    says = (
        f"From the practice of the course “{course}”. All people and records are made up. "
        "Chosen by the learner’s best results; practice is self-reported and was not supervised."
    )
    contents = "".join(
        f'<li><a href="#{escape(each.exercise.slug)}">{escape(each.exercise.title)}</a>, {each.share:.0%}</li>'
        for each in shown
    )
    charts = "\n".join(
        f'<section><h2 id="{escape(each.exercise.slug)}">{escape(each.exercise.title)}</h2>'
        f"{render_static(each.exercise, each.answer, each.score)}</section>"
        for each in shown
    )
    return _PAGE.format(title=escape(whose), says=escape(says), style=style(), contents=contents, charts=charts)


def _from_lessons(course: Course) -> Iterator[Piece]:
    for unit in course.ready_units():
        folder = course.lessons(unit.folder)
        for path in sorted((folder / FOLDER).glob("*.json")):
            try:
                answer = load_answer(path, path.stem)
                piece = _piece(load_exercise(folder, path.stem), answer) if answer else None
            except MedcodingError:
                continue  # an answer to what the course no longer has, or a file that is none
            if piece:
                yield piece


def _from_exams(course: Course, folder: Path) -> Iterator[Piece]:
    known = {unit.folder for unit in course.ready_units()}
    for path in sorted(folder.glob("*.json")):
        sitting = load_sitting(path)
        if sitting is None or not sitting.marks:
            continue
        for item, mark in zip(sitting.items, sitting.marks, strict=True):
            fields = sitting.answers.get(item.exercise)
            if fields is None or (mark.share or 0.0) < GOOD_FROM or item.unit not in known or "/" in item.exercise:
                continue
            try:
                exercise = load_exercise(course.lessons(item.unit), item.exercise)
                piece = _piece(exercise, RawAnswer(item.exercise, fields, item.variant))
            except MedcodingError:
                continue
            if piece:
                yield piece


def _piece(exercise: Exercise, answer: RawAnswer) -> Piece | None:
    """A chart and its verdict; None for a short question, or where a person would have to judge."""
    if exercise.kind != "codes" or not answer.fields.get("lines"):
        return None
    exercise = find_variant(exercise, answer.variant) or exercise
    found = score(exercise, answer)
    return None if found.manual else Piece(exercise, answer, found)
