"""Made-up zips of Canvas, Moodle and Blackboard go in, are graded, and scores and feedback go out by the same names."""

from __future__ import annotations

import csv
import io
import json
import shutil
import stat
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from medcoding.cli.grading import grade
from medcoding.cli.lms import collect, feedback, scores
from medcoding.errors import CollectError
from medcoding.exercises import load_case
from medcoding.kinds import kind_of
from medcoding.lms import contents as sorting
from medcoding.nbgrader.demo.classroom import Classroom
from medcoding.nbgrader.session import open_course

ANKLE, ULCER, PRESSURE = "ankle-first-visit", "foot-ulcer", "high-pressure"
ROSTER = "id,name,email\nann,Ann Abel,ann@example.org\nbob,Bob Brand,bob@example.org\ncai,Cai Chen,cai@example.org\n"
DAY = (2026, 5, 15, 10, 30, 44)


@pytest.fixture(scope="module")
def released(course, unit, tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("lms") / "class"
    root.mkdir()
    shutil.copytree(course / "source", root / "source")
    shutil.copyfile(course / "nbgrader_config.py", root / "nbgrader_config.py")
    (root / "course").mkdir()
    (root / "course" / "syllabus.yaml").write_text("title: Test\n")
    (root / "roster.csv").write_text(ROSTER)
    with open_course(root, alone=True) as app:
        classroom = Classroom(app, root, unit)
        classroom.generate()
        for student, first, last in (("ann", "Ann", "Abel"), ("bob", "Bob", "Brand"), ("cai", "=Cai", "Chen")):
            classroom.enrol(student, first, last)
    return root


@pytest.fixture
def root(released, tmp_path, monkeypatch) -> Path:
    copy = tmp_path / "class"
    shutil.copytree(released, copy)
    monkeypatch.chdir(copy)
    monkeypatch.delenv("MEDCODING_COURSE", raising=False)
    return copy


def run(command, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(command, list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def answer(root: Path, unit: str, slug: str) -> bytes:
    exercise = load_case(root / "source" / unit / "cases" / f"{slug}.md")
    return json.dumps(kind_of(exercise.kind).full_answer(exercise).as_json()).encode()


def notebook(root: Path, unit: str) -> bytes:
    return (root / "release" / unit / "assignment.ipynb").read_bytes()


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def make_zip(path: Path, files: dict[str, bytes], days: dict[str, int] | None = None) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            day = next((day for start, day in (days or {}).items() if name.startswith(start)), DAY[2])
            archive.writestr(zipfile.ZipInfo(name, (2026, 5, day, *DAY[3:])), content)
    return str(path)


def all_right(root: Path, unit: str) -> dict[str, bytes]:
    return {f"answers/{slug}.json": answer(root, unit, slug) for slug in (ANKLE, ULCER, PRESSURE)}


def canvas_zip(root: Path, unit: str) -> str:
    """Ann: notebook and a zip. Bob, late: the flat answer of one case, handed in twice. Somebody unknown."""
    return make_zip(
        root / "canvas.zip",
        {
            "abelann_101_9001_assignment-1.ipynb": notebook(root, unit),
            "abelann_101_9002_answers.zip": packed(all_right(root, unit)),
            f"brandbob_LATE_102_9004_{ANKLE}-1.json": answer(root, unit, ANKLE),
            f"brandbob_LATE_102_9003_{ANKLE}.json": b'{"exercise": "ankle-first-visit", "lines": []}',
            "strangersam_104_9005_assignment.ipynb": notebook(root, unit),
        },
        {"abel": 14, "brand": 17},
    )


def moodle_zip(root: Path, unit: str) -> str:
    ann, bob = "Ann Abel_201_assignsubmission_file_", "Bob Brand_202_assignsubmission_file_"
    files = {f"{ann}/{name}": content for name, content in all_right(root, unit).items()}
    files |= {f"{ann}/my work.ipynb": notebook(root, unit), f"{bob}/answers/{ANKLE}.json": answer(root, unit, ANKLE)}
    files["Sam Stranger_204_assignsubmission_file_/assignment.ipynb"] = notebook(root, unit)
    return make_zip(root / "moodle.zip", files, {"Ann": 14, "Bob": 17})


def blackboard_zip(root: Path, unit: str) -> str:
    first, last = "2026-05-14-08-00-00", "2026-05-14-10-30-44"
    return make_zip(
        root / "blackboard.zip",
        {
            f"Unit 4_ann_attempt_{first}_answers.zip": packed({f"answers/{ANKLE}.json": b"{}"}),
            f"Unit 4_ann_attempt_{first}.txt": b"Name: Ann Abel (ann)\nAssignment: Unit 4\n",
            f"Unit 4_ann_attempt_{last}_answers.zip": packed(all_right(root, unit)),
            f"Unit 4_ann_attempt_{last}.txt": b"Name: Ann Abel (ann)\nAssignment: Unit 4\n",
            f"Unit 4_bob_attempt_2026-05-17-10-30-44_{ANKLE}.json": answer(root, unit, ANKLE),
            f"Unit 4_sam_attempt_{last}_assignment.ipynb": notebook(root, unit),
        },
    )


ZIPS = {"canvas": canvas_zip, "moodle": moodle_zip, "blackboard": blackboard_zip}


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


@pytest.fixture
def graded(root, unit):
    """Collects a system's zip, grades it and makes the pages. Ann has half a point of extra credit: 8.5 of 8."""

    def make(system: str) -> Path:
        run(collect, unit, ZIPS[system](root, unit), "--roster", "roster.csv")
        run(grade, unit)
        with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
            gradebook.find_grade(ANKLE, "assignment", unit, "ann").extra_credit = 0.5
            gradebook.db.commit()
        with open_course(root, alone=True) as app:
            Classroom(app, root, unit).make_feedback()
        return root

    return make


def test_scores_for_canvas_stand_in_its_columns(graded, unit) -> None:
    graded("canvas")
    status, text, told = run(scores, unit, "--for", "canvas", "--title", "Unit 4 (55)")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Unit 4 (55)"],
        ["    Points Possible", "", "", "", "", "8"],
        ["Abel, Ann", "101", "", "ann", "", "8.5"],
        ["Brand, Bob", "102", "", "bob", "", "2"],
        ["Chen, =Cai", "", "", "cai", "", ""],
    ]
    assert status == 1
    assert "ann: more than the maximum of 8" in told
    assert run(scores, unit, "--for", "canvas", "--title", "Unit 4 (55)", "--at-most-full")[0] == 0


def test_scores_for_moodle_stand_in_its_worksheet(graded, unit) -> None:
    graded("moodle")
    with pytest.raises(CollectError, match="ann: more than 8 points"):
        run(scores, unit, "--for", "moodle")
    status, text, told = run(scores, unit, "--for", "moodle", "--at-most-full")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Identifier"], row["Full name"], row["Grade"], row["Maximum Grade"]) for row in rows] == [
        ("Participant 201", "Ann Abel", "8", "8"),
        ("Participant 202", "Bob Brand", "2", "8"),
    ]
    assert status == 1
    assert "cai: left out" in told


def test_scores_as_a_table_hold_no_formula_and_count_late_penalties(graded, unit) -> None:
    root = graded("canvas")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(unit, duedate="2026-05-16 00:00:00 UTC")
    run(grade, unit)
    run(scores, unit, "--for", "csv", "--output", "out.csv")
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO((root / "out.csv").read_text()))}
    assert {student: row["score"] for student, row in rows.items()} == {"ann": "8.5", "bob": "0", "cai": ""}
    assert rows["cai"]["first_name"] == "'=Cai"


