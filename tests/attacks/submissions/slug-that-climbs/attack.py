from attacks.desks import AttackDesk

NAMES = ("../../source/04-test-unit/cases/foot-ulcer", "/etc/passwd", "..", "foot-ulcer\u0000", "a/../foot-ulcer")


def hand_in(desk: AttackDesk) -> None:
    cells = desk.graded_cells()
    for number, name in enumerate(NAMES):
        marks = {**cells[0]["metadata"]["nbgrader"], "grade_id": name}
        metadata = {"nbgrader": marks}
        cell = {"cell_type": "code", "execution_count": None, "outputs": [], "source": f'grade("{name}")'}
        desk.notebook_json["cells"].append({**cell, "metadata": metadata, "id": f"climb-{number}"})
    desk.save()
