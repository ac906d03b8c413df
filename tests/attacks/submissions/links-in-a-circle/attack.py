from pathlib import Path

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    (desk.folder / "again").symlink_to(desk.folder)
    (desk.folder / "up").symlink_to("../..")
    desk.answer("foot-ulcer").symlink_to(desk.answer("foot-ulcer"))
    (desk.folder / Path(*["deep"] * 150)).mkdir(parents=True)
