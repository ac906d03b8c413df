from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    for cell, kind in zip(desk.graded_cells(), ("markdown", "raw", "heading"), strict=False):
        cell["cell_type"] = kind
        cell["source"] = ["100.0"]
        cell.pop("outputs")
    desk.save()
