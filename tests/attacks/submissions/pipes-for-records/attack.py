import os

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    for path in (desk.path, desk.folder / "timestamp.txt", desk.folder / "submission_secret.txt"):
        path.unlink(missing_ok=True)
        os.mkfifo(path)
