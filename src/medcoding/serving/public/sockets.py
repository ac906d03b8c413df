"""What a page may say to its kernel: only messages of widgets, not too long, not too many, from a few sockets."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import Any, ClassVar

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.web import HTTPError
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from medcoding.serving.public.limits import Limits
from medcoding.serving.public.status import REFUSED, SOCKETS

ALLOWED = ("comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request")
_POLICY_VIOLATION = 1008
_PATIENCE = 0.05  # seconds before a kernel is asked again, at first


class Allowance:
    """A bucket that fills by `rate` a second up to `most`, and from which each message takes one."""

    def __init__(self, rate: float, most: int) -> None:
        self._rate, self._most = rate, most
        self._left, self._at = float(most), time.monotonic()

    def take(self) -> bool:
        """True while the bucket is not empty."""
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class VisitorSocket(VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """A socket of a page. Sockets and messages are counted for each kernel, so more sockets give no more room."""

    _open: ClassVar[Counter[str]] = Counter()
    _allowances: ClassVar[dict[str, Allowance]] = {}
    _counted = False

    @property
    def limits(self) -> Limits:
        """The limits of this server."""
        limits: Limits = self.settings["kernel_manager"].limits
        return limits

    @property
    def max_message_size(self) -> int:
        """Bytes; the connection is cut beyond."""
        return self.limits.message_bytes

    async def pre_get(self) -> None:
        """Refuse a socket too many before anything is done for it."""
        if self.kernel_id not in self.settings["kernel_manager"]:
            raise HTTPError(404)
        if self._open[self.kernel_id] >= self.limits.sockets_per_page:
            REFUSED.labels("socket").inc()
            raise HTTPError(429)
        self._open[self.kernel_id] += 1
        self._counted = True
        SOCKETS.inc()
        try:
            await super().pre_get()
        except BaseException:
            self._leave()
            raise

    async def open(self, kernel_id: str) -> None:
        """Send each message at once: held back to travel with the next, an answer would come 40 ms later."""
        self.set_nodelay(True)
        await super().open(kernel_id)

    def on_message(self, ws_message: Any) -> None:
        """Pass a message on, or end the conversation."""
        allowance = self._allowances.get(self.kernel_id)
        if allowance is None:
            limits = self.limits
            allowance = Allowance(limits.messages_a_second, limits.messages_in_a_burst)
            self._allowances[self.kernel_id] = allowance
        if not allowance.take():
            REFUSED.labels("rate").inc()
            self.close(_POLICY_VIOLATION, "too many messages")
            return
        self.settings["kernel_manager"].note_activity(self.kernel_id)
        try:
            super().on_message(ws_message)
        except Exception:
            REFUSED.labels("malformed").inc()
            self.close(_POLICY_VIOLATION, "not a message of a page")

    def on_close(self) -> None:
        """Forget the socket."""
        self._leave()
        if getattr(self, "connection", None) is not None:
            super().on_close()

    def on_connection_close(self) -> None:
        """The visitor left, perhaps before the socket was open."""
        self._leave()
        super().on_connection_close()

    def _leave(self) -> None:
        if not self._counted:
            return
        self._counted = False
        SOCKETS.dec()
        self._open[self.kernel_id] -= 1
        if self._open[self.kernel_id] <= 0:
            del self._open[self.kernel_id]
            self._allowances.pop(self.kernel_id, None)


class VisitorConnection(ZMQChannelsWebsocketConnection):
    """Between a socket and its kernel: only the channel that widgets use is open to a page."""

    def create_stream(self) -> None:
        """Connect what a page hears and the one channel it may speak on; messages for others are dropped."""
        identity = self.session.bsession
        for channel in ("iopub", "shell"):
            connect = getattr(self.kernel_manager, f"connect_{channel}")
            self.channels[channel] = stream = connect(identity=identity)
            stream.channel = channel

    def nudge(self) -> asyncio.Future[None]:
        """Done once the kernel is heard on the channel that the page will listen to.

        The kernel has run its page already, so a question on the page's own channel will do; Jupyter
        opens two more for it.
        """
        heard: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        iopub, shell = self.channels["iopub"], self.channels["shell"]

        def hear(_message: Any) -> None:
            if not heard.done():
                iopub.stop_on_recv()
                heard.set_result(None)

        async def ask() -> None:
            patience = _PATIENCE
            while not heard.done() and not shell.closed():
                self.session.send(shell, "kernel_info_request")
                await asyncio.wait({heard}, timeout=patience)
                patience = min(2 * patience, 1.0)
            if not heard.done():
                heard.set_result(None)

        iopub.on_recv(hear)
        self._asking = asyncio.ensure_future(ask())
        return heard
