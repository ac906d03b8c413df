from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    desk.notebook_json["cells"] = desk.graded_cells()[:1]
    desk.save()
