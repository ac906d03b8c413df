"""Strangers at a real public server: no code run, no key read, no source line returned, the others served."""

import asyncio
import json
import re
import urllib.request
from contextlib import suppress

import pytest
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError

from attacks.public_server import ROOT, UNIT, health, public_server
from attacks.stranger import arrive, ask, binary, message, walk_through
from medcoding.exercises.course import find_course

LIMITS = {"kernels": 6, "messages_a_second": 1.0, "messages_in_a_burst": 400, "message_bytes": 1 << 16}
NEVER = ("Traceback", str(ROOT), "site-packages", 'File \\"', "medcoding_widgets/")


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    with public_server(tmp_path_factory.mktemp("public") / "log", **LIMITS) as (base, _):
        yield base


@pytest.fixture(scope="module")
def reasons():
    """What the keys say of the practice cases: nobody may read it before an answer was checked."""
    return [line.why for case in find_course(ROOT).practice_cases(UNIT) for line in case.key.lines]


def visit(base, walk):
    """Run a walk as one visitor while another is on the site; afterwards the other must still be served."""

    async def both():
        other = await arrive(base, UNIT)
        stranger = await arrive(base, UNIT)
        try:
            await walk(stranger)
            assert await other.is_served()
        finally:
            await stranger.leave()
            await other.leave()
        return stranger

    stranger = walk_through(both())
    for said in stranger.heard:
        assert not [word for word in NEVER if word in said], said[:300]
    return stranger


REQUESTS = [
    ("execute_request", {"code": "open('{marker}', 'w')", "silent": False, "user_expressions": {"a": "1"}}),
    ("complete_request", {"code": "import o", "cursor_pos": 8}),
    ("inspect_request", {"code": "practice", "cursor_pos": 3, "detail_level": 1}),
    ("history_request", {"output": True, "raw": True, "hist_access_type": "tail", "n": 100}),
    ("is_complete_request", {"code": "1"}),
    ("debug_request", {"type": "request", "seq": 1, "command": "evaluate", "arguments": {"expression": "1"}}),
    ("create_subshell_request", {}),
    ("usage_request", {}),
    ("interrupt_request", {}),
    ("shutdown_request", {"restart": False}),
    ("input_reply", {"value": "1"}),
    ("no_such_request", {}),
]


def test_no_request_runs_code_or_tells_of_it(base, tmp_path):
    marker = tmp_path / "marker"

    async def walk(stranger):
        for channel in ("shell", "control", "stdin", "iopub"):
            for kind, content in REQUESTS:
                filled = json.loads(json.dumps(content).replace("{marker}", str(marker)))
                await stranger.send(kind, filled, channel)
        replies = [kind.replace("_request", "_reply") for kind, _ in REQUESTS]
        assert await stranger.hears_nothing_of(*replies, "execute_input", "execute_result", "error", "stream")

    visit(base, walk)
    assert not marker.exists()


def test_in_the_binary_form_of_browsers_neither(base, tmp_path):
    marker = tmp_path / "marker"

    async def walk(stranger):
        await stranger.hang_up(stranger.socket)
        stranger.socket = await stranger.open_socket(subprotocols=["v1.kernel.websocket.jupyter.org"])
        for channel in ("shell", "control"):
            said = message("execute_request", {"code": f"open({str(marker)!r}, 'w')"}, channel)
            await stranger.socket.write_message(binary(said), binary=True)
        await stranger.hang_up(stranger.socket)
        stranger.socket = await stranger.open_socket()
        assert await stranger.is_served()

    visit(base, walk)
    assert not marker.exists()


MALFORMED = [
    "",
    "no json",
    "[]",
    "5",
    '{"channel": "shell"}',
    '{"channel": "shell", "header": []}',
    '{"channel": "shell", "header": {"msg_type": ["comm_msg"]}}',
    '{"channel": {"a": 1}, "header": {"msg_type": "comm_msg"}}',
    b"",
    b"\x00" * 64,
    b"\xff" * 200,
    (2**62).to_bytes(8, "little") * 8,
]


def test_malformed_messages_end_that_socket_alone(base):
    async def walk(stranger):
        for said in MALFORMED:
            socket = await stranger.open_socket()
            await socket.write_message(said, binary=isinstance(said, bytes))
            await stranger.hang_up(socket)
        assert await stranger.is_served()

    visit(base, walk)


def test_a_message_too_long_ends_the_socket(base):
    async def walk(stranger):
        await stranger.socket.write_message(json.dumps(message("comm_msg", {"comm_id": "x", "data": "x" * (1 << 17)})))
        assert await stranger.hear(lambda said: False) is None

    visit(base, walk)


def test_too_many_messages_end_the_socket_and_another_socket_gives_no_more_room(base):
    async def walk(stranger):
        second = await stranger.open_socket()
        for _ in range(LIMITS["messages_in_a_burst"] - 50):
            await stranger.send("comm_info_request", {})
        assert await stranger.is_served()  # and so the server has read every one of them
        with suppress(WebSocketClosedError):  # it may hang up before the last is written
            for _ in range(200):
                await second.write_message(json.dumps(message("comm_info_request", {})))
        await stranger.hang_up(second, ask=False)
        assert second.close_code == 1008

    visit(base, walk)


