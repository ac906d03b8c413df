import json

from attacks.desks import AttackDesk
from medcoding.answers import MIME
from medcoding.nbgrader.demo import answers


def hand_in(desk: AttackDesk) -> None:
    exercise = next(each for each in desk.exercises if each.slug == "denied-claims")
    claimed = answers.full(exercise).as_json()
    desk.answer("denied-claims").write_text(json.dumps(claimed))
    output = {"output_type": "display_data", "data": {MIME: claimed}, "metadata": {}}
    for cell in desk.graded_cells():
        if cell["cell_type"] == "code":
            cell["outputs"] = [output, {**output, "output_type": "execute_result", "execution_count": 1}]
    desk.save()
