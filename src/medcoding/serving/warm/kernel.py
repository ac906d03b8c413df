"""Jupyter's kernel in two halves: what all kernels do alike, before the fork, and what is each one's own, after it.

What a child makes or changes is memory of its own; what its parent made before stays shared. A page's
kernel also runs on one thread, where Jupyter's has five: its page asks one thing at a time, nobody
listens to its heartbeat, and it is ended from outside.
"""

from __future__ import annotations

from types import ModuleType
from uuid import uuid4

from ipykernel.iostream import IOPubThread
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from traitlets.config import Config
from zmq import ROUTER, XPUB, Context
from zmq.eventloop.zmqstream import ZMQStream

# What a page's kernel does not need. A history on disk would even be shared between visitors.
_SETTINGS = {
    "HistoryManager": {"enabled": False},
    "IPKernelApp": {"capture_fd_output": False, "quiet": True, "log_level": 50},
    "InteractiveShell": {"cache_size": 0, "autoawait": False},
    # Beyond this size messages are not copied to be sent, for which ZeroMQ starts a thread and a second context.
    "Session": {"copy_threshold": 1 << 40},
}


class WarmKernel(IPKernelApp):
    """One kernel: `prepare` it in the parent, then `come_alive` in a child."""

    def prepare(self) -> None:
        """Make the kernel and its shell, without a socket, a thread or anything random."""
        self.init_profile_dir()
        self.init_pdb()  # type: ignore[no-untyped-call]
        self.kernel = self.kernel_class.instance(parent=self, log=self.log, profile_dir=self.profile_dir)
        self.init_path()
        self.init_shell()  # type: ignore[no-untyped-call]

    def come_alive(self, warm: ModuleType | None) -> None:
        """Open the sockets that `connection_file` names, or those at `ip`, and be ready to start."""
        self.session = Session(parent=self)
        self.init_crash_handler()  # type: ignore[no-untyped-call]
        self.init_connection_file()  # type: ignore[no-untyped-call]
        self.init_sockets()  # type: ignore[no-untyped-call]
        self.init_io()  # type: ignore[no-untyped-call]
        self.init_signal()  # type: ignore[no-untyped-call]
        self._connect()
        if warm:
            warm.wake_up()

    def init_control(self, context: Context) -> None:  # type: ignore[type-arg]
        """The channel that ends a kernel politely; read by the one thread there is."""
        self.control_socket = context.socket(ROUTER)
        self.control_socket.linger = 1000
        self.control_port = self._bind_socket(self.control_socket, self.control_port)  # type: ignore[no-untyped-call]

    def init_iopub(self, context: Context) -> None:  # type: ignore[type-arg]
        """What the kernel says to all. As its thread never starts, it is said at once, by whoever says it."""
        socket = context.socket(XPUB)
        socket.linger = 1000
        self.iopub_port = self._bind_socket(socket, self.iopub_port)  # type: ignore[no-untyped-call]
        self.configure_tornado_logger()  # type: ignore[no-untyped-call]
        self.iopub_thread = IOPubThread(socket, session=self.session)  # type: ignore[no-untyped-call]
        self.iopub_socket = self.iopub_thread.background_socket

    def _connect(self) -> None:
        kernel, shell = self.kernel, self.kernel.shell
        kernel.ident = str(uuid4())
        kernel.session = shell.displayhook.session = shell.display_pub.session = self.session
        kernel.iopub_thread = self.iopub_thread
        kernel.iopub_socket = shell.displayhook.pub_socket = shell.display_pub.pub_socket = self.iopub_socket
        kernel.stdin_socket = self.stdin_socket
        kernel.shell_stream = ZMQStream(self.shell_socket)
        kernel.control_stream = ZMQStream(self.control_socket)
        shell.displayhook.topic = kernel._topic("execute_result")
        self.displayhook.get_execution_count = lambda: kernel.execution_count


def prepare_kernel() -> WarmKernel:
    """The kernel of this process, ready to be forked."""
    app: WarmKernel = WarmKernel.instance(config=Config(_SETTINGS))
    app.prepare()
    return app
