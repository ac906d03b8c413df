"""`query`: a person scores it; the checklist tells what makes it leading."""

import time

import pytest

from builders import a_case_of, entered
from medcoding.exercises import parse_case, render_public
from medcoding.exercises.check import check_case
from medcoding.kinds import kind_of
from medcoding.kinds.query.checklist import option_lines
from medcoding.rendering import render_static, render_verdict, summary
from medcoding.scoring import Verdict, possible, score

RECORD = """\
**Day 2.** Creatinine 2.9 mg/dL, was 1.1 on admission.
Urine output 15 mL an hour.
Fluids given.
Assessment: dehydration."""
KEY = """\
points: 4
why: Name the findings and let the provider name the disease.
cite: Compliant query practice
indicators:
  - {name: the creatinine, words: [creatinine], evidence: "Creatinine 2.9 mg/dL"}
  - {name: the urine output, words: [urine output, oliguria], evidence: Urine output 15 mL an hour.}
leading: [acute kidney injury, acute renal failure, AKI]
rubric: [Names both indicators, Leaves the diagnosis to the provider]
model: |
  Dr. Osei, the creatinine rose from 1.1 to 2.9 mg/dL by day 2, and urine output was 15 mL an hour.
  Which diagnosis, if any, explains these findings?
  - Acute kidney injury
  - Dehydration without kidney injury
  - Other (please specify)
  - Unable to determine
"""
GOOD = """\
Creatinine 2.9 from 1.1 and oliguria on day 2.
Could you please document the diagnosis that these findings show?
a) Acute kidney injury
b) Dehydration alone
c) Other: ____
d) Clinically unable to determine"""


def a_case():
    return a_case_of("query", KEY, RECORD)


def concerns(text):
    case = a_case()
    result = score(case, entered(case, text=text))
    return {found.code for found in result.findings if found.verdict is Verdict.ADVICE}


def test_no_machine_gives_points():
    case = a_case()
    for text in ("", GOOD, "Is it AKI?"):
        result = score(case, entered(case, text=text))
        assert (result.points, result.manual, result.possible) == (0.0, True, 4.0)
    assert possible(case) == 4.0
    assert sum(found.possible for found in score(case, entered(case, text=GOOD)).findings) == 0


def test_a_good_query_passes_the_checklist():
    assert concerns(GOOD) == set()


@pytest.mark.parametrize(
    ("change", "item"),
    [
        (lambda t: t.replace("Creatinine 2.9 from 1.1", "Laboratory values"), "Clinical indicator"),
        (lambda t: "Please look at this acute kidney injury.\n" + t, "New diagnosis"),
        (lambda t: "Does the patient have kidney trouble?\n" + t, "Yes or no"),
        (lambda t: "Is the kidney damaged or not?\n" + t, "Yes or no"),
        (lambda t: "Do you agree that the kidneys failed?\n" + t, "Yes or no"),
        (lambda t: "Please confirm the kidney problem.\n" + t, "Yes or no"),
        (lambda t: t + "\nThis would be an MCC.", "Payment"),
        (lambda t: t + "\nIt raises the DRG.", "Payment"),
        (lambda t: t + "\nIt raises the severity of illness.", "Payment"),
        (lambda t: t + "\nIt adds a CC.", "Payment"),
        (lambda t: t.replace("c) Other: ____\n", ""), "Way out"),
        (lambda t: t.replace("d) Clinically unable to determine", ""), "Way out"),
        (lambda t: t.replace("b) Dehydration alone\n", ""), "Real choice"),
        (lambda t: "\n".join(t.splitlines()[:2]), "Choices"),
    ],
)
def test_each_leading_sign_is_found(change, item):
    assert item in concerns(change(GOOD))


@pytest.mark.parametrize(
    "text",
    [
        "How severe is the asthma?",  # severity is clinical here
        "CC: weakness. ROM of the knee is full.",  # chief complaint, range of motion
        "Is the heart failure acute or chronic?",
        "He passed 200 cc of urine.",  # not the payment word
        "Would you please specify the type?",
        "Can you clarify the cause?",
        "What was treated? Which drug was it for?",
    ],
)
def test_innocent_words_are_left_alone(text):
    assert not concerns(f"{GOOD}\n{text}")


@pytest.mark.parametrize(
    "line", ["Dr. Sandoval, please look at day 3.", "Mr. Ito had a fever.", "No. 3 of the wounds is open."]
)
def test_a_line_that_begins_with_a_short_word_offers_no_choice(line):
    assert option_lines(line) == []


@pytest.mark.parametrize("line", ["- sepsis", "a) sepsis", "B. sepsis", "(12) sepsis", "[ ] sepsis", "☐ sepsis"])
def test_a_line_with_a_dash_box_letter_or_number_offers_one(line):
    assert option_lines(line) == [line]


def test_a_yes_no_query_is_fine_where_it_is_allowed():
    case = a_case_of("query", KEY.replace("points: 4", "points: 4\nyes_no: true\nopen: true"), RECORD)
    text = "Creatinine 2.9, urine output 15. Was the dehydration present on admission?"
    assert all(found.verdict is Verdict.CORRECT for found in score(case, entered(case, text=text)).findings)


def test_the_verdict_tells_of_a_person_and_not_of_0_points():
    case = a_case()
    result = score(case, entered(case, text="Is it AKI?"))
    assert summary(result).endswith("In an assignment a person reads the answer and gives up to 4 points.")
    html = render_verdict(case, result)
    assert "Given by a person, in assignments" in html
    assert "“AKI”" in html


@pytest.mark.parametrize("text", [7, "x" * 9000, ["x"]])
def test_an_odd_answer_says_so(text):
    case = a_case()
    assert score(case, entered(case, text=text)).problem


def test_the_public_half_is_the_record_alone_and_advice_needs_no_key():
    case = a_case()
    public = parse_case(render_public(case), "public")
    kind = kind_of("query")
    assert "kidney" not in render_public(case)
    assert not kind.form(public, entered(public, text="Hello")).complete
    assert [item.is_fine for item in kind.advice(public, entered(public, text="Money: DRG"))] == [False]
    assert "<p>Is it &lt;AKI&gt;?</p>" in render_static(public, entered(public, text="Is it <AKI>?"))


@pytest.mark.parametrize("text", ["\n" * 8000, " " * 8000, "is " * 2600, "- " * 4000, "Do " + "a" * 7900])
def test_hostile_texts_are_judged_quickly(text):
    case = a_case()
    start = time.perf_counter()
    score(case, entered(case, text=text))
    assert time.perf_counter() - start < 1


def test_mistakes_of_authors_are_told():
    leading = a_case_of("query", KEY.replace("[acute kidney injury,", "[dehydration,"), RECORD)
    assert any("'dehydration', which stands in the record" in says for says in check_case(leading))
    model = a_case_of("query", KEY.replace("  - Unable to determine\n", ""), RECORD)
    assert any("does not pass the checklist (Way out" in says for says in check_case(model))
