"""A visitor of a practice page sends a real kernel whatever a browser can send.

Nothing that comes back may hold a traceback, a path of the server, or a word of a key.
"""

import os
import queue
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from medcoding.exercises.course import find_course

UNIT = "04-icd10cm-conventions"
ROOT = Path(__file__).parents[2]
WAIT = 20


class Visitor:
    """Speaks to the kernel as a page does, and keeps all that the kernel says on iopub."""

    def __init__(self, client):
        self.client = client
        self.heard = []

    def send(self, kind, content):
        """Send one message and hear everything until the kernel is idle again."""
        message = self.client.session.msg(kind, content)
        self.client.shell_channel.send(message)
        while True:
            said = self.client.get_iopub_msg(timeout=WAIT)
            self.heard.append(said)
            is_reply = said["parent_header"].get("msg_id") == message["header"]["msg_id"]
            if is_reply and said["content"].get("execution_state") == "idle":
                return

    def says(self):
        return "\n".join(str(each["content"]) for each in self.heard)

    def models(self):
        """comm id by model name, as far as the kernel opened widgets."""
        opened = {}
        for each in self.heard:
            if each["msg_type"] == "comm_open":
                state = each["content"]["data"]["state"]
                opened[state.get("_anywidget_id", state["_model_name"])] = each["content"]
        return opened


@pytest.fixture(scope="module")
def manager(tmp_path_factory):
    manager = KernelManager(kernel_name="python3", transport="ipc")
    manager.ip = str(tmp_path_factory.mktemp("ipc") / "kernel")
    environment = {**os.environ, "SERVER_SOFTWARE": "voila/0.5", "MEDCODING_COURSE": str(ROOT)}
    for name in ("NBGRADER_EXECUTION", "PYTEST_CURRENT_TEST"):  # under pytest a kernel does not redirect descriptor 2
        environment.pop(name, None)
    manager.start_kernel(env=environment, cwd=str(tmp_path_factory.mktemp("page")))
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.fixture
def visitor(manager):
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    visitor = Visitor(client)
    source = f"from medcoding_widgets import cards, home, practice\npractice('{UNIT}'); home(); cards()"
    visitor.send("execute_request", {"code": source, "silent": False, "store_history": False, "allow_stdin": False})
    yield visitor
    client.stop_channels()


ODD = [
    {},
    {"method": "update"},
    {"method": "update", "state": 5, "buffer_paths": []},
    {"method": "update", "state": {"value": {"lines": [{"code": {"x": 1}}]}}, "buffer_paths": [["value", "lines"]]},
    {"method": "update", "state": {"verdict_html": "<b>99</b>", "layout": "x", "_esm": "x"}, "buffer_paths": []},
    {"method": "custom", "content": None},
    {"method": "custom", "content": {"type": "submit", "id": [], "value": 3}},
    {"method": "custom", "content": {"type": "search", "id": 1, "text": "\x00" * 150}},
    {"method": "custom", "content": {"type": "search", "id": 1, "text": '" OR NEAR( *'}},
    {"method": "custom", "content": {"type": "show", "id": 1, "code": "'; DROP TABLE entry; --"}},
    {"method": "custom", "content": {"type": "open", "id": 1, "place": 10**30}},
    {"method": "custom", "content": {"type": "open", "id": 1, "deck": "../../etc"}},
    {"method": "custom", "content": {"type": "rate", "id": 1, "front": {}, "rating": []}},
    {"method": "custom", "content": {"type": "export", "id": 1, "deck": ["x"]}},
    {"method": "custom", "content": {"type": "review-start", "id": 1}},
    {"method": "custom", "content": {"type": "search", "id": 1, "text": "(((((a+)+)+)+)$"}},
    {"method": "__reduce__"},
]


def test_odd_messages_to_every_widget_bring_back_no_word_of_the_server(visitor):
    models = visitor.models()
    ours = {
        f"medcoding_widgets.{name}"
        for name in ("chart.Chart", "chooser.Chooser", "course_home.Home", "flash_cards.Cards")
    }
    assert ours | {"LayoutModel"} <= set(models)
    for opened in models.values():
        for data in ODD:
            visitor.send("comm_msg", {"comm_id": opened["comm_id"], "data": data})
    assert_clean(visitor)


def test_widgets_that_a_visitor_opens_bring_back_no_word_of_the_server(visitor):
    for name in ("SelectModel", "NoSuchModel", None):
        state = {"_model_module": "@jupyter-widgets/controls", "_model_name": name, "index": "x", "options": 5}
        content = {"comm_id": f"mine-{name}", "target_name": "jupyter.widget", "data": {"state": state}}
        visitor.send("comm_open", {**content, "metadata": {"version": "2.1.0"}})
        visitor.send("comm_msg", {"comm_id": f"mine-{name}", "data": {"method": "update", "state": {"index": []}}})
    assert_clean(visitor)


def test_the_kernel_still_answers_and_keeps_every_key(visitor):
    for opened in visitor.models().values():
        visitor.send("comm_msg", {"comm_id": opened["comm_id"], "data": {"method": "request_state"}})
    chart = visitor.models()["medcoding_widgets.chart.Chart"]
    search = {"method": "custom", "content": {"type": "search", "id": 4, "text": "asthma"}}
    visitor.send("comm_msg", {"comm_id": chart["comm_id"], "data": search})
    said = visitor.says()
    assert "'type': 'search'" in said
    for case in find_course(ROOT).practice_cases(UNIT):
        assert not [line.why for line in case.key.lines if line.why in said], case.slug


def assert_clean(visitor):
    assert [each["content"] for each in visitor.heard if each["msg_type"] in ("error", "stream")] == []
    said = visitor.says()
    for word in ("Traceback", str(ROOT), "site-packages", "File \\"):
        assert word not in said
    with pytest.raises(queue.Empty):
        visitor.client.get_iopub_msg(timeout=0.2)
