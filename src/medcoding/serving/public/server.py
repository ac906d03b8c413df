"""The public server: Voila on its own, on the folder of practice apps, with our pages, limits and kernels."""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import shutil
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from jupyter_core.utils import run_sync
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.utils import url_path_join
from tornado.ioloop import IOLoop
from tornado.web import HTTPError
from voila.app import Voila
from voila.handler import BaseVoilaHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.utils import get_page_config

from medcoding.serving.apps import App
from medcoding.serving.public.frame import FrameRenderer
from medcoding.serving.public.journal import log, log_request, start_journal
from medcoding.serving.public.kernels import VisitorKernels
from medcoding.serving.public.limits import DEFAULT, Limits
from medcoding.serving.public.page import PracticePage, policy
from medcoding.serving.public.pages import Pages
from medcoding.serving.public.settings import voila_settings
from medcoding.serving.public.sockets import ALLOWED, VisitorSocket
from medcoding.serving.public.status import RESTARTS, Health, Metrics
from medcoding.serving.warm.nursery import nursery_here

SHIPPED = Path(__file__).parent / "jupyter"  # holds voila/templates and nbconvert/templates
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "medcoding",
}
_STATIC = r"medcoding/static/([\w-]+/)*[\w-]+(\.[\w-]+)+"  # of the templates, all that a page loads
# Left out: what lists folders and files, what we serve ourselves, and logins, of which there are none.
_NOT_SERVED = frozenset(
    {
        "TornadoVoilaTreeHandler",
        "TornadoVoilaHandler",
        "VoilaContentsHandler",
        "VoilaShutdownKernelHandler",
        "VoilaKernelWebsocketHandler",
        "AllowListFileHandler",
        "VoilaLoginHandler",
        "LogoutHandler",
    }
)


@dataclass(frozen=True, slots=True)
class Site:
    """What is served, where, to how many. `runtime` is a folder for sockets of kernels."""

    host: str
    port: int
    folder: Path
    runtime: Path
    apps: tuple[App, ...]
    limits: Limits = field(default=DEFAULT)
    behind_proxy: bool = False
    isolated: bool = False
    metrics_token: str = field(default="", repr=False)


class Strangers(IdentityProvider):
    """Everybody is the same visitor, and gets no cookie that tells them apart."""

    def get_user(self, handler: Any) -> User:
        """The visitor."""
        return User(username="visitor")


class FreeKernel(VoilaShutdownKernelHandler):  # type: ignore[misc]
    """Ends the kernel of a page that was closed.

    A page says goodbye with a beacon, which cannot carry the token against forged requests, so stock
    Voila refuses it and the kernel lives on. Whoever calls this must know the kernel's random id.
    """

    def check_xsrf_cookie(self) -> None:
        """Accept the beacon."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel; one that has ended already is no error."""
        kernels: VisitorKernels = self.settings["kernel_manager"]
        await kernels.end(kernel_id)
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

    async def prepare(self) -> None:
        """Answer with our own page for a missing page, whatever the method."""
        # The page asks who is there, which only the usual preparation finds out.
        await super().prepare()
        raise HTTPError(404)

    def check_xsrf_cookie(self) -> None:
        """There is nothing here to forge a request for."""


