"""One kernel that a learner's cells run in, spoken to with Jupyter's messages and believed in nothing."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

from medcoding.errors import SandboxError
from medcoding.sandbox.hand_over import PAYLOAD, request_for
from medcoding.sandbox.limits import Limits, Protection
from medcoding.sandbox.provisioner import NAME

READY = 60.0
# How long after its answer a kernel may still send what its cell printed.
REST = 0.5
MOST_TEXT = 10_000
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Printed:
    """What one cell said. `error` is the last line of its error, "" without one; `says` why it was cut short."""

    text: str = ""
    error: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """Values by name as the kernel claims them, and why others were not handed over. JSON, otherwise untrusted."""

    values: Mapping[str, Any] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


class _OneKernel(KernelSpecManager):  # type: ignore[misc]
    """Knows one kernel: no specification that lies about on this machine, or in a submission, plays a part."""

    spec: KernelSpec

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return self.spec


class LearnersKernel:
    """A started kernel. Use as a context; afterwards nothing of it is left.

    Raises:
        SandboxError: on entering, where it cannot be started.
    """

    def __init__(self, limits: Limits, protection: Protection, files: Mapping[str, Path]) -> None:
        self._limits, self._protection, self._files = limits, protection, files
        self._heard = 0
        # Why it ended before its time; "" as long as it runs.
        self.ended = ""

    def __enter__(self) -> LearnersKernel:
        self._context = zmq.Context()
        for option, value in ((zmq.MAXMSGSIZE, self._limits.message), (zmq.RCVHWM, 50), (zmq.LINGER, 0)):
            self._context.setsockopt(option, value)
        self._context.setsockopt(zmq.RECONNECT_IVL, 20)
        self._folder = tempfile.mkdtemp(prefix="mc-cells-")
        try:
            self._start()
            self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        manager = getattr(self, "_manager", None)
        try:
            if manager is not None and manager.has_kernel:
                manager.shutdown_kernel(now=True)
            elif manager is not None:
                manager.cleanup_resources()
        finally:
            self._context.destroy(linger=0)
            shutil.rmtree(self._folder, ignore_errors=True)

    def execute(self, source: str) -> Printed:
        """Run one cell."""
        if self.ended:
            return Printed(says=self.ended)
        printed: list[str] = []
        reply, says = self._ask({"code": source, "silent": False, "store_history": True}, printed.append)
        error = ""
        if reply.get("status") == "error":
            name, value = reply.get("ename"), reply.get("evalue")
            error = _COLOURS.sub("", f"{name}: {value}")[:500]
        return Printed("".join(printed)[:MOST_TEXT], error, says)

    def hand_over(self, names: Sequence[str]) -> Handed:
        """Ask for values by name."""
        if self.ended:
            return Handed()
        reply, _ = self._ask({"code": request_for(names), "silent": True, "store_history": False}, lambda _: None)
        payloads = reply.get("payload")
        for each in payloads if isinstance(payloads, list) else []:
            if isinstance(each, dict) and each.get("source") == PAYLOAD:
                given, refused = each.get("values"), each.get("refused")
                given, refused = (part if isinstance(part, dict) else {} for part in (given, refused))
                wanted = {name: given[name] for name in names if name in given}
                return Handed(wanted, {name: str(refused[name])[:200] for name in names if name in refused})
        return Handed()

    def _start(self) -> None:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"]
        spec = KernelSpec(argv=argv, display_name="learner", language="python")
        if self._protection is Protection.SANDBOXED:
            limits = {name: getattr(self._limits, name) for name in Limits.__dataclass_fields__}
            files = {name: str(path) for name, path in self._files.items()}
            config = {"limits": limits, "files": files}
            spec.metadata = {"kernel_provisioner": {"provisioner_name": NAME, "config": config}}
        else:
            for name, path in self._files.items():
                (Path(self._folder) / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, Path(self._folder) / name)
        specs = _OneKernel()
        specs.spec = spec
        self._manager = KernelManager(kernel_spec_manager=specs, context=self._context, kernel_name="learner")
        if self._protection is not Protection.SANDBOXED:
            self._manager.transport = "ipc"
            self._manager.ip = str(Path(self._folder) / ".kernel")
            self._manager.connection_file = str(Path(self._folder) / ".kernel.json")
        self._manager.start_kernel(cwd=self._folder)
        self._shell = self._manager.connect_shell(identity=self._manager.session.bsession)
        self._control = self._manager.connect_control(identity=self._manager.session.bsession)
        self._iopub = self._manager.connect_iopub()
        self._poller = zmq.Poller()
        for socket in (self._shell, self._iopub):
            self._poller.register(socket, zmq.POLLIN)

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + READY
        while time.monotonic() < end and self._is_alive():
            self._manager.session.send(self._shell, "kernel_info_request", {})
            # Two signs: an answer, and that what it prints is heard.
            heard: set[bool] = set()
            soon = time.monotonic() + 2.0
            while time.monotonic() < soon and len(heard) < 2 and self._is_alive():
                heard.update(is_reply for is_reply, _ in self._receive(0.05))
                if True in heard and not heard >= {True, False}:
                    soon = min(soon, time.monotonic() + 0.2)
            if len(heard) == 2:
                return
        raise SandboxError("sandbox: the kernel did not start; run `medcoding sandbox` to see why")

    def _ask(self, content: dict[str, Any], on_text: Callable[[str], None]) -> tuple[dict[str, Any], str]:
        """Send one request to run something; the content of its answer ({} without one) and why it was cut short."""
        content |= {"user_expressions": {}, "allow_stdin": False, "stop_on_error": False}
        sent = self._manager.session.send(self._shell, "execute_request", content)
        wanted = sent["header"]["msg_id"]
        end, says, is_interrupted = time.monotonic() + self._limits.cell, "", False
        reply: dict[str, Any] | None = None
        while True:
            for is_reply, message in self._receive(0.05):
                if message["parent_header"].get("msg_id") != wanted:
                    continue
                if is_reply and message["msg_type"] == "execute_reply":
                    reply, end = message["content"], min(end, time.monotonic() + REST)
                elif message["msg_type"] == "stream":
                    on_text(_text_of(message))
                elif reply is not None and message["content"].get("execution_state") == "idle":
                    return reply, says
            if self._heard > self._limits.output:
                self._end("it printed more than may be kept")
            elif not self._is_alive():
                self._end("its kernel ended")
            if self.ended:
                return reply or {}, self.ended
            if time.monotonic() > end:
                if reply is not None:
                    return reply, says
                if is_interrupted:
                    self._end(f"it ran longer than {self._limits.cell:g} seconds and did not let itself be interrupted")
                    return {}, self.ended
                self._manager.session.send(self._control, "interrupt_request", {})
                is_interrupted, end = True, time.monotonic() + self._limits.grace
                says = f"it ran longer than {self._limits.cell:g} seconds and was interrupted"

    def _receive(self, wait: float) -> list[tuple[bool, dict[str, Any]]]:
        """What has come in: whether it is an answer, and the message. Messages that cannot be read are dropped."""
        found = []
        for socket, _ in self._poller.poll(int(wait * 1000)):
            for _ in range(20):
                try:
                    parts = socket.recv_multipart(zmq.NOBLOCK)
                except zmq.Again:
                    break
                self._heard += sum(map(len, parts)) if socket is self._iopub else 0
                try:
                    _, frames = self._manager.session.feed_identities(parts)
                    message = self._manager.session.deserialize(frames)
                    if isinstance(message["content"], dict) and isinstance(message["parent_header"], dict):
                        found.append((socket is self._shell, message))
                except Exception:
                    continue
        return found

    def _is_alive(self) -> bool:
        return bool(self._manager.is_alive())

    def _end(self, says: str) -> None:
        watch = getattr(self._manager.provisioner, "watch", None)
        self.ended = (watch.says if watch else "") or says
        self._manager.shutdown_kernel(now=True)


def _text_of(message: Mapping[str, Any]) -> str:
    text = message["content"].get("text")
    return _COLOURS.sub("", text[:MOST_TEXT]) if isinstance(text, str) else ""
