from copy import deepcopy

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    cells = desk.notebook_json["cells"]
    for cell in deepcopy(desk.graded_cells()):
        marks = cell["metadata"]["nbgrader"]
        marks |= {"grade": True, "solution": False, "points": 100, "locked": False}
        cells.append({**cell, "source": "6.0", "id": f"copy-{len(cells)}"})
        cells.insert(0, {**cell, "source": "total_charged = 1\n6.0", "id": f"first-{len(cells)}"})
    for cell in desk.graded_cells():
        if cell["metadata"]["nbgrader"]["grade_id"] == "denied-claims":
            cell["source"] = "6.0"
            cell["metadata"]["nbgrader"]["points"] = 600
    desk.save()
