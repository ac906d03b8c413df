"""The server's log: one JSON object a line, and nothing in it that tells who came.

No address, no query, no browser, no cookie, no kernel id: a kernel id opens the session of its visitor.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

from pythonjsonlogger.json import JsonFormatter

_IDS = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_ADDRESSES = re.compile(r"\b\d{1,3}(\.\d{1,3}){3}\b|(?<![\w:])(?=[0-9a-fA-F]*:[0-9a-fA-F]*:)[0-9a-fA-F:]{3,}")
_QUERIES = re.compile(r"\?\S*")
_QUIET = ("/voila/static/", "/voila/templates/", "/voila/labextensions/", "/voila/api/themes/", "/health", "/metrics")

log = logging.getLogger("medcoding.public")


class Anonymous(logging.Filter):
    """Takes out of a record what could lead to a person, whichever library wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, made anonymous, but for the word that our own notebooks are not signed."""
        if record.getMessage().endswith("is not trusted"):
            return False
        record.msg, record.args = anonymous(record.getMessage()), None
        return True


class _Formatter(JsonFormatter):
    def formatException(self, ei: Any) -> str:  # noqa: N802
        return anonymous(str(super().formatException(ei)))


def anonymous(text: str) -> str:
    """A text without ids, addresses and queries."""
    return _QUERIES.sub("", _ADDRESSES.sub("ADDRESS", _IDS.sub("ID", text)))


def start_journal(application: str) -> None:
    """Send every log of this process to standard error, in lines of JSON. `application` names Voila's own log."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Anonymous())
    names = {"asctime": "time", "levelname": "level", "name": "from"}
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=names))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    log.setLevel(logging.INFO)
    for name in (
        application,
        "Voila",
        "tornado",
        "tornado.access",
        "tornado.application",
        "tornado.general",
        "asyncio",
    ):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
        logger.setLevel(logging.WARNING)
    logging.captureWarnings(True)


def log_request(handler: Any) -> None:
    """Tornado's hook for each finished request; what a page loads beside itself is not logged."""
    path = anonymous(handler.request.path)
    status = handler.get_status()
    if status < 400 and path.startswith(_QUIET):
        return
    level = logging.ERROR if status >= 500 and status != 503 else logging.INFO
    milliseconds = round(handler.request.request_time() * 1000)
    fields = {"method": handler.request.method, "path": path[:200], "status": status, "ms": milliseconds}
    log.log(level, "request", extra=fields)
