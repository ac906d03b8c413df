"""The table of all attacks: `pytest tests/attacks -s` prints it."""

from __future__ import annotations

from attacks.desks import find_attacks, students_of


def test_every_attack_stands_in_the_table_and_none_succeeded(siege, code_siege) -> None:
    rows = []
    for held, on_code, honest in ((siege, False, None), (code_siege, True, 1.0)):
        for student, attack in students_of(find_attacks(on_code=on_code)).items():
            if student in held.impossible:
                rows.append((attack.name, "not possible here", attack.tries))
                continue
            earned = attack.earned(held.desks[student].total if honest is None else honest)
            score = held.result(student).score
            rows.append((attack.name, "fails" if score == earned else f"SUCCEEDS: {score}", attack.tries))
    print()
    for name, outcome, tries in sorted(rows):
        print(f"{name:<34} {outcome:<10} {tries}")
    succeeded = [name for name, outcome, _ in rows if outcome.startswith("SUCCEEDS")]
    print(f"{len(rows)} tried, {len(succeeded)} succeeded.")
    assert len({name for name, _, _ in rows}) == len(rows) >= 70
    assert succeeded == []
