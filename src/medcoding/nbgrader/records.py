"""nbgrader's own records of a submission, which travel from step to step beside the notebook."""

from __future__ import annotations

from pathlib import Path

from medcoding.untrusted import read_plain

TIMESTAMP = "timestamp.txt"
# What nbgrader itself needs of a submission in autograded/ and feedback/.
RECORDS = (TIMESTAMP, "submission_secret.txt")
# A longer file is none that nbgrader wrote.
LONGEST = 200


def copy_records(source: Path, destination: Path, *, has_good_time: bool) -> None:
    """Copy them, not the learner's files; a damaged timestamp becomes an empty one, which nbgrader passes over."""
    for name in RECORDS:
        try:
            content = read_plain(source / name, LONGEST)
        except OSError:
            # It is missing, or is a link whose target would be copied to its reader.
            continue
        (destination / name).write_bytes(content)
    if not has_good_time:
        (destination / TIMESTAMP).write_text("")
