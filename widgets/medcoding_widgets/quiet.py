"""Keeps tracebacks off public pages.

A visitor of a Voila page can send any widget any message, also widgets that are not ours, and ipywidgets
answers what it cannot read with a traceback of the server's sources.
"""

from __future__ import annotations

import sys
from typing import Any

from IPython import get_ipython

from medcoding_widgets.server_log import server_log


def hush_tracebacks() -> None:
    """From now on this kernel writes tracebacks to the server's log and nothing to the page."""
    shell: Any = get_ipython()
    if shell is not None:
        shell.showtraceback = _log_traceback


def _log_traceback(*_args: Any, **_options: Any) -> None:
    server_log().error("an error in the kernel of a public page", exc_info=sys.exc_info())
