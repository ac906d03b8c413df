"""A full house, dead processes, closed pages: what the public server does at its limits."""

import asyncio
import os
import signal

import psutil
import pytest

from attacks.public_server import UNIT, health, public_server
from attacks.stranger import arrive, ask, walk_through

LIMITS = {"kernels": 3, "seconds_without_a_page": 1}
SOON = 20  # seconds in which the server must have noticed


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    log = tmp_path_factory.mktemp("public") / "log"
    with public_server(log, **LIMITS) as (base, process):
        walk_through(until(lambda: health(base)["kernels"] == 0))  # it makes each page once when it starts
        yield base, process, log


async def until(is_so):
    deadline = asyncio.get_running_loop().time() + SOON
    while not is_so():
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.05)


def parents(process):
    """The warm parents among a server's processes, oldest first: those whose own parent looks different."""
    found = [each for each in psutil.Process(process.pid).children(recursive=True) if is_warm(each)]
    return [each for each in found if each.ppid() not in {one.pid for one in found}]


def is_warm(process):
    try:
        words = process.cmdline()
    except psutil.Error:
        return False
    return "medcoding.serving.warm.parent" in words and not words[0].endswith("bwrap")


def test_a_full_house_is_told_on_a_friendly_page_and_a_place_becomes_free(server):
    base, _, _ = server

    async def walk():
        visitors = [await arrive(base, UNIT) for _ in range(LIMITS["kernels"])]
        turned_away = await ask(f"{base}/voila/render/{UNIT}.ipynb")
        assert turned_away.code == 503
        assert int(turned_away.headers["Retry-After"]) > 0
        assert b"Every place is taken" in turned_away.body
        assert b"All practice pages" in turned_away.body
        for each in visitors:
            assert await each.is_served()
        await visitors[0].leave()
        visitors[0] = await arrive(base, UNIT)
        for each in visitors:
            await each.leave()
        await until(lambda: health(base)["kernels"] == 0)

    walk_through(walk())


def test_a_page_that_vanishes_without_a_word_and_one_that_is_never_opened_keep_no_kernel(server):
    base, _, _ = server

    async def walk():
        assert (await ask(f"{base}/voila/render/{UNIT}.ipynb")).code == 200
        visitor = await arrive(base, UNIT)
        await visitor.hang_up(visitor.socket)
        await until(lambda: health(base)["kernels"] == 0)

    walk_through(walk())


def test_a_kernel_that_dies_gives_its_place_back(server):
    base, process, _ = server

    async def walk():
        await arrive(base, UNIT)
        warm = parents(process)[0]
        kernels = warm.children()
        assert len(kernels) == 1
        kernels[0].kill()
        await until(lambda: health(base)["kernels"] == 0)

    walk_through(walk())


def test_the_warm_parent_is_replaced_when_it_dies_and_visitors_stay(server):
    base, process, _ = server

    async def walk():
        before = await arrive(base, UNIT)
        warm = parents(process)[0]
        warm.kill()
        after = await arrive(base, UNIT)
        assert await before.is_served()
        assert await after.is_served()
        assert warm.pid not in {each.pid for each in parents(process)}
        for each in (before, after):
            await each.leave()

    walk_through(walk())


def test_the_log_tells_nobodys_address_query_or_kernel(server):
    base, _, log = server

    async def walk():
        visitor = await arrive(base, UNIT)
        await ask(f"{base}/nothing-here?who=someone")
        await visitor.leave()
        return visitor

    visitor = walk_through(walk())
    written = log.read_text().partition('"ready"')[2]
    assert "/nothing-here" in written
    for word in ("someone", "127.0.0.1", visitor.kernel):
        assert word not in written


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_however_the_server_ends_its_kernels_end_with_it(tmp_path, number):
    with public_server(tmp_path / "log", kernels=3) as (base, process):

        async def walk():
            await arrive(base, UNIT)

        walk_through(walk())
        everything = psutil.Process(process.pid).children(recursive=True)
        assert len(everything) >= 2
        os.kill(process.pid, number)
        process.wait(SOON)
        _gone, alive = psutil.wait_procs(everything, timeout=SOON)
        assert alive == []
