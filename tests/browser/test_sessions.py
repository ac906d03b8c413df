"""What happens to a page when the kernel behind it goes away."""

import json

import psutil
from playwright.sync_api import expect

from browser.steps import UNIT, chart, open_app, open_in_lab, wait_for_notebook

ENDED = "The session behind this exercise has ended"
SLUG = "lesson-wheezing"


def kernels(running) -> set[psutil.Process]:
    """The kernels of this test's own servers, nearly all of them forked from a warm parent."""
    started = psutil.Process(running.process.pid).children(recursive=True)
    return {process for process in started if "ipykernel" in words_of(process) or is_forked(process)}


def is_forked(process: psutil.Process) -> bool:
    """True for a kernel that looks like its parent, since it was forked from it."""
    try:
        return "warm.parent" in words_of(process) and words_of(process.parent()) == words_of(process)
    except (psutil.Error, AttributeError):
        return False


def words_of(process: psutil.Process) -> str:
    """The command line of a process; "" once it has ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def kernel_of(page, running, path) -> psutil.Process:
    """The kernel behind a notebook that is open in JupyterLab."""
    sessions = page.evaluate("() => fetch('/api/sessions').then((answer) => answer.json())")
    kernel_id = next(each["kernel"]["id"] for each in sessions if each["path"] == path)
    (file,) = (running.root / ".medcoding").rglob(f"kernel-{kernel_id}.json")
    port = json.loads(file.read_text(encoding="utf-8"))["shell_port"]
    return next(each for each in kernels(running) if port in ports_of(each))


def kill_kernel(page, running, path, role) -> None:
    """Kill the kernel behind a notebook in JupyterLab; return when the notebook has noticed and is ready again."""
    page.evaluate(
        """(role) => {
          const panel = document.querySelector(`[data-medcoding="${role}"]`);
          window.states = [];
          new MutationObserver(() => window.states.push(panel.dataset.medcodingState))
            .observe(panel, { attributeFilter: ["data-medcoding-state"] });
        }""",
        role,
    )
    kernel_of(page, running, path).kill()
    dismiss = page.locator(".jp-Dialog button")
    page.add_locator_handler(page.locator(".jp-Dialog"), lambda _: dismiss.first.click())
    page.wait_for_function("window.states.includes('starting')")
    wait_for_notebook(page, role)


def ports_of(process: psutil.Process) -> set[int]:
    """The ports on which a process listens."""
    try:
        return {each.laddr.port for each in process.net_connections("tcp") if each.status == psutil.CONN_LISTEN}
    except psutil.Error:
        return set()


def add_code(root, code):
    root.get_by_role("combobox").fill(code)
    expect(root.get_by_role("option").first).to_be_visible()
    root.get_by_role("combobox").press("Enter")
    expect(root.locator(".mc-line .mc-code")).to_have_text([code])


def test_in_jupyterlab_a_killed_kernel_comes_back_with_the_answer(page, running):
    path = f"course/{UNIT}/lesson.ipynb"
    open_in_lab(page, running.lab(path), "lesson")
    add_code(chart(page, SLUG), "J45.20")
    expect(chart(page, SLUG).locator(".mc-status")).to_contain_text("Saved")
    assert is_forked(kernel_of(page, running, path))
    kill_kernel(page, running, path, "lesson")
    expect(chart(page, SLUG).locator(".mc-line .mc-code")).to_have_text(["J45.20"])


def test_in_jupyterlab_a_kernel_shut_down_for_good_is_offered_anew(page, running):
    open_in_lab(page, running.lab(f"course/{UNIT}/practice.ipynb"), "practice")
    page.get_by_role("menuitem", name="Kernel").click()
    page.get_by_text("Shut Down Kernel", exact=True).click()
    alert = page.get_by_role("alert").filter(has_text="have stopped")
    expect(alert).to_be_visible()
    alert.get_by_role("button", name="Start them again").click()
    wait_for_notebook(page, "practice")
    expect(page.locator(".mc-root").first).to_be_visible()


def test_on_a_practice_page_a_killed_kernel_is_told(page, running):
    known = kernels(running)
    root = open_app(page, running)
    for process in kernels(running) - known:
        process.kill()
    root.get_by_role("combobox").fill("asthma")
    expect(root.get_by_role("alert")).to_contain_text(ENDED, timeout=20_000)


def test_a_closed_practice_page_frees_its_kernel(page, running):
    known = kernels(running)
    open_app(page, running)
    started = kernels(running) - known
    assert len(started) == 1
    page.goto(running.apps_url)
    _gone, alive = psutil.wait_procs(started, timeout=20)
    assert not alive
