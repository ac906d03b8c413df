"""Servers to be measured, each started on a free port and ended by its process id."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
from measure import ROOT

from medcoding.serving.ports import free_port, wait_until_answers


@contextmanager
def server(folder: Path, command: Sequence[str], course: Path = ROOT) -> Iterator[tuple[str, psutil.Process]]:
    """A server that `--port` is told to, with `folder` to write to. Yields its address and its process."""
    port = free_port("127.0.0.1", 20000 + os.getpid() % 20000)
    base = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "MEDCODING_COURSE": str(course), "PYTHONUNBUFFERED": "1"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, f"--port={port}"], cwd=folder, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
    try:
        wait_until_answers(f"{base}/", lambda: process.poll() is None, 120)
        yield base, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(120)


def stock_voila(folder: Path) -> list[str]:
    """Voila as it comes, on the practice pages in `folder`."""
    return [sys.executable, "-m", "voila", "--no-browser", str(folder / "apps")]


def stock_lab(folder: Path) -> list[str]:
    """JupyterLab as it comes, on `folder`."""
    settings = ("--ServerApp.token=", "--ServerApp.allow_root=True", f"--ServerApp.root_dir={folder}")
    return [sys.executable, "-m", "jupyterlab", "--no-browser", *settings]
