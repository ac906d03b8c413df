"""Verbs that serve the course: start, serve."""

from __future__ import annotations

import os
import secrets
import shutil
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
        for server in servers:
            server.wait_until_ready()
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
@click.option("--port", default=8866, show_default=True, help="Port to listen on.")
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on.")
def serve(port: int, host: str) -> None:
    """Serve the practice pages alone, as a public server does."""
    from medcoding.serving.apps import fill_apps_folder, list_apps
    from medcoding.serving.ports import free_port
    from medcoding.serving.state import server_environment, state_of
    from medcoding.serving.voila_server import run_voila

    course = find_course()
    state = state_of(course)
    apps = list_apps(course)
    folder = state.apps / str(os.getpid())
    fill_apps_folder(course, apps, folder)
    os.environ.update(server_environment(course, state))
    port = free_port(host, port)
    click.echo(f"Practice pages: http://{host}:{port}/  (Ctrl+C ends)")
    try:
        run_voila(host, port, folder, apps)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
