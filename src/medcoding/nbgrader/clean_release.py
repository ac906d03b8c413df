"""The preprocessor that keeps an instructor's own traces out of what learners get."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

from medcoding import disputes
from medcoding.answers import FOLDER
from medcoding.errors import GradingError
from medcoding.nbgrader.course_of import coursedir_of


class CleanRelease(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes saved widget state out of a notebook and refuses to release a folder of answers."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Clean one notebook.

        Raises:
            GradingError: the source folder holds answers. Learners would get them, and nbgrader would
                put them in the place of every learner's own when it grades.
        """
        coursedir = coursedir_of(self)
        source = Path(coursedir.format_path(coursedir.source_directory, ".", resources["nbgrader"]["assignment"]))
        for folder in (source / FOLDER, source / disputes.FOLDER):
            if folder.exists():
                raise GradingError(f"{folder}: {folder.name} of somebody who tried it out; delete the folder")
        nb.metadata.pop("widgets", None)
        return nb, resources
