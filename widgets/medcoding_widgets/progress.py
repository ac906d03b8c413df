"""Where this kernel keeps the record of practice: the learner's own file, or this page alone.

On a public page (Voila) nothing is kept, unless whoever runs the server names a folder in
MEDCODING_PROGRESS: that is for a server with one learner.
"""

from __future__ import annotations

import os
from functools import cache

from medcoding.errors import CourseError
from medcoding.exercises.course import find_course
from medcoding.learning.logbook import VARIABLE, FileLog, Log, PageLog, record_path


@cache
def own_log() -> Log:
    """The one log of this kernel, shared by all widgets of its page."""
    is_public = os.environ.get("SERVER_SOFTWARE", "").startswith("voila") and not os.environ.get(VARIABLE)
    if is_public or "NBGRADER_EXECUTION" in os.environ:
        return PageLog()
    try:
        return FileLog(record_path(find_course().root))
    except CourseError:
        return PageLog()
