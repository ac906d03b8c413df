from attacks.desks import AttackDesk

NAMES = (
    "ipykernel_launcher.py",
    "sitecustomize.py",
    "usercustomize.py",
    "nbgrader_config.py",
    "jupyter_config.py",
    "json.py",
    "yaml.py",
    "nbformat.py",
    "conftest.py",
    "medcoding/__init__.py",
    "medcoding_widgets/__init__.py",
    "nbgrader/__init__.py",
    "answers/__init__.py",
)


def hand_in(desk: AttackDesk) -> None:
    source = f"open({str(desk.world.canary)!r}, 'a').write(__file__)\n"
    for name in NAMES:
        path = desk.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
    (desk.folder / "evil.pth").write_text(f"import os; {source}")
    (desk.folder / ".env").write_text("PYTHONSTARTUP=sitecustomize.py\n")
