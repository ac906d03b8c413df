"""Certificates: conditions, issuing from a gradebook, and a check that nothing gets past."""

import base64
import json
import stat
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.api import Gradebook

from exam_builders import a_bank
from learning_builders import NOW, a_record, a_try
from medcoding.cli import cli
from medcoding.credentials.badge import Award, build_credential, sign_credential
from medcoding.credentials.base58 import base58, from_base58
from medcoding.credentials.issuer import load_issuer, load_secret, make_issuer, render_issuer, save_secret
from medcoding.credentials.page import draw_page, seal_page
from medcoding.credentials.verify import State, verify_badge, verify_file
from medcoding.errors import CredentialError, MedcodingError
from medcoding.learning.conditions import Condition, Marks, Proof, Shown, conditions
from medcoding.learning.exams.result import Result
from medcoding.learning.syllabus import Assignment, Certificate, Content, Syllabus, Unit
from medcoding.nbgrader.converters import install

DAY = datetime(2026, 11, 20, tzinfo=UTC)
LATER = DAY + timedelta(days=10)
SHOWN = (
    Condition("Unit 1 assignment", Proof.GRADED, True, "9 of 10 points (90%), 70% asked for"),
    Condition("Skills", Proof.PRACTICE, True, "4 of 5 skills mastered, 60% asked for"),
)


def an_award(**more):
    fields = {
        "student": "st-1",
        "holder": "Ana Pérez <b>",
        "certificate": "semester-one",
        "title": "Certificate of semester one",
        "issued": DAY,
        "until": DAY + timedelta(days=365),
        "shown": SHOWN,
        **more,
    }
    return Award(**fields)


@pytest.fixture(scope="module")
def school():
    return make_issuer("Test College", "https://college.example", DAY)


@pytest.fixture(scope="module")
def badge(school):
    return sign_credential(build_credential(an_award(), school.issuer), school)


@pytest.fixture(scope="module")
def page(school, badge):
    return seal_page(draw_page(an_award(), school.issuer), badge, school, DAY)


# ---- conditions --------------------------------------------------------------------------------


def a_unit(number, *, ready=True, exam=False):
    folder = f"{number:02d}-unit"
    work = Assignment(folder, f"Assignment {number}", 5)
    examination = Assignment("exam", "Midterm", 9, "midterm") if exam else None
    content = Content.READY if ready else Content.PLANNED
    return Unit(folder, number, f"Unit {number}", 1, ("A3",), ("laterality",), ("x",), content, work, examination)


def met(marks, *tries, exams=None, units=()):
    units = units or (a_unit(1), a_unit(2, exam=True))
    wanted = Certificate("one", "One", (1,), 70, 80, 100, ("small",))
    syllabus = Syllabus("Course", {}, {}, units, {}, (wanted,))
    shown = Shown({name: Marks(*each) for name, each in marks.items()}, a_record(*tries), exams or {}, NOW)
    return {each.name: (each.met, each.proof) for each in conditions(wanted, syllabus, a_bank(), shown)}


def test_each_condition_names_what_vouches_for_it():
    passed = Result((), 10, 6, 5.0, 0, 70)
    tries = [a_try(name, days_ago=1) for name in ("one", "two", "three", "four")]
    found = met({"01-unit": (7, 10), "02-unit": (6.99, 10), "exam": (79.9, 100)}, *tries, exams={"small": passed})
    assert found == {
        "Assignment 1": (True, Proof.GRADED),
        "Assignment 2": (False, Proof.GRADED),
        "Midterm": (False, Proof.GRADED),
        "Skills": (True, Proof.PRACTICE),
        "Mock exam small": (True, Proof.PRACTICE),
    }


def test_without_anything_nothing_is_met_and_unwritten_units_stand_in_the_way():
    found = met({}, units=(a_unit(1), a_unit(2, ready=False)))
    assert [each for each, _ in found.values()] == [False] * 4
    assert "The course" in found


# ---- the badge ---------------------------------------------------------------------------------


