"""Builds the packaged Table 5: `python -m medcoding.build.drg_weights FILE`.

FILE is `drg/data/cms/drg_weights.txt` of the package drg 1.0.0 (Apache-2.0), which holds CMS's Table 5 of
the FY2026 final rule (public domain). Only its data are read; its grouper is never called.
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from medcoding.errors import TablesError
from medcoding.payment import weights

SHA256 = "bf8c390d14b3cd3e9f03b784488d28aa3bfb4b199ac5867836cf5d8e98373d92"
EXPECTED = 772
_COLUMNS = 10


def build_weights(source: bytes) -> str:
    """The packaged file's text.

    Raises:
        TablesError: the source is another file than the pinned one, or holds another number of groups.
    """
    if hashlib.sha256(source).hexdigest() != SHA256:
        raise TablesError("drg_weights.txt: not the file of drg 1.0.0; take it from that version")
    rows = list(_rows(source.decode("cp1252", errors="replace")))
    if len(rows) != EXPECTED:
        raise TablesError(f"drg_weights.txt: {len(rows)} groups, expected {EXPECTED}; check the reader")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(weights.COLUMNS)
    writer.writerows(rows)
    return out.getvalue()


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    for row in csv.reader(text.splitlines(), delimiter="\t"):
        if len(row) < _COLUMNS or not row[0].strip().isdecimal():
            continue
        drg, _, _, mdc, sort, title, _, weight, gmlos, amlos = (cell.strip() for cell in row[:_COLUMNS])
        numbers = [cell.replace(",", "") if cell.strip(".") else "" for cell in (weight, gmlos, amlos)]
        yield (drg, mdc, sort.strip("* "), *numbers, " ".join(title.split()))


def main() -> None:
    """Write the packaged file from the source named on the command line."""
    target = Path(weights.__file__).with_name(weights.FILE)
    target.write_text(build_weights(Path(sys.argv[1]).read_bytes()), encoding="utf-8")
    print(f"{target.name}: {EXPECTED} groups")


if __name__ == "__main__":
    main()
