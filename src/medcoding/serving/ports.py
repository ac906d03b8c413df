"""Free ports, and waiting for a server to answer."""

from __future__ import annotations

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from medcoding.errors import ServingError

TRIES = 20  # ports tried after the wanted one
_POLL = 0.1  # seconds between two looks at a server that is starting


def free_port(host: str, wanted: int, taken: frozenset[int] = frozenset()) -> int:
    """The wanted port, or the next one that nothing listens on.

    Raises:
        ServingError: none of the next ports is free, or the address is not one of this machine.
    """
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if port not in taken and _is_free(host, port):
            return port
    raise ServingError(f"{host}: no port from {wanted} to {wanted + TRIES - 1} is free; name another with --port")


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise ServingError(f"{host}:{port}: this port needs more rights; use one above 1023") from error
        except socket.gaierror as error:
            raise ServingError(f"{host}: this is not an address of this machine; use 127.0.0.1") from error
        except OSError:
            return False
    return True


def wait_until_answers(url: str, is_alive: Callable[[], bool], seconds: float) -> None:
    """Return as soon as `url` answers with a page.

    Raises:
        ServingError: the server ended first, or did not answer in time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not is_alive():
            raise ServingError(f"{url}: the server ended before it answered")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return
        except OSError:
            pass
        time.sleep(_POLL)
    raise ServingError(f"{url}: no answer within {seconds:.0f} seconds")
