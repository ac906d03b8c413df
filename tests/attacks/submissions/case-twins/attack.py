import json
import unicodedata

from attacks.desks import AttackDesk


def hand_in(desk: AttackDesk) -> None:
    forged = json.dumps({"exercise": "foot-ulcer", "lines": [], "points": 5})
    for name in ("Answers", "ANSWERS", "answers "):
        (desk.folder / name).mkdir(exist_ok=True)
        (desk.folder / name / "foot-ulcer.json").write_text(forged)
    for name in ("Foot-Ulcer.json", "foot-ulcer.JSON", "foot-ulcer.json ", "foot\u2010ulcer.json"):
        (desk.folder / "answers" / name).write_text(forged)
    for form in ("NFC", "NFD"):
        (desk.folder / unicodedata.normalize(form, "r\u00e9sum\u00e9.ipynb")).write_text("{}")
    (desk.folder / "Assignment.ipynb").write_text("{}")
