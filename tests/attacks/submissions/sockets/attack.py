import os
import socket

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    here = os.open(".", os.O_RDONLY)
    try:
        desk.path.unlink()
        for path in (desk.answer("foot-ulcer"), desk.path):
            os.chdir(path.parent)  # a socket's whole path may hold 107 letters
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(path.name)
    finally:
        os.fchdir(here)
        os.close(here)
