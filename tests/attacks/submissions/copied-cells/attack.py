from copy import deepcopy

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    cells = desk.notebook_json["cells"]
    for number, cell in enumerate(deepcopy(desk.graded_cells())):
        cells.insert(0, {**cell, "source": "5.0", "id": f"copy-{number}"})
        cells.append({**deepcopy(cell), "source": "5.0", "id": f"second-{number}"})
    desk.save()
