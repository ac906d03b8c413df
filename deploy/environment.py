"""Make .venv: the one environment that `make` works in.

Needs nothing but a Python: it runs before anything is installed, under whatever `python3` the machine
has, so it keeps to what Python 3.6 can read. It does nothing when the environment is already the one
that requirements.lock, pyproject.toml and the files shipped beside the packages describe.

    python3 deploy/environment.py [PYTHON]        PYTHON: a program to use instead of the first that fits
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-from"
OLDEST = (3, 11)
NEWEST = (3, 13)
# Copied into the environment when the project is installed, so a change to them asks for a new installation.
SHIPPED = (ROOT / "widgets" / "labextension", ROOT / "widgets" / "labsettings")


def stop(text: str) -> NoReturn:
    """End with one sentence and exit status 2."""
    sys.exit("make: " + text)


def version_of(python: str) -> "tuple[int, ...]":
    """The version of a Python program as (major, minor); () when it does not run."""
    try:
        found = subprocess.run(
            [python, "-c", "import sys; print(*sys.version_info[:2])"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(int(part) for part in found.stdout.split())


def find_python(wanted: str) -> str:
    """The Python to build on: the one asked for, else this one, else the newest on the PATH that fits."""
    names = [wanted] if wanted else [sys.executable, "python3.13", "python3.12", "python3.11"]
    for name in names:
        path = shutil.which(name)
        if path and OLDEST <= version_of(path) <= NEWEST:
            return path
    if wanted:
        shown = ".".join(map(str, version_of(wanted))) or "nothing that runs"
        stop(f"PYTHON={wanted} is {shown}; the course needs Python 3.11, 3.12 or 3.13.")
    own = ".".join(map(str, sys.version_info[:2]))
    stop(
        f"no Python 3.11, 3.12 or 3.13 was found (python3 is {own}); install one, "
        "or name it: make start PYTHON=/path/to/python3.12"
    )


def fingerprint(python: str) -> str:
    """A hash of everything that the environment is made from."""
    digest = hashlib.sha256(repr(version_of(python)).encode())
    files = [ROOT / "requirements.lock", ROOT / "pyproject.toml", Path(__file__)]
    for folder in SHIPPED:
        files += sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def run(*command: str) -> None:
    """Run one step; when it fails, end with its exit status (it has said why)."""
    hidden = ("VIRTUAL_ENV", "PYTHONHOME")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    status = subprocess.run(command, check=False, cwd=str(ROOT), env=environment).returncode
    if status:
        stop(f"this step failed (exit status {status}): {' '.join(command)}")


def holds(python: str) -> bool:
    """Whether .venv already stands on this version of Python, so that only packages need to change."""
    return version_of(str(VENV / "bin" / "python")) == version_of(python)


def install_with_uv(uv: str, python: str) -> None:
    """Fill the environment with uv, compiled, so that the first start is not the slow one."""
    if not holds(python):
        run(uv, "venv", "--quiet", "--clear", "--python", python, str(VENV))
    target = ("--quiet", "--python", str(VENV))
    run(uv, "pip", "sync", *target, "--compile-bytecode", "requirements.lock")
    run(uv, "pip", "install", *target, "--no-deps", "--editable", ".")


def install_with_pip(python: str) -> None:
    """Fill the environment with venv and pip, which every complete Python brings along."""
    probe = [python, "-c", "import ensurepip, venv"]
    if subprocess.run(probe, check=False, stderr=subprocess.DEVNULL).returncode:
        stop(
            f"{python} has no `venv` module; install it "
            "(on Debian and Ubuntu: apt-get install python3-venv), or install uv."
        )
    if not holds(python):
        run(python, "-m", "venv", "--clear", str(VENV))
    pip = (str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    run(*pip, "-r", "requirements.lock")
    run(*pip, "--no-deps", "--editable", ".")


def main() -> None:
    """Make the environment when it is missing or out of date."""
    python = find_python(sys.argv[1] if len(sys.argv) > 1 else "")
    wanted = fingerprint(python)
    if STAMP.is_file() and STAMP.read_text() == wanted:
        STAMP.touch()
        return
    uv = shutil.which("uv")
    major, minor = version_of(python)
    how = "with uv" if uv else "with pip, a minute or two"
    print(f"Making the environment .venv (Python {major}.{minor}, {how}) ...", flush=True)
    if uv:
        install_with_uv(uv, python)
    else:
        install_with_pip(python)
    STAMP.write_text(wanted)


if __name__ == "__main__":
    main()
