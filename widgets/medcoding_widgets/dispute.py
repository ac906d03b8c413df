"""Where a learner says that a finding is wrong: one exercise's disputes, kept beside the notebook.

In practice the finding must stand in the verdict on the page. In an assignment the verdict is on the
feedback page, so code and reason are taken as they are; `medcoding disputes` finds the verdict again.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from medcoding.disputes import (
    MAX_DISPUTES,
    Dispute,
    disputes_as_json,
    load_disputes,
    make_dispute,
    plain_code,
    save_disputes,
    with_dispute,
    without_dispute,
)
from medcoding.errors import AnswerError
from medcoding.scoring import Score
from medcoding_widgets.safe import BadMessageError


class Disputes:
    """The disputes of one exercise. Without a `folder` there are none and none can be made."""

    def __init__(self, folder: Path | None, slug: str) -> None:
        self._folder = folder
        self._slug = slug
        self._found: tuple[Dispute, ...] = ()
        with suppress(AnswerError):  # what cannot be read is written anew with the next dispute
            self._found = load_disputes(folder, slug) if folder else ()

    def as_json(self) -> list[dict[str, Any]]:
        """What is disputed now, as the front end shows it."""
        return disputes_as_json(self._found)

    def reply(self, message: dict[str, Any], score: Score | None, *, any_code: bool) -> dict[str, Any]:
        """Keep the dispute of one message; one with an empty reason is withdrawn.

        Raises:
            BadMessageError: nothing is kept here, or the message names no finding of `score` and `any_code` is off.
        """
        if self._folder is None:
            raise BadMessageError("a dispute where nothing is kept")
        reason = message.get("reason")
        withdraws = isinstance(reason, str) and not reason.strip()
        try:
            one = make_dispute(message.get("code"), message.get("verdict", ""), "-" if withdraws else reason)
        except AnswerError as error:
            raise BadMessageError(f"no dispute: {error}") from None
        if not withdraws and not any_code and not _stands_in(score, one):
            raise BadMessageError("a dispute of no finding on the page")
        found = without_dispute(self._found, one.code, one.verdict)
        found = found if withdraws else with_dispute(found, one)
        if len(found) > MAX_DISPUTES:
            return {"saved": False, "says": f"Not saved: {MAX_DISPUTES} disputes are the most. Withdraw one first."}
        try:
            save_disputes(self._folder, self._slug, found)
        except OSError as error:
            return {"saved": False, "says": f"Not saved: {error.strerror or 'the folder cannot be written'}."}
        self._found = found
        says = "Your dispute is withdrawn." if withdraws else "Your dispute is saved."
        return {"saved": True, "says": says, "disputes": self.as_json()}


def _stands_in(score: Score | None, one: Dispute) -> bool:
    findings = score.findings if score else ()
    return any(
        plain_code(each.code or each.expected) == plain_code(one.code) and each.verdict.value == one.verdict
        for each in findings
    )
