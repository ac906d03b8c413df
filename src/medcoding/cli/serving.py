"""Verbs that serve the course: start, serve."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import time
import webbrowser
from types import FrameType

import click

from medcoding.exercises.course import find_course

LOOPBACK = "127.0.0.1"


@click.command()
@click.option("--port", default=8888, show_default=True, help="Port of JupyterLab; the next free one if it is in use.")
@click.option("--apps-port", default=8866, show_default=True, help="Port of the practice pages; likewise.")
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on.")
@click.option("--no-browser", is_flag=True, help="Print the addresses only.")
@click.option("--instructor", is_flag=True, help="Show every file and nbgrader's tools for instructors.")
def start(port: int, apps_port: int, host: str, no_browser: bool, instructor: bool) -> None:
    """Open the course: JupyterLab at its home page, and the practice pages beside it."""
    from medcoding.serving import lab as jupyterlab
    from medcoding.serving.ports import free_port
    from medcoding.serving.prepare import prepare
    from medcoding.serving.server import start_server
    from medcoding.serving.state import server_environment, state_of

    course = find_course()
    state = state_of(course)
    for line in prepare(course, state):
        click.echo(line)
    port = free_port(host, port)
    apps_port = free_port(host, apps_port, frozenset({port}))
    apps_url = f"http://{host}:{apps_port}/"
    lab = jupyterlab.Lab(host, port, secrets.token_hex(16), apps_url, instructor)
    jupyterlab.write_settings(lab, course, state)
    environment = server_environment(course, state)
    serve_apps = [sys.executable, "-m", "medcoding", "serve", "--host", host, "--port", str(apps_port)]

    click.echo("Starting JupyterLab and the practice pages ...")
    # Also when the terminal is closed, or when a script started us in the background with Ctrl+C ignored.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _interrupt)
    servers = []
    try:
        for name, url, command in (
            ("jupyterlab", lab.health_url, jupyterlab.command()),
            ("practice", apps_url, serve_apps),
        ):
            log = state.log(name)
            servers.append(start_server(name, url, command, environment=environment, folder=course.root, log=log))
        servers[0].wait_until_ready()
        jupyterlab.ask_ahead(lab)  # the practice pages take longer to start
        servers[1].wait_until_ready()
        click.echo(f"\n  The course:      {lab.url}\n  Practice pages:  {apps_url}\n\nCtrl+C ends both.\n")
        if not no_browser:
            webbrowser.open(lab.url)
        while all(server.is_alive() for server in servers):
            time.sleep(1)
        ended = next(server for server in servers if not server.is_alive())
        click.echo(f"medcoding: {ended.name}: the server has ended; see {ended.log}\n{ended.last_lines()}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("\nEnding both servers ...")
    finally:
        for server in servers:
            server.stop()


@click.command()
@click.option("--port", default=8866, show_default=True, help="Port to listen on; the next free one if it is in use.")
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on.")
@click.option("--visitors", default=60, show_default=True, help="The most visitors at a time; the next read why.")
@click.option("--per-address", default=45, show_default=True, help="The most visitors from one address.")
@click.option("--user", default="", help="Where root starts the server: the user who runs it. [default: nobody]")
@click.option("--behind-proxy", is_flag=True, help="Take visitors' addresses from the headers of a proxy in front.")
def serve(*, port: int, host: str, visitors: int, per_address: int, user: str, behind_proxy: bool) -> None:
    """Serve the practice pages alone, as a public server does.

    /health tells whether it is well. /metrics is for Prometheus on this machine; from elsewhere it
    wants the token that MEDCODING_METRICS_TOKEN holds.
    """
    from medcoding.serving.ports import free_port
    from medcoding.serving.public.limits import Limits
    from medcoding.serving.public.run import Wanted, serve_course

    if visitors < 1 or per_address < 1:
        raise click.UsageError("--visitors and --per-address must be at least 1")
    token = os.environ.pop("MEDCODING_METRICS_TOKEN", "")
    limits = Limits(kernels=visitors, per_address=per_address)
    wanted = Wanted(host, free_port(host, port), limits, user, behind_proxy, token)
    serve_course(find_course(), wanted, click.echo)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
