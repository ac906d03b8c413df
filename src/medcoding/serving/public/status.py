"""What the operator sees: /health for a load balancer, /metrics for Prometheus. Neither tells who came."""

from __future__ import annotations

import hmac
import ipaddress
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from tornado.web import HTTPError

REGISTRY = CollectorRegistry()
KERNELS = Gauge("medcoding_kernels", "Kernels of visitors that run now", registry=REGISTRY)
LIMIT = Gauge("medcoding_kernels_limit", "The most kernels there may be", registry=REGISTRY)
SOCKETS = Gauge("medcoding_sockets", "Web sockets of pages that are open", registry=REGISTRY)
RESTARTS = Gauge("medcoding_warm_parent_restarts", "How often the parent of the kernels died", registry=REGISTRY)
VISITS = Counter("medcoding_visits", "Practice pages asked for, by outcome", ["outcome"], registry=REGISTRY)
REFUSED = Counter("medcoding_refused", "Sockets and messages refused, by reason", ["reason"], registry=REGISTRY)
SECONDS = Histogram(
    "medcoding_page_seconds",
    "Seconds from a request to its page",
    buckets=(0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 3, 5, 10, 30),
    registry=REGISTRY,
)


class Health(JupyterHandler):
    """200 while visitors are taken, also when all places are; 503 once the server is ending."""

    def get(self) -> None:
        """Answer in one small object."""
        kernels = self.settings["kernel_manager"]
        ending = bool(self.settings.get("medcoding_ending"))
        self.set_status(503 if ending else 200)
        self.set_header("Cache-Control", "no-store")
        self.finish(
            {
                "status": "ending" if ending else "ok",
                "kernels": kernels.taken,
                "kernels_limit": kernels.limits.kernels,
                "isolated": self.settings["medcoding_isolated"],
            }
        )


class Metrics(JupyterHandler):
    """Numbers for Prometheus: to this machine itself, or with the token that the operator set."""

    def get(self) -> None:
        """Answer in Prometheus's text format. A stranger learns not even that it is here."""
        if not self._is_operator():
            raise HTTPError(404)
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(generate_latest(REGISTRY))

    def _is_operator(self) -> bool:
        token = self.settings.get("medcoding_metrics_token", "")
        if token:
            given = self.request.headers.get("Authorization", "")
            return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
        forwarded = any(name in self.request.headers for name in ("X-Forwarded-For", "X-Real-Ip", "Forwarded"))
        return is_loopback(self.request.remote_ip) and not forwarded


def is_loopback(address: Any) -> bool:
    """True for an address of this machine itself, also for a socket file."""
    try:
        return ipaddress.ip_address(str(address)).is_loopback
    except ValueError:
        return address in ("", None)
