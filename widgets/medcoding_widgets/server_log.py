"""A log that only the server's operator reads.

Inside a kernel everything written to stderr is sent to the browser, the lines of a traceback
included. So what goes wrong in a handler is written to the stream that the kernel had before it
redirected its own.
"""

from __future__ import annotations

import logging
import os
import sys
from functools import cache
from io import TextIOWrapper


@cache
def server_log() -> logging.Logger:
    """The logger. Its records reach the terminal of the server, never a learner."""
    log = logging.getLogger("medcoding_widgets.server")
    log.propagate = False
    handler = logging.StreamHandler(_stream())
    handler.setFormatter(logging.Formatter("%(asctime)s medcoding_widgets %(levelname)s %(message)s"))
    log.addHandler(handler)
    return log


def _stream() -> TextIOWrapper | None:
    """The terminal's own stream inside a kernel; None (plain stderr) elsewhere.

    A kernel keeps a copy of the terminal's stream where it has redirected descriptor 2 as well.
    """
    if not type(sys.stderr).__module__.startswith("ipykernel"):
        return None
    original = getattr(sys.stderr, "_original_stdstream_copy", 2)
    return TextIOWrapper(os.fdopen(os.dup(original), "wb", buffering=0), write_through=True)
