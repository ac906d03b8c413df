"""The kernel provisioner `medcoding-warm`: Jupyter's way to say that kernels come from somewhere else."""

from __future__ import annotations

from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from medcoding.serving.warm.nursery import nursery_here


class WarmProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Forks a kernel from the warm parent; where there is none, starts a process as Jupyter does."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel. Raises ServingError where it cannot be forked."""
        nursery = nursery_here()
        if nursery is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = await nursery.fork(cmd, kwargs["env"], str(kwargs.get("cwd") or ""))
        self.pid = self.process.pid
        self.pgid = None  # signals go to the one process that is ours for sure
        self.cwd = kwargs.get("cwd")
        return self.connection_info
