"""What happens when JupyterLab saves a notebook of the course."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

BUILT = frozenset({"lesson", "practice", "home", "glossary"})
INSTRUCTORS = frozenset({"source", "release"})  # folders whose assignments are built, too: an instructor only looks


def keep_as_built(model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Jupyter's hook before a save: a lesson keeps the bytes that `medcoding build` gave it.

    A lesson only shows exercises. Their outputs would bury the text in version control, and the
    learner's answers are kept in files of their own. A learner's assignments are saved as they stand.
    """
    if model.get("type") != "notebook":
        return
    stored = Path(contents_manager.root_dir) / path.strip("/")
    try:
        built = json.loads(stored.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if not isinstance(built, dict):
        return
    role, folder = _role(built), path.strip("/").partition("/")[0]
    if role in BUILT or (role == "assignment" and folder in INSTRUCTORS):
        model["content"] = built


def _role(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata")
    course = metadata.get("medcoding") if isinstance(metadata, dict) else None
    return str(course.get("role", "")) if isinstance(course, dict) else ""
