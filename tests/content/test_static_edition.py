"""The static edition: the same bytes everywhere, no graded key, a small index, and no folder but its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from keys import COURSE, GRADED, key_sentences

from medcoding.cli.site import site
from medcoding.errors import SiteError
from medcoding.exercises import load_exercises
from medcoding.site import folder as folders
from medcoding.site.build import MOST_INDEX, WORDS, compressed, plan_edition
from medcoding.site.practice import foresee
from static_course import UNIT, small_course


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return small_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def editions(course, tmp_path_factory):
    """The same course written twice, by processes whose sets and dictionaries have other orders."""
    found = []
    for seed in ("1", "2"):
        to = tmp_path_factory.mktemp("edition") / "site"
        command = [sys.executable, "-m", "medcoding", "site", str(to), "--unit", UNIT]
        environment = {**os.environ, "MEDCODING_COURSE": str(course.root), "PYTHONHASHSEED": seed}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "in a browser" in done.stdout
        found.append(to)
    return found


def test_the_same_course_gives_the_same_bytes(editions):
    one, other = map(files_of, editions)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_the_index_is_small(editions):
    assert compressed((editions[0] / WORDS).read_bytes()) <= MOST_INDEX


def test_the_note_names_every_file(editions):
    written = files_of(editions[0])
    assert set(json.loads(written[folders.MARK])["files"]) == set(written)


def test_pages_are_whole_and_ask_no_other_site(editions):
    pages = {name: text.decode("utf-8") for name, text in files_of(editions[0]).items() if name.endswith(".html")}
    assert len(pages) == 5
    for name, text in pages.items():
        for part in (
            '<html lang="en"',
            "Content-Security-Policy",
            "<title>",
            'class="mc-skip"',
            "<nav",
            "<main",
            "<h1>",
        ):
            assert part in text, f"{name}: {part}"
        assert "http:" not in text
        assert "https:" not in text


def test_it_says_what_it_cannot_do(editions):
    home = (editions[0] / "index.html").read_text(encoding="utf-8")
    limits = home.partition('id="limits"')[2]
    for word in ("Assignments", "examinations", "Points", "ICD-10-PCS"):
        assert word in limits


def test_no_sentence_of_a_graded_key_is_in_it(editions):
    secrets = {secret for case in GRADED for secret in key_sentences(case)}
    practice = [
        exercise
        for unit in COURSE.ready_units()
        for exercise in load_exercises(COURSE.lessons(unit.folder))
        if exercise.kind != "codes"
    ]
    assert len(practice) > 100
    texts = [json.dumps([foresee(exercise) for exercise in practice], ensure_ascii=False)]
    texts += [
        text.decode("utf-8") for name, text in files_of(editions[0]).items() if name.startswith(("units", "texts"))
    ]
    everything = "\0".join(texts)
    # A citation, or a sentence on a rule, may stand in a practice case as well.
    public = [path for path in (COURSE.root / "course").rglob("*") if path.suffix in {".md", ".yaml", ".tsv"}]
    authored = "\0".join(path.read_text(encoding="utf-8") for path in public)
    found = [secret for secret in secrets if json.dumps(secret, ensure_ascii=False)[1:-1] in everything]
    # What the official book prints may stand in a key too.
    book = "\0".join(path.read_text(encoding="utf-8") for path in (editions[0] / "texts/book").glob("*.js"))
    assert [secret for secret in found if secret not in authored and secret not in book] == []


def test_a_folder_of_other_files_is_left_alone(tmp_path, course, monkeypatch):
    monkeypatch.setenv("MEDCODING_COURSE", str(course.root))
    mine = tmp_path / "letter.txt"
    mine.write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(site, [str(tmp_path), "--unit", UNIT])
    assert isinstance(done.exception, SiteError)
    assert "did not write" in str(done.exception)
    assert files_of(tmp_path) == {"letter.txt": b"mine"}


def test_what_no_longer_belongs_is_removed_and_nothing_else(tmp_path):
    old = folders.claim(tmp_path, ["index.html", "units/a/lesson.html"])
    assert old == ()
    for name in ("index.html", "units/a/lesson.html"):
        folders.write_file(tmp_path, name, b"page")
    folders.finish(tmp_path, ["index.html", "units/a/lesson.html"], old)
    (tmp_path / "added.txt").write_text("by hand", encoding="utf-8")
    old = folders.claim(tmp_path, ["index.html"])
    folders.finish(tmp_path, ["index.html"], old)
    assert old == ("units/a/lesson.html",)
    assert sorted(files_of(tmp_path)) == ["added.txt", "index.html", folders.MARK]


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname", "units/../../outside"])
def test_a_note_that_names_files_elsewhere_is_not_ours(tmp_path, name):
    (tmp_path / folders.MARK).write_text(json.dumps({"format": 1, "files": [name]}), encoding="utf-8")
    with pytest.raises(SiteError):
        folders.claim(tmp_path, ["index.html"])


def test_a_unit_that_is_not_written_yet_is_told(course):
    planned = next(unit.folder for unit in course.syllabus.units if not unit.is_ready)
    with pytest.raises(SiteError, match="not ready yet"):
        plan_edition(course, [planned])


def test_every_ready_unit_is_planned_with_all_its_exercises():
    edition = plan_edition(COURSE)
    names = {item.name for item in edition.items}
    assert len(names) == len(edition.items)
    for unit in COURSE.ready_units():
        assert {f"units/{unit.folder}/lesson.html", f"units/{unit.folder}/practice.html"} <= names
        for exercise in load_exercises(COURSE.lessons(unit.folder)):
            assert f"texts/exercises/{exercise.slug}.js" in names
