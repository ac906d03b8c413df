"""The preprocessor that puts an instructor's answers to disputes into the learner's feedback page."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from nbformat import from_dict
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import List

from medcoding.disputes import load_disputes
from medcoding.errors import AnswerError
from medcoding.nbgrader.course_of import coursedir_of
from medcoding.nbgrader.places import Places, places_of
from medcoding.nbgrader.rulings import Ruling, Rulings, load_rulings


class ShowRulings(NbGraderPreprocessor):  # type: ignore[misc]
    """Adds below each verdict what was answered to the learner's disputes.

    It stands before WithholdVerdicts: an answer may say what is right, and waits with the verdicts.
    """

    # nbconvert sets this for every preprocessor that takes part in making a page.
    display_data_priority = List().tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Add the answers to one notebook. Raises GradingError where their record cannot be read."""
        told = resources["nbgrader"]
        coursedir = coursedir_of(self)
        places = places_of(coursedir, told["assignment"], told["student"])
        rulings = load_rulings(Path(coursedir.root), told["assignment"])
        for cell in nb.cells:
            found = find_rulings(places, rulings, str(cell.metadata.nbgrader["grade_id"])) if is_grade(cell) else []
            if found:
                page = {"output_type": "display_data", "data": {"text/html": render_rulings(found)}, "metadata": {}}
                # The number for nbgrader stays the last output.
                cell.outputs.insert(max(len(cell.outputs) - 1, 0), from_dict(page))
        return nb, resources


def find_rulings(places: Places, rulings: Rulings, slug: str) -> list[Ruling]:
    """What was answered to the disputes that a submission carries on one exercise."""
    if not places.has_key(slug):
        return []
    try:
        disputes = load_disputes(places.submitted, slug)
    except AnswerError:
        return []
    found = (rulings.find(places.student, slug, dispute) for dispute in disputes)
    return [ruling for ruling in found if ruling]


def render_rulings(found: list[Ruling]) -> str:
    """The answers as HTML."""
    items = "".join(
        f'<li class="mc-finding mc-finding--look-again"><p class="mc-finding-head">'
        f'<strong class="mc-entry">{escape(each.dispute.code)}</strong> '
        f'<span class="mc-tag">Stands as it was</span></p>'
        f'<p class="mc-reason">You wrote: <q>{escape(each.dispute.reason)}</q></p>'
        f'<p class="mc-reason">Answer of {escape(each.time[:10])}: {escape(each.says)}</p></li>'
        for each in found
    )
    return (
        '<section class="mc-verdict"><p class="mc-label">Answers to what you disputed</p>'
        f'<ol class="mc-findings">{items}</ol></section>'
    )
