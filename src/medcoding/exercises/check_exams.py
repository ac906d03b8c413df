"""Checks what mock exams and certificates name: skills, exams, and a word on whatever cannot be asked yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from medcoding.errors import AuthoringError
from medcoding.exercises.course import Course
from medcoding.learning.contents import load_contents
from medcoding.learning.exams.paper import load_mock_exams, parts_of


def check_exams(course: Course) -> Iterator[tuple[Path, str]]:
    """Every problem: the file, and `what is wrong; what to do`."""
    syllabus = course.root / "course" / "syllabus.yaml"
    try:
        exams = load_mock_exams(course.root)
    except AuthoringError as error:
        for line in str(error).splitlines():
            file, _, says = line.partition(": ")
            yield Path(file), says
        return
    contents = load_contents(course.root, [unit.folder for unit in course.syllabus.units if unit.is_ready])
    for exam in exams:
        path = course.root / "course" / "exams" / f"{exam.name}.yaml"
        for section in exam.sections:
            for skill in section.skills:
                if skill not in course.syllabus.skills:
                    yield path, f"{section.name}: the skill {skill!r} is not in the syllabus; correct it"
        for part in parts_of(exam, contents):
            if part.there < part.wanted and not part.note:
                yield path, f"{part.name}: {part.there} of {part.wanted} questions are there; say in a `note` why"
    known = {exam.name for exam in exams}
    for certificate in course.syllabus.certificates:
        for name in certificate.mock_exams:
            if name not in known:
                yield syllabus, f"certificate {certificate.name}: there is no mock exam {name!r}; correct its name"
