"""Keeps the server's own words off public pages.

A visitor of a Voila page can send any widget any message, also widgets that are not ours. Jupyter
answers what it cannot read with a traceback, in three ways; each is led to the server's log.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from comm import get_comm_manager
from IPython import get_ipython

from medcoding_widgets.server_log import server_log

WIDGET_TARGET = "jupyter.widget"


def close_to_visitors() -> None:
    """From now on this kernel tells its page nothing of the server, and opens no widget that a page asks for."""
    shell: Any = get_ipython()
    if shell is None:
        return
    shell.showtraceback = _log_traceback
    root = logging.getLogger()
    for handler in server_log().handlers:
        if handler not in root.handlers:
            root.addHandler(handler)  # without any handler Python writes warnings to stderr, which the page receives
    manager: Any = get_comm_manager()
    manager.targets.pop(WIDGET_TARGET, None)


def _log_traceback(*_args: Any, **_options: Any) -> None:
    server_log().error("an error in the kernel of a public page", exc_info=sys.exc_info())
