from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    (desk.folder / "submission_secret.txt").write_text("../../../../escape\n" * 500_000)
