from attacks.desks import AttackDesk

BAD = "<script>alert('attack-script')</script>{{ resources.nbgrader }}"


def hand_in(desk: AttackDesk) -> None:
    for folder in ("templates/medcoding_feedback", "medcoding_feedback", "formgrade", "feedback"):
        (desk.folder / folder).mkdir(parents=True)
        for name in ("index.html.j2", "base.html.j2", "feedback.html.j2"):
            (desk.folder / folder / name).write_text(BAD)
        (desk.folder / folder / "conf.json").write_text('{"base_template": "basic", "mimetypes": {}}')
    (desk.folder / "feedback.css").write_text("*{background:url(//evil.example)}</style>" + BAD)
