from attacks.desks import AttackDesk

ODD = (
    {"grade_id": ["foot-ulcer"], "schema_version": "9"},
    {"grade_id": {"a": 1}, "points": "many", "schema_version": 99},
    {"grade_id": None, "points": -5, "grade": "yes"},
    {"grade_id": "foot-ulcer", "points": 1e308, "cell_type": 5, "checksum": []},
)


def hand_in(desk: AttackDesk) -> None:
    for number, marks in enumerate(ODD):
        cell = {"cell_type": "code", "execution_count": None, "outputs": [], "source": "1.0", "id": f"odd-{number}"}
        desk.notebook_json["cells"].append({**cell, "metadata": {"nbgrader": marks}})
    desk.graded_cells()[1]["metadata"]["nbgrader"] = "foot-ulcer"
    desk.notebook_json["cells"] += [None, 5, [], {"metadata": None}]
    desk.save()
