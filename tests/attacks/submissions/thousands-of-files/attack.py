from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    for number in range(3000):
        desk.answer(f"exercise-{number}").write_text("{}")
