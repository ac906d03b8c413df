"""The sandbox: a kernel that Jupyter starts through our provisioner, its limits, and what it leaves behind."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from medcoding.errors import SandboxError
from medcoding.sandbox import bubblewrap
from medcoding.sandbox.kernel import LearnersKernel
from medcoding.sandbox.limits import Limits, Protection
from medcoding.sandbox.run import Ask, Cell, run_steps

SMALL = Limits(cell=5.0, grace=1.0, wall=30.0, memory=300_000_000, scratch=10_000_000, cpu=20)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    given = tmp_path_factory.mktemp("given") / "table.csv"
    given.write_text("a,b\n1,2\n")
    with LearnersKernel(SMALL, Protection.SANDBOXED, {"data/table.csv": given}) as kernel:
        yield kernel


def says(kernel, source: str) -> str:
    printed = kernel.execute(source)
    return printed.text + printed.error


def test_a_program_reads_what_it_was_given_and_cannot_change_it(kernel) -> None:
    assert says(kernel, "print(open('data/table.csv').read())") == "a,b\n1,2\n\n"
    assert "Read-only file system" in says(kernel, "open('data/table.csv', 'w')")
    assert "Error" in says(kernel, "import os; os.remove('data/table.csv')")
    assert says(kernel, "print(os.path.getsize('data/table.csv'))") == "8\n"


def test_a_program_sees_neither_home_nor_course_nor_settings(kernel) -> None:
    root = str(Path(__file__).parents[2])
    source = f"""
import os
for path in ({root + "/source"!r}, {root + "/src"!r}, {str(Path.home() / ".bashrc")!r}, '/etc/passwd', '/run', '/var'):
    print(os.path.exists(path), end=' ')
print(sorted(name for name in os.environ if 'JPY' in name or 'MEDCODING' in name or 'TOKEN' in name))
"""
    assert says(kernel, source) == "False False False False False False []\n"


@pytest.mark.skipif(os.getuid() != 0, reason="only root has rights to give up")
def test_a_program_is_nobody_even_where_the_grader_is_root(kernel) -> None:
    assert says(kernel, "print(os.getuid() > 0, os.getgroups(), os.system('id -u 0 >/dev/null'))").startswith("True []")
    assert "CapEff:\t0000000000000000" in says(kernel, "print(open('/proc/self/status').read())")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import socket; socket.create_connection(('192.0.2.1', 80), 1)", "Network is unreachable"),
        ("open('big', 'wb').write(bytes(20_000_000))", "No space left on device"),
        ("open('/elsewhere', 'w')", "Read-only file system"),
        ("os.setuid(0)", "Operation not permitted"),
        ("os.memfd_create('x')", "Function not implemented"),
        ("import ctypes; print(ctypes.CDLL(None).unshare(0x10000000))", "-1"),
        ("held = []\nwhile True: held.append(open('/dev/null'))", "Too many open files"),
    ],
)
def test_a_limit_is_an_error_that_a_learner_can_read(kernel, source, expected) -> None:
    assert expected in says(kernel, source)
    says(kernel, "held = None")


def test_a_cell_without_end_is_interrupted_and_the_rest_counts() -> None:
    limits = Limits(cell=1.5)
    steps = [Cell("x = 1"), Cell("while True: pass"), Cell("y = 2"), Ask("one", ("x", "y", "z"))]
    ran = run_steps(steps, limits, Protection.SANDBOXED, {})
    assert ran.handed["one"].values == {"x": 1, "y": 2}
    assert "was interrupted" in ran.printed[1].says
    assert ran.ended == ""


def test_what_was_asked_for_before_the_end_is_kept() -> None:
    steps = [Cell("x = 1"), Ask("one", ("x",)), Cell("import os; os._exit(1)"), Ask("two", ("x",)), Cell("1")]
    ran = run_steps(steps, SMALL, Protection.SANDBOXED, {})
    assert ran.handed["one"].values == {"x": 1}
    assert ran.handed["two"].values == {}
    assert ran.ended == "its kernel ended"


@pytest.mark.parametrize("protection", [Protection.SANDBOXED, Protection.UNPROTECTED])
def test_values_of_all_shapes_are_handed_over(protection) -> None:
    source = """
