from attacks.desks import AttackDesk

NAMES = (
    "$(touch pwned).ipynb",
    "; rm -rf ~.ipynb",
    "--help",
    "\x1b[2J.ipynb",
    "a\nb.ipynb",
    "<img src=x onerror=alert('attack-script')>.ipynb",
    "\u202egpj.ipynb",
    "%2e%2e%2fescape.json",
    "{student}.ipynb",
    "*.ipynb",
    "[assignment].ipynb",
    "n" * 240 + ".ipynb",
)


def hand_in(desk: AttackDesk) -> None:
    for name in NAMES:
        (desk.folder / name).write_text("{}")
        (desk.folder / "answers" / name).write_text("{}")
