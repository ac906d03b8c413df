"""A real Chromium on a real `medcoding start`: one course in a temporary folder for all walks."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from browser.window import PATIENCE, open_window

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-quic"]
READY = 90_000  # ms; a cold start builds, releases and starts two servers on two cores


def find_chromium() -> str | None:
    """MEDCODING_CHROMIUM, else the first browser on the PATH."""
    named = os.environ.get("MEDCODING_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip every walk, with one line that says how to get a browser, where there is none."""
    if find_chromium():
        return
    reason = "no Chromium found: apt-get install chromium fonts-dejavu, or set MEDCODING_CHROMIUM=/path/to/it"
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=reason))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """A course that is being served. `root` is its folder."""

    root: Path
    lab_url: str
    apps_url: str
    process: subprocess.Popen[str]

    def lab(self, path: str) -> str:
        """The address of a notebook in JupyterLab."""
        base, token = re.fullmatch(r"(.*/lab/tree/).*\?token=(\w+)", self.lab_url).groups()
        return f"{base}{path}?token={token}&reset"

    def app(self, unit: str) -> str:
        """The address of a practice page."""
        return f"{self.apps_url}voila/render/{unit}.ipynb"


def copy_course(to: Path) -> None:
    """What a clone holds of the course itself, without what a learner's work would add."""
    junk = shutil.ignore_patterns("answers", "progress", ".ipynb_checkpoints", "__pycache__")
    for name in ("course", "source", "release"):
        shutil.copytree(ROOT / name, to / name, ignore=junk)
    shutil.copy(ROOT / "nbgrader_config.py", to)
    deck = to / "course" / "04-icd10cm-conventions" / "cards" / "walk.tsv"
    deck.parent.mkdir(exist_ok=True)
    deck.write_text("a front\ta back\nanother front\tanother back\n", encoding="utf-8")


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("course")
    copy_course(root)
    command = [sys.executable, "-m", "medcoding", "start", "--no-browser"]
    command += ["--port", str(free_port()), "--apps-port", str(free_port())]
    environment = {**os.environ, "MEDCODING_COURSE": str(root), "PYTHONUNBUFFERED": "1"}
    environment.pop("MEDCODING_EXCHANGE", None)
    process = subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    printed = []
    try:
        for line in process.stdout:
            printed.append(line)
            if "Ctrl+C" in line:
                break
        found = re.findall(r"http://\S+", "".join(printed))
        assert len(found) == 2, "".join(printed)
        yield Running(root, found[0], found[1], process)
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0, rest


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


@dataclass
class Noise:
    """What a page should not do: errors in its console, and requests that leave this machine."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._requested(request.url))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location['url']})")

    def _requested(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            self.foreign.append(url)


@pytest.fixture
def noise() -> Noise:
    return Noise()


@pytest.fixture
def page(browser: Browser, noise: Noise) -> Iterator[Page]:
    """A fresh visitor. The test fails when the page asks another site for anything."""
    with open_window(browser) as page:
        noise.listen(page)
        yield page
    assert noise.foreign == []
