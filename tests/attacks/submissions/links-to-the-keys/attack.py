from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    key = desk.world.key("foot-ulcer")
    desk.answer("foot-ulcer").symlink_to(key)
    for name in ("timestamp.txt", "submission_secret.txt", "assignment.html", "feedback.css", "notes.md"):
        (desk.folder / name).unlink(missing_ok=True)
        (desk.folder / name).symlink_to(key)
    (desk.folder / "cases").symlink_to(key.parent)
