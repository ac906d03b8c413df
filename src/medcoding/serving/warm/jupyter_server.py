"""An extension of Jupyter's server: a learner's kernels in JupyterLab are forked from a warm parent.

Until the parent is warm, and on systems where processes cannot be forked safely, kernels start as
Jupyter starts them: a second later, and nothing else is different.
"""

from __future__ import annotations

import atexit
import threading
from typing import Any

from medcoding.errors import ServingError
from medcoding.serving.warm.nursery import Nursery, use_nursery

WARM = "medcoding_widgets.warming_lab"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Warm a parent up beside the server, which needs not wait for it."""
    if Nursery.works_here():
        threading.Thread(target=_warm_up, args=(server.log,), name="warming up", daemon=True).start()


def _warm_up(log: Any) -> None:
    nursery = Nursery(WARM)
    atexit.register(nursery.stop)
    try:
        nursery.start()
    except ServingError as error:
        log.warning("Kernels start as Jupyter starts them: %s", error)
    else:
        use_nursery(nursery)
