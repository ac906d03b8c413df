"""Running a notebook's cells in a new kernel, for what they display."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_HEARD = 30.0  # seconds a kernel gets for its next word
_PATIENCE = 0.02  # seconds before a new kernel is asked again, at first
_LOOK = 0.003  # seconds between two looks for a new kernel's sockets
_OF_WIDGETS = b"comm-"  # how messages begin that carry whole widgets, which only the page wants


async def run_cells(manager: Any, sources: Sequence[str]) -> list[list[dict[str, Any]]]:
    """What each cell displays, as notebook outputs; errors and printed text are not for visitors.

    Once we have heard one word of the kernel, nothing it says afterwards is lost. Jupyter's own client
    waits a fifth of a second longer, to be fairly sure that nothing more comes of what it asked before;
    we know our own request by its id instead.

    Raises:
        TimeoutError: the kernel does not answer.
    """
    await _until_there(manager)
    client = manager.client()
    client.start_channels(shell=True, iopub=True, stdin=False, hb=False, control=False)
    try:
        await _wake(client)
        return [await _run(client, source) for source in sources]
    finally:
        client.stop_channels()


async def _until_there(manager: Any) -> None:
    """Return when the last of a kernel's sockets is there.

    ZeroMQ, once refused, would try again a tenth of a second later.
    """
    if manager.transport != "ipc":
        return
    socket = Path(f"{manager.ip}-{manager.iopub_port}")
    deadline = time.monotonic() + _HEARD
    while not socket.exists():
        if time.monotonic() > deadline:
            raise TimeoutError("a kernel does not come alive")
        await asyncio.sleep(_LOOK)


async def _wake(client: Any) -> None:
    """Return when the kernel is heard. A question that reaches a kernel too early can stay unread until the next."""
    patience = _PATIENCE
    deadline = time.monotonic() + _HEARD
    while time.monotonic() < deadline:
        client.kernel_info()
        if await client.iopub_channel.socket.poll(int(patience * 1000)):
            return
        patience = min(2 * patience, 1.0)
    raise TimeoutError("a kernel does not answer")


async def _run(client: Any, source: str) -> list[dict[str, Any]]:
    asked = client.execute(source, store_history=False, allow_stdin=False)
    displayed: list[dict[str, Any]] = []
    while True:
        parts = await asyncio.wait_for(client.iopub_channel.socket.recv_multipart(), _HEARD)
        if parts[0].startswith(_OF_WIDGETS):
            continue
        _, message = client.session.feed_identities(parts)
        said = client.session.deserialize(message)
        if said["parent_header"].get("msg_id") != asked:
            continue
        content = said["content"]
        if said["msg_type"] == "display_data":
            displayed.append({"output_type": "display_data", "data": content["data"], "metadata": content["metadata"]})
        elif said["msg_type"] == "status" and content["execution_state"] == "idle":
            return displayed
