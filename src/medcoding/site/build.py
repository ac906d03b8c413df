"""What the static edition consists of: every file with the function that makes it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from medcoding import codes
from medcoding.errors import SiteError
from medcoding.exercises import Exercise, load_exercises
from medcoding.exercises.course import Course
from medcoding.learning.syllabus import Unit
from medcoding.site import book, folder, pages
from medcoding.site.frame import SCRIPTS, Page, render_page
from medcoding.site.lessons import Lesson, pictures_of, render_lesson
from medcoding.site.practice import foresee, is_shown
from medcoding.site.words import build_index, index_as_json
from medcoding_widgets.chooser import row_of
from medcoding_widgets.esm import joined
from medcoding_widgets.styles import stylesheet

WORDS = "texts/book/words.js"
MOST_INDEX = 1_000_000
_WIDGETS = ("chart", "question", "chooser", "encoder")
_EXPORT = re.compile(r"^export (?=function )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Item:
    """One file. `name` is its place in the edition, with / between folders; `says` what a progress bar shows."""

    name: str
    make: Callable[[], bytes]
    says: str = ""


@dataclass(frozen=True)
class Edition:
    """All files of an edition, and how many exercises are in it."""

    items: tuple[Item, ...]
    exercises: int
    units: int


def plan_edition(course: Course, only: Sequence[str] = ()) -> Edition:
    """Every file that the edition of a course needs; `only` names the folders of the units to take, () takes all.

    Reads the course, makes nothing yet.

    Raises:
        SiteError: no unit can be worked through. CourseError: `only` names a unit that there is not.
        AuthoringError: a file of the course breaks its format.
    """
    on = codes.DEFAULT_DATE
    units = _units(course, only)
    written = {unit.folder: load_exercises(course.lessons(unit.folder)) for unit in units}
    practice = {folder: tuple(each for each in found if is_shown(each)) for folder, found in written.items()}
    lessons = {unit.folder: _lesson(course, unit, written[unit.folder]) for unit in units}
    counts = {folder: len(found) for folder, found in practice.items()}
    made = [
        pages.home_page(course.syllabus, counts, len(course.glossary.terms)),
        pages.glossary_page(course.glossary, course.syllabus, units),
        pages.book_page(),
        *(pages.lesson_page(unit, lessons[unit.folder], units) for unit in units),
        *(pages.practice_page(unit) for unit in units),
    ]
    release = f"ICD-10-CM {codes.table(codes.ICD10CM, on).release.name}"
    items = [Item(page.path, _page(page, course.syllabus.title, release)) for page in made]
    items += [*_styles(), *_scripts()]
    items += [
        Item(f"units/{unit.folder}/{path.name}", path.read_bytes)
        for unit in units
        for path in pictures_of(lessons[unit.folder], course.lessons(unit.folder))
    ]
    items += [_text(f"practice/{unit.folder}", _chooser(unit, practice[unit.folder])) for unit in units]
    items += [
        _text(f"exercises/{exercise.slug}", _foreseen(exercise), exercise.slug)
        for found in practice.values()
        for exercise in found
    ]
    items += [
        _text("book/about", lambda: book.about_book(on)),
        _text("book/former", lambda: book.former_codes(on)),
        *(_text(f"book/{chapter.code}", _chapter(chapter), f"chapter {chapter.code}") for chapter in book.chapters(on)),
        _text("book/words", lambda: index_as_json(build_index(on, course.root)), "search"),
    ]
    return Edition(tuple(items), sum(counts.values()), len(units))


def _units(course: Course, only: Sequence[str]) -> tuple[Unit, ...]:
    wanted = {course.unit(folder).folder for folder in only}
    ready = (unit for unit in course.ready_units() if (course.lessons(unit.folder) / "lesson.md").is_file())
    units = tuple(unit for unit in ready if not wanted or unit.folder in wanted)
    if missing := wanted - {unit.folder for unit in units}:
        raise SiteError(f"{', '.join(sorted(missing))}: the unit is not ready yet; leave it out")
    if not units:
        raise SiteError(f"{course.root / 'course'}: no unit is ready yet; there is nothing to write")
    return units


def write_item(item: Item, to: Path) -> int:
    """Make one file and write it; returns its size in bytes. Raises SiteError, also for an index that is too large."""
    content = item.make()
    if item.name == WORDS and (size := compressed(content)) > MOST_INDEX:
        raise SiteError(f"{item.name}: the index has {size:,} bytes compressed; at most {MOST_INDEX:,} are allowed")
    folder.write_file(to, item.name, content)
    return len(content)


def compressed(content: bytes) -> int:
    """The size of a file as a web server sends it with gzip."""
    return len(gzip.compress(content, compresslevel=6, mtime=0))


def widget_of(exercise: Exercise) -> str:
    """The widget that shows an exercise."""
    return "chart" if exercise.kind == "codes" else "question"


def _lesson(course: Course, unit: Unit, found: tuple[Exercise, ...]) -> Lesson:
    path = course.lessons(unit.folder) / "lesson.md"
    widgets = {exercise.slug: widget_of(exercise) if is_shown(exercise) else "" for exercise in found}
    titles = {exercise.slug: exercise.title for exercise in found}
    try:
        return render_lesson(path.read_text(encoding="utf-8"), course.glossary, widgets, titles)
    except KeyError as error:
        raise SiteError(f"{path}: the unit has no exercise {error}; run `medcoding check`") from None


def _page(page: Page, course: str, release: str) -> Callable[[], bytes]:
    return lambda: render_page(page, course, release).encode("utf-8")


def _chooser(unit: Unit, found: tuple[Exercise, ...]) -> Callable[[], Any]:
    def make() -> Any:
        rows = [{**row_of(exercise, None), "widget": widget_of(exercise)} for exercise in found]
        return {"heading": unit.title, "cases": rows}

    return make


def _foreseen(exercise: Exercise) -> Callable[[], Any]:
    return lambda: foresee(exercise)


def _chapter(chapter: codes.Entry) -> Callable[[], Any]:
    return lambda: book.chapter_text(chapter, codes.DEFAULT_DATE)


def _text(name: str, make: Callable[[], Any], says: str = "") -> Item:
    """A text as a script that hands it over: a page opened from a folder can load nothing else."""

    def script() -> bytes:
        content = json.dumps(make(), ensure_ascii=False, separators=(",", ":"))
        return f"medcoding.put({json.dumps(name)},{content});\n".encode()

    return Item(f"texts/{name}.js", script, says)


def _styles() -> list[Item]:
    widgets = stylesheet("dispute.css", "exercise.css", "chart.css", "question.css", "chooser.css", "encoder.css")
    gallery = resources.files("medcoding") / "serving/public/jupyter/voila/templates/medcoding/static/pages.css"
    return [
        # The gallery's look; its class `mc-page` is also that of a page of notes in the widgets' own style.
        Item(
            "styles/pages.css", lambda: re.sub(r"\.mc-page(?![\w-])", ".mc-site", gallery.read_text("utf-8")).encode()
        ),
        Item("styles/widgets.css", lambda: widgets.encode("utf-8")),
        Item("styles/site.css", _front("site.css").read_bytes),
    ]


def _scripts() -> list[Item]:
    """The kernel of these pages, and the widgets' own scripts as plain ones."""
    own = [Item(f"scripts/{name}.js", _front(f"{name}.js").read_bytes) for name in SCRIPTS]
    widgets = [Item(f"scripts/{name}.js", _widget(name)) for name in _WIDGETS]
    view = _EXPORT.sub("", joined("parts/book.js"))
    bookview = f"medcoding.bookView = (() => {{\n{view}\nreturn bookView;\n}})();\n"
    return [*own, *widgets, Item("scripts/bookview.js", lambda: bookview.encode("utf-8"))]


def _widget(name: str) -> Callable[[], bytes]:
    module = joined(f"{name}.js")
    inner = module.replace("export default { render };", "return { render };")
    script = f"medcoding.widgets.{name} = (() => {{\n{inner}\n}})();\n"
    return lambda: script.encode("utf-8")


def _front(name: str) -> Any:
    return resources.files("medcoding.site") / "front" / name
