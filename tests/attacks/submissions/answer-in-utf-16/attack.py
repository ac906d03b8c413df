from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    path = desk.answer("ankle-first-visit")
    path.write_bytes(path.read_text().encode("utf-16"))
    desk.edit(lambda notebook: [cell.update(outputs=[]) for cell in notebook["cells"] if "outputs" in cell])
