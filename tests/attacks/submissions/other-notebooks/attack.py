import json
import shutil

from attacks.desks import AttackDesk
from medcoding.answers import MIME


def hand_in(desk: AttackDesk) -> None:
    wrong = {"exercise": "foot-ulcer", "lines": [], "points": 5}
    output = {"output_type": "display_data", "data": {MIME: wrong}, "metadata": {}}
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": [output], "execution_count": None}
    text = json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]})
    for name in ("aaa.ipynb", "zzz.ipynb", "assignment.html.ipynb", "..ipynb", "-rf.ipynb", ".ipynb"):
        (desk.folder / name).write_text(text)
    (desk.folder / "backup").mkdir()
    shutil.copyfile(desk.path, desk.folder / "backup" / "assignment.ipynb")
