"""Kernels forked from a warm parent: each is a process of its own that shares nothing with another."""

import asyncio
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from jupyter_client.manager import AsyncKernelManager

import medcoding
import medcoding_widgets
from medcoding.codes.releases import held_releases, unpacked
from medcoding.serving.public.first_run import run_cells
from medcoding.serving.warm.jupyter_server import WARM
from medcoding.serving.warm.nursery import Nursery
from medcoding.serving.warm.sandbox import boxed

ROOT = Path(__file__).parents[2]


def run(work):
    """What a coroutine gives, in a thread of its own: a browser of other tests may keep this one's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work())).result()


WHAT_IT_IS = """
import gc, json, os, random, sqlite3, sys, threading, uuid
from pathlib import Path
import medcoding_widgets
from IPython.display import display
told = {
    "pid": os.getpid(), "session": os.getsid(0), "folder": os.getcwd(), "random": random.random(),
    "sender": get_ipython().kernel.session.session, "ident": get_ipython().kernel.ident,
    "uuid": str(uuid.uuid4()), "marked": hasattr(medcoding_widgets, "marked"),
    "bases": len([each for each in gc.get_objects() if isinstance(each, sqlite3.Connection)]),
    "networks": sorted(path.name for path in Path("/sys/class/net").iterdir()),
    "can_route": len(Path("/proc/self/net/route").read_text().splitlines()) > 1,
    "keys": len(list((Path(os.environ["MEDCODING_COURSE"]) / "source").glob("*/cases/*.md"))),
    "debugger": sys.modules.get("debugpy") is not None, "plots": os.environ.get("MPLBACKEND", ""),
}
medcoding_widgets.marked = True
display({"application/json": told}, raw=True)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("warm")


@pytest.fixture(scope="module")
def nursery(folder):
    for release in held_releases():
        unpacked(release)  # as the server does: the box lets nothing be written
    with started(folder, "medcoding_widgets.warming", boxed(ROOT, folder, [])) as nursery:
        yield nursery


@contextmanager
def started(folder, module, wrapper=()):
    """A nursery that is warm."""
    environment = {**os.environ, "MEDCODING_COURSE": str(ROOT), "IPYTHONDIR": str(folder / "ipython")}
    environment["JUPYTER_RUNTIME_DIR"] = str(folder)
    for name in ("NBGRADER_EXECUTION", "PYTEST_CURRENT_TEST"):
        environment.pop(name, None)
    nursery = Nursery(module, wrapper, environment)
    nursery.start()
    yield nursery
    nursery.stop()


async def ask_kernel(nursery, folder, name):
    """Fork a kernel and let it say what it is; returns that, and its process, which has ended."""
    manager = AsyncKernelManager(transport="ipc", connection_file=str(folder / f"{name}.json"))
    manager.ip = str(folder / name)
    manager.write_connection_file()
    (folder / f"{name}-here").mkdir()
    argv = ["python", "-m", "ipykernel_launcher", "-f", manager.connection_file]
    environment = {"MEDCODING_COURSE": str(ROOT), "SERVER_SOFTWARE": "voila"}
    process = await nursery.fork(argv, environment, str(folder / f"{name}-here"))
    try:
        [[output]] = await run_cells(manager, [WHAT_IT_IS])
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()
        manager.cleanup_ipc_files()
    assert process.poll() == 0
    return output["data"]["application/json"], process


def test_kernels_share_neither_state_nor_chance_nor_connections(nursery, folder):
    async def both():
        return [(await ask_kernel(nursery, folder, name))[0] for name in ("first", "second")]

    first, second = run(both)
    for each in (first, second):
        assert each["session"] == each["pid"]
        assert each["bases"] == 0
        assert not each["marked"]
        assert not each["debugger"]
    for name in ("pid", "folder", "random", "uuid", "sender", "ident"):
        assert first[name] != second[name]


def test_closed_in_kernels_have_no_network_and_no_graded_key(nursery, folder):
    if not boxed(ROOT, folder, []):
        pytest.skip("bubblewrap is missing or not allowed here: apt-get install bubblewrap")
    told, _ = run(lambda: ask_kernel(nursery, folder, "closed"))
    assert not told["can_route"]
    assert told["keys"] == 0
    assert list((ROOT / "source").glob("*/cases/*.md"))


def test_a_learners_kernel_shows_plots_below_the_cell_as_jupyters_own_does(folder):
    with started(folder, WARM) as nursery:
        told, _ = run(lambda: ask_kernel(nursery, folder, "lab"))
    assert told["plots"] == "module://matplotlib_inline.backend_inline"


def test_a_dead_parent_is_replaced_at_the_next_request(nursery, folder):
    before = nursery.pid
    os.kill(before, 9)
    run(lambda: ask_kernel(nursery, folder, "after"))
    assert nursery.pid != before
    assert nursery.restarts == 1


def test_the_parent_refuses_to_fork_with_anything_that_two_cannot_share():
    for reason, source in {
        "threads": "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()",
        "database": "import sqlite3; base = sqlite3.connect(':memory:')",
        "ZeroMQ": "import zmq; context = zmq.Context()",
    }.items():
        script = f"{source}\nfrom medcoding.serving.warm.parent import check_safe_to_fork\ncheck_safe_to_fork()"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "UnsafeForkError" in done.stderr, json.dumps(done.stderr)
        assert reason in done.stderr.splitlines()[-1]


def test_the_box_shows_the_program_wherever_its_checkout_lies(tmp_path):
    """A checkout below /tmp, which the box covers, is bound like the environment."""
    command = boxed(tmp_path, tmp_path, [])
    if not command:
        pytest.skip("no bubblewrap, or no namespaces, on this machine: there is no box to look into")
    bound = {command[place + 1] for place, word in enumerate(command) if word == "--ro-bind"}
    for package in (medcoding, medcoding_widgets):
        assert str(Path(package.__file__).resolve().parent) in bound
