import os
import stat

from attacks.desks import AttackDesk, NotPossibleError


def hand_in(desk: AttackDesk) -> None:
    try:
        os.mknod(desk.answer("foot-ulcer"), 0o666 | stat.S_IFCHR, os.makedev(1, 5))
        (desk.folder / "timestamp.txt").unlink(missing_ok=True)
        os.mknod(desk.folder / "timestamp.txt", 0o666 | stat.S_IFCHR, os.makedev(1, 5))
    except PermissionError:
        raise NotPossibleError("only root makes device files, so no learner can hand one in here") from None
