"""A server that runs beside us as a child process, and is ended by its process id."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medcoding.errors import ServingError
from medcoding.serving.ports import wait_until_answers

_LAST_LINES = 15  # of its log, shown when a server fails
_POLITE = 15.0  # seconds a server gets to end its kernels


@dataclass(frozen=True)
class Server:
    """A running server. `url` is where it answers, `log` holds what it prints."""

    name: str
    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def is_alive(self) -> bool:
        """True until the process has ended."""
        return self.process.poll() is None

    def wait_until_ready(self, seconds: float = 90) -> None:
        """Return once it answers.

        Raises:
            ServingError: with the end of its log, when it does not.
        """
        try:
            wait_until_answers(self.url, self.is_alive, seconds)
        except ServingError as error:
            raise ServingError(f"{self.name}: {error}; see {self.log}\n{self.last_lines()}") from None

    def last_lines(self) -> str:
        """The end of the log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-_LAST_LINES:])

    def stop(self) -> None:
        """Ask it to end, with its kernels; insist when it does not."""
        if not self.is_alive():
            return
        self.process.terminate()
        try:
            self.process.wait(_POLITE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_server(
    name: str, url: str, command: Sequence[str], *, environment: Mapping[str, str], folder: Path, log: Path
) -> Server:
    """Start a server in `folder`, in a session of its own so that Ctrl+C reaches us and not it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Server(name, url, log, process)
