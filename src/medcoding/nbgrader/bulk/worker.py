"""A worker process: reads a plan and then chunks of submissions, answers each. It ends with whoever started it.

python -m medcoding.nbgrader.bulk.worker        (for `engines.Processes`; nothing for people)
"""

from __future__ import annotations

import os
import sys

from medcoding.nbgrader.bulk.engines import receive, send
from medcoding.nbgrader.bulk.one import grade_some


def main() -> None:
    """Answer until the other end closes, which it does in whatever way it ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Nothing that prints may come between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        plan = receive(sys.stdin.buffer)
        while True:
            chunk = receive(sys.stdin.buffer)
            try:
                send(answers, list(grade_some(plan, chunk)))
            except Exception as error:
                send(answers, error)
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        pass


if __name__ == "__main__":
    main()
