from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    text = "x" * 1000 + "\n"
    stream = {"output_type": "stream", "name": "stdout", "text": [text] * 30_000}
    desk.graded_cells()[1]["outputs"].append(stream)
    desk.save()
