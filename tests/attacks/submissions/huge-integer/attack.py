from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    line = '{"code": "Z00.00", "system": "ICD-10-CM", "role": "first-listed", "units": ' + "9" * 100_000 + "}"
    desk.answer("foot-ulcer").write_text('{"exercise": "foot-ulcer", "lines": [' + line + "]}")
