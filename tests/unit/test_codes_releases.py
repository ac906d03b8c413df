"""How a packed release reaches the user's cache."""

import json
import lzma
import multiprocessing
import stat
from pathlib import Path

import pytest

from medcoding.codes import ICD10CM, held_releases, releases
from medcoding.codes.releases import FOLDER_VARIABLE, read_card, unpacked
from medcoding.errors import TablesError


@pytest.fixture
def shipped():
    return next(release for release in held_releases() if release.system == ICD10CM)


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A made-up packed release of a few bytes, and a cache folder of its own."""
    import hashlib

    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    plain = b"small but whole" * 1000
    packed = tmp_path / "X_2026-01-01.sqlite.xz"
    packed.write_bytes(lzma.compress(plain))
    return releases.Release(
        system="X",
        name="made up",
        effective_from=releases.date(2026, 1, 1),
        effective_to=None,
        path=packed,
        digest="",
        sha256=hashlib.sha256(plain).hexdigest(),
        size=len(plain),
    )


def test_a_release_is_unpacked_where_the_variable_says_and_read_only(small, tmp_path):
    path = unpacked(small)
    assert path.parent == tmp_path / "cache"
    assert path.stat().st_size == small.size
    assert not stat.S_IMODE(path.stat().st_mode) & 0o222


def test_it_is_unpacked_once(small):
    first = unpacked(small)
    small.path.unlink()
    assert unpacked(small) == first


def test_a_truncated_copy_in_the_cache_is_replaced(small):
    path = unpacked(small)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:100])
    assert unpacked(small).stat().st_size == small.size


def test_a_damaged_package_is_refused_and_leaves_nothing_behind(small, tmp_path):
    whole = small.path.read_bytes()
    small.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TablesError, match="damaged"):
        unpacked(small)
    small.path.write_bytes(lzma.compress(b"another file"))
    with pytest.raises(TablesError, match="checksum differs"):
        unpacked(small)
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]


def test_a_cache_that_cannot_be_written_is_named(small, tmp_path, monkeypatch):
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("")
    monkeypatch.setenv(FOLDER_VARIABLE, str(in_the_way))
    with pytest.raises(TablesError, match=f"set {FOLDER_VARIABLE}"):
        unpacked(small)


def test_without_the_variable_the_cache_follows_the_desktop_standard(tmp_path, monkeypatch):
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert releases.cache_folder() == tmp_path / "medcoding" / "tables"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert releases.cache_folder() == Path.home() / ".cache" / "medcoding" / "tables"


def test_many_processes_may_ask_at_once(small):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        paths = pool.map(unpacked, [small] * 6)
    assert len(set(paths)) == 1
    assert paths[0].stat().st_size == small.size


def test_a_card_that_cannot_be_read_names_itself(tmp_path):
    card = tmp_path / "X_2026-01-01.json"
    for text in ("{", json.dumps({"system": "X"}), "[]"):
        card.write_text(text)
        with pytest.raises(TablesError, match=r"X_2026-01-01\.json"):
            read_card(card)


def test_the_shipped_file_is_what_its_card_says(shipped):
    path = unpacked(shipped)
    assert path.stat().st_size == shipped.size
    assert read_card(releases.card_beside(shipped.path)) == shipped
