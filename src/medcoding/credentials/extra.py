"""The libraries of certificates are an optional extra: whoever lacks them is told how to get them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from medcoding.errors import CredentialError


@contextmanager
def needs_extra() -> Iterator[None]:
    """Turns a missing library into a sentence."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise CredentialError(
            f"certificates: {error.name} is not installed here; run `pip install 'medcoding[certificates]'`"
        ) from None
