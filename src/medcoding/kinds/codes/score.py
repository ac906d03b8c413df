"""Judges a `codes` answer: findings by line, then the four results.

Code accuracy follows the published formula correct / max(codes entered, codes in the key), weighted
by each key line's points. Some refinements keep it fair: optional codes never count against anyone,
of a group of which one is enough one counts, and a code that is a near miss of a line already answered
costs only the credit it lacks. They keep two promises: adding a right line never lowers a score, adding
a wrong one never raises it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence as Many
from dataclasses import replace

from medcoding.answers import RawAnswer
from medcoding.exercises.model import Exercise, Role
from medcoding.kinds.codes import words
from medcoding.kinds.codes.answer import AnswerLine, parse_lines
from medcoding.kinds.codes.compare import asks_for
from medcoding.kinds.codes.judge import Context, accuracy, bearers, judge, judge_repeat, missed, waiting
from medcoding.kinds.codes.key import Key
from medcoding.kinds.codes.match import Match, match_lines
from medcoding.kinds.codes.outcome import edits_of, outcome
from medcoding.scoring.model import Score, Sequence, Verdict
from medcoding.scoring.policy import Policy


def score_codes(exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
    """Score an answer to a `codes` exercise. Raises AnswerError when its lines cannot be read."""
    key: Key = exercise.key
    lines, repeated = in_order(parse_lines(answer), key)
    matches = match_lines(lines, key.lines, policy, exercise.date_of_service)
    problems = edits_of(exercise, lines)
    leads = _leads(lines)
    first = matches[0].key if leads and matches[0].right else None
    context = Context(
        exercise,
        policy,
        leads=leads,
        instead=bool(first and first.may_lead),
        late=_out_of_order(matches),
        problems=problems,
        bearers=bearers(matches, key),
        waiting=waiting(matches),
    )
    judged = [judge(match, context) for match in matches]
    judged += [judge_repeat(line, exercise) for line in repeated]

    share = accuracy(judged, key.possible)
    findings = [item.finding for item in judged]
    findings += [words.missed(line, exercise) for line in missed(key, matches)]
    return Score(
        points=key.possible * share,
        possible=key.possible,
        accuracy=share,
        missed=tuple(finding.expected for finding in findings if finding.verdict is Verdict.MISSED),
        extra=tuple(item.finding.code for item in judged if item.match.key is None),
        sequence=_sequence(context, matches) if key.diagnoses else None,
        outcome=outcome(exercise, lines, problems),
        findings=tuple(findings),
    )


def in_order(entered: Many[AnswerLine], key: Key) -> tuple[list[AnswerLine], list[AnswerLine]]:
    """The lines as reported, and the repeats apart.

    Diagnoses come first, the one that claims to lead in front; then what was done, in the order entered. A
    diagnosis is reported once (OCG I.B.12), and a pointer to its repeat is one to its first mention. The same
    procedure, with the same modifiers and units, may stand as often as the key asks for it.
    """
    diagnoses = [line for line in entered if line.is_diagnosis]
    leader = next((line for line in diagnoses if line.role and line.role.leads), None)
    ordered = [line for line in diagnoses if line is leader] + [line for line in diagnoses if line is not leader]
    kept: dict[str, AnswerLine] = {}
    repeated = []
    letters: dict[str, str] = {}
    for line in ordered:
        first = kept.setdefault(line.code, line)
        if first is not line:
            repeated.append(line)
            letters[line.letter] = first.letter
    done: list[AnswerLine] = []
    seen: Counter[tuple[object, ...]] = Counter()
    for each in entered:
        if each.is_diagnosis:
            continue
        line = replace(each, pointers=tuple(letters.get(at, at) for at in each.pointers)) if letters else each
        same = (line.system, line.code, frozenset(line.modifiers), line.units)
        seen[same] += 1
        wanted = sum(asks_for(right, line) for right in key.lines)
        (done if seen[same] <= max(1, wanted) else repeated).append(line)
    return [*kept.values(), *done], repeated


def _leads(lines: Many[AnswerLine]) -> bool:
    """True when the first diagnosis leads: it says so, or says nothing. All-secondary answers have no lead."""
    return bool(lines) and lines[0].is_diagnosis and lines[0].role is not Role.SECONDARY


def _out_of_order(matches: Many[Match]) -> dict[int, tuple[str, str]]:
    """Place of each line that stands after a code it must precede -> (that code, where the rule is cited)."""
    found: dict[int, tuple[str, str]] = {}
    for follower in matches:
        for wanted in follower.key.after if follower.key else ():
            for match in matches:
                if match.key and match.key.answers_to(wanted) and match.place > follower.place:
                    found[match.place] = (words.shown(follower.line), follower.key.cite if follower.key else "")
    return found


def _sequence(context: Context, matches: Many[Match]) -> Sequence:
    """Result 3. The first diagnosis must be the key's own; other order is free unless a rule binds a pair."""
    key: Key = context.exercise.key
    first = matches[0] if matches and context.leads else None
    first_correct = bool(first and first.key and first.key.can_lead and first.right)
    says = [] if first_correct else [words.wrong_first(key, first)]
    shown = {match.place: words.shown(match.line) for match in matches}
    says += [words.wrong_pair(shown[place], before, cite) for place, (before, cite) in sorted(context.late.items())]
    return Sequence(correct=not says, first_correct=first_correct, says=tuple(says))
