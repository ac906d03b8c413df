"""The home page in words: plain objects for the wire, made from what `medcoding.learning` works out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from medcoding.errors import AuthoringError
from medcoding.exercises.course import Course
from medcoding.learning.cards import load_decks
from medcoding.learning.contents import Contents
from medcoding.learning.coursework import Coursework, Stage
from medcoding.learning.days import day_of
from medcoding.learning.mastery import Level, Standing, outcome_standings, skill_standings
from medcoding.learning.record import Record
from medcoding.learning.standing import Do, State, Step, UnitState
from medcoding.learning.study import sitting
from medcoding.learning.syllabus import Syllabus

_WAITING = {
    Stage.RELEASED: "assignment waiting",
    Stage.FETCHED: "assignment waiting",
    Stage.HANDED_IN: "assignment handed in",
}
LIST_OF_ASSIGNMENTS = "#assignments"  # JupyterLab's own list; our extension opens it


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses as seen from the home page: notebooks beside it in JupyterLab, practice pages on Voila."""

    is_voila: bool

    def lesson(self, unit: str, anchor: str = "") -> str:
        """A lesson; public pages have none."""
        return "" if self.is_voila else f"{unit}/lesson.ipynb" + (f"#{quote(anchor)}" if anchor else "")

    def practice(self, unit: str) -> str:
        """A unit's practice page."""
        return f"{unit}.ipynb" if self.is_voila else f"{unit}/practice.ipynb"

    def page(self, name: str, anchor: str = "") -> str:
        """A page that belongs to no unit; the glossary is no public page."""
        if self.is_voila and name == "glossary":
            return ""
        return f"{name}.ipynb" + (f"#{quote(anchor, safe='=')}" if anchor else "")

    def fetched(self, path: str) -> str:
        """Something in the folder of fetched assignments."""
        return "" if self.is_voila else f"../my-assignments/{quote(path)}"


def step_row(step: Step, states: Sequence[UnitState], has_begun: bool, links: Links) -> dict[str, Any]:
    """The next step: `says`, the words on its button, where that leads ("" begins the review here)."""
    state = next((each for each in states if each.unit.folder == step.unit), None)
    if step.do is Do.REVIEW or state is None:
        says = "Nothing is waiting for you." if step.do is Do.NOTHING else "Start with what was missed."
        return {"do": step.do.value, "title": "", "says": says, "button": "", "href": ""}
    unit = state.unit
    title = f"Unit {unit.number}: {unit.title}"
    if step.do is Do.LESSON and not links.is_voila:
        count = f"{state.lesson_done} of {state.lesson_all} exercises of the lesson done."
        begun = state.state is State.IN_PROGRESS
        says = (
            count
            if begun
            else "Read the lesson and answer its exercises as you go; each tells you at once how it went."
        )
        button = "Go on with the lesson" if begun else ("Start the lesson" if has_begun else "Start here")
        return {"do": "lesson", "title": title, "says": says, "button": button, "href": links.lesson(unit.folder)}
    if step.do is Do.ASSIGNMENT:
        work = next(each for each in state.work if each.stage in (Stage.RELEASED, Stage.FETCHED))
        row = _work_row(work, None, links)
        return {"do": "assignment", "title": title, "says": work.title, "button": row["button"], "href": row["href"]}
    says = f"{state.practice_done} of {state.practice_all} exercises of the practice page tried."
    if links.is_voila:
        says = f"{_count(state.practice_all, 'exercise')}, each with its verdict and the rule behind it."
    return {"do": "practice", "title": title, "says": says, "button": "Practise", "href": links.practice(unit.folder)}


def review_says(due: int, next_day: date | None, now: datetime, results: Sequence[bool] | None) -> str:
    """What stands above today's review; `results` tells, after it, which exercises were known."""
    when = f" The next review is {_in_words(next_day, now)}." if next_day else ""
    if results is not None:
        known = sum(results)
        rest = "What you missed comes back soon." if known < len(results) else "Well done."
        return f"{known} of {len(results)} known. {rest}{when}" if results else f"Nothing was answered.{when}"
    if due:
        return f"{_count(due, 'short exercise')} on what you missed before."
    return (
        f"Nothing is due today.{when}"
        if when
        else "What you miss in lessons and practice comes back here on the day you would forget it."
    )


def unit_rows(states: Sequence[UnitState], links: Links) -> list[dict[str, Any]]:
    """A row for each unit."""
    return [_unit_row(each, links) for each in states]


def work_rows(work: Sequence[Coursework], now: datetime, links: Links) -> list[dict[str, Any]]:
    """A row for each assignment; public pages have none."""
    return [] if links.is_voila else [_work_row(each, now, links) for each in work]


