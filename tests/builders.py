"""Small cases and answers for tests: say only what the test is about."""

from __future__ import annotations

import textwrap

from medcoding.answers import RawAnswer
from medcoding.exercises import Exercise, Role, parse_case, parse_questions
from medcoding.kinds.codes import answer_of

RECORD = """\
**Visit.** Twisted the right ankle this morning.
Type 2 diabetes with a foot ulcer, left heel, skin breakdown only.
Takes insulin every evening."""


def a_line(code: str, role: str = "secondary", points: str = "1", **more: str) -> str:
    """One key line in YAML; `more` adds or replaces fields."""
    fields = {
        "code": code,
        "system": "ICD-10-CM",
        "role": role,
        "points": points,
        "why": f"The record supports {code}.",
        "cite": "OCG I.A.1",
        "evidence": "Twisted the right ankle this morning.",
        **more,
    }
    first, *rest = (f"{name}: {value}" for name, value in fields.items())
    return "\n".join([f"  - {first}", *(f"    {line}" for line in rest)])


def a_key(*lines: str, near_misses: str = "") -> str:
    return "lines:\n" + "\n".join(lines) + ("\n" + near_misses if near_misses else "")


def a_case(
    *lines: str,
    key: str | None = None,
    setting: str = "office",
    near_misses: str = "",
    record: str = RECORD,
    front: str = "",
    question: str = "Assign the codes.",
) -> str:
    """The text of a case file."""
    key = key if key is not None else a_key(*lines, near_misses=near_misses)
    head = textwrap.dedent(f"""\
        ---
        id: a-case
        title: A case
        kind: codes
        setting: {setting}
        date_of_service: 2026-05-15
        outcomes: [A3]
        skills: [laterality]
        difficulty: 2
        """)
    body = f"{record}\n\n## Question\n{question}\n\n## Key\n```yaml\n{key}\n```\n\n## Teaching note\nA note.\n"
    return f"{head}{front}---\n{body}"


def an_exercise(*lines: str, **more: str) -> Exercise:
    return parse_case(a_case(*lines, **more), "a-case.md")


def an_answer(exercise: Exercise, *entered: str) -> RawAnswer:
    """Codes as entered: the first leads, unless a code is written `code/role`."""
    lead = "principal" if exercise.setting.is_inpatient else "first-listed"
    lines = []
    for place, text in enumerate(entered):
        code, _, role = text.partition("/")
        lines.append((code, "ICD-10-CM", Role(role or (lead if place == 0 else "secondary"))))
    return answer_of(exercise, lines)


def a_question(kind: str, own: str, name: str = "a-question") -> Exercise:
    """A short question; `own` is the YAML of its kind's fields, reasons excepted."""
    head = textwrap.dedent(f"""\
        - id: {name}
          kind: {kind}
          ask: What is right?
          outcomes: [A3]
          skills: [laterality]
          difficulty: 1
          why: Because the rule says so.
          cite: OCG I.A.1
        """)
    (question,) = parse_questions(head + textwrap.indent(textwrap.dedent(own), "  "), "questions.yaml")
    return question


def a_case_of(kind: str, key: str, record: str = RECORD) -> Exercise:
    """A case of any kind; `key` is its key block."""
    text = a_case(key=textwrap.dedent(key).strip(), record=record).replace("kind: codes", f"kind: {kind}")
    return parse_case(text, "a-case.md")


def entered(exercise: Exercise, **fields: object) -> RawAnswer:
    """An answer with these fields."""
    return RawAnswer(exercise.slug, fields)
