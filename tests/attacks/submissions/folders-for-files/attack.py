from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    for path in (
        desk.answer("foot-ulcer"),
        desk.dispute("foot-ulcer"),
        desk.path,
        desk.folder / "timestamp.txt",
        desk.folder / "submission_secret.txt",
    ):
        path.unlink(missing_ok=True)
        path.mkdir()
        (path / "inside.txt").write_text("x")
