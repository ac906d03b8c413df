"""The first visit of a newcomer: what a browser that was never here waits until a code search is answered.

Promises: under 5 s in JupyterLab and under 2.5 s on a practice page. Plain JupyterLab shows no exercise until
its cells are run by hand, so it is timed until its kernel could run them.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from measure import ROOT, Row
from playwright.sync_api import Browser, Page, sync_playwright
from servers import server, stock_lab, stock_voila

from medcoding.exercises.course import Course
from medcoding.serving.apps import fill_apps_folder, list_apps

UNIT = "04-icd10cm-conventions"
LESSON = f"course/{UNIT}/lesson.ipynb"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
OURS = [sys.executable, "-m", "medcoding", "start", "--no-browser", "--apps-port=21000"]
VISITS = 3
END_SESSIONS = """async () => {
  const answer = await fetch("/api/sessions");
  const token = document.cookie.match(/_xsrf=([^;]+)/)?.[1];
  for (const { id } of answer.ok ? await answer.json() : [])
    await fetch(`/api/sessions/${id}`, { method: "DELETE", headers: { "X-XSRFToken": token } });
}"""
PATIENCE = 120_000  # ms


def rows() -> list[Row]:
    """Seconds until the first exercise answers, the median of some newcomers."""
    with tempfile.TemporaryDirectory(prefix="medcoding-bench-") as name, _browser() as browser:
        folder = Path(name)
        for part in ("course", "source", "release"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("answers", "progress"))
        shutil.copy(ROOT / "nbgrader_config.py", folder)
        fill_apps_folder(Course(ROOT), list_apps(Course(ROOT)), folder / "apps")
        with server(folder, stock_lab(folder)) as (base, _):
            plain_lab = _median(browser, f"{base}/lab/tree/{LESSON}?reset", _kernel_is_ready)
        with server(folder, stock_voila(folder)) as (base, _):
            plain_voila = _median(browser, f"{base}/voila/render/{UNIT}.ipynb", _is_answered)
        with server(folder, OURS, folder):
            lab, apps = _addresses(folder / "log")
            lesson = lab.replace("course/home.ipynb", LESSON) + "&reset"
            ours_lab = _median(browser, lesson, _is_answered)
            ours_voila = _median(browser, f"{apps}voila/render/{UNIT}.ipynb", _is_answered)
    ready = "plain JupyterLab until a kernel is ready"
    return [
        Row("first visit to a lesson in JupyterLab", ready, ours_lab, plain_lab, "s", most=5),
        Row("first visit to a practice page", "stock Voila", ours_voila, plain_voila, "s", most=2.5),
    ]


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = next(path for name in CHROMIUM if (path := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def _median(browser: Browser, url: str, wait: Callable[[Page], None]) -> float:
    """The first visit after a server's start counts too: somebody is the first."""
    seconds = []
    for _ in range(VISITS):
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        began = time.perf_counter()
        page.goto(url, wait_until="commit")
        wait(page)
        seconds.append(time.perf_counter() - began)
        page.evaluate(END_SESSIONS)  # or the next one would come to a kernel that runs already
        context.close()
    return statistics.median(seconds)


def _is_answered(page: Page) -> None:
    search = page.locator(".mc-root[data-slug]").get_by_role("combobox", name="Find a code").first
    search.fill("asthma")
    page.locator('.mc-root [role="option"]').first.wait_for()


def _kernel_is_ready(page: Page) -> None:
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first.wait_for()


def _addresses(log: Path) -> tuple[str, str]:
    for _ in range(1200):
        printed = log.read_text(encoding="utf-8")
        if "Ctrl+C" in printed:
            lab, apps = re.findall(r"http://\S+", printed)
            return lab, apps
        time.sleep(0.1)
    raise RuntimeError(printed)
