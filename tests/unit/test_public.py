"""The public server's parts that need no server: what is logged, how a page is filled, who runs it, how many fit."""

import logging
import os
import pwd
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from medcoding.cli.serving import serve
from medcoding.errors import ServingError
from medcoding.serving.public import account
from medcoding.serving.public.frame import Frame, shape_of, split_widgets
from medcoding.serving.public.journal import Anonymous, anonymous
from medcoding.serving.public.kernels import VisitorKernels
from medcoding.serving.public.limits import Limits
from medcoding.serving.public.page import policy
from medcoding.serving.public.sockets import Allowance
from medcoding.serving.public.status import is_loopback


@pytest.mark.parametrize(
    "told",
    [
        "GET /voila/render/a.ipynb?name=Ann (203.0.113.9) 200",
        "/api/kernels/1b4e28ba-2fa1-11d2-883f-0016d3cca427/channels",
        "comm 0abc40dba23e4a6382536a0f8bc1dd31 from 2001:db8::8a2e:370:7334",
    ],
)
def test_a_line_of_the_log_leads_to_nobody(told):
    said = anonymous(told)
    for word in ("Ann", "203.0.113.9", "1b4e28ba", "0abc40", "2001:db8"):
        assert word not in said


def test_whoever_wrote_the_line():
    record = logging.LogRecord("tornado", logging.WARNING, "", 0, "403 GET %s (%s)", ("/x?y=1", "198.51.100.7"), None)
    assert Anonymous().filter(record)
    assert record.getMessage() == "403 GET /x (ADDRESS)"


def outputs(*ids):
    view = "application/vnd.jupyter.widget-view+json"
    return [[{"output_type": "display_data", "data": {view: {"model_id": each}}, "metadata": {}} for each in ids]]


def test_a_page_is_the_same_for_two_visitors_but_for_their_ids():
    (first, mine), (second, theirs) = split_widgets(outputs("a1", "b2")), split_widgets(outputs("c3", "d4"))
    assert shape_of(first) == shape_of(second)
    assert (mine, theirs) == (["a1", "b2"], ["c3", "d4"])
    assert shape_of(split_widgets(outputs("a1"))[0]) != shape_of(first)


def test_a_page_is_filled_in_order():
    pieces = ("<p>", "kernel-id-of-this-visitor", "|", "widget-id-number-1-", "|", "one-time-word", "</p>")
    assert Frame("", pieces).fill("k", "w", ["x", "y"]) == "<p>k|y|w</p>"


def test_a_page_without_scripts_allows_none_and_one_with_scripts_only_its_own():
    assert "script-src 'none'" in policy()
    assert "'nonce-abc'" in policy("abc")
    assert "unsafe-eval" not in policy("abc")
    assert "script-src 'self' 'unsafe-inline'" not in policy("abc")


def test_messages_are_counted():
    allowance = Allowance(rate=0.0, most=3)
    assert [allowance.take() for _ in range(5)] == [True, True, True, False, False]


def places(limits):
    """The bookkeeping of places, without the server around it."""
    kernels = SimpleNamespace(limits=limits, _places={}, _per_address=Counter())
    kernels._gone_since, kernels._ends, kernels._folder = {}, {}, lambda kernel_id: "/nonexistent"
    return lambda kernel, address: VisitorKernels.take_place(
        kernels, kernel, address
    ), lambda kernel: VisitorKernels.leave_place(kernels, kernel)


def test_no_more_visitors_than_places():
    take, leave = places(Limits(kernels=2))
    assert [take(each, "192.0.2.1") for each in "abc"] == [True, True, False]
    leave("a")
    leave("a")
    assert [take(each, "192.0.2.1") for each in "cd"] == [True, False]


def test_one_address_does_not_get_them_all_but_this_machine_may():
    take, _ = places(Limits(kernels=9, per_address=2))
    assert [take(each, "192.0.2.1") for each in "abc"] == [True, True, False]
    assert [take(each, "192.0.2.2") for each in "cd"] == [True, True]
    assert [take(each, "127.0.0.1") for each in "efg"] == [True, True, True]


def test_what_counts_as_this_machine():
    assert all(map(is_loopback, ("127.0.0.1", "::1", "", "127.8.8.8")))
    assert not any(map(is_loopback, ("192.0.2.1", "2001:db8::1", "somewhere")))


def test_no_places_and_an_unknown_user_are_refused_in_words():
    assert "must be at least 1" in CliRunner().invoke(serve, ["--visitors", "0"]).output
    with pytest.raises(ServingError, match="no such user"):
        account.find_account("no-such-user-here")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_is_left_for_good():
    script = """
import os, pwd
from medcoding.serving.public.account import become
become(pwd.getpwnam("nobody"))
print(os.getuid(), os.geteuid(), os.getgroups(), os.environ["HOME"])
try:
    os.setuid(0)
except PermissionError:
    print("for good")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    nobody = pwd.getpwnam("nobody").pw_uid
    assert done.stdout.split("\n")[:2] == [f"{nobody} {nobody} [] /nonexistent", "for good"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try as somebody else")
def test_whether_another_user_can_read_is_found_out_by_trying(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0o600)
    nobody = pwd.getpwnam("nobody")
    assert not account.can_read(nobody, [secret])
    with pytest.raises(ServingError, match=r"cannot start .* or read"):
        account.refuse(nobody, [secret])
