"""Voila on its own, on the folder of practice apps: our gallery in front, its safe settings behind.

Each setting that departs from Voila's own closes something that was measured to be open or broken in
Voila 0.5: change one only with a test beside it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

from jupyter_server.utils import url_path_join
from tornado.web import HTTPError
from traitlets.config import Config
from voila.app import Voila
from voila.handler import BaseVoilaHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

from medcoding.serving.apps import App

SHIPPED = Path(__file__).parent / "jupyter"  # holds voila/templates and nbconvert/templates
TEMPLATE = "medcoding"
IDLE_MINUTES = 20

# Only what the exercises need is loaded in the page. The other extensions of JupyterLab in this
# environment are built for a newer frontend than Voila's and would fail with errors in the console.
_IN_THE_PAGE = ("anywidget", "@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8")


def voila_settings(host: str, port: int, folder: Path) -> Config:
    """Settings of a server that strangers may reach."""
    return Config(
        {
            "Voila": {
                "ip": host,
                "port": port,
                "port_retries": 0,
                "open_browser": False,
                "root_dir": str(folder),
                "config_file_paths": [],
                "log_level": "WARN",
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
            },
            "MappingKernelManager": {
                "cull_interval": 60,
                "cull_idle_timeout": IDLE_MINUTES * 60,
                "cull_connected": True,
            },
            # TCP ports of kernels can collide when many start at once; a page then hangs for half a minute.
            "KernelManager": {"transport": "ipc"},
        }
    )


class FreeKernel(VoilaShutdownKernelHandler):  # type: ignore[misc]
    """Ends the kernel of a page that was closed.

    A page says goodbye with a beacon, which cannot carry the token against forged requests, so stock
    Voila refuses it and the kernel lives on. Whoever calls this must know the kernel's random id.
    """

    def check_xsrf_cookie(self) -> None:
        """Accept the beacon."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel; one that has ended already is no error."""
        if kernel_id in self.kernel_manager:
            await super().post(kernel_id)
        else:
            self.set_status(204)


class Gallery(BaseVoilaHandler):  # type: ignore[misc]
    """The list of practice pages."""

    def initialize(self, apps: tuple[App, ...], **keywords: Any) -> None:
        """Keep the apps to list."""
        super().initialize(**keywords)
        self.apps = apps

    def get(self) -> None:
        """Write the page."""
        self.write(self.render_template("gallery.html", apps=self.apps))


class Missing(BaseVoilaHandler):  # type: ignore[misc]
    """Every other address."""

    def get(self) -> None:
        """Answer with our own page for a missing page."""
        raise HTTPError(404)


class PracticeServer(Voila):  # type: ignore[misc]
    """Voila with our gallery; nothing lists folders or contents."""

    apps: ClassVar[tuple[App, ...]] = ()

    def init_handlers(self) -> list[Any]:
        """Put our pages first and leave out what shows the folder."""
        ours = [
            (self._at(r"/voila/api/shutdown/([0-9a-f-]+)"), FreeKernel),
            (self._at(r"/?"), Gallery, {"apps": self.apps, "voila_configuration": self.voila_configuration}),
        ]
        stock = [handler for handler in super().init_handlers() if not _lists_folder(handler)]
        return [*ours, *stock, (r".*", Missing, {"voila_configuration": self.voila_configuration})]

    def _at(self, path: str) -> str:
        return str(url_path_join(self.server_url, path))


def run_voila(host: str, port: int, folder: Path, apps: tuple[App, ...]) -> None:
    """Serve until the process is told to end. The folder must hold the apps' notebooks."""
    own = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = os.pathsep.join([str(SHIPPED), *([own] if own else [])])
    PracticeServer.apps = apps
    PracticeServer.launch_instance(argv=[], config=voila_settings(host, port, folder))


def _lists_folder(handler: tuple[Any, ...]) -> bool:
    return handler[1].__name__ in {"TornadoVoilaTreeHandler", "VoilaContentsHandler", "VoilaShutdownKernelHandler"}
