"""`drg`: authors' mistakes, forms and pages; its points are in `worked/`."""

import json

import pytest

from builders import a_case, entered
from medcoding.errors import AuthoringError
from medcoding.exercises import parse_case, render_public
from medcoding.kinds import kind_of
from medcoding.payment import weights
from medcoding.rendering import render_static
from medcoding.scoring import score

KEY = """\
principal: A41.9
secondary:
  - {code: R65.20, level: none, why: "A41.9 excludes it."}
  - {code: N39.0, level: CC}
drg: {expected: "872", base_rate: 6500}
points: 6
why: Sepsis comes first.
cite: OCG I.C.1.d.4
evidence: Sepsis.
near_misses:
  - {code: N39.0, says: The local infection follows.}
"""


def a_stay(key=KEY, setting="inpatient", front="age: 71\nsex: F\n"):
    text = a_case(key=key, setting=setting, record="Sepsis.", front=front)
    return parse_case(text.replace("kind: codes", "kind: drg"), "a-case.md")


def problems(key):
    return list(kind_of("drg").check(a_stay(key)))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("level: CC", "level: big"), "write one of: MCC, CC, none"),
        (('drg: {expected: "872", base_rate: 6500}\n', ""), "`drg` is missing; add `drg: {expected:"),
        (('"872"', "eight"), "three digits of the DRG"),
    ],
)
def test_each_mistake_of_an_author_says_what_to_do(change, says):
    with pytest.raises(AuthoringError) as caught:
        a_stay(KEY.replace(*change))
    assert says in str(caught.value)


def test_only_inpatient_stays_have_a_drg():
    with pytest.raises(AuthoringError, match="only inpatient stays have a DRG"):
        a_stay(setting="office")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('"872"', '"871"'), "the key states DRG 871, with A41.9 as principal diagnosis the grouper returns 872"),
        (("level: none", "level: MCC"), "R65.20 counts as none in this claim, the key says MCC"),
        (("code: N39.0, level", "code: R65.20, level"), "R65.20' stands twice"),
        (("- {code: N39.0, says", "- {code: J18.9, says"), "J18.9 should be one of the secondary diagnoses"),
        (("level: CC}", 'level: CC, poa: "Y"}'), "some diagnoses have `poa` and some have not"),
        (("evidence: Sepsis.", "evidence: Shock."), "'Shock.' does not stand in one line of the record"),
        (("principal: A41.9", "principal: W19.XXXA"), "external cause"),
    ],
)
def test_the_claim_is_checked_against_tables_and_grouper(change, says):
    assert problems(KEY) == []
    assert any(says in problem for problem in problems(KEY.replace(*change)))


def test_a_stay_without_age_or_sex_is_found():
    assert any("add `age` and `sex`" in says for says in kind_of("drg").check(a_stay(front="")))


def test_learners_choose_among_all_diagnoses_by_code():
    public = parse_case(render_public(a_stay()), "public")
    widget = kind_of("drg").widget(public)
    assert [each["code"] for each in widget["diagnoses"]] == ["A41.9", "N39.0", "R65.20"]
    assert widget["diagnoses"][0]["title"] == "Sepsis, unspecified organism"
    assert widget["levels"] == ["MCC", "CC", "none"]
    assert json.dumps(widget)
    assert "872" not in render_public(a_stay())


@pytest.mark.parametrize(
    ("fields", "complete", "well_formed"),
    [
        ({"principal": "A41.9", "drg": "872"}, False, True),
        ({"principal": "I10", "drg": "872"}, False, False),
        ({"principal": "A41.9", "drg": "87x"}, False, False),
        ({"principal": "A41.9", "levels": [{"code": "N39.0", "level": "huge"}]}, False, False),
        ({"principal": 7}, False, False),
        ({"levels": "none"}, False, False),
    ],
)
def test_the_form_says_what_is_missing_without_the_key(fields, complete, well_formed):
    stay = a_stay().without_key()
    form = kind_of("drg").form(stay, entered(stay, **fields))
    assert (form.complete, form.well_formed) == (complete, well_formed)
    assert form.says


def test_the_key_is_complete_and_scores_full_and_nothing_scores_nothing():
    stay = a_stay()
    full = kind_of("drg").full_answer(stay)
    assert kind_of("drg").form(stay, full).says == "Complete."
    assert score(stay, full).points == 6.0
    assert score(stay, None).points == 0.0


def test_a_verdict_shows_what_each_diagnosis_did_to_the_group():
    stay = a_stay()
    answer = entered(stay, principal="N39.0", drg="689")
    html = render_static(stay, answer, score(stay, answer))
    for text in ("The local infection follows.", "MS-DRG", "689", "$7,541.95", "Counts as MCC"):
        assert text in html
    assert "A41.9" in kind_of("drg").render_key(stay)


def test_table_5_is_whole():
    from datetime import date

    day = date(2026, 5, 15)
    lines = [weights.find_weight(f"{number:03d}", day) for number in range(1000)]
    found = [line for line in lines if line]
    assert len(found) == 772
    assert [line.drg for line in found if line.weight is None] == ["998", "999"]
    assert weights.title_of("999", day) == "UNGROUPABLE"
    assert weights.find_weight("470", day).weight == 1.9289
    assert weights.find_weight("470", date(2026, 10, 1)) is None
    assert weights.payment(1.5, 1000.0) == 1500.0
    assert weights.payment(None, 1000.0) is None
