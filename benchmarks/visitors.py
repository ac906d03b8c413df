"""Visitors of practice pages without a browser: they ask for a page, open its socket, and search for a code.

What a browser adds (scripts, drawing) is the same whoever serves the page, and fifty browsers would
measure themselves.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from dataclasses import dataclass
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

PATIENCE = 400.0  # seconds after which a visitor goes away

AsyncHTTPClient.configure("tornado.simple_httpclient.SimpleAsyncHTTPClient", max_clients=1000)


@dataclass(frozen=True, slots=True)
class Visit:
    """How one visitor fared. `seconds` is the time until the first search was answered."""

    status: int
    seconds: float
    kernel: str = ""
    socket: WebSocketClientConnection | None = None


async def visit(base: str, page: str) -> Visit:
    """Come, wait until a widget answers, and stay with the socket open."""
    began = time.perf_counter()
    request = HTTPRequest(f"{base}/voila/render/{page}.ipynb", connect_timeout=PATIENCE, request_timeout=PATIENCE)
    answer = await AsyncHTTPClient().fetch(request, raise_error=False)
    if answer.code != 200:
        return Visit(answer.code, time.perf_counter() - began)
    html = answer.body.decode()
    kernel = re.search(r'"kernelId": ?"([0-9a-f-]{36})"', html)[1]
    widgets = re.findall(r'"model_id": ?"([0-9a-f]{32})"', html)
    address = f"{base.replace('http', 'ws')}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
    socket = await websocket_connect(HTTPRequest(address, request_timeout=PATIENCE, connect_timeout=PATIENCE))
    control = uuid.uuid4().hex
    opened = {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}}
    await socket.write_message(message("comm_open", opened, {"version": "1.0.0"}))
    await socket.write_message(message("comm_msg", {"comm_id": control, "data": {"method": "request_states"}}))
    search = {"method": "custom", "content": {"type": "search", "id": 7, "text": "asthma"}}
    await socket.write_message(message("comm_msg", {"comm_id": widgets[1], "data": search}))
    while True:
        said = await asyncio.wait_for(socket.read_message(), PATIENCE)
        if said is None:
            return Visit(599, time.perf_counter() - began, kernel)
        content = json.loads(said)["content"] if isinstance(said, str) else {}
        answered = content.get("data", {}).get("content") if content.get("comm_id") == widgets[1] else None
        if isinstance(answered, dict) and answered.get("id") == 7:
            return Visit(200, time.perf_counter() - began, kernel, socket)


async def leave(base: str, visitor: Visit) -> None:
    """Close the page as a browser does: the socket, and a beacon that ends the kernel."""
    if visitor.socket:
        visitor.socket.close()
    if visitor.kernel:
        beacon = HTTPRequest(f"{base}/voila/api/shutdown/{visitor.kernel}", method="POST", body="")
        await AsyncHTTPClient().fetch(beacon, raise_error=False)


async def crowd(base: str, page: str, many: int, pause: float = 0.0) -> list[Visit]:
    """So many visitors, all at one instant or with a pause between them; an error is a visit with status 599."""

    async def one(place: int) -> Visit:
        await asyncio.sleep(place * pause)
        began = time.perf_counter()
        try:
            return await visit(base, page)
        except Exception:
            return Visit(599, time.perf_counter() - began)

    return list(await asyncio.gather(*(one(place) for place in range(many))))


def message(kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None) -> str:
    """A message of a page, as it goes over the socket."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": "page", "version": "5.3"}
    whole = {"header": header, "parent_header": {}, "metadata": metadata or {}, "content": content, "buffers": []}
    return json.dumps({**whole, "channel": "shell"})
