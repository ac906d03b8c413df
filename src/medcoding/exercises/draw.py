"""Which variant of a case is whose: the same for one learner in one assignment, a new one in practice."""

from __future__ import annotations

import hashlib
import os
import random

from medcoding.exercises.model import Exercise

LEARNER = "MEDCODING_LEARNER"


def own_variant(case: Exercise, learner: str, assignment: str) -> Exercise:
    """The variant that falls to a learner in an assignment; a case without variants itself.

    Each variant gets a number from the SHA-256 of learner, assignment, exercise and its own name, and the
    highest wins. So it is the same on every machine, the order of the variants plays no part, and a variant
    added later falls to a few learners and changes nothing for the others.
    """

    def number(each: Exercise) -> bytes:
        return hashlib.sha256("\0".join((learner, assignment, case.slug, each.variant)).encode()).digest()

    return max(case.variants, key=number) if case.variants else case


def find_variant(case: Exercise, name: str) -> Exercise | None:
    """The variant of that name; None where the case has none such."""
    return next((each for each in case.variants if each.variant == name), None)


def another_variant(case: Exercise, but: str = "") -> Exercise:
    """Any variant, by chance, but the one of that name; a case without variants itself."""
    return random.choice([each for each in case.variants if each.variant != but] or [case])


def learner_here() -> str:
    """Who works on this machine, as nbgrader will name the submission: MEDCODING_LEARNER, where set, wins.

    nbgrader takes the account's name, and JUPYTERHUB_USER in containers where every account is jovyan.
    """
    named = os.environ.get(LEARNER)
    if named:
        return named
    account = _account()
    return os.environ.get("JUPYTERHUB_USER", account) if account == "jovyan" else account


def _account() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):  # Windows; a container whose user has no entry
        return os.environ.get("USER") or os.environ.get("USERNAME") or "jovyan"
