import json

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    every = [f"E11.{number}" for number in range(100, 1000)] + [f"L97.{number}" for number in range(100, 1000)]
    lines = [{"code": code, "system": "ICD-10-CM", "role": "secondary"} for code in every]
    desk.answer("foot-ulcer").write_text(json.dumps({"exercise": "foot-ulcer", "lines": lines}))
