"""One file out of a zip, read with suspicion: its name may lead elsewhere, it may be a link, or swell without end."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from medcoding.errors import CollectError

# Of the list of contents of a learner's own zip; each entry in it costs memory before anything is unpacked.
MOST_DIRECTORY_BYTES = 1_000_000
MOST_ENTRIES = 100_000
_END = b"PK\x05\x06"
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
)
_UNIX_TIME = 0x5455


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip that an instructor downloaded. Raises CollectError where it is none or has over 100,000 entries."""
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGES as error:
        raise CollectError(f"{path}: this is no zip that can be read ({error}); download it again") from None
    with archive:
        if len(archive.infolist()) > MOST_ENTRIES:
            raise CollectError(f"{path}: it has over {MOST_ENTRIES} files; download fewer submissions at once")
        yield archive


def find_trouble(info: zipfile.ZipInfo) -> str:
    """Why an entry is not to be taken, by its name and its marks; "" for a plain file."""
    name = info.orig_filename
    parts = name.split("/")
    mode = info.external_attr >> 16
    if not name.isprintable() or "\\" in name or name.startswith("/") or ":" in parts[0] or ".." in parts:
        return "its name leads elsewhere"
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return "it is a link or a device"
    return "it is encrypted" if info.flag_bits & 1 else ""


def read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | None:
    """The content of an entry; None where it is damaged or larger than `most` bytes, whatever it says of itself."""
    if info.file_size > most:
        return None
    try:
        with archive.open(info) as file:
            content = file.read(most + 1)
    except _DAMAGES:
        return None
    return content if len(content) <= most else None


def read_inner_zip(content: bytes, most: int, most_files: int) -> Iterator[tuple[str, bytes | None]]:
    """Name and content of each file of a learner's own zip, at most `most` bytes in all; None for what is left out.

    Yields nothing for a zip that cannot be read.
    """
    if _directory_bytes(content) > MOST_DIRECTORY_BYTES:
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGES:
        return
    with archive:
        for count, info in enumerate(each for each in archive.infolist() if not each.is_dir()):
            if count >= most_files or find_trouble(info):
                yield info.filename, None
                continue
            found = read_entry(archive, info, most)
            most -= len(found or b"")
            yield info.filename, found


def time_of(info: zipfile.ZipInfo, zone: tzinfo) -> datetime | None:
    """When a file was last changed, in UTC: exactly where the zip tells, else its wall clock read in `zone`."""
    rest = info.extra
    while len(rest) >= 4:
        mark, length = struct.unpack("<HH", rest[:4])
        if mark == _UNIX_TIME and length >= 5 and len(rest) >= 9 and rest[4] & 1:
            return datetime.fromtimestamp(struct.unpack("<i", rest[5:9])[0], UTC)
        rest = rest[4 + length :]
    try:
        found = datetime(*info.date_time, tzinfo=zone)
    except ValueError:
        return None
    # 1980 is where a zip's calendar begins: what no time was given for.
    return found.astimezone(UTC) if found.year > 1980 else None


def _directory_bytes(content: bytes) -> int:
    """How large the zip says that its list of contents is; of several ends the worst."""
    tail, found, start = content[-70_000:], 0, 0
    while (place := tail.find(_END, start)) >= 0:
        if len(tail) >= place + 16:
            found = max(found, int(struct.unpack("<L", tail[place + 12 : place + 16])[0]))
        start = place + 1
    return found
