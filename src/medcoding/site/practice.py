"""An exercise as the static edition holds it: what the widget shows of it, and every verdict that was foreseen."""

from __future__ import annotations

from html import escape
from typing import Any

from medcoding.exercises import Exercise, variants_of
from medcoding.kinds import kind_of
from medcoding.rendering import render_record
from medcoding.rendering.record import render_markdown
from medcoding.scoring import score
from medcoding.scoring.model import Score
from medcoding.site.charts import Chart
from medcoding.site.findings import Findings
from medcoding.site.pieces import foresee_pieces
from medcoding_widgets.by_kind import session_for
from medcoding_widgets.reading import KINDS
from medcoding_widgets.session import Mode


def is_shown(exercise: Exercise) -> bool:
    """True for the kinds whose widgets work on a plain page; a learner's program needs the course itself."""
    return exercise.kind == "codes" or exercise.kind in KINDS


def foresee(exercise: Exercise) -> dict[str, Any]:
    """The text of one exercise: a list of its variants, and how its answers are looked up."""
    return {"variants": [_variant(each) for each in variants_of(exercise)]}


def _variant(exercise: Exercise) -> dict[str, Any]:
    session = session_for(exercise, Mode.APP)
    findings = Findings()
    how, table = "model", None
    if exercise.kind == "codes":
        how, table = "chart", Chart(exercise, findings).foresee()
    elif pieces := foresee_pieces(exercise, findings):
        how, table = "pieces", pieces
    kind = kind_of(exercise.kind)
    full = kind.full_answer(exercise)
    judged = score(exercise, full)
    model = [findings.add(each, place) for place, each in enumerate(judged.findings)]
    # The findings of a chart name its codes, in their order, already.
    answer = "" if exercise.kind == "codes" else kind.render_answer(exercise, full)
    return {
        "exercise": {**session.describe(), "next": ""},
        "value": session.value,
        "how": how,
        "table": table,
        "findings": findings.as_json(),
        "model": {"answer": answer, "findings": model if not judged.manual else []},
        "why": _why(judged),
        "note": render_markdown(exercise.note) if exercise.note else "",
        "marked": render_record(exercise, kind.evidence(exercise)) if exercise.record else "",
    }


def _why(judged: Score) -> str:
    return f'<p class="mc-reason">{escape(judged.why)}</p>' if judged.why else ""
