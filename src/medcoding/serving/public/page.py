"""One visit to a practice page: a place, or a page that says why not."""

from __future__ import annotations

import asyncio
import time
import uuid
from typing import Any

from tornado.web import HTTPError
from voila.handler import BaseVoilaHandler

from medcoding.errors import ServingError
from medcoding.serving.public.journal import log
from medcoding.serving.public.kernels import VisitorKernels
from medcoding.serving.public.pages import Page, Pages
from medcoding.serving.public.status import SECONDS, VISITS

RETRY_AFTER = 60  # seconds, told to browsers and shown on the page


def policy(word: str = "") -> str:
    """The content security policy of a page whose scripts carry that one-time word; "" for a page without any.

    anywidget loads each widget's script from a blob; JupyterLab's style sheets are written by scripts.
    """
    scripts = f"script-src 'self' 'nonce-{word}' blob:" if word else "script-src 'none'"
    return "; ".join(
        (
            "default-src 'none'",
            scripts,
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        )
    )


class PracticePage(BaseVoilaHandler):  # type: ignore[misc]
    """Serves the notebooks of the list and no other file."""

    def initialize(self, pages: Pages, names: frozenset[str], **keywords: Any) -> None:
        """Keep what makes pages, and the names of those there are."""
        super().initialize(**keywords)
        self._pages = pages
        self._names = names
        self._gone = asyncio.Event()

    def on_connection_close(self) -> None:
        """The visitor went away before the page came."""
        self._gone.set()

    async def get(self, name: str) -> None:
        """Start a kernel and write its page; a full house is told with a page of its own."""
        if name not in self._names:
            raise HTTPError(404)
        began = time.monotonic()
        kernels: VisitorKernels = self.settings["kernel_manager"]
        kernel_id = str(uuid.uuid4())
        if self.settings.get("medcoding_ending") or not kernels.take_place(kernel_id, self.request.remote_ip):
            VISITS.labels("full").inc()
            self._turn_away()
            return
        page: Page | None = None
        try:
            page = await self._pages.make(kernel_id, name, self._gone)
        except (ServingError, TimeoutError, RuntimeError, OSError) as error:
            VISITS.labels("failed").inc()
            log.error("a page could not be made", exc_info=error)
            raise HTTPError(500) from None
        finally:
            if page is None:
                await kernels.end(kernel_id)
        if page is None:
            VISITS.labels("left").inc()
            return
        VISITS.labels("served").inc()
        SECONDS.observe(time.monotonic() - began)
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", policy(page.word))
        await self.finish(page.html)

    def _turn_away(self) -> None:
        """Say that every place is taken, on a page that looks as the others do and asks again by itself."""
        self.set_status(503)
        self.set_header("Retry-After", str(RETRY_AFTER))
        self.set_header("Refresh", str(RETRY_AFTER))
        self.set_header("Cache-Control", "no-store")
        self.finish(self.render_template("full.html", seconds=RETRY_AFTER))
