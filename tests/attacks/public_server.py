"""Starts a public server as `medcoding serve` does, with limits small enough to reach."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from medcoding.serving.ports import wait_until_answers

ROOT = Path(__file__).parents[2]
UNIT = "04-icd10cm-conventions"
SCRIPT = """
import sys
from medcoding.exercises.course import find_course
from medcoding.serving.public.run import Wanted, serve_course
from medcoding.serving.public.limits import Limits
serve_course(find_course(), Wanted("127.0.0.1", int(sys.argv[1]), Limits(**eval(sys.argv[2]))), print)
"""


@contextmanager
def public_server(log: Path, **limits):
    """Yields the address and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "MEDCODING_COURSE": str(ROOT)}
    for name in ("NBGRADER_EXECUTION", "PYTEST_CURRENT_TEST"):
        environment.pop(name, None)
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(port), repr(limits)], env=environment, stdout=sink, stderr=sink
        )
    try:
        wait_until_answers(f"{base}/health", lambda: process.poll() is None, 90)
        yield base, process
    finally:
        process.terminate()
        process.wait(30)


def health(base):
    with urllib.request.urlopen(f"{base}/health", timeout=10) as answer:
        return json.load(answer)