import datetime, decimal
import pandas as pd
frame = pd.DataFrame({"payer": ["A", "B", "A"], "charge": [1, 2.5, 3]})
sums, means = frame.groupby("payer").charge.sum(), frame.charge.mean()
day, money, found, pair = datetime.date(2026, 5, 15), decimal.Decimal("1.10"), {"b", "a"}, (1, 2)
list = dict = sum = None
odd = object()
"""
    names = ("frame", "sums", "means", "day", "money", "found", "pair", "odd", "missing")
    handed = run_steps([Cell(source), Ask("x", names)], Limits(), protection, {}).handed["x"]
    assert handed.values == {
        "frame": [["A", 1.0], ["B", 2.5], ["A", 3.0]],
        "sums": [["A", 4.0], ["B", 2.5]],
        "means": pytest.approx(6.5 / 3),
        "day": "2026-05-15",
        "money": 1.1,
        "found": ["a", "b"],
        "pair": [1, 2],
    }
    assert handed.refused == {"odd": "a object is no number, text, list or table"}


def test_nothing_is_left_behind(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    source = "import subprocess; subprocess.Popen(['sleep', '9876'], start_new_session=True)"
    with LearnersKernel(SMALL, Protection.SANDBOXED, {}) as kernel:
        assert kernel.execute(source).error == ""
        watch = kernel._manager.provisioner.watch
        first = kernel._manager.provisioner.pid
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []
    assert not Path(f"/proc/{first}").exists()
    sleeping = [path for path in Path("/proc").glob("[0-9]*/cmdline") if b"9876" in _read(path)]
    assert sleeping == []
    watch.join(5)
    assert not watch.is_alive()


def test_any_part_of_jupyter_can_ask_for_it_by_name(tmp_path) -> None:
    folder = tmp_path / "kernels" / "locked"
    folder.mkdir(parents=True)
    argv = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "x", "language": "python"}
    asks = {"provisioner_name": "medcoding-sandbox", "config": {"limits": {"cpu": 9}}}
    (folder / "kernel.json").write_text(json.dumps({**spec, "metadata": {"kernel_provisioner": asks}}))
    specs = KernelSpecManager(kernel_dirs=[str(tmp_path / "kernels")], ensure_native_kernel=False)
    manager = KernelManager(kernel_name="locked", kernel_spec_manager=specs)
    manager.start_kernel()
    try:
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        asked = {"limit": "__import__('resource').getrlimit(__import__('resource').RLIMIT_CPU)"}
        reply = client.execute("", user_expressions=asked, reply=True, timeout=30)
        assert reply["content"]["user_expressions"]["limit"]["data"]["text/plain"] == "(9, 9)"
        client.stop_channels()
    finally:
        manager.shutdown_kernel(now=True)


def test_a_python_is_found_by_whatever_path_it_was_called(monkeypatch, tmp_path) -> None:
    (tmp_path / "link").symlink_to(Path(sys.executable).parent)
    for way in (Path(sys.executable).parent / ".." / "bin", tmp_path / "link"):
        monkeypatch.setattr(sys, "executable", str(way / Path(sys.executable).name))
        bubblewrap.check_sandbox.cache_clear()
        bubblewrap.check_sandbox()


def test_a_machine_without_bubblewrap_refuses_and_says_so(monkeypatch) -> None:
    bubblewrap.check_sandbox.cache_clear()
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SandboxError, match="apt-get install bubblewrap"):
        run_steps([Cell("1")], SMALL, Protection.SANDBOXED, {})
    bubblewrap.check_sandbox.cache_clear()


def test_a_machine_without_namespaces_refuses_and_says_so(monkeypatch, tmp_path) -> None:
    bubblewrap.check_sandbox.cache_clear()
    false = tmp_path / "bwrap"
    false.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    false.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "_program", lambda: str(false))
    with pytest.raises(SandboxError, match="No permissions to create new namespace"):
        bubblewrap.check_sandbox()
    bubblewrap.check_sandbox.cache_clear()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
