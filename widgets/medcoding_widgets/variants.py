"""Which variant of a case a learner gets to see."""

from __future__ import annotations

from pathlib import Path

from medcoding.exercises import Exercise
from medcoding.exercises.draw import another_variant, find_variant, learner_here, own_variant
from medcoding_widgets.saving import Shelf
from medcoding_widgets.session import Mode


def variant_to_show(case: Exercise, mode: Mode, folder: Path) -> Exercise:
    """The variant that the answer kept in `folder` names; without one, the learner's own, or in practice any.

    A case without variants is shown as it is.
    """
    if not case.variants or mode is Mode.APP:
        return another_variant(case)
    kept = Shelf(folder, case.slug, lambda answer: None).peek().answer
    named = find_variant(case, kept.variant) if kept else None
    if named is not None:
        return named
    return own_variant(case, learner_here(), folder.name) if mode is Mode.ASSIGNMENT else another_variant(case)
