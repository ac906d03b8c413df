"""Every example in `worked/`: findings and points written by hand from the rules (see its README)."""

from pathlib import Path

import pytest
import yaml

from builders import a_case
from medcoding.answers import RawAnswer
from medcoding.codes import ICD10CM
from medcoding.exercises import parse_case
from medcoding.scoring import score

FILES = sorted((Path(__file__).parent / "worked").glob("*.yaml"))
WORKED = [
    pytest.param(case, example, id=f"{path.stem}: {example['name']}")
    for path in FILES
    for case in [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)]
    for example in case["examples"]
]


def exercise_of(case):
    front = "".join(f"{name}: {case[name]}\n" for name in ("age", "sex") if name in case)
    text = a_case(key=case["key"], setting=case["setting"], front=front)
    text = text.replace("kind: codes", f"kind: {case.get('kind', 'codes')}")
    return parse_case(text.replace("2026-05-15", case.get("date", "2026-05-15")), "worked.md")


def answer_of(exercise, entered):
    if isinstance(entered, dict):
        return RawAnswer(exercise.slug, entered)
    lines = [{"system": ICD10CM, **(line if isinstance(line, dict) else {"code": line})} for line in entered]
    return RawAnswer(exercise.slug, {"lines": lines})


def test_there_are_enough_of_them_and_each_gives_its_reason():
    assert len(WORKED) >= 40
    for parameter in WORKED:
        assert parameter.values[1]["because"].endswith(".")


@pytest.mark.parametrize(("case", "example"), WORKED)
def test_worked(case, example):
    exercise = exercise_of(case)
    result = score(exercise, answer_of(exercise, example["answer"]))
    found = sorted(f"{finding.verdict.value} {finding.code or finding.expected}" for finding in result.findings)
    assert found == sorted(example["findings"])
    assert result.points == float(example["points"])
    if "clean" in example:
        assert result.outcome.clean is (example["clean"] == "true")
    if "drg" in example:
        assert result.outcome.group.drg == example["drg"]
    if "payment" in example:
        assert result.outcome.group.payment == float(example["payment"])
    if "lost" in example:
        assert list(result.outcome.lost) == example["lost"]


def test_no_finding_is_without_a_reason():
    for parameter in WORKED:
        case, example = parameter.values
        exercise = exercise_of(case)
        for finding in score(exercise, answer_of(exercise, example["answer"])).findings:
            assert finding.verdict.value == "correct" or finding.reason