def mastery_rows(syllabus: Syllabus, record: Record, contents: Contents, now: datetime) -> dict[str, Any]:
    """Bars by outcome, and by skill in the order of the units that teach them."""
    outcomes = outcome_standings(record, now, contents.by_outcome())
    skills = skill_standings(record, now, contents.by_skill())
    taught = contents.by_outcome()
    seen: set[str] = set()
    groups = []
    for unit in syllabus.units:
        own = [skill for skill in unit.skills if unit.is_ready and skill not in seen]
        seen.update(own)
        if own:
            rows = [_bar(skill, syllabus.skills[skill], skills.get(skill, Standing())) for skill in own]
            mastered = sum(row["level"] == Level.MASTERED.value for row in rows)
            says = f"{mastered} of {len(rows)} mastered"
            groups.append({"unit": unit.number, "title": unit.title, "says": says, "rows": rows})
    return {
        "tries": len(record.tries),
        "outcomes": [
            _bar(key, text, outcomes.get(key, Standing())) for key, text in syllabus.outcomes.items() if key in taught
        ],
        "skills": groups,
    }


def cards_row(course: Course, record: Record, now: datetime, links: Links) -> dict[str, Any]:
    """How many flash cards are due; {} where there are none."""
    try:
        decks = load_decks(course.root, course.ready_units(), course.glossary)
    except AuthoringError:
        return {}  # `medcoding check` and the page of the cards say what is wrong
    if not decks:
        return {}
    left = [sitting(deck, record, now) for deck in decks]
    due = sum(len(each.due) + len(each.again) for each in left)
    total = sum(len(deck.cards) for deck in decks)
    says = f"{_count(due, 'card')} due today." if due else f"{_count(total, 'card')} of terms and rules."
    return {"due": due, "says": says, "href": links.page("flash-cards")}


def _unit_row(each: UnitState, links: Links) -> dict[str, Any]:
    unit = each.unit
    row = {"number": unit.number, "title": unit.title, "state": each.state.value, "can": list(unit.can)}
    if each.state is State.PLANNED:
        return {**row, "says": "Not written yet", "share": 0, "links": []}
    if links.is_voila:
        shown = [{"text": "Practice", "href": links.practice(unit.folder)}]
        return {**row, "state": "", "says": _count(each.practice_all, "exercise"), "share": None, "links": shown}
    parts = [
        f"lesson {each.lesson_done} of {each.lesson_all}" if each.lesson_all else "",
        f"practice {each.practice_done} of {each.practice_all}" if each.practice_all else "",
        *dict.fromkeys(_WAITING.get(work.stage, "") for work in each.work),
    ]
    done, everything = each.lesson_done + each.practice_done, each.lesson_all + each.practice_all
    shown = [
        {"text": "Lesson", "href": links.lesson(unit.folder)},
        {"text": "Practice", "href": links.practice(unit.folder)},
    ]
    return {
        **row,
        "says": ", ".join(part for part in parts if part).capitalize(),
        "share": round(100 * done / everything) if everything else 0,
        "links": [link for link in shown if link["href"]],
    }


def _work_row(work: Coursework, now: datetime | None, links: Links) -> dict[str, Any]:
    says, button, href = {
        Stage.NOT_OUT: ("Not given out yet", "", ""),
        Stage.RELEASED: ("Ready to fetch", "Fetch it", LIST_OF_ASSIGNMENTS),
        Stage.FETCHED: ("Fetched, not handed in", "Open it", links.fetched(f"{work.folder}/assignment.ipynb")),
        Stage.HANDED_IN: ("Handed in", "See the list", LIST_OF_ASSIGNMENTS),
        Stage.MARKED: ("Marked", "Read the feedback", ""),
    }[work.stage]
    if work.feedback:
        says = f"{work.points:g} of {work.possible:g} points"
        href = links.fetched("/".join(work.feedback.parts[-4:]))
    late = work.due is not None and now is not None and work.due < day_of(now, now) and work.stage < Stage.HANDED_IN
    return {
        "title": work.title,
        "stage": work.stage.name.lower(),
        "says": says,
        "due": f"Due {work.due:%B} {work.due.day}" if work.due and work.stage < Stage.HANDED_IN else "",
        "late": late,
        "share": round(100 * work.points / work.possible) if work.points is not None and work.possible else None,
        "button": button,
        "href": href,
    }


def _bar(key: str, text: str, standing: Standing) -> dict[str, Any]:
    exercises = f" on {_count(standing.exercises, 'exercise')}" if standing.exercises else ""
    return {
        "key": key,
        "text": text,
        "level": standing.level.value,
        "share": round(100 * standing.share),
        "says": f"{standing.level.value.capitalize()}, {standing.share:.0%}{exercises}" if exercises else "Not started",
    }


def _in_words(day: date, now: datetime) -> str:
    today = day_of(now, now)
    if day == today + timedelta(days=1):
        return "tomorrow"
    return f"on {day:%A}" if day < today + timedelta(days=7) else f"on {day:%B} {day.day}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
