"""A stranger at a public server: whatever can be sent to it without a browser's manners."""

import asyncio
import gc
import json
import re
import struct
import uuid
import warnings
from dataclasses import dataclass, field

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

PATIENCE = 30  # seconds until a missing answer is a failure
SILENCE = 0.5  # seconds in which an answer that must not come would have come


def message(kind, content, channel="shell", version=""):
    """A message as a page would write it; `version` is that of the widgets' protocol, where one is told."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": "me", "version": "5.3"}
    metadata = {"version": version} if version else {}
    whole = {"header": header, "parent_header": {}, "metadata": metadata, "content": content}
    return {**whole, "buffers": [], "channel": channel}


def binary(said):
    """The same in the binary form that browsers use."""
    parts = [said["channel"].encode()]
    parts += [json.dumps(said[name]).encode() for name in ("header", "parent_header", "metadata", "content")]
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets) + b"".join(parts)


@dataclass
class Stranger:
    """One page and its socket. `heard` keeps all that came back, as text."""

    base: str
    kernel: str
    widgets: list[str]
    page: str
    socket: WebSocketClientConnection | None = None
    heard: list[str] = field(default_factory=list)

    async def open_socket(self, origin=None, **options) -> WebSocketClientConnection:
        headers = {"Origin": origin} if origin else {}
        address = f"{self.base.replace('http', 'ws')}/api/kernels/{self.kernel}/channels?session_id={uuid.uuid4().hex}"
        return await websocket_connect(HTTPRequest(address, headers=headers, request_timeout=PATIENCE), **options)

    async def hang_up(self, socket, *, ask=True):
        """Close a socket, or wait until the server does, and return when both have let go."""
        if ask:
            socket.close()
        while await asyncio.wait_for(socket.read_message(), PATIENCE) is not None:
            pass

    async def send(self, kind, content, channel="shell", version=""):
        await self.socket.write_message(json.dumps(message(kind, content, channel, version)))

    async def hear(self, is_it):
        """Everything until a message that `is_it`; None when the server hung up."""
        while True:
            said = await asyncio.wait_for(self.socket.read_message(), PATIENCE)
            if said is None:
                return None
            self.heard.append(said if isinstance(said, str) else repr(said))
            parsed = json.loads(said) if isinstance(said, str) else {}
            if is_it(parsed):
                return parsed

    async def hears_nothing_of(self, *kinds):
        """True if no such message comes for a while, though the kernel answers a search meanwhile."""
        before = len(self.heard)
        assert await self.is_served()
        await asyncio.sleep(SILENCE)
        assert await self.is_served()
        return not any(f'"msg_type": "{kind}"' in said for said in self.heard[before:] for kind in kinds)

    async def is_served(self):
        """True if a search is answered."""
        number = uuid.uuid4().int % 2**40
        search = {"method": "custom", "content": {"type": "search", "id": number, "text": "asthma"}}
        await self.send("comm_msg", {"comm_id": self.widgets[1], "data": search})

        def is_answer(said):
            data = said.get("content", {}).get("data", {})
            content = data.get("content") if isinstance(data, dict) else None
            return isinstance(content, dict) and content.get("id") == number

        answer = await self.hear(is_answer)
        return bool(answer and answer["content"]["data"]["content"]["rows"])

    async def states(self):
        """Every widget's state, as a page asks for them when it opens."""
        control = uuid.uuid4().hex
        opened = {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}}
        await self.send("comm_open", opened, version="1.0.0")
        await self.send("comm_msg", {"comm_id": control, "data": {"method": "request_states"}})
        said = await self.hear(lambda said: "states" in said.get("content", {}).get("data", {}))
        return said["content"]["data"]["states"]

    async def leave(self):
        if self.socket:
            self.socket.close()
        await ask(f"{self.base}/voila/api/shutdown/{self.kernel}", method="POST", body="")


def walk_through(walk):
    """Run what strangers do. They leave sockets open; that they do is no fault of the test."""
    try:
        return asyncio.run(walk)
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


async def ask(url, **options) -> HTTPResponse:
    request = HTTPRequest(url, request_timeout=PATIENCE, follow_redirects=False, **options)
    return await AsyncHTTPClient().fetch(request, raise_error=False)


async def arrive(base, unit) -> Stranger:
    """Open a page as a browser does."""
    answer = await ask(f"{base}/voila/render/{unit}.ipynb")
    assert answer.code == 200, answer.body
    html = answer.body.decode()
    kernel = re.search(r'"kernelId": "([0-9a-f-]{36})"', html)[1]
    stranger = Stranger(base, kernel, re.findall(r'"model_id": "([0-9a-f]{32})"', html), html)
    stranger.socket = await stranger.open_socket()
    return stranger
