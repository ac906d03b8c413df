"""What a learner disputes in a verdict: its file, read with the suspicion that answers get.

Disputes travel with a submission as `disputes/<slug>.json` beside the notebook:
`{"exercise": slug, "disputes": [{"code", "verdict", "reason"}]}`. `verdict` is a `Verdict`'s value, or ""
where a learner names a code alone.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from medcoding.answers import parse_answer, replace_text
from medcoding.errors import AnswerError
from medcoding.scoring.model import Verdict
from medcoding.untrusted import NotPlainError, TooLargeError, read_plain

FOLDER = "disputes"
MAX_BYTES = 200_000
MAX_DISPUTES = 30
# Long enough for the entries of short questions, which are words and no codes.
MAX_CODE = 200
MAX_REASON = 1_000
_KNOWN = {verdict.value: verdict.value for verdict in Verdict}
# In class names of a verdict's HTML a blank is written as a hyphen.
_VERDICTS = {"": "", **_KNOWN, **{value.replace(" ", "-"): value for value in _KNOWN}}
_AGAIN = "open the notebook and write the dispute again"
_TOO_LARGE = f"the file of disputes is larger than {MAX_BYTES // 1000} kB; {_AGAIN}"
# Letters that turn the reading direction of all that follows.
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Dispute:
    """One finding that a learner holds to be wrong. All three texts stand on one line and hold no control character."""

    code: str
    verdict: str
    reason: str


def dispute_path(folder: Path, slug: str) -> Path:
    """Where the disputes of `slug` lie for a notebook in `folder`."""
    return folder / FOLDER / f"{slug}.json"


def make_dispute(code: object, verdict: object, reason: object, where: str = FOLDER) -> Dispute:
    """A dispute from untrusted values.

    Raises:
        AnswerError: not texts, empty, too long, or no verdict of ours.
    """
    texts = {"code": (code, MAX_CODE), "verdict": (verdict, MAX_CODE), "reason": (reason, MAX_REASON)}
    found = {}
    for name, (value, most) in texts.items():
        if not isinstance(value, str) or len(value) > most:
            raise AnswerError(f"{where}: `{name}` is not a text of up to {most} letters; {_AGAIN}")
        found[name] = one_line(value)
        if not found[name] and name != "verdict":
            raise AnswerError(f"{where}: `{name}` is empty; {_AGAIN}")
    if found["verdict"] not in _VERDICTS:
        raise AnswerError(f"{where}: `verdict` is none that a finding can have; {_AGAIN}")
    return Dispute(found["code"], _VERDICTS[found["verdict"]], found["reason"])


def parse_disputes(text: str | bytes, slug: str, where: str) -> tuple[Dispute, ...]:
    """Read disputes from JSON text; of two on one finding the last counts.

    Raises:
        AnswerError: as `medcoding.answers.parse_answer`, over 200 kB, another shape, more than 30 disputes.
    """
    if len(text) > MAX_BYTES:
        raise AnswerError(f"{where}: {_TOO_LARGE}")
    found = parse_answer(text, slug, where).fields.get("disputes")
    if not isinstance(found, list) or len(found) > MAX_DISPUTES:
        raise AnswerError(f"{where}: it holds no list of up to {MAX_DISPUTES} disputes; {_AGAIN}")
    disputes: tuple[Dispute, ...] = ()
    for entry in found:
        if not isinstance(entry, dict):
            raise AnswerError(f"{where}: an entry is no dispute; {_AGAIN}")
        one = make_dispute(entry.get("code"), entry.get("verdict", ""), entry.get("reason"), where)
        disputes = with_dispute(disputes, one)
    return disputes


def load_disputes(folder: Path, slug: str) -> tuple[Dispute, ...]:
    """The disputes beside a notebook in `folder`; () where there is no file.

    Raises:
        AnswerError: as `parse_disputes`, or when file or folder is a link or cannot be opened.
    """
    path = dispute_path(folder, slug)
    where = f"{FOLDER}/{path.name}"
    try:
        if path.parent.is_symlink():
            raise NotPlainError(path.parent.name)
        text = read_plain(path, MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except NotPlainError:
        raise AnswerError(f"{where}: this is not a plain file in a plain folder; {_AGAIN}") from None
    except TooLargeError:
        raise AnswerError(f"{where}: {_TOO_LARGE}") from None
    except OSError as error:
        raise AnswerError(f"{where}: the file cannot be opened ({error.strerror}); hand it in again") from None
    return parse_disputes(text, slug, where)


def save_disputes(folder: Path, slug: str, disputes: Sequence[Dispute]) -> None:
    """Replace the file in one step; without disputes it is removed."""
    path = dispute_path(folder, slug)
    if not disputes:
        path.unlink(missing_ok=True)
        return
    value = {"exercise": slug, "disputes": disputes_as_json(disputes)}
    replace_text(path, json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def disputes_as_json(disputes: Iterable[Dispute]) -> list[dict[str, Any]]:
    """Disputes as the file and the front end hold them."""
    return [asdict(dispute) for dispute in disputes]


def with_dispute(disputes: Iterable[Dispute], one: Dispute) -> tuple[Dispute, ...]:
    """`disputes` with `one`, in the place of an earlier one on the same finding."""
    return (*without_dispute(disputes, one.code, one.verdict), one)


def without_dispute(disputes: Iterable[Dispute], code: str, verdict: str) -> tuple[Dispute, ...]:
    """`disputes` without the one on that finding."""
    return tuple(each for each in disputes if (plain_code(each.code), each.verdict) != (plain_code(code), verdict))


def plain_code(code: str) -> str:
    """A code as two people compare it: no dots or blanks, capitals; of a long entry the part that a dispute holds."""
    return code[:MAX_CODE].replace(".", "").replace(" ", "").upper()


def one_line(text: str) -> str:
    """`text` on one line, without what could act on an instructor's terminal or turn the text round."""
    kept = (" " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in text)
    return " ".join("".join(letter for letter in kept if letter not in _TURNING).split())
