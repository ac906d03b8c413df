"""The kernel provisioner `medcoding-warm`: Jupyter's way to say that kernels come from somewhere else."""

from __future__ import annotations

import sys
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from medcoding.serving.warm.nursery import nursery_here


class WarmProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Forks a kernel from the warm parent; where there is none, starts a process as Jupyter does."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel. Raises ServingError where it cannot be forked."""
        nursery = nursery_here()
        if nursery is None or not _is_ours(cmd):
            return await super().launch_kernel(cmd, **kwargs)
        self.process = await nursery.fork(cmd, kwargs["env"], str(kwargs.get("cwd") or ""))
        self.pid = self.process.pid
        self.pgid = None  # signals go to the one process that is ours for sure
        self.cwd = kwargs.get("cwd")
        return self.connection_info


def _is_ours(cmd: list[str]) -> bool:
    """True for Python's kernel in this environment: the parent can become no other."""
    return cmd[0] == sys.executable and "ipykernel_launcher" in cmd
