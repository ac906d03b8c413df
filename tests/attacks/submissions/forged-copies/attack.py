from attacks.desks import AttackDesk
from medcoding.answers import MIME

NAMES = ("foot-ulcer", "../../../source/04-test-unit/cases/foot-ulcer", "/etc/passwd", "", 5, None, ["foot-ulcer"])


def hand_in(desk: AttackDesk) -> None:
    for cell in desk.graded_cells():
        copies = [{"exercise": name, "points": 99, "lines": "all"} for name in NAMES]
        bundles = [{MIME: copy} for copy in [*copies, 7, None, [[]], "x" * 1000]]
        cell["outputs"] += [{"output_type": "display_data", "data": each, "metadata": {}} for each in bundles]
        cell["outputs"] += [5, None, {"data": 5}, {"data": {MIME: {MIME: MIME}}}]
    desk.save()