def test_a_badge_is_an_open_badge_and_the_same_each_time(school, badge):
    header, claims = jwt.get_unverified_header(badge), jwt.decode(badge, options={"verify_signature": False})
    assert (header["alg"], header["kid"]) == ("EdDSA", school.issuer.key_id)
    assert claims["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["iss"] == claims["issuer"]["id"] == school.issuer.id
    assert claims["validFrom"] == "2026-11-20T00:00:00Z"
    assert [each["genre"] for each in claims["evidence"]] == [each.value for each in Proof]
    assert "Shown by graded work: Unit 1" in claims["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert sign_credential(build_credential(an_award(), school.issuer), school) == badge


def test_a_good_badge(school, badge):
    checked = verify_badge(badge, school.issuer, LATER)
    assert (checked.state, checked.holder, checked.until) == (State.GOOD, "Ana Pérez <b>", "2027-11-20")


@pytest.mark.parametrize(
    ("days", "state"), [(-1, State.NOT_YET), (0, State.GOOD), (364, State.GOOD), (365, State.EXPIRED)]
)
def test_its_time(school, badge, days, state):
    assert verify_badge(badge, school.issuer, DAY + timedelta(days=days)).state is state


def test_a_badge_of_another_school_is_from_another_issuer(school, badge):
    other = make_issuer("Test College", "https://college.example", DAY)
    assert verify_badge(badge, other.issuer, LATER).state is State.WRONG_ISSUER


def changed(badge, change, *, header=None):
    """A badge with other claims and the old signature."""
    parts = badge.split(".")
    claims = jwt.decode(badge, options={"verify_signature": False})
    change(claims)

    def packed(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return ".".join([packed(header) if header else parts[0], packed(claims), parts[2]])


@pytest.mark.parametrize(
    "change",
    [
        lambda claims: claims["credentialSubject"]["identifier"][0].update(identityHash="Someone Else"),
        lambda claims: claims.pop("exp"),
        lambda claims: claims["evidence"].clear(),
        lambda claims: None,  # the same content in other letters
    ],
)
def test_a_changed_badge_is_tampered_with(school, badge, change):
    assert verify_badge(changed(badge, change), school.issuer, LATER).state is State.TAMPERED


def test_a_badge_cannot_choose_how_it_is_checked(school, badge):
    for algorithm in ("none", "HS256", "ES256"):
        header = {"alg": algorithm, "kid": school.issuer.key_id, "typ": "vc+jwt"}
        forged = changed(badge, lambda claims: None, header=header)
        assert verify_badge(forged, school.issuer, LATER).state is State.TAMPERED
    with_secret = jwt.encode(
        {"iss": school.issuer.id}, school.issuer.key, "HS256", headers={"kid": school.issuer.key_id}
    )
    assert verify_badge(with_secret, school.issuer, LATER).state is State.TAMPERED


def test_a_key_that_the_badge_brings_along_is_not_believed(school):
    other = make_issuer("Another", "https://another.example", DAY)
    credential = build_credential(an_award(), school.issuer)
    forged = jwt.encode(
        {**credential, "iss": school.issuer.id}, other.key, "EdDSA", headers={"kid": school.issuer.key_id}
    )
    assert verify_badge(forged, school.issuer, LATER).state is State.TAMPERED


def test_parts_that_contradict_each_other_are_not_good_even_when_signed(school):
    credential = build_credential(an_award(), school.issuer)
    claims = {**credential, "iss": school.issuer.id, "jti": credential["id"], "nbf": 0, "exp": 2**33}
    signed = jwt.encode(claims, school.key, "EdDSA", headers={"kid": school.issuer.key_id})
    assert verify_badge(signed, school.issuer, LATER).state is State.TAMPERED


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10**6), letter=st.sampled_from("ABab01-_."))
def test_no_single_letter_can_be_changed(school, badge, place, letter):
    place %= len(badge)
    forged = badge[:place] + letter + badge[place + 1 :]
    if forged == badge:
        return
    # The last letter of a signature holds bits that belong to no byte.
    same_bytes = forged[:-1] == badge[:-1]
    assert same_bytes or verify_badge(forged, school.issuer, LATER).state is not State.GOOD


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_no_badge_is_unreadable(school, text):
    assert verify_badge(text, school.issuer, LATER).state is not State.GOOD


@given(st.binary(max_size=40))
def test_base58_goes_both_ways(raw):
    assert from_base58(base58(raw)) == raw


# ---- the page ----------------------------------------------------------------------------------


def checked_page(tmp_path, raw, issuer, now=LATER):
    path = tmp_path / "page.pdf"
    path.write_bytes(raw)
    return verify_file(path, issuer, now)


def test_a_good_page(tmp_path, school, page):
    assert checked_page(tmp_path, page, school.issuer).state is State.GOOD
    assert draw_page(an_award(), school.issuer) == draw_page(an_award(), school.issuer)


@pytest.mark.skipif(not Path("/usr/share/fonts/truetype/dejavu").is_dir(), reason="needs fonts-dejavu-core")
def test_names_in_other_letters(school):
    assert b"DejaVu" in draw_page(an_award(holder="Nguyễn Thị Ánh"), school.issuer)
    assert draw_page(an_award(holder="Łukasz"), school.issuer) == draw_page(an_award(holder="Łukasz"), school.issuer)
    with pytest.raises(CredentialError, match="no font"):
        draw_page(an_award(holder="王小明"), school.issuer)


def test_a_page_expires_with_its_badge(tmp_path, school, page):
    assert checked_page(tmp_path, page, school.issuer, DAY + timedelta(days=400)).state is State.EXPIRED


def test_a_page_of_another_school(tmp_path, school, page):
    other = make_issuer("Test College", "https://college.example", DAY)
    assert checked_page(tmp_path, page, other.issuer).state is State.WRONG_ISSUER


def test_a_page_with_one_byte_changed_anywhere(tmp_path, school, page):
    for place in range(40, len(page), 397):
        spoiled = bytearray(page)
        spoiled[place] ^= 1
        assert checked_page(tmp_path, bytes(spoiled), school.issuer).state is not State.GOOD, place


def test_a_page_that_something_was_added_to(tmp_path, school, page):
    from io import BytesIO

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.text import TextBoxStyle
    from pyhanko.stamp import TextStamp, TextStampStyle

    writer = IncrementalPdfFileWriter(BytesIO(page))
    style = TextStampStyle(stamp_text="with honors", text_box_style=TextBoxStyle())
    TextStamp(writer, style).apply(0, 100, 100)
    out = BytesIO()
    writer.write(out)
    assert checked_page(tmp_path, out.getvalue(), school.issuer).state is State.TAMPERED


def test_a_page_without_a_seal(tmp_path, school):
    assert checked_page(tmp_path, draw_page(an_award(), school.issuer), school.issuer).state is State.TAMPERED


# ---- the keys ----------------------------------------------------------------------------------


def test_keys_are_kept_by_their_owner_and_never_replaced(tmp_path, school):
    path = tmp_path / "own" / "secret.json"
    save_secret(path, school)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_secret(path).issuer == school.issuer
    kept = path.read_bytes()
    with pytest.raises(CredentialError, match="already"):
        save_secret(path, make_issuer("Other", "https://other.example", DAY))
    assert path.read_bytes() == kept


def test_the_issuer_s_document_holds_no_secret_and_its_id_is_its_key(tmp_path, school):
    path = tmp_path / "issuer.json"
    path.write_text(render_issuer(school.issuer), encoding="utf-8")
    assert load_issuer(path) == school.issuer
    assert base64.urlsafe_b64encode(school.key.private_bytes_raw()).decode().rstrip("=") not in path.read_text()
    found = json.loads(path.read_text(encoding="utf-8"))
    other = make_issuer("Other", "https://other.example", DAY).issuer
    found["verificationMethod"][0]["publicKeyJwk"]["x"] = base64.urlsafe_b64encode(other.key).decode().rstrip("=")
    path.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(CredentialError, match="not the one"):
        load_issuer(path)


# ---- the commands ------------------------------------------------------------------------------

SYLLABUS = """\
title: A course
default_date: 2026-05-15
outcomes: {A3: Code}
skills: {laterality: Sides}
certificates:
  - {name: one, title: Certificate one, semesters: ["1"], assignments: 70}
units:
  - folder: 01-unit
    number: 1
    title: Unit 1
    semester: 1
    outcomes: [A3]
    skills: [laterality]
    can: [Code]
    content: ready
    assignment: {title: Assignment 1, due_after_weeks: 2}
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    root = tmp_path / "course-root"
    (root / "course" / "exams").mkdir(parents=True)
    (root / "course" / "01-unit").mkdir()
    (root / "course" / "syllabus.yaml").write_text(SYLLABUS, encoding="utf-8")
    url = f"sqlite:///{root / 'gradebook.db'}"
    config = f"c = get_config()\nc.CourseDirectory.course_id = 'course'\nc.CourseDirectory.db_url = {url!r}\n"
    (root / "nbgrader_config.py").write_text(config, encoding="utf-8")
    monkeypatch.chdir(root)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("MEDCODING_PROGRESS", str(tmp_path / "progress"))
    monkeypatch.delenv("MEDCODING_COURSE", raising=False)
    return root


def grade(root, student, points):
    """A gradebook as nbgrader leaves it: ten points, so many earned."""
    install()  # nbgrader runs a program by name
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader makes records in a way that SQLAlchemy warns of
        with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "course") as gradebook:
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_assignment("01-unit")
            gradebook.update_or_create_notebook("assignment", "01-unit")
            gradebook.update_or_create_grade_cell("cell", "assignment", "01-unit", max_score=10, cell_type="code")
            gradebook.update_or_create_submission("01-unit", student)
            found = gradebook.find_grade("cell", "assignment", "01-unit", student)
            found.auto_score = points
            found.needs_manual_grade = False
            gradebook.db.commit()


def run(*words):
    result = CliRunner().invoke(cli, [str(word) for word in words])
    if isinstance(result.exception, MedcodingError):
        return 1, str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_from_keys_to_a_checked_certificate(course, tmp_path):
    grade(course, "st-1", 9)
    assert run("issuer", "init", "--name", "Test College", "--url", "https://college.example")[0] == 0
    code, says = run("certificate", "issue", "--student", "st-1", "--name", "Ana Pérez", "--out", tmp_path / "out")
    assert code == 0, says
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one-st-1.jwt", "one-st-1.pdf"]
    for path in (tmp_path / "out").iterdir():
        code, says = run("verify", path)
        assert (code, "Ana Pérez" in says, "9 of 10 points (90%)" in says) == (0, True, True), says
    badge = tmp_path / "out" / "one-st-1.jwt"
    badge.write_text(badge.read_text().replace("e", "f", 1), encoding="ascii")
    assert run("verify", badge)[0] == 1


def test_nothing_is_issued_while_a_condition_is_open(course, tmp_path):
    grade(course, "st-1", 6.9)
    run("issuer", "init", "--name", "Test College", "--url", "https://college.example")
    code, says = run("certificate", "issue", "--student", "st-1", "--name", "Ana", "--out", tmp_path / "out")
    assert code == 1
    assert "6.9 of 10 points (69%), 70% asked for" in says
    assert not (tmp_path / "out").exists()
    assert "knows no student" in run("certificate", "issue", "--student", "nobody", "--name", "Ana")[1]


def test_without_a_gradebook_none_is_made(course):
    run("issuer", "init", "--name", "Test College", "--url", "https://college.example")
    assert "no gradebook yet" in run("certificate", "issue", "--student", "st-1", "--name", "Ana")[1]
    assert not (course / "gradebook.db").exists()


def test_a_learner_is_told_what_is_missing(course):
    code, says = run("certificate")
    assert code == 0
    assert "0 of 1 conditions met" in says
    assert "Assignment 1: no marks yet; 70% are asked for (graded work)" in says


@pytest.mark.parametrize("place", ["secret.json", "course/secret.json"])
def test_secret_keys_do_not_go_into_the_course(course, place):
    code, says = run("issuer", "init", "--name", "X", "--url", "https://x.example", "--secret", course / place)
    assert code == 1
    assert "another place" in says
    assert not (course / place).exists()
    assert not (course / "course" / "issuer.json").exists()


def test_a_second_issuer_does_not_take_the_first_one_s_place(course):
    words = ("issuer", "init", "--name", "Test College", "--url", "https://college.example")
    assert run(*words)[0] == 0
    kept = Path("course/issuer.json").read_bytes()
    assert "already" in run(*words)[1]
    assert Path("course/issuer.json").read_bytes() == kept
