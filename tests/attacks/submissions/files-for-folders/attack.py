import shutil

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    shutil.rmtree(desk.folder / "answers")
    (desk.folder / "answers").write_text("all right")
    (desk.folder / "disputes").write_text("all wrong")
    (desk.folder / "feedback").write_text("5 of 5")
