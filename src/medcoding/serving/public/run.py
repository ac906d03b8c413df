"""`medcoding serve`: the folder of pages, the account, the warm parent, the server, in the order that is safe."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from medcoding.codes.releases import FOLDER_VARIABLE, added_folder, cache_folder, held_releases, unpacked
from medcoding.exercises.course import Course

# One of Voila's libraries would build a grammar of internationalised addresses at import, which takes
# seconds; it does without, and nothing here has such an address.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from medcoding.serving.apps import fill_apps_folder, list_apps  # noqa: E402
from medcoding.serving.public import account  # noqa: E402
from medcoding.serving.public.limits import Limits  # noqa: E402
from medcoding.serving.public.server import Site, run_site  # noqa: E402
from medcoding.serving.state import State, server_environment  # noqa: E402
from medcoding.serving.warm.nursery import Nursery, use_nursery  # noqa: E402
from medcoding.serving.warm.sandbox import boxed  # noqa: E402

WARM = "medcoding_widgets.warming"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for. `user` is "" for the usual one, and only heeded by root."""

    host: str
    port: int
    limits: Limits
    user: str = ""
    behind_proxy: bool = False
    metrics_token: str = ""


def serve_course(course: Course, wanted: Wanted, say: Callable[[str], None]) -> None:
    """Serve the practice pages until told to end.

    Raises:
        ServingError: there is no page, the user does not exist or cannot read the course, or no kernel starts.
    """
    apps = list_apps(course)
    runtime = Path(tempfile.mkdtemp(prefix="medcoding-", dir=_short_folder()))
    nursery: Nursery | None = None
    try:
        fill_apps_folder(course, apps, runtime / "apps")
        (runtime / "kernels").mkdir()
        os.environ.update(server_environment(course, State(runtime)))
        os.environ["JUPYTER_RUNTIME_DIR"] = os.environ["JUPYTER_DATA_DIR"] = str(runtime / "kernels")
        os.environ["IPYTHONDIR"] = str(runtime / "kernels" / "ipython")
        tables = [unpacked(release) for release in held_releases()]
        _leave_root(course, wanted, runtime, tables, say)
        box = boxed(course.root, runtime / "kernels", [*{path.parent for path in tables}, Path.cwd()])
        if not box:
            say("Note: the kernels are not closed in; install bubblewrap so that they have no network.")
        if Nursery.works_here():
            nursery = Nursery(WARM, box)
            nursery.start()
            use_nursery(nursery)
        site = Site(
            wanted.host,
            wanted.port,
            runtime / "apps",
            runtime / "kernels",
            apps,
            wanted.limits,
            wanted.behind_proxy,
            bool(box) and nursery is not None,
            wanted.metrics_token,
        )
        say(f"Practice pages: http://{wanted.host}:{wanted.port}/  (Ctrl+C ends)")
        run_site(site)
    finally:
        use_nursery(None)
        if nursery:
            nursery.stop()
        shutil.rmtree(runtime, ignore_errors=True)


def _short_folder() -> str | None:
    """Where sockets of kernels may lie: their addresses have hardly a hundred letters."""
    return "/tmp" if len(tempfile.gettempdir()) > 24 and Path("/tmp").is_dir() else None


def _leave_root(course: Course, wanted: Wanted, runtime: Path, tables: list[Path], say: Callable[[str], None]) -> None:
    if not account.is_root():
        return
    user = account.find_account(wanted.user or account.USUAL)
    needed = [course.root / "course" / "syllabus.yaml", Path(__file__), *tables]
    if not account.can_read(user, needed):
        if wanted.user:
            account.refuse(user, needed)
        say(f"Note: serving as root, because {user.pw_name} cannot read this environment and course; see --user.")
        return
    # The tables stay where they are, though the new user has no home.
    if FOLDER_VARIABLE not in os.environ:
        os.environ["XDG_CACHE_HOME"] = str(cache_folder().parents[1])
        os.environ["XDG_DATA_HOME"] = str(added_folder().parents[2])
    for path in [runtime, *runtime.rglob("*")]:
        os.chown(path, user.pw_uid, user.pw_gid)
    account.become(user)