class PracticeServer(Voila):  # type: ignore[misc]
    """Voila with our pages; nothing lists folders or contents."""

    site: ClassVar[Site]

    def initialize(self, argv: Any = None) -> None:
        """As Voila does; then our log takes the place of its own."""
        super().initialize(argv)
        start_journal(self.log.name)

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings, and what our handlers share."""
        VisitorKernels.limits = self.site.limits
        settings: dict[str, Any] = super().init_settings()
        self.kernel_manager.allowed_message_types = list(ALLOWED)
        settings.update(
            headers={**_HEADERS, "Content-Security-Policy": policy()},
            log_function=log_request,
            medcoding_isolated=self.site.isolated,
            medcoding_metrics_token=self.site.metrics_token,
        )
        return settings

    def init_handlers(self) -> list[Any]:
        """Put our pages first and leave out what shows the folder."""
        configuration = {"voila_configuration": self.voila_configuration}
        names = frozenset(app.name for app in self.site.apps)
        self.pages = Pages(self.kernel_manager, self._new_renderer)
        page = {**configuration, "pages": self.pages, "names": names}
        ours = [
            (self._at(r"/health"), Health),
            (self._at(r"/metrics"), Metrics),
            (self._at(r"/voila/render/([\w-]+)\.ipynb"), PracticePage, page),
            (self._at(r"/voila/api/shutdown/([0-9a-f-]+)"), FreeKernel),
            (self._at(r"/api/kernels/([0-9a-f-]+)/channels"), VisitorSocket),
            (self._at(rf"/voila/templates/(?!{_STATIC}$).*"), Missing, configuration),
            (self._at(r"/?"), Gallery, {"apps": self.site.apps, **configuration}),
        ]
        stock = [handler for handler in super().init_handlers() if handler[1].__name__ not in _NOT_SERVED]
        return [*ours, *stock, (r".*", Missing, configuration)]

    def listen(self) -> None:
        """Take visitors until the process is told to end; then let pages on their way arrive, and end the kernels."""
        self.server = self.app.listen(
            self.site.port,
            self.site.host,
            xheaders=self.site.behind_proxy,
            idle_connection_timeout=60,
            body_timeout=10,
            max_body_size=1 << 16,
            max_header_size=1 << 14,
        )
        self.ioloop = IOLoop.current()
        log.info("ready", extra={"pages": len(self.site.apps), "isolated": self.site.isolated})
        self.ioloop.add_callback(self.pages.prime, tuple(app.name for app in self.site.apps))
        gc.collect()
        gc.freeze()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            self.ioloop.run_sync(self._finish)
        finally:
            self.stop()

    def stop(self) -> None:
        """End what is left and remove the sockets."""
        with contextlib.suppress(Exception):
            run_sync(self.kernel_manager.end_all)()
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _handle_signal_stop(self, sig: int, frame: Any) -> None:
        self.ioloop.add_callback_from_signal(self._end)

    async def _end(self) -> None:
        await self._finish()
        self.ioloop.stop()

    async def _finish(self) -> None:
        """Take no more visitors, wait a little for pages on their way, end every kernel."""
        if self.app.settings.get("medcoding_ending"):
            return
        self.app.settings["medcoding_ending"] = True
        log.info("ending", extra={"kernels": self.kernel_manager.taken})
        self.server.stop()
        await self.pages.finish(self.site.limits.seconds_to_finish)
        await self.kernel_manager.end_all()

    def _new_renderer(self, name: str) -> FrameRenderer:
        settings = self.app.settings
        config = get_page_config(
            base_url=self.base_url, settings=settings, log=self.log, voila_configuration=self.voila_configuration
        )
        return FrameRenderer(
            voila_configuration=self.voila_configuration,
            traitlet_config=self.config,
            notebook_path=f"{name}.ipynb",
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=config,
            mathjax_config=settings.get("mathjax_config"),
            mathjax_url=settings.get("mathjax_url"),
        )

    def _at(self, path: str) -> str:
        return str(url_path_join(self.server_url, path))


def run_site(site: Site) -> None:
    """Serve until the process is told to end. The site's folder must hold the apps' notebooks."""
    _raise_descriptor_limit()
    own = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = os.pathsep.join([str(SHIPPED), *([own] if own else [])])
    nursery = nursery_here()
    if nursery:
        RESTARTS.set_function(lambda: nursery.restarts)
    PracticeServer.site = site
    settings = voila_settings(site.host, site.port, site.folder, site.runtime, site.limits)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    PracticeServer.launch_instance(argv=[], config=settings)


def _raise_descriptor_limit() -> None:
    """Each visitor takes a few dozen descriptors of the server; the usual limit is 1024."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 1 << 16) if hard > 0 else 1 << 16, hard))
