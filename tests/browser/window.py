"""A visitor's window: patient on a busy machine, and still, as no colour may be judged on its way to another."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PATIENCE = 30_000  # ms until what does not come is a failure


@contextmanager
def open_window(browser: Browser, scheme: str = "light", width: int = 1280, **options: Any) -> Iterator[Page]:
    """A page of a visitor who was never here before; closed in the end."""
    size = {"width": width, "height": 900}
    context = browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce", **options)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
