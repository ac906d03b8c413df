from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    desk.dispute("foot-ulcer").write_text("{}")
    desk.dispute("foot-ulcer").parent.chmod(0)
    desk.answer("foot-ulcer").write_text("{}")
    desk.answer("foot-ulcer").chmod(0)
    (desk.folder / "timestamp.txt").chmod(0)
