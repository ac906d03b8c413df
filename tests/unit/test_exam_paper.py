"""Drawing a mock exam: by its weights, the same for the same seed, nothing twice, nothing made up."""

from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from exam_builders import QUESTIONS, RECORDS, a_bank, a_blueprint
from learning_builders import an_entry
from medcoding.exercises.check_exams import check_exams
from medcoding.exercises.course import Course
from medcoding.learning.blueprint import Section
from medcoding.learning.contents import Contents, load_contents
from medcoding.learning.exams.paper import assemble, load_mock_exams, parts_of

ROOT = Path(__file__).parents[2]
SKILLS = ("laterality", "sequela", "excludes1", "none-of-them")


@st.composite
def banks(draw):
    count = draw(st.integers(0, 25))
    return Contents(
        tuple(
            an_entry(
                f"e{number}",
                *draw(st.lists(st.sampled_from(SKILLS), min_size=1, max_size=3, unique=True)),
                difficulty=draw(st.integers(1, 5)),
                is_question=draw(st.booleans()),
                variants=tuple(draw(st.sampled_from([(), ("left", "right")]))),
            )
            for number in range(count)
        )
    )


blueprints = st.builds(
    lambda first, second, third: a_blueprint(
        Section("Records", first, ("laterality", "sequela"), asks=RECORDS),
        Section("Rules", second, ("laterality", "excludes1"), asks=QUESTIONS),
        Section("Any", third, ("sequela", "excludes1")),
    ),
    *[st.integers(1, 8)] * 3,
)


@settings(max_examples=40, deadline=None)
@given(banks(), blueprints, st.text(max_size=5))
def test_every_paper_honours_its_blueprint(bank, blueprint, seed):
    paper = assemble(blueprint, bank, seed)
    by_slug = {entry.slug: entry for entry in bank.entries}
    slugs = [item.exercise for item in paper.items]
    assert len(slugs) == len(set(slugs))
    asked = Counter(item.section for item in paper.items)
    for section, part in zip(blueprint.sections, paper.parts, strict=True):
        assert (part.wanted, part.there) == (section.questions, asked[section.name])
        assert part.there <= part.wanted
    for item in paper.items:
        entry = by_slug[item.exercise]
        section = next(each for each in blueprint.sections if each.name == item.section)
        assert set(entry.skills) & set(section.skills)
        assert section.name != "Records" or not entry.is_question
        assert section.name != "Rules" or entry.is_question
        assert item.variant in (entry.variants or ("",))
    assert assemble(blueprint, bank, seed) == paper
    assert parts_of(blueprint, bank) == paper.parts


@settings(max_examples=40, deadline=None)
@given(banks(), blueprints, st.text(max_size=5))
def test_what_was_asked_lately_comes_again_only_when_the_rest_has_run_out(bank, blueprint, seed):
    first = assemble(blueprint, bank, "first")
    again = assemble(blueprint, bank, seed, [first.items])
    whole = a_blueprint(*(Section(each.name, 200, each.skills, asks=each.asks) for each in blueprint.sections))
    everything = Counter(item.section for item in assemble(whole, bank, "").items)
    met = {item.exercise for item in first.items}
    for part in again.parts:
        fresh = everything[part.name] - part.there
        repeated = sum(item.exercise in met for item in again.items if item.section == part.name)
        assert repeated == max(part.there - fresh, 0)


def test_skills_kinds_and_difficulties_take_turns():
    drills = [an_entry(f"drill-{number}", "laterality", kind="term", difficulty=1) for number in range(50)]
    others = [an_entry(f"other-{number}", "sequela", difficulty=1 + number % 5) for number in range(10)]
    blueprint = a_blueprint(Section("All", 10, ("laterality", "sequela")))
    paper = assemble(blueprint, Contents((*drills, *others)), "seed")
    drawn = Counter(item.exercise.split("-")[0] for item in paper.items)
    assert drawn == {"drill": 5, "other": 5}
    hard = {others[int(item.exercise[6:])].difficulty for item in paper.items if item.exercise.startswith("other")}
    assert hard >= {2, 3, 4, 5}


def test_another_seed_draws_another_paper_and_another_variant():
    bank = Contents(tuple(an_entry(f"e{number}", variants=("left", "right")) for number in range(40)))
    papers = [assemble(a_blueprint(Section("Sides", 5, ("laterality",))), bank, seed) for seed in "abc"]
    assert len({paper.items for paper in papers}) == 3
    one = Contents((an_entry("one", variants=("left", "right")),))
    first = assemble(a_blueprint(), one, "a")
    second = assemble(a_blueprint(), one, "a", [first.items])
    assert {first.items[0].variant, second.items[0].variant} == {"left", "right"}


def test_what_a_person_judges_is_never_asked():
    assert assemble(a_blueprint(), Contents((an_entry("letter", kind="query"),)), "a").items == ()


EXAM = """\
title: E
mock: true
minutes: 10
passing: 70
sections:
  - {name: A, questions: 2, skills: [laterality]}
  - {name: B, questions: 2, skills: [no-such-skill], note: Later.}
"""
SYLLABUS = """\
title: A course
default_date: 2026-05-15
outcomes: {A3: Code}
skills: {laterality: Sides}
certificates:
  - {name: one, title: One, semesters: ["1"], mock_exams: [exam, another]}
units:
  - folder: 01-unit
    number: 1
    title: U
    semester: 1
    outcomes: [A3]
    skills: [laterality]
    can: [x]
    content: planned
"""


def test_the_check_names_what_is_wrong_with_an_exam(tmp_path):
    (tmp_path / "course" / "exams").mkdir(parents=True)
    (tmp_path / "course" / "exams" / "exam.yaml").write_text(EXAM, encoding="utf-8")
    (tmp_path / "course" / "syllabus.yaml").write_text(SYLLABUS, encoding="utf-8")
    found = [f"{path.name}: {says}" for path, says in check_exams(Course(tmp_path))]
    assert found == [
        "exam.yaml: B: the skill 'no-such-skill' is not in the syllabus; correct it",
        "exam.yaml: A: 0 of 2 questions are there; say in a `note` why",
        "syllabus.yaml: certificate one: there is no mock exam 'another'; correct its name",
    ]


def test_the_course_s_own_exams_ask_what_is_there_and_say_what_is_not():
    course = Course(ROOT)
    contents = load_contents(ROOT, [unit.folder for unit in course.ready_units()])
    exams = {exam.name: exam for exam in load_mock_exams(ROOT)}
    assert [exams[name].questions for name in ("daily-ten", "cca-like", "cpc-like")] == [10, 105, 100]
    assert [exams[name].minutes for name in ("daily-ten", "cca-like", "cpc-like")] == [0, 120, 240]
    assert "midterm" not in exams
    for exam in exams.values():
        known = set(course.syllabus.skills)
        assert all(set(section.skills) <= known for section in exam.sections)
        for part in parts_of(exam, contents):
            assert part.there == part.wanted or part.note, f"{exam.name}: {part.name} falls short and does not say why"
    classification = sum(part.questions for part in exams["cca-like"].sections if "Classification" in part.name)
    assert 0.30 <= classification / 105 <= 0.34
    assert len(assemble(exams["daily-ten"], contents, "x").items) == 10
    assert a_bank().entries
