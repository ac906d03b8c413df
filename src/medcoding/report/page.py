"""A report as one self-contained page: no script, nothing fetched; light or dark as the reader's system is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib import resources

from medcoding.rendering import style
from medcoding.report.chart import bin_names, render_histogram
from medcoding.report.model import ExerciseFigures, Frequent, Learner, Report, Standing
from medcoding.report.tally import LEAST_FOR_DISCRIMINATION, LEAST_FOR_SHARE
from medcoding.report.words import duration, points, ratio, share

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render_page(report: Report) -> str:
    """The whole page."""
    work = report.work
    sheet = (resources.files(__package__) / "report.css").read_text(encoding="utf-8")
    body = "".join(
        (
            _head(report),
            _section("Scores", _scores(report)),
            _section("Exercises", _exercises(report)),
            _section("Frequent findings", "".join(_findings(each) for each in report.exercises)),
            _section("Outcomes", _standings(report, report.outcomes, "Outcome")),
            _section("Skills", _standings(report, report.skills, "Skill")),
            _section("Open disputes", _disputes(report)),
            _section("Not handed in", _names(report.missing, "Everybody in the gradebook has handed in.")),
            _section("Late", _late(report)),
            _section("Learners", _learners(report)),
        )
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>Report: {escape(work.assignment)}</title>\n<style>{style()}</style>\n<style>{sheet}</style>\n</head>\n"
        f'<body class="mc-root">\n<main class="rp-main">\n{body}</main>\n</body>\n</html>\n'
    )


def _head(report: Report) -> str:
    work, spread = report.work, report.spread
    figures = (
        ("Learners", str(len(work.learners))),
        ("Handed in", str(sum(each.handed_in for each in work.learners))),
        ("Graded", str(spread.count)),
        ("Mean score", f"{points(spread.mean)} of {points(work.possible)}"),
        ("Median", points(spread.median)),
        ("Standard deviation", points(spread.deviation)),
        ("Lowest, highest", f"{points(spread.lowest)}, {points(spread.highest)}"),
        ("Open disputes", str(sum(len(each.students) for each in work.disputes))),
    )
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    problems = "".join(f"<li>{escape(each)}</li>" for each in work.problems)
    trouble = f'<div class="mc-problem"><p>Could not be read:</p><ul>{problems}</ul></div>' if problems else ""
    return (
        f"<h1>Report: {escape(work.assignment)}</h1>"
        '<p class="mc-problem"><strong>For instructors only.</strong> This page holds learners\' names, scores and '
        "answers, and shows what is right. Do not publish it or pass it to learners.</p>"
        f'{trouble}<dl class="rp-figures">{cells}</dl>'
    )


def _scores(report: Report) -> str:
    rows = [
        (name, str(count)) for name, count in zip(bin_names(len(report.spread.bins)), report.spread.bins, strict=True)
    ]
    table = _table("Learners by score", ("Score", "Learners"), rows, numbers={1})
    return (
        '<p class="rp-quiet">Late penalties and extra credit are counted. Each bar is a tenth of the maximum, '
        "marked with the percent where it begins; the last one also holds scores above it.</p>"
        f"{render_histogram(report.spread)}<details><summary>The same as a table</summary>{table}</details>"
    )


def _exercises(report: Report) -> str:
    rows = [
        (
            f"{each.asked.title} ({each.asked.slug})",
            each.asked.kind,
            points(each.asked.possible),
            str(each.learners),
            share(each.share),
            ratio(each.discrimination),
            duration(each.seconds),
        )
        for each in report.exercises
    ]
    heads = ("Exercise", "Kind", "Points", "Learners", "Mean share", "Discrimination", "Median time")
    return (
        '<p class="rp-quiet">Mean share: the part of the points that learners earned; the lower, the harder. '
        f"It is worked out from {LEAST_FOR_SHARE} learners on. "
        "Discrimination: the correlation of an exercise's points with those of all others together, from "
        f"{LEAST_FOR_DISCRIMINATION} learners on. Near 0 or below it, look at the key and at what was disputed. "
        "A dash: too few learners, or all earned the same. "
        "Points by hand are counted, extra credit is not. Time is what answers say of it, and is never graded.</p>"
        + _table("Every exercise", heads, rows, numbers={2, 3, 4, 5, 6})
    )


def _findings(each: ExerciseFigures) -> str:
    if not each.findings:
        return ""
    found = _frequent("What was found most", ("Finding", "Entered", "The key says", "Learners"), each.findings)
    codes = [(one.code[:80], str(one.learners)) for one in each.wrong_codes]
    entered = _table("Entered most without being right", ("Entered", "Learners"), codes, numbers={1}) if codes else ""
    return f"<h3>{escape(each.asked.title)}</h3>{found}{entered}"


def _frequent(caption: str, heads: tuple[str, ...], found: Sequence[Frequent]) -> str:
    rows = [(one.verdict, one.code[:80] or "nothing", one.expected[:80], str(one.learners)) for one in found]
    return _table(caption, heads, rows, numbers={3})


def _standings(report: Report, found: Sequence[Standing], word: str) -> str:
    texts = report.work.texts
    whole = [each for each in found if not each.student]
    rows = [(f"{each.name}: {texts.get(each.name, '')}", str(each.exercises), share(each.share)) for each in whole]
    table = _table("The class", (word, "Exercises", "Earned"), rows, numbers={1, 2})
    of = {(each.student, each.name): each for each in found}
    heads = ("Learner", *(each.name for each in whole))
    each_one = [
        (
            _who(learner),
            *(share(of[learner.student, name].share) if (learner.student, name) in of else "-" for name in heads[1:]),
        )
        for learner in report.work.learners
        if learner.handed_in
    ]
    by_learner = _table("By learner", heads, each_one, numbers=set(range(1, len(heads))))
    return (
        '<p class="rp-quiet">The part earned of the points of all exercises that name it. One assignment asks little '
        "about each; a share that rests on one or two exercises is a hint.</p>"
        f"{table}<details><summary>By learner</summary>{by_learner}</details>"
    )


def _disputes(report: Report) -> str:
    rows = [
        (each.exercise, each.code, each.verdict, student, reason)
        for each in report.work.disputes
        for student, reason in zip(each.students, each.reasons, strict=True)
    ]
    if not rows:
        return "<p>None.</p>"
    return _table("The most disputed finding first", ("Exercise", "Code", "Finding", "Learner", "Reason"), rows)


def _names(learners: Sequence[Learner], none: str) -> str:
    if not learners:
        return f"<p>{none}</p>"
    return f"<ul>{''.join(f'<li>{escape(_who(each))}</li>' for each in learners)}</ul>"


def _late(report: Report) -> str:
    rows = [(_who(each), duration(each.late), points(each.score)) for each in report.late]
    if not rows:
        return "<p>Nobody, as far as times are known. Extensions are counted.</p>"
    return _table("Handed in late; extensions are counted", ("Learner", "Late by", "Score"), rows, numbers={1, 2})


def _learners(report: Report) -> str:
    rows = [
        (
            _who(each),
            points(each.score),
            duration(report.seconds.get(each.student)),
            "" if each.handed_in else "not handed in",
        )
        for each in report.work.learners
    ]
    return _table("Everybody", ("Learner", "Score", "Time", ""), rows, numbers={1, 2})


def _who(learner: Learner) -> str:
    return f"{learner.name} ({learner.student})" if learner.name else learner.student


def _section(title: str, content: str) -> str:
    return f"<section>\n<h2>{title}</h2>\n{content or '<p>None.</p>'}\n</section>\n"


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: set[int] | None = None) -> str:
    """A table that can be scrolled by keyboard where it is too wide; the first column names the rows."""
    right = numbers or set()

    def cell(place: int, text: str) -> str:
        mark = ' class="rp-n"' if place in right else ""
        return f'<th scope="row">{escape(text)}</th>' if place == 0 else f"<td{mark}>{escape(text)}</td>"

    head = "".join(
        f'<th scope="col"{" class=rp-n" if place in right else ""}>{escape(text)}</th>' if text else "<td></td>"
        for place, text in enumerate(heads)
    )
    body = "".join(f"<tr>{''.join(cell(place, text) for place, text in enumerate(row))}</tr>" for row in rows)
    return (
        f'<div class="rp-scroll" tabindex="0" role="group" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
