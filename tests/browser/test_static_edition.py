"""The static edition in a real browser: from a folder, and from a web server under a path of its own."""

import functools
import json
import random
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.window import open_window
from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.exercises import load_exercises, variants_of
from medcoding.rendering.verdict import render_finding
from medcoding.scoring import score
from medcoding.site.findings import without_points
from medcoding.site.practice import foresee
from static_course import CHARTS, UNIT, small_course

# Without `preload`: axe would fetch the stylesheets once more, and the pages allow no such request.
RULES = {"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PATH = "school/coding"
LESSON, PRACTICE = f"units/{UNIT}/lesson.html", f"units/{UNIT}/practice.html"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return small_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def served(course, tmp_path_factory):
    """The folder of a web server, with the edition some way below it."""
    root = tmp_path_factory.mktemp("web")
    command = [sys.executable, "-m", "medcoding", "site", str(root / PATH), "--unit", UNIT]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return root


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def web_server(root: Path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{PATH}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module", params=["folder", "server"])
def base(request, served):
    """The address that the edition has: of its folder, or of a path on a server."""
    if request.param == "folder":
        yield (served / PATH).as_uri() + "/"
        return
    with web_server(served) as address:
        yield address


@contextmanager
def visitor(browser, base, scheme="light", width=1280):
    """A page on which nothing may go wrong and which may ask for nothing but the edition's own files."""
    wrong = []
    with open_window(browser, scheme, width) as page:
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request", lambda asked: None if asked.url.startswith((base, "data:", "blob:")) else wrong.append(asked.url)
        )
        yield page
    assert wrong == []


@pytest.fixture
def page(browser, base):
    with visitor(browser, base) as page:
        yield page


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def test_a_lesson_reads_and_its_words_lead_to_the_glossary(page, base):
    page.goto(base + LESSON)
    expect(page.get_by_role("heading", level=1)).to_have_text("ICD-10-CM conventions")
    expect(page.locator(".mc-root[data-slug]").first).to_be_visible()
    expect(page.locator("[data-mount]")).to_have_count(page.locator(".mc-root[data-slug]").count())
    link = page.locator('.mc-lesson a[href*="glossary.html#"]').first
    meant = link.get_attribute("href").partition("#")[2]
    link.click()
    expect(page).to_have_url(base + f"glossary.html#{meant}")
    expect(page.locator("dt:target")).to_be_visible()


def test_a_code_of_a_lesson_opens_in_the_book(page, base):
    page.goto(base + LESSON)
    link = page.locator('.mc-lesson a[href*="encoder.html#code="]').first
    code = link.get_attribute("href").partition("=")[2]
    link.click()
    expect(page.locator(".mc-book-title")).to_contain_text(code)


def test_codes_are_found_by_keyboard(page, base):
    page.goto(base + "encoder.html")
    page.locator("[data-ready]").wait_for()
    words = page.get_by_role("combobox", name="Search the code book")
    words.focus()
    page.keyboard.type("heart atack")
    expect(page.get_by_role("option").first).to_contain_text("I21.9")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    title = page.locator(".mc-book-title")
    expect(title).to_contain_text("I21.9")
    expect(title).to_be_focused()
    expect(page.locator(".mc-book-page")).to_contain_text("Use additional code")
    page.keyboard.press("Escape")
    words.fill("ankle sprain rig")
    expect(page.get_by_role("option").first).to_contain_text("S93.401A")
    words.press("Enter")
    words.press("Enter")
    expect(title).to_contain_text("S93.401A")
    expect(page.locator(".mc-book-rows--seventh [aria-current]")).to_contain_text("initial encounter")


def test_a_chart_is_checked_line_by_line(page, base):
    page.goto(f"{base}{PRACTICE}#{CHARTS[0]}")
    root = page.locator(f'.mc-root[data-slug="{CHARTS[0]}"]')
    root.wait_for()
    lookup = root.get_by_role("combobox", name="Find a code")
    for typed in ("S93.402A", "J18.9", "Y92.480"):
        lookup.fill(typed)
        lookup.press("Enter")
        expect(root.locator(".mc-line").filter(has_text=typed)).to_be_visible()
    expect(root.locator(".mc-line-title").first).to_contain_text("left ankle")
    root.get_by_role("button", name="Check my codes").click()
    verdict = root.locator(".mc-verdict")
    expect(verdict.locator(".mc-finding--wrong-side")).to_contain_text("The left ankle is normal")
    expect(verdict.locator(".mc-finding--extra")).to_contain_text("Pneumonia, unspecified organism")
    expect(verdict.locator(".mc-summary")).to_have_text("1 correct, 2 to look at, 0 missed.")
    expect(verdict).to_contain_text("points are given by the course itself alone")
    verdict.get_by_text("The model answer with every reason").click()
    expect(verdict.locator(".mc-model .mc-finding")).to_contain_text("S93.401A")
    expect(page.locator(".mc-mark").first).to_be_visible()
    root.get_by_role("button", name="Try again").click()
    expect(root.locator(".mc-line")).to_have_count(3)


def test_the_book_opens_inside_a_chart(page, base):
    page.goto(f"{base}{PRACTICE}#{CHARTS[0]}")
    root = page.locator(f'.mc-root[data-slug="{CHARTS[0]}"]')
    root.get_by_role("button", name="Look up in the book").click()
    words = root.get_by_role("combobox", name="Search the code book")
    words.fill("S93.401A")
    words.press("Enter")
    root.get_by_role("button", name="Add S93.401A").click()
    root.get_by_role("button", name="Check my codes").click()
    expect(root.locator(".mc-summary")).to_have_text("1 correct, 0 missed.")
    expect(page.get_by_role("heading", name="Practice:").locator("..")).to_contain_text("1 of")


def test_a_question_is_checked_and_the_next_one_comes(page, base, course):
    one = next(each for each in load_exercises(course.lessons(UNIT)) if each.kind == "choice")
    wrong = next(option.text for option in one.key.options if not option.right)
    page.goto(f"{base}{PRACTICE}#{one.slug}")
    root = page.locator(f'.mc-root[data-slug="{one.slug}"]')
    root.get_by_label(wrong, exact=True).check()
    root.get_by_role("button", name="Check my answer").click()
    expect(root.locator(".mc-finding").first).to_contain_text(wrong)
    expect(root.locator(".mc-summary")).to_contain_text("to look at")
    root.get_by_role("button", name="Next:").click()
    expect(root).to_have_count(0)
    expect(page.locator(".mc-root[data-slug]")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_every_sort_of_page_is_open_to_all(browser, base, scheme, width):
    with visitor(browser, base, scheme, width) as page:
        for path in ("index.html", "glossary.html", LESSON, PRACTICE, "encoder.html#code=S93.401A"):
            page.goto(base + path)
            if path in (LESSON, PRACTICE):
                expect(page.locator(".mc-root[data-slug]").first).to_be_visible()
            if "encoder" in path:
                page.locator(".mc-book-page").wait_for()
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        root = page.locator(".mc-root[data-slug]")
        page.goto(f"{base}{PRACTICE}#{CHARTS[0]}")
        root.get_by_role("combobox", name="Find a code").fill("S93.409A")
        root.get_by_role("combobox", name="Find a code").press("Enter")
        expect(root.locator(".mc-line .mc-code")).to_have_text("S93.409A")
        root.get_by_role("button", name="Check my codes").click()
        root.get_by_text("The model answer with every reason").click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_browser_holds_the_whole_book(browser, served):
    """Code, title and billable mark of every entry, those included that are put together from their 7th characters."""
    with visitor(browser, base := (served / PATH).as_uri() + "/") as page:
        page.goto(base + "encoder.html")
        found = page.evaluate(
            """async () => {
              const { entries } = await medcoding.words.open();
              const line = (each) => `${medcoding.words.shown(each.bare)}\\t${each.title}\\t${each.billable}`;
              const below = (each) => [line(each), ...entries.children(each).flatMap(below)];
              const tops = entries.codes.map((_, at) => at).filter((at) => entries.parents[at] < 0);
              return tops.flatMap((at) => below(entries.at(at))).join("\\n");
            }"""
        )
    table = codes.table(codes.ICD10CM, codes.DEFAULT_DATE)
    rows = table.rows.execute("SELECT code, title, billable FROM entry ORDER BY id")
    expected = [f"{codes.display(code, codes.ICD10CM)}\t{title}\t{str(bool(on)).lower()}" for code, title, on in rows]
    assert found.split("\n") == expected


def test_search_finds_what_a_coder_means(browser, served):
    listed = (Path(__file__).parents[1] / "content/search_queries.tsv").read_text(encoding="utf-8").splitlines()
    asked = [line.split("\t") for line in listed[1:] if line.split("\t")[1] == codes.ICD10CM]
    with visitor(browser, base := (served / PATH).as_uri() + "/") as page:
        page.goto(base + "encoder.html")
        found = page.evaluate(
            """async (queries) => {
              const book = await medcoding.words.open();
              return queries.map((query) => book.search(query, 5).map((each) => medcoding.words.shown(each.bare)));
            }""",
            [row[2] for row in asked],
        )
    hits = [bool(set(rows) & set(row[3].split())) for row, rows in zip(asked, found, strict=True)]
    assert len(hits) > 200
    assert sum(hits) / len(hits) >= 0.92


def answers_to(exercise, chance):
    """A few answers that a learner may give, right and wrong."""
    given = exercise.given
    match exercise.kind:
        case "choice":
            most = len(given["options"]) if given["several"] == "true" else 1
            chosen = chance.sample(list(given["options"]), chance.randint(1, most))
            yield {"chosen": [text for text in given["options"] if text in chosen]}
        case "match":
            yield {"pairs": {left: chance.choice(given["right"]) for left in given["left"][1:]}}
        case "order":
            yield {"order": chance.sample(list(given["items"]), len(given["items"]))}
        case "number":
            for written in (str(exercise.key.value), *(str(miss.value) for miss in exercise.key.near_misses)):
                yield {"value": written, "unit": exercise.key.unit if exercise.key.units else ""}
        case "term" if given["task"] == "take-apart":
            role, meaning = chance.choice(["prefix", "root", "suffix"]), chance.choice(given["meanings"])
            cuts = [{"part": part.text, "role": role, "meaning": meaning} for part in exercise.key.parts]
            yield {"parts": cuts}
            yield {"parts": [{"part": given["word"], "role": role, "meaning": meaning}]}
        case "codes":
            lines = [line.code for line in exercise.key.lines]
            for entered in (lines, lines[::-1], lines[:1], *([miss.code] for miss in exercise.key.near_misses)):
                roles = ["first-listed", *["secondary"] * (len(entered) - 1)]
                yield {
                    "lines": [
                        {"code": code, "system": "ICD-10-CM", "role": role, "poa": None, "modifiers": [], "units": 1,
                         "evidence": []}
                        for code, role in zip(entered, roles, strict=True)
                    ]
                }  # fmt: skip


def test_a_page_says_what_the_scorer_says(browser, served, course):
    """Every finding that the page looks up is the scorer's own, and none is missing."""
    chance = random.Random(4)
    asked, expected = [], []
    for exercise in (each for found in load_exercises(course.lessons(UNIT)) for each in variants_of(found)):
        variant = next(
            each
            for each, known in zip(foresee(exercise)["variants"], variants_of(exercise), strict=True)
            if known == exercise
        )
        for answer in answers_to(exercise, chance):
            judged = score(exercise, RawAnswer(exercise.slug, answer, exercise.variant))
            whole = () if exercise.kind == "codes" else exercise.key.grounds.evidence
            asked.append({"variant": variant, "answer": answer})
            expected.append(sorted(render_finding(without_points(each, whole)) for each in judged.findings))
    assert len(asked) > 30
    with visitor(browser, base := (served / PATH).as_uri() + "/") as page:
        page.goto(base + "encoder.html")
        found = page.evaluate(
            """(asked) => Promise.all(asked.map(async ({ variant, answer }) =>
                 (await medcoding.findingsOf(variant, answer)).map((each) => each[1])))""",
            asked,
        )
    for each, said, right in zip(asked, found, expected, strict=True):
        assert sorted(said) == right, json.dumps(each["answer"])