def test_a_hundred_sockets_of_one_page_are_not_given(base):
    async def walk(stranger):
        opened = await asyncio.gather(*(stranger.open_socket() for _ in range(100)), return_exceptions=True)
        refused = [each for each in opened if isinstance(each, HTTPClientError)]
        assert {each.code for each in refused} == {429}
        assert len(refused) >= 97
        assert await stranger.is_served()
        for each in opened:
            if each not in refused:
                each.close()

    visit(base, walk)


def test_every_trait_can_be_read_and_holds_no_key(base, reasons):
    async def walk(stranger):
        states = await stranger.states()
        assert set(stranger.widgets) <= set(states)
        said = json.dumps(states)
        assert not [reason for reason in reasons if json.dumps(reason)[1:-1] in said]

    stranger = visit(base, walk)
    assert not [reason for reason in reasons if reason in stranger.page]


FORGED = ({"score": 99}, "<b>99 of 99 points</b>", 10**9, [], None, ["x"] * 50)


def test_every_trait_can_be_written_and_none_is_believed(base, reasons):
    async def walk(stranger):
        before = await stranger.states()
        for widget in stranger.widgets:
            for name in before[widget]["state"]:
                for forged in FORGED:
                    data = {"method": "update", "state": {name: forged}, "buffer_paths": []}
                    await stranger.send("comm_msg", {"comm_id": widget, "data": data})
        after = await stranger.states()
        for widget in stranger.widgets:
            kept = [name for name, value in after[widget]["state"].items() if value in FORGED[:3] + FORGED[5:]]
            assert kept == []
        assert "99 of 99" not in json.dumps(after)
        assert not [reason for reason in reasons if json.dumps(reason)[1:-1] in json.dumps(after)]
        assert await stranger.is_served()

    visit(base, walk)


def test_forged_comms_open_nothing(base):
    async def walk(stranger):
        for target in ("jupyter.widget", "jupyter.widget.version", "builtins", "os", ""):
            state = {"_model_name": "TextModel", "_model_module": "@jupyter-widgets/controls", "value": "x"}
            opened = {"comm_id": f"mine{target}", "target_name": target, "data": {"state": state}}
            await stranger.send("comm_open", opened, version="2.1.0")
            await stranger.send("comm_msg", {"comm_id": f"mine{target}", "data": {"method": "request_state"}})
        await stranger.send("comm_msg", {"comm_id": ["a"], "data": 5})
        await stranger.send("comm_close", {"comm_id": "nobody's"})
        assert "minejupyter.widget" not in await stranger.states()
        assert await stranger.hears_nothing_of("error", "stream")

    visit(base, walk)


PATHS = [
    "/api/kernels",
    "/api/kernels/",
    "/api/sessions",
    "/api/contents",
    "/api/contents/source",
    "/api/kernelspecs",
    "/api/terminals",
    "/api/status",
    "/api/events/subscribe",
    "/login",
    "/logout",
    "/lab",
    "/tree",
    "/files/source",
    "/voila/tree",
    "/voila/tree/..",
    "/voila/api/contents/",
    "/voila/query/x",
    "/voila/execution/x",
    f"/voila/files/{UNIT}.ipynb",
    "/voila/files/../../etc/passwd",
    "/voila/render/../source/x.ipynb",
    "/voila/render/%2e%2e/%2e%2e/etc/passwd",
    "/voila/render/..%2f..%2fsource.ipynb",
    "/voila/render//etc/passwd",
    "/voila/static/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/voila/static//etc/passwd",
    "/voila/templates/medcoding/index.html.j2",
    "/voila/templates/medcoding/static/..%2fgallery.html",
    "/voila/templates/../../etc/passwd",
    "/voila/labextensions/..%2f..%2f..%2fetc%2fpasswd",
    "/voila/api/themes/..%2f..%2f..%2fetc%2fpasswd",
    "/static/etc/passwd",
    "/metrics/",
]


@pytest.mark.parametrize("path", PATHS)
def test_addresses_beside_the_pages_lead_nowhere(base, path):
    for method, body in (("GET", None), ("POST", "{}"), ("DELETE", None)):
        answer = walk_through(ask(base + path, method=method, body=body))
        assert answer.code in (400, 403, 404, 405), (method, answer.code)
        text = (answer.body or b"").decode(errors="replace")
        assert not [word for word in (*NEVER, "root:", "nbformat") if word in text]


def test_a_query_changes_nothing_of_a_page(base):
    for query in ("?template=lab", "?theme=dark", "?classic-tree=false", "?voila-template=reveal"):
        answer = walk_through(ask(f"{base}/{query}"))
        assert b"Practice medical coding" in answer.body


def test_another_site_can_not_use_a_visitors_socket(base):
    async def walk(stranger):
        with pytest.raises(HTTPClientError) as refused:
            await stranger.open_socket(origin="https://elsewhere.example")
        assert refused.value.code == 403

    visit(base, walk)


def test_metrics_are_for_the_operator(base):
    with urllib.request.urlopen(f"{base}/metrics", timeout=10) as answer:
        numbers = answer.read().decode()
    assert re.search(r"^medcoding_kernels_limit 6\.0$", numbers, re.MULTILINE)
    assert walk_through(ask(f"{base}/metrics", headers={"X-Forwarded-For": "127.0.0.1"})).code == 404


def test_nothing_is_left_of_all_these_visitors(base):
    assert health(base)["kernels"] == 0
