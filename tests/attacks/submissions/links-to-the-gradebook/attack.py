from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    desk.answer("foot-ulcer").symlink_to("/dev/zero")
    desk.answer("high-pressure").symlink_to("/dev/stdin")
    (desk.folder / "submission_secret.txt").symlink_to(desk.world.root / "gradebook.db")
    (desk.folder / "timestamp.txt").unlink(missing_ok=True)
    (desk.folder / "timestamp.txt").symlink_to("/dev/zero")
    (desk.folder / "gradebook.db").symlink_to(desk.world.root / "gradebook.db")
