"""An audit counts what a reviewer would count, from CSV or JSON."""

import json

import pytest

from medcoding.audit import judge_sets, load_set, tally
from medcoding.audit.render import audit_as_json, render_page, render_table
from medcoding.errors import AuditError

REVIEWED = """\
record,code,poa,rule,setting,age,sex,date_of_service
A,E11.621,Y,OCG I.C.4.a,inpatient,60,M,2026-05-15
A,L97.421,Y,OCG I.A.13,,,,
A,I50.23,N,OCG III,,,,
B,J18.9,,OCG II,office,40,F,2026-05-15
"""
CODED = """\
record,coder,code,poa
A,Ana,E11.621,Y
A,Ana,L97.421,N
A,Ana,I50.9,N
B,Ana,J18.9,
B,Ben,J20.9,
A,Ben,e11621,Y
A,Ben,L97.421,Y
A,Ben,I50.23,N
A,Ben,Z99.2,Y
"""


def sets(tmp_path, coded=CODED, reviewed=REVIEWED):
    (tmp_path / "coded.csv").write_text(coded)
    (tmp_path / "reviewed.csv").write_text(reviewed)
    return load_set(tmp_path / "coded.csv"), load_set(tmp_path / "reviewed.csv")


def test_accuracies_by_coder(tmp_path):
    ana, ben = tally(judge_sets(*sets(tmp_path))).coders
    # Ana: E11.621, L97.421 and J18.9 of four codes; I50.9 is less specific. Record B alone is without a fault.
    assert (ana.codes.right, ana.codes.of, ana.records.right, ana.records.of) == (3, 4, 1, 2)
    assert (ana.poa.right, ana.poa.of) == (1, 2)
    # Ben: the three codes of record A; J20.9 is not the reviewer's, nor is Z99.2.
    assert (ben.codes.right, ben.codes.of, ben.extra) == (3, 4, 2)
    assert (ben.poa.right, ben.poa.of) == (3, 3)


def test_the_drg_is_compared_where_the_facts_allow_it(tmp_path):
    ana, ben = tally(judge_sets(*sets(tmp_path))).coders
    # Record A is the only inpatient stay. I50.9 is a CC less than the MCC I50.23.
    assert (ana.drgs.right, ana.drgs.of) == (0, 1)
    assert (ben.drgs.right, ben.drgs.of) == (1, 1)


def test_faults_are_counted_by_rule_and_by_code(tmp_path):
    result = tally(judge_sets(*sets(tmp_path)))
    assert {item.rule: item.faults for item in result.rules}["OCG III"] >= 1
    by_code = {item.code: item for item in result.codes}
    assert by_code["I50.23"].instead == (("I50.9", 1),)
    assert (by_code["J18.9"].found.right, by_code["J18.9"].found.of) == (1, 2)


def test_json_and_csv_say_the_same(tmp_path):
    rows = [
        dict(zip(CODED.splitlines()[0].split(","), line.split(","), strict=True)) for line in CODED.splitlines()[1:]
    ]
    (tmp_path / "coded.json").write_text(json.dumps(rows))
    coded, reviewed = sets(tmp_path)
    assert load_set(tmp_path / "coded.json") == coded
    judged = judge_sets(coded, reviewed)
    found = audit_as_json(tally(judged), judged)
    assert json.loads(json.dumps(found))["total"]["codes"] == {"right": 6, "of": 8, "ratio": 0.75}


def test_table_and_page_are_readable_and_escaped(tmp_path):
    coded, reviewed = sets(tmp_path, CODED.replace("Ben", "<b>Ben"))
    judged = judge_sets(coded, reviewed)
    assert "75.0% (3 of 4)" in render_table(tally(judged))
    page = render_page(tally(judged), judged)
    assert "&lt;b&gt;Ben" in page
    assert "<b>Ben" not in page


@pytest.mark.parametrize(
    ("coded", "says"),
    [
        ("code\nI10\n", "the column 'record' is missing"),
        ("record,code,colour\nA,I10,red\n", "the column 'colour' is unknown"),
        ("record,code\n,I10\n", "line 2: `record` is empty"),
        ("record,code,units\nA,I10,many\n", "units are 'many'"),
        ("record,code,setting\nA,I10,kitchen\n", "correct the facts of record A"),
        ("record,code,system\nA,I10,ICD-9\n", "the system 'ICD-9' is unknown"),
        ("record,code\nZ,I10\n", "no record is in both sets"),
    ],
)
def test_what_cannot_be_audited_is_refused_with_a_sentence(tmp_path, coded, says):
    with pytest.raises(AuditError, match=says):
        judge_sets(*sets(tmp_path, coded))
