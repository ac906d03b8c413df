import shutil

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    shutil.rmtree(desk.folder / "answers")
    desk.path.unlink()
    (desk.folder / "answers").symlink_to(desk.world.neighbour / "answers")
    (desk.folder / "disputes").symlink_to(desk.world.neighbour / "disputes")
    desk.path.symlink_to(desk.world.neighbour / desk.path.name)