def test_scores_of_moodle_need_its_numbers(graded, unit) -> None:
    graded("canvas")
    with pytest.raises(CollectError, match="participant numbers"):
        run(scores, unit, "--for", "moodle", "--at-most-full")


@pytest.mark.parametrize(
    ("system", "names"),
    [
        ("canvas", ["abelann_101_9001_assignment.html", "brandbob_102_9003_assignment.html"]),
        (
            "moodle",
            [f"{who}_assignsubmission_file_/assignment.html" for who in ("Ann Abel_201", "Bob Brand_202")],
        ),
        ("blackboard", ["ann_assignment.html", "bob_assignment.html"]),
    ],
)
def test_feedback_is_packed_under_the_system_s_names(graded, unit, system, names) -> None:
    root = graded(system)
    status, _, _ = run(feedback, unit, "--for", system, "--zip", "feedback.zip")
    first = (root / "feedback.zip").read_bytes()
    run(feedback, unit, "--for", system, "--zip", "feedback.zip")
    assert status == 0
    assert (root / "feedback.zip").read_bytes() == first
    with zipfile.ZipFile(root / "feedback.zip") as archive:
        assert archive.namelist() == names
        page = (root / "feedback" / "ann" / unit / "assignment.html").read_bytes()
        assert archive.read(names[0]) == page
    if system == "moodle":
        (root / "feedback" / "bob" / unit / "assignment.html").unlink()
        status, text, _ = run(feedback, unit, "--zip", "feedback.zip")
        assert (status, "bob: has no feedback page" in text) == (1, True)
