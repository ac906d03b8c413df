"""Puts options and tiles in an order that says nothing about the key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def shuffled(texts: Iterable[str], slug: str, never: Sequence[str] = ()) -> list[str]:
    """The different texts in an order that depends on them and the slug alone, so that it is the same everywhere.

    `never` is an order that must not come out: for a question whose answer is an order.
    """
    mixed = sorted(dict.fromkeys(texts), key=lambda text: hashlib.sha256(f"{slug}\0{text}".encode()).digest())
    return mixed[1:] + mixed[:1] if mixed == list(never) else mixed
