"""nbgrader's `collect`, careful with a folder into which every learner may write.

Of a submission only plain files and folders are taken: nbgrader would follow a link, with the instructor's rights,
to a key or to a neighbour's answers, and would copy a device for ever. A submission under another's name is left.
"""

from __future__ import annotations

import shutil
import stat
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns

from medcoding.untrusted import read_plain

MOST_FILES = 5_000
DEEPEST = 20


class CarefulCollect(ExchangeCollect):  # type: ignore[misc]
    """Collects what learners may have handed in, and says what it left."""

    src_records: list[Any]

    def init_src(self) -> None:
        """Find the submissions; leave those whose learner's name leads elsewhere or is another account's."""
        super().init_src()
        kept = []
        for record in self.src_records:
            trouble = self._trouble(record)
            if trouble:
                self.log.error("Left %r in the exchange: %s", record["filename"], trouble)
            else:
                kept.append(record)
        self.src_records = kept

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy a submission's plain files and folders, within nbgrader's own limits of size."""
        ignore = ignore_patterns(
            exclude=self.coursedir.ignore,
            include=self.coursedir.include,
            max_file_size=self.coursedir.max_file_size,
            log=self.log,
        )
        left = copy_plain(Path(src), Path(dest), ignore, int(1000 * self.coursedir.max_dir_size))
        for name in left[:10]:
            self.log.warning("%s: left %r, which is no plain file or too much", dest, name)
        if self.coursedir.groupshared:
            for path in (Path(dest), *Path(dest).rglob("*")):
                path.chmod(0o2770 if path.is_dir() else 0o660)

    def _trouble(self, record: Any) -> str:
        student, path = str(record["username"]), Path(self.inbound_path) / record["filename"]
        if not student.isprintable() or student in ("", ".", "..") or "/" in student or "\\" in student:
            return "its name is no learner's"
        try:
            status = path.lstat()
        except OSError:
            return "it cannot be read"
        if not stat.S_ISDIR(status.st_mode):
            return "it is not a folder"
        return self._owner_trouble(student, status.st_uid) if self.check_owner else ""

    def _owner_trouble(self, student: str, uid: int) -> str:
        """nbgrader only warns, and then takes the submission of one account as that of another."""
        import pwd

        try:
            owner = pwd.getpwuid(uid).pw_name
            is_account = bool(pwd.getpwnam(student))
        except KeyError:
            return ""  # accounts of another machine, or one account for all: nbgrader's warning must do
        return f"it is {owner}'s; collect it with --ExchangeCollect.check_owner=False if that is right" * (
            is_account and owner != student
        )


def copy_plain(source: Path, destination: Path, ignore: Any, most_bytes: int) -> list[str]:
    """Copy plain files and folders; returns the names of what was left, because it is neither or too much."""
    left: list[str] = []
    count = size = 0
    destination.mkdir(parents=True)
    waiting = [(source, destination, 0)]
    while waiting:
        here, there, depth = waiting.pop()
        found = sorted(here.iterdir())
        ignored = set(ignore(str(here), [path.name for path in found]))
        for path in found:
            mode, target = path.lstat().st_mode, there / path.name
            if path.name in ignored:
                continue
            if stat.S_ISDIR(mode) and depth < DEEPEST and count < MOST_FILES:
                target.mkdir()
                waiting.append((path, target, depth + 1))
                count += 1
                continue
            try:
                content = read_plain(path, most_bytes - size) if count < MOST_FILES else None
            except OSError:
                content = None
            if content is None:
                left.append(path.name)
                continue
            target.write_bytes(content)
            shutil.copystat(path, target, follow_symlinks=False)
            target.chmod(stat.S_IMODE(mode) & 0o777 | stat.S_IRUSR | stat.S_IWUSR)
            count, size = count + 1, size + len(content)
    return left
