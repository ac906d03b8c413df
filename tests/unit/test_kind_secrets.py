"""What of an exercise reaches a learner, of every short kind: all that the front end needs, and no text of the key."""

import json
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path

import pytest

from medcoding.exercises import load_questions, parse_case, render_public
from medcoding.kinds import kind_of
from medcoding.scoring import possible, score
from unit.kind_samples import EXERCISES

ROOT = Path(__file__).parents[2]
every = pytest.mark.parametrize("name", list(EXERCISES))


@every
def test_the_public_half_reads_back_and_serves_the_front_end(name):
    exercise = EXERCISES[name]
    public = parse_case(render_public(exercise), "public")
    assert public.key is None
    assert public.given == exercise.given
    widget = kind_of(exercise.kind).widget(public)
    assert widget == kind_of(exercise.kind).widget(exercise)
    assert json.loads(json.dumps(widget)) == widget
    assert exercise.without_key().given == exercise.given


def texts_in(thing):
    """Every text in a key, or in what is given, however deep."""
    if is_dataclass(thing):
        thing = [getattr(thing, field.name) for field in fields_of(thing)]
    if isinstance(thing, dict):
        thing = [*thing, *thing.values()]
    if isinstance(thing, list | tuple):
        return [text for part in thing for text in texts_in(part)]
    # The words of an enumeration are the kind's own vocabulary and stand on every page.
    return [str(thing)] if isinstance(thing, str | Decimal) and not isinstance(thing, Enum) else []


def leaked(exercise):
    """The texts of a key that its public half holds and that are not there for learners to see."""
    shown = "\n".join([exercise.record, exercise.question, *texts_in(exercise.given)])
    halves = (render_public(exercise), json.dumps(kind_of(exercise.kind).widget(exercise.without_key())))
    secret = {text for text in texts_in(exercise.key) if text and text not in shown}
    # Numbers of one digit and the like stand in every front matter.
    return sorted(text for text in secret if len(text) > 2 and any(text in half for half in halves))


@every
def test_no_text_of_the_key_reaches_a_learner(name):
    assert leaked(EXERCISES[name]) == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/*/questions/*.yaml")), ids=lambda path: path.stem)
def test_every_question_of_the_course_keeps_the_promises(path):
    for question in load_questions(path):
        kind = kind_of(question.kind)
        full = score(question, kind.full_answer(question))
        assert full.points == possible(question), question.slug
        assert score(question, None).points == 0.0
        public = parse_case(render_public(question), "public")
        assert public.given == question.given
        assert leaked(question) == [], question.slug
