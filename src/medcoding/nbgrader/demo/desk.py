"""One learner's desk: the folder that `nbgrader fetch_assignment` filled, and what is done to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medcoding.answers import MIME, RawAnswer, answer_path, save_answer
from medcoding.exercises import Exercise


@dataclass(slots=True)
class Desk:
    """A fetched assignment. `exercises` hold their keys: whoever sits here is an instructor in disguise."""

    folder: Path
    notebook: str
    exercises: tuple[Exercise, ...]
    expected: dict[str, float] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The notebook's file."""
        return self.folder / f"{self.notebook}.ipynb"

    def enter(self, answer: RawAnswer, points: float) -> None:
        """Answer an exercise as the widget does: a file, and a copy in the notebook. `points` is its worth."""
        save_answer(answer_path(self.folder, answer.exercise), answer)
        self.enter_copy(answer)
        self.expected[answer.exercise] = points

    def enter_copy(self, answer: RawAnswer) -> None:
        """Put the copy of an answer into the output of its cell."""

        def change(notebook: dict[str, Any]) -> None:
            for cell in notebook["cells"]:
                if cell["metadata"].get("nbgrader", {}).get("grade_id") == answer.exercise:
                    bundle = {MIME: answer.as_json(), "text/html": "<p>answer</p>"}
                    cell["outputs"] = [{"output_type": "display_data", "data": bundle, "metadata": {}}]

        self.edit(change)

    def edit(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Change the notebook's JSON."""
        notebook = json.loads(self.path.read_text(encoding="utf-8"))
        change(notebook)
        self.path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")

    def worth_nothing(self, *slugs: str) -> None:
        """Note that these exercises will score 0."""
        self.expected.update(dict.fromkeys(slugs, 0.0))

    @property
    def total(self) -> float:
        """The score that this submission should get."""
        return round(sum(self.expected.values()), 2)
