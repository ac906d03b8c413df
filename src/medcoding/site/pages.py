"""The pages of the static edition: home, lessons, practice, glossary, code book."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from medcoding.learning.glossary import Glossary, Term
from medcoding.learning.syllabus import Syllabus, Unit
from medcoding.site.frame import Page
from medcoding.site.lessons import Lesson, render_sentence

_LIMITS = (
    "Assignments and examinations: these need an account in the course itself, which collects and grades them.",
    "Points and progress: a check tells what is right, what is not and why, but points are given by the course itself, "
    "and only the course remembers what you have done.",
    "Answers that nobody foresaw: such a code is called “not in the key”, such a word is set beside the model answer.",
    "Answers that a person judges, and visits, DRGs and procedure codes built step by step: they are set beside a "
    "model answer for you to compare.",
    "What becomes of the claim: edits, payment and DRGs are worked out by the course itself.",
    "ICD-10-PCS and HCPCS: the code book here holds ICD-10-CM.",
    "Flash cards, reviews on their day, and disputes.",
)


def home_page(syllabus: Syllabus, counts: dict[str, int], terms: int) -> Page:
    """The first page: what there is, and what this edition cannot do. `counts` has each unit's exercises."""
    cards = "".join(_unit_card(unit, counts[unit.folder]) for unit in syllabus.units if unit.folder in counts)
    planned = [unit for unit in syllabus.units if unit.folder not in counts]
    rest = "".join(f"<li>Unit {unit.number}: {escape(unit.title)}</li>\n" for unit in planned)
    later = f"<h2>Units that are not in this edition</h2>\n<ul>\n{rest}</ul>\n" if rest else ""
    limits = "".join(f"<li>{escape(text)}</li>\n" for text in _LIMITS)
    return Page(
        "index.html",
        syllabus.title,
        f"""<h1>{escape(syllabus.title)}</h1>
<p class="mc-lead">Read a lesson, read health records, choose their codes, and see at once what was right, what was not,
and which rule says so. No account, nothing to install, nothing kept: these pages work from any web server, and from a
folder.</p>
<ul class="mc-apps">
{cards}<li>
<h2><a href="encoder.html">The code book</a></h2>
<p>ICD-10-CM, all of it.</p>
<p>Here you can:</p>
<ul><li>look up any diagnosis code in everyday words</li><li>read every note that governs it</li>
<li>walk from chapters down to codes</li></ul>
</li>
<li>
<h2><a href="glossary.html">The glossary</a></h2>
<p>{terms} terms, each with its meaning and the unit that explains it.</p>
</li>
</ul>
{later}<h2 id="limits">What this edition cannot do</h2>
<p>These pages are the open part of the course. They run without a server, so some things are left to the course
itself:</p>
<ul>
{limits}</ul>
""",
        here="index",
        scripts=False,
    )


def _unit_card(unit: Unit, exercises: int) -> str:
    can = "".join(f"<li>{escape(item)}</li>\n" for item in unit.can)
    return f"""<li>
<h2><a href="units/{unit.folder}/lesson.html">{escape(unit.title)}</a></h2>
<p>Unit {unit.number}.
<a href="units/{unit.folder}/practice.html">Practise unit {unit.number}: {exercises} exercises</a></p>
<p>Afterwards you can:</p>
<ul>
{can}</ul>
</li>
"""


def lesson_page(unit: Unit, lesson: Lesson, neighbours: Sequence[Unit]) -> Page:
    """A unit's lesson. `neighbours` are the ready units, in their order."""
    listed = "".join(f'<li><a href="#{each.anchor}">{escape(each.title)}</a></li>\n' for each in lesson.headings)
    contents = f'<nav class="mc-contents" aria-label="On this page"><ol>\n{listed}</ol></nav>\n' if listed else ""
    body = lesson.body.replace("</h1>\n", f"</h1>\n{_where(unit)}{contents}", 1)
    return Page(
        f"units/{unit.folder}/lesson.html",
        f"Unit {unit.number}: {unit.title}",
        f'<div class="mc-lesson">\n{body}</div>\n{_onward(unit, neighbours)}',
        here="index",
    )


def _where(unit: Unit) -> str:
    return f'<p class="mc-quiet-text">Unit {unit.number}. <a href="practice.html">Practise this unit</a></p>\n'


def _onward(unit: Unit, neighbours: Sequence[Unit]) -> str:
    at = [each.folder for each in neighbours].index(unit.folder)
    links = ['<li><a href="practice.html">Practise this unit</a></li>\n']
    for step, word in ((-1, "Before"), (1, "Next")):
        if 0 <= at + step < len(neighbours):
            other = neighbours[at + step]
            links.append(f'<li>{word}: <a href="../{other.folder}/lesson.html">{escape(other.title)}</a></li>\n')
    return f'<nav class="mc-onward" aria-label="Go on"><ul>\n{"".join(links)}</ul></nav>\n'


def practice_page(unit: Unit) -> Page:
    """A unit's practice: the chooser and one exercise at a time."""
    return Page(
        f"units/{unit.folder}/practice.html",
        f"Practice {unit.number}: {unit.title}",
        f"""<h1>Unit {unit.number}: {escape(unit.title)}</h1>
<p class="mc-quiet-text">Ungraded practice: each check says what was right and why; points are given by the course
itself alone. <a href="lesson.html">Read the lesson</a></p>
<div class="mc-place" data-mount="practice" data-unit="{unit.folder}">
<p>The exercises need JavaScript to appear.</p></div>
""",
        here="index",
    )


def glossary_page(glossary: Glossary, syllabus: Syllabus, units: Sequence[Unit]) -> Page:
    """All terms, each with an address that lessons link to. `units` are those whose lessons are in the edition."""
    numbers = {unit.folder: unit.number for unit in syllabus.units}
    here = {unit.folder for unit in units}
    letters = [
        (letter, list(terms)) for letter, terms in groupby(glossary.terms, key=lambda term: term.name[0].upper())
    ]
    jumps = "".join(f'<li><a href="#letter-{escape(letter)}">{escape(letter)}</a></li>\n' for letter, _ in letters)
    parts = []
    for letter, terms in letters:
        entries = "".join(_term(term, f"Unit {numbers[term.unit]}", linked=term.unit in here) for term in terms)
        parts.append(f'<h2 id="letter-{escape(letter)}">{escape(letter)}</h2>\n<dl class="mc-terms">\n{entries}</dl>\n')
    return Page(
        "glossary.html",
        "Glossary",
        "<h1>Glossary</h1>\n"
        '<p class="mc-lead">The terms of the course, each with the unit whose lesson explains it.</p>\n'
        f'<nav class="mc-letters" aria-label="Letters"><ul>\n{jumps}</ul></nav>\n{"".join(parts)}',
        here="glossary",
        scripts=False,
    )


def _term(term: Term, unit: str, *, linked: bool) -> str:
    where = f'<a href="units/{term.unit}/lesson.html">{unit}</a>' if linked else unit
    return (
        f'<div class="mc-term"><dt id="{escape(term.anchor)}">{escape(term.name)}</dt>\n'
        f"<dd>{render_sentence(term.meaning)} {where}</dd></div>\n"
    )


def book_page() -> Page:
    """The code book."""
    return Page(
        "encoder.html",
        "The code book",
        """<h1>Look up codes</h1>
<p class="mc-quiet-text">ICD-10-CM, the diagnoses. Procedures, supplies and drugs stand in the course's own book.</p>
<div class="mc-place" data-mount="book"><p>The code book needs JavaScript to appear.</p></div>
""",
        here="encoder",
    )
