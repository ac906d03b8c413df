import os

from attacks.desks import AttackDesk

SIZE = 100_000_000


def hand_in(desk: AttackDesk) -> None:
    for path in (desk.answer("foot-ulcer"), desk.dispute("foot-ulcer"), desk.path):
        path.touch()
        os.truncate(path, SIZE)  # a file of holes: it costs this test no disk
