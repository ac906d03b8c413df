import os

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    for path in (desk.answer("foot-ulcer"), desk.answer("high-pressure"), desk.dispute("foot-ulcer")):
        os.mkfifo(path)
