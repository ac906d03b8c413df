import os

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    key = desk.world.key("foot-ulcer")
    for path in (desk.folder / "timestamp.txt", desk.folder / "submission_secret.txt", desk.answer("foot-ulcer")):
        path.unlink(missing_ok=True)
        os.link(key, path)
