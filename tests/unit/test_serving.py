"""What the servers are given: ports, settings, a folder of apps; and what a save may change."""

import json
import socket
import sys
from types import SimpleNamespace

import pytest

from medcoding.errors import ServingError
from medcoding.exercises.course import Course
from medcoding.serving.apps import App, fill_apps_folder
from medcoding.serving.lab import Lab, write_settings
from medcoding.serving.ports import free_port
from medcoding.serving.saving import keep_as_built
from medcoding.serving.server import start_server
from medcoding.serving.state import state_of

HOST = "127.0.0.1"


@pytest.fixture
def course(tmp_path):
    (tmp_path / "course" / "04-unit").mkdir(parents=True)
    (tmp_path / "source").mkdir()
    return Course(tmp_path)


def settings_for(course, *, instructor):
    state = state_of(course)
    write_settings(Lab(HOST, 8888, "secret", "http://127.0.0.1:8866/", instructor), course, state)
    page = json.loads((state.settings / "labconfig" / "page_config.json").read_text())
    server = json.loads((state.settings / "jupyter_server_config.json").read_text())
    return page, server


def test_a_port_in_use_gives_the_next_one():
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        assert wanted < free_port(HOST, wanted) < wanted + 20


def test_two_servers_never_get_the_same_port():
    first = free_port(HOST, 20000)
    assert free_port(HOST, first, frozenset({first})) != first


def test_an_address_of_another_machine_is_refused_in_words():
    with pytest.raises(ServingError, match="not an address of this machine"):
        free_port("no.such.host.invalid", 8888)


def test_a_learner_gets_no_tools_for_instructors_and_sees_no_keys_in_the_file_list(course):
    page, server = settings_for(course, instructor=False)
    assert page["disabledExtensions"]["@jupyter/nbgrader:formgrader"] is True
    assert server["ServerApp"]["jpserver_extensions"]["nbgrader.server_extensions.formgrader"] is False
    assert server["ServerApp"]["jpserver_extensions"]["jupyter_server_terminals"] is False
    assert "source" in server["ContentsManager"]["hide_globs"]
    assert "course" not in server["ContentsManager"]["hide_globs"]


def test_an_instructor_gets_them_and_sees_everything(course):
    page, server = settings_for(course, instructor=True)
    assert page["disabledExtensions"]["@jupyter/nbgrader:formgrader"] is False
    assert server["ServerApp"]["jpserver_extensions"]["nbgrader.server_extensions.formgrader"] is True
    assert "source" not in server["ContentsManager"]["hide_globs"]


def test_only_a_learners_kernels_come_from_the_warm_parent(course):
    for instructor, name in ((False, "medcoding-warm"), (True, "local-provisioner")):
        _, server = settings_for(course, instructor=instructor)
        assert server["KernelProvisionerFactory"]["default_provisioner_name"] == name
        assert server["ServerApp"]["jpserver_extensions"]["medcoding.serving.warm.jupyter_server"] is not instructor


def test_voila_never_runs_inside_jupyterlab(course):
    for instructor in (False, True):
        _, server = settings_for(course, instructor=instructor)
        assert server["ServerApp"]["jpserver_extensions"]["voila.server_extension"] is False


def test_settings_hold_the_token_and_are_for_the_owner_alone(course):
    settings_for(course, instructor=False)
    path = course.root / ".medcoding" / "jupyter" / "jupyter_server_config.json"
    assert path.stat().st_mode & 0o077 == 0


def test_a_server_that_ends_at_once_is_told_with_the_end_of_its_log(tmp_path):
    command = [sys.executable, "-c", "print('the reason')"]
    url = f"http://{HOST}:{free_port(HOST, 20100)}/"
    server = start_server("trial", url, command, environment={}, folder=tmp_path, log=tmp_path / "trial.log")
    server.process.wait(30)
    with pytest.raises(ServingError, match=r"trial: .*ended before it answered(.|\n)*the reason"):
        server.wait_until_ready(5)


def test_the_apps_folder_holds_the_apps_and_nothing_left_from_before(course, tmp_path):
    notebook = {"cells": [], "metadata": {"medcoding": {"role": "practice"}}, "nbformat": 4, "nbformat_minor": 5}
    (course.lessons("04-unit") / "practice.ipynb").write_text(json.dumps(notebook))
    folder = tmp_path / "apps"
    folder.mkdir()
    (folder / "left-over.ipynb").write_text("{}")
    fill_apps_folder(course, (App("04-unit", 4, "Conventions", 15, ()),), folder)
    assert [path.name for path in folder.iterdir()] == ["04-unit.ipynb"]
    assert json.loads((folder / "04-unit.ipynb").read_text())["metadata"]["title"] == "Practice 4: Conventions"


def test_no_apps_is_said_in_words(course, tmp_path):
    with pytest.raises(ServingError, match="no unit has a practice page yet"):
        fill_apps_folder(course, (), tmp_path / "apps")


@pytest.mark.parametrize(
    ("role", "folder", "kept"),
    [
        ("lesson", "course", True),
        ("home", "course", True),
        ("assignment", "source", True),
        ("assignment", "release", True),
        ("assignment", "my-assignments", False),
        ("", "course", False),
    ],
)
def test_saving_changes_a_learners_assignment_but_not_what_is_built(tmp_path, role, folder, kept):
    built = {"cells": [], "metadata": {"medcoding": {"role": role}} if role else {}}
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "a.ipynb").write_text(json.dumps(built))
    changed = {**built, "cells": [{"cell_type": "markdown", "source": "mine"}]}
    model = {"type": "notebook", "content": changed}
    manager = SimpleNamespace(root_dir=str(tmp_path))
    keep_as_built(model=model, path=f"/{folder}/a.ipynb", contents_manager=manager)
    assert model["content"] == (built if kept else changed)


def test_saving_a_new_notebook_or_a_text_is_left_alone(tmp_path):
    manager = SimpleNamespace(root_dir=str(tmp_path))
    for model in ({"type": "notebook", "content": {"cells": []}}, {"type": "file", "content": "text"}):
        before = dict(model)
        keep_as_built(model=model, path="new.ipynb", contents_manager=manager)
        assert model == before
