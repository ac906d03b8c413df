"""Starts nbgrader without what costs a second or two and no step of ours uses."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# jsonschema checks the format of internationalised addresses with it. It makes a parser when it is imported,
# which takes longer than all of nbgrader; without it jsonschema leaves that check out. Notebooks have no such field.
_SLOW = "rfc3987_syntax"


@contextmanager
def quick_start() -> Iterator[None]:
    """Import nbgrader inside this block."""
    is_loaded = _SLOW in sys.modules
    if not is_loaded:
        sys.modules[_SLOW] = None  # type: ignore[assignment]
    # Modules stay: looking through them for what can be thrown away is a tenth of the time.
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_collecting:
            gc.enable()
        if not is_loaded:
            del sys.modules[_SLOW]
