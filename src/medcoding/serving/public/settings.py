"""Voila's settings for a server that strangers may reach.

Each setting that departs from Voila's own closes something that was measured to be open or broken in
Voila 0.5: change one only with a test beside it.
"""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config

from medcoding.serving.public.limits import Limits

TEMPLATE = "medcoding"

# Only what the exercises need is loaded in the page. The other extensions of JupyterLab in this
# environment are built for a newer frontend than Voila's and would fail with errors in the console.
_IN_THE_PAGE = ("anywidget", "@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8")


def voila_settings(host: str, port: int, folder: Path, runtime: Path, limits: Limits) -> Config:
    """Settings of a server on the notebooks of `folder`; sockets of kernels lie in `runtime`."""
    return Config(
        {
            "Voila": {
                "ip": host,
                "port": port,
                "port_retries": 0,
                "open_browser": False,
                "root_dir": str(folder),
                "connection_dir_root": str(runtime),
                "config_file_paths": [],
                "log_level": "WARN",
                "identity_provider_class": "medcoding.serving.public.server.Strangers",
                "kernel_websocket_connection_class": "medcoding.serving.public.sockets.VisitorConnection",
            },
            "VoilaConfiguration": {
                "template": TEMPLATE,
                "theme": "light",  # the template adds the dark one for those who prefer it
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "file_allowlist": [],
                "show_tracebacks": False,
                "strip_sources": True,
                "extension_allowlist": list(_IN_THE_PAGE),
                "multi_kernel_manager_class": "medcoding.serving.public.kernels.VisitorKernels",
            },
            "MultiKernelManager": {"kernel_manager_class": "medcoding.serving.public.kernels.VisitorKernel"},
            "MappingKernelManager": {
                "cull_interval": 60,
                "cull_idle_timeout": limits.idle_minutes * 60,
                "cull_connected": True,
                "allow_tracebacks": False,
                # A page that lost its connection loads anew; nothing is kept for it.
                "buffer_offline_messages": False,
            },
            # TCP ports of kernels can collide when many start at once; a page then hangs for half a minute.
            # A kernel that died takes what its page showed with it, so starting another helps nobody.
            "KernelManager": {"transport": "ipc", "autorestart": False},
            "KernelProvisionerFactory": {"default_provisioner_name": "medcoding-warm"},
        }
    )
