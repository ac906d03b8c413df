"""What a certificate asks for, and what vouches for each condition."""

from exam_builders import a_bank
from learning_builders import NOW, a_record, a_try
from medcoding.learning.conditions import Marks, Proof, Shown, conditions
from medcoding.learning.exams.result import Result
from medcoding.learning.syllabus import Assignment, Certificate, Content, Syllabus, Unit


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
