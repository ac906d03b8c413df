"""`medcoding tables fetch`: gets a release from the addresses where CDC and CMS publish it, then adds it.

The addresses lie in `publications.json`; agencies move their files now and then, so each base can be
replaced, and what has been downloaded by hand goes to `medcoding tables add`.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

from medcoding.build.tables import official
from medcoding.build.tables.added import add
from medcoding.errors import TablesError

_PUBLICATIONS = Path(__file__).with_name("publications.json")
_EDITION = re.compile(
    r"(?:FY(?P<year>20\d\d)(?P<april>-April)?|(?P<calendar>20\d\d)-Q(?P<quarter>[1-4]))", re.IGNORECASE
)
_MONTHS = {"1": "january", "2": "april", "3": "july", "4": "october"}
_BLOCK = 1 << 16
_LARGEST = 200_000_000

# Called while a file arrives: its name, bytes so far, bytes in all (0 if unknown).
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Publication:
    """One system's files of one edition, and the first day in force."""

    system: str
    addresses: tuple[str, ...]
    begins: date


def publications(edition: str, base: str | None = None) -> tuple[Publication, ...]:
    """What is published as `FY2027`, `FY2027-April` or `2026-Q3`. `base` replaces every agency's address.

    Raises:
        TablesError: not the name of an edition.
    """
    found = _EDITION.fullmatch(edition.strip())
    if found is None:
        raise TablesError(f"{edition}: not an edition; write FY2027, FY2027-April or, for HCPCS, 2026-Q3")
    known: dict[str, Any] = json.loads(_PUBLICATIONS.read_text(encoding="utf-8"))
    if found["calendar"]:
        kind, year, quarter = "quarter", int(found["calendar"]), found["quarter"]
        begins, month = date(year, 3 * int(quarter) - 2, 1), _MONTHS[quarter]
    else:
        year, month = int(found["year"]), ""
        kind = "april" if found["april"] else "fiscal_year"
        begins = date(year, 4, 1) if found["april"] else date(year - 1, 10, 1)
    return tuple(
        Publication(
            each["system"],
            tuple(
                (base.rstrip("/") + "/" if base else known["bases"][each["base"]])
                + name.replace("{year}", str(year)).replace("{month}", month)
                for name in each["files"]
            ),
            begins,
        )
        for each in known[kind]
    )


def fetch(edition: str, progress: Progress, *, systems: tuple[str, ...] = (), base: str | None = None) -> Iterator[str]:
    """Download and add an edition, system by system, and say in a sentence each what was added.

    Raises:
        TablesError: no such edition, no network, an address that is gone, or what `add` refuses.
    """
    for each in publications(edition, base):
        if systems and each.system not in systems:
            continue
        with TemporaryDirectory() as scratch:
            folder = Path(scratch)
            for number, address in enumerate(each.addresses):
                packed = folder / f"{number}.zip"
                _download(address, packed, progress)
                official.unpack(packed, folder / str(number), unquote(address.rpartition("/")[2]))
                packed.unlink()
            yield from add(folder, each.begins)


def _download(address: str, target: Path, progress: Progress) -> None:
    name = unquote(address.rpartition("/")[2])
    request = urllib.request.Request(address, headers={"User-Agent": "medcoding"})
    try:
        with urllib.request.urlopen(request, timeout=60) as source, target.open("wb") as file:
            whole = int(source.headers.get("Content-Length") or 0)
            got = 0
            while block := source.read(_BLOCK):
                got += len(block)
                if got > _LARGEST:
                    raise TablesError(f"{name}: larger than any release's; look at {address}")
                file.write(block)
                progress(name, got, whole)
    except urllib.error.HTTPError as error:
        raise TablesError(
            f"{address}: the server answers {error.code} ({error.reason}); the agency may have moved the file: "
            "download it in a browser and give it to `medcoding tables add`"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise TablesError(
            f"{address}: cannot be reached ({reason}); check the network, or download the file elsewhere and give it "
            "to `medcoding tables add`"
        ) from error
    if whole and got != whole:
        raise TablesError(f"{name}: the download broke off after {got:,} of {whole:,} bytes; try again")
