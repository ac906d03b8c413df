"""Made-up zips of Canvas, Moodle and Blackboard go in and are graded; nothing in them goes where it does not belong."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from lms_zips import ZIPS, answer, blackboard_zip, canvas_zip, make_zip, notebook, packed, run
from medcoding.cli.grading import grade
from medcoding.cli.lms import collect
from medcoding.errors import CollectError
from medcoding.lms import contents as sorting
from small_class import ANKLE, ULCER, copy_of


@pytest.fixture
def root(class_of_three, tmp_path, monkeypatch) -> Path:
    """A copy of the class, which is the current folder."""
    return copy_of(class_of_three, tmp_path / "class", monkeypatch)


@pytest.mark.parametrize("system", ZIPS)
def test_each_system_s_zip_is_collected_and_graded(root, unit, system) -> None:
    status, text, _ = run(collect, unit, ZIPS[system](root, unit), "--roster", "roster.csv", "--json")
    found = json.loads(text)
    assert (status, found["system"]) == (1, system)
    assert [each["student"] for each in found["arrivals"]] == ["ann", "bob"]
    assert found["arrivals"][0]["when"] == "2026-05-14T10:30:44+00:00"
    assert [each["attempts"] for each in found["arrivals"]] == [2 if system == "blackboard" else 1, 1]
    assert len(found["unmatched"]) == 1
    assert next(iter(found["unmatched"])).casefold().count("sam") == 1
    assert found["absent"] == ["cai"]
    assert (root / "submitted/ann" / unit / "timestamp.txt").read_text() == "2026-05-14 10:30:44.000000 UTC"
    run(grade, unit)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        assert {each.student.id: each.score for each in gradebook.assignment_submissions(unit)} == {
            "ann": 8.0,
            "bob": 2.0,
        }


def test_a_dry_run_writes_nothing(root, unit, checksums) -> None:
    path = canvas_zip(root, unit)
    before = checksums(root)
    _, text, _ = run(collect, unit, path, "--roster", "roster.csv", "--dry-run")
    assert "2 learners' work would be taken" in text
    assert "strangersam_104" in text
    after = checksums(root)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert {name for name in changed if not name.startswith(".")} == set()


def test_what_is_replaced_is_kept_and_the_older_changes_nothing(root, unit, checksums) -> None:
    path = root / "one.zip"
    mark = "Bob Brand_202_assignsubmission_file_"
    name = f"{mark}/answers/{ANKLE}.json"
    run(collect, unit, make_zip(path, {name: answer(root, unit, ANKLE)}, {"Bob": 10}))
    run(collect, unit, make_zip(path, {name: b"{}"}, {"Bob": 12}))
    lies = root / "submitted/bob" / unit / "answers" / f"{ANKLE}.json"
    (kept,) = (root / "replaced" / unit / "bob").iterdir()
    assert lies.read_bytes() == b"{}"
    assert (kept / "answers" / f"{ANKLE}.json").read_bytes() == answer(root, unit, ANKLE)
    assert (kept / "timestamp.txt").read_text().startswith("2026-05-10")
    before = checksums(root / "submitted")
    _, same, _ = run(collect, unit, str(path))
    _, older, _ = run(collect, unit, make_zip(path, {name: answer(root, unit, ANKLE)}, {"Bob": 11}))
    assert "the same is there already" in same
    assert "a later submission is there already" in older
    assert checksums(root / "submitted") == before


def test_two_who_would_be_one_learner_are_both_left(root, unit) -> None:
    path = make_zip(
        root / "canvas.zip",
        {"abelann_101_1_assignment.ipynb": notebook(root, unit), "annabel_666_2_assignment.ipynb": b"{}"},
    )
    status, text, _ = run(collect, unit, path, "--roster", "roster.csv", "--json")
    assert (status, json.loads(text)["arrivals"]) == (1, [])
    (root / "roster.csv").write_text("id,name,lms_id\nann,Ann Abel,101\n")
    text = run(collect, unit, path, "--roster", "roster.csv", "--json")[1]
    assert [each["student"] for each in json.loads(text)["arrivals"]] == ["ann"]
    assert (root / "submitted/ann" / unit / "assignment.ipynb").read_bytes() == notebook(root, unit)


def test_times_of_packing_are_not_taken_for_those_of_handing_in(root, unit) -> None:
    files = {
        f"{name}_{number}_1_assignment.ipynb": b"{}" for number, name in enumerate(("abelann", "brandbob", "chencai"))
    }
    _, text, _ = run(collect, unit, make_zip(root / "canvas.zip", files), "--roster", "roster.csv")
    assert "that of packing" in text
    assert not list((root / "submitted").rglob("timestamp.txt"))


def test_blackboard_s_times_are_read_in_the_zone_that_is_named(root, unit) -> None:
    text = run(collect, unit, blackboard_zip(root, unit), "--zone", "Europe/Berlin", "--json")[1]
    assert json.loads(text)["arrivals"][0]["when"] == "2026-05-14T08:30:44+00:00"
    assert run(collect, unit, str(root / "blackboard.zip"), "--zone", "Nowhere/At-all")[0] == 2


def test_hostile_zips_put_nothing_where_it_does_not_belong(root, unit, monkeypatch) -> None:
    ann = "Ann Abel_201_assignsubmission_file_"
    path = root / "moodle.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (f"{ann}/../../../escaped.ipynb", f"/{ann}/absolute", f"{ann}\\..\\back", f"{ann}/a\x1b[2Jb"):
            archive.writestr(zipfile.ZipInfo(name), b"x")
        link = zipfile.ZipInfo(f"{ann}/answers/{ULCER}.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr(f"{ann}/bomb.bin", bytes(3_000_000))
        archive.writestr(f"{ann}/timestamp.txt", b"2000-01-01 00:00:00 UTC")
        inner = {
            f"answers/{ANKLE}.json": answer(root, unit, ANKLE),
            "../../../out.ipynb": b"x",
            "big": bytes(2_500_000),
        }
        archive.writestr(f"{ann}/work.zip", packed(inner))
        archive.writestr(f"{ann}/damaged.zip", b"PK\x03\x04 no zip")
        archive.writestr(f"{ann}/answers", b"in the way of a folder")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write("c.CourseDirectory.max_file_size = 2000\nc.CourseDirectory.max_dir_size = 4000\n")
    outside = {each.name for each in root.parent.iterdir()}
    status, text, _ = run(collect, unit, str(path), "--roster", "roster.csv", "--json")
    found = json.loads(text)
    assert status == 1
    assert found["arrivals"][0]["files"] == [f"answers/{ANKLE}.json"]
    assert len(found["unmatched"]) == 5
    assert all(name.isprintable() for name in found["unmatched"])
    assert {each.name for each in root.parent.iterdir()} == outside
    taken = [each for each in (root / "submitted" / "ann").rglob("*") if each.is_file()]
    assert {each.name for each in taken} <= {f"{ANKLE}.json", "timestamp.txt"}
    assert (
        not (root / "submitted/ann" / unit / "timestamp.txt").exists()
        or "2000-01-01" not in (root / "submitted/ann" / unit / "timestamp.txt").read_text()
    )


def test_a_zip_with_an_endless_list_of_contents_is_not_opened() -> None:
    content = packed({f"{number:0200d}": b"" for number in range(5000)})
    limits = sorting.Limits(10**8, 10**8)
    found = sorting.sort_contents([("many.zip", content)], ("assignment.ipynb",), frozenset(), limits)
    assert found.files == {}
    assert "many.zip" in found.notes[0]


def test_no_zip_and_a_zip_of_no_system_are_refused(root, unit) -> None:
    (root / "x.zip").write_bytes(b"no zip")
    with pytest.raises(CollectError, match="no zip"):
        run(collect, unit, str(root / "x.zip"))
    with pytest.raises(CollectError, match="--from"):
        run(collect, unit, make_zip(root / "x.zip", {"a.txt": b"x"}))
    with pytest.raises(CollectError, match="no such assignment"):
        run(collect, "99-nothing", canvas_zip(root, unit))
