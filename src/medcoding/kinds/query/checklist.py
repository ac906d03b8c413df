"""What makes a query to a provider leading, as far as a machine can see it.

It is advice beside a text that a person will judge, so each sign is looked for in words that rarely
mean anything else. The rules follow the practice brief on compliant queries of the two associations
of coders and of documentation specialists: name the clinical indicators, introduce no new diagnosis,
offer choices with a way out, ask nothing that yes answers, and say nothing of payment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from medcoding.kinds.query.key import Key

_PAYMENT = re.compile(
    r"\b(?:payments?|payers?|reimburs\w*|revenue|billing|financial\w*|MS-?DRGs?|DRGs?|MCCs?|CMI|case[- ]mix|SOI|"
    r"relative weight|severity (?:of illness|level|score)|risk of mortality|quality (?:score|metric|measure)s?)\b",
    re.IGNORECASE,
)
# "cc" in small letters is a volume or a copy, "CC:" the chief complaint; else in capitals it is the payment word.
_CC = re.compile(r"\bCCs?\b(?!\s*:)")
_EITHER = re.compile(r"\bor\b(?! not\b)", re.IGNORECASE)
_YES_NO = re.compile(
    r"(?:^|[.:;!?\n]\s*)(?:so,? |then,? )?"
    r"(?:do|does|did|is|are|was|were|has|have|had|should|may|can|could|would|will)(?:n't| not)?\s+"
    r"(?!you (?:please |kindly )?(?:clarify|specify|document|provide|state|describe|indicate|explain|tell|give|name))"
    r"[^.?!\n]*\?",
    re.IGNORECASE,
)
_AGREE = re.compile(
    r"\b(?:please (?:confirm|agree|add|document that)|do you agree|I think|we believe)\b", re.IGNORECASE
)
_OPTION = re.compile(r"^\s*(?:[-*•☐□]|\[\s*[xX ]?\s*\]|\(?(?:[a-zA-Z]|[0-9]{1,2})[.)])\s*\S")
_OTHER = re.compile(r"\bother\b", re.IGNORECASE)
_UNABLE = re.compile(
    r"\b(?:unable to determine|cannot be determined|(?:clinically )?undetermined|not known)\b", re.IGNORECASE
)
FEWEST_OPTIONS = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the checklist: its name, whether the text is in order there, what to say, quotes from the record."""

    name: str
    is_fine: bool
    says: str
    evidence: tuple[str, ...] = ()


def general_items(text: str) -> Iterator[Item]:
    """The points that need no key: what learners may see while they write."""
    yield _absent(
        "Payment",
        [*_PAYMENT.findall(text), *_CC.findall(text)],
        "says nothing of payment, severity scores or groups",
        "A query never mentions what the answer does to payment, groups or scores; take out",
    )
    options = option_lines(text)
    if options:
        listed = "\n".join(options)
        way_out = bool(_OTHER.search(listed)) and bool(_UNABLE.search(listed))
        yield Item(
            "Way out",
            way_out,
            "The choices include another answer and “unable to determine”."
            if way_out
            else "The choices leave no way out; add “other (please specify)” and “unable to determine”.",
        )
        enough = sum(not _OTHER.search(line) and not _UNABLE.search(line) for line in options) >= FEWEST_OPTIONS
        yield Item(
            "Real choice",
            enough,
            "There is more than one choice."
            if enough
            else "One choice is no choice; offer each diagnosis that the indicators support, or ask an open question.",
        )


def key_items(text: str, key: Key) -> Iterator[Item]:
    """The points that depend on the record."""
    for indicator in key.indicators:
        named = any(_holds(text, word) for word in indicator.words)
        says = f"It names {indicator.name}." if named else f"It does not name {indicator.name}; quote it with its date."
        yield Item("Clinical indicator", named, says, indicator.evidence)
    # Runs of white space are made one, so that a hostile text cannot make the patterns slow.
    body = "\n".join(" ".join(line.split()) for line in text.splitlines() if not _OPTION.match(line))
    yield _absent(
        "New diagnosis",
        [name for name in key.leading if _holds(body, name)],
        "introduces no diagnosis that the record does not hold",
        "These do not stand in the record, and naming them leads the provider; list them among the choices at most:",
    )
    if not key.yes_no:
        asked = (match.group().strip(" .:;!?\n") for match in _YES_NO.finditer(body))
        # "Is it acute or chronic?" offers a choice, and yes would not answer it.
        found = [question for question in asked if not _EITHER.search(question)] + _AGREE.findall(body)
        yield _absent(
            "Yes or no",
            found,
            "asks no question that yes or no would answer",
            "Yes or no is not enough where a diagnosis is to be named; ask what, which or how instead of",
        )
    if key.options and not option_lines(text):
        yield Item(
            "Choices", False, "There are no choices; list what the indicators support, each on a line of its own."
        )


def option_lines(text: str) -> list[str]:
    """The lines that offer a choice: they begin with a dash, a box, a letter or a number."""
    return [line for line in text.splitlines() if _OPTION.match(line)]


def _absent(name: str, found: list[str], fine: str, wrong: str) -> Item:
    if not found:
        return Item(name, True, f"The query {fine}.")
    quoted = ", ".join(f"“{word}”" for word in dict.fromkeys(found))
    return Item(name, False, f"{wrong} {quoted}.")


def _holds(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
