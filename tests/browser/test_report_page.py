"""The instructor's report: axe-core finds nothing, and a phone shows it without scrolling sideways."""

import pytest

from browser.test_accessibility import violations
from browser.window import open_window
from medcoding.report.model import Asked, ClassWork, Learner, OpenDispute, Work
from medcoding.report.page import render_page
from medcoding.report.tally import build_report
from medcoding.scoring import Finding, Verdict

FINDING = Finding(Verdict.WRONG_SIDE, "S93.402A", "S93.401A", "ICD-10-CM", "Sprain", 0.5, 1.0, 2.0, "The other side.")


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    exercises = tuple(
        Asked(
            f"case-{number}",
            f"A case with a title of some length, {number}",
            "codes",
            2.0,
            ("A3", "B1"),
            ("laterality",),
        )
        for number in range(4)
    )
    learners = tuple(
        Learner(f"l{number:02d}", f"Made-up Person {number}", number / 2, number > 0) for number in range(14)
    )
    works = tuple(
        Work(
            each.student,
            exercise.slug,
            float((place + turn) % 3),
            (FINDING,) if place % 2 else (),
            90.0 * place or None,
        )
        for place, each in enumerate(learners)
        if each.handed_in
        for turn, exercise in enumerate(exercises)
    )
    dispute = OpenDispute("case-1", "S93.402A", "wrong side", ("l02",), ("The record says left.",))
    work = ClassWork("04-unit", 8.0, exercises, learners, works, (dispute,), {"A3": "Assign codes."}, ("l01: damaged",))
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_page(build_report(work)), encoding="utf-8")
    return path


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 400), ("light", 360)])
def test_the_report_is_accessible_and_fits(browser, page_file, scheme, width):
    # The page's own policy lets no script in, and axe is one.
    with open_window(browser, scheme, width, bypass_csp=True) as page:
        page.goto(page_file.as_uri())
        for details in page.locator("summary").all():
            details.click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
