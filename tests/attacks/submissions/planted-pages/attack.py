from attacks.desks import AttackDesk

PAGE = "<h1>8 of 8 points</h1><script>alert('attack-script')</script>"


def hand_in(desk: AttackDesk) -> None:
    for name in ("assignment.html", "index.html", "feedback/assignment.html", "answers/foot-ulcer.html"):
        (desk.folder / name).parent.mkdir(exist_ok=True)
        (desk.folder / name).write_text(PAGE)
