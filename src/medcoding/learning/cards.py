"""Flash cards: decks of `front<TAB>back<TAB>note` that authors write, and each unit's glossary as one more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from medcoding.errors import AuthoringError
from medcoding.learning.glossary import Glossary
from medcoding.learning.syllabus import Unit

FOLDER = "cards"
GLOSSARY = "glossary"
LONGEST = 400  # characters of one side; what needs more is no flash card


@dataclass(frozen=True, slots=True)
class Card:
    """One card. `note` is "" or a line that is shown below the back."""

    front: str
    back: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of one file. `unit` is its unit's folder, `name` the file's name without its ending."""

    unit: str
    number: int
    name: str
    cards: tuple[Card, ...]

    @property
    def id(self) -> str:
        """How the record of practice names the deck."""
        return f"{self.unit}/{self.name}"

    @property
    def title(self) -> str:
        """The words a learner reads."""
        return self.name.replace("-", " ").replace("_", " ").capitalize()


def parse_cards(text: str, where: str) -> tuple[Card, ...]:
    """Read a deck. Raises AuthoringError with one line for every mistake."""
    problems: list[str] = []
    cards: dict[str, Card] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        says = _fault(cells, cards)
        if says:
            problems.append(f"{where}: line {number} {says}")
        else:
            cards[cells[0].casefold()] = Card(*cells)
    if not cards and not problems:
        problems.append(f"{where}: the deck holds no card; write front, tab, back on a line, or remove the file")
    if problems:
        raise AuthoringError("\n".join(problems))
    return tuple(cards.values())


def load_decks(course: Path, units: Sequence[Unit], glossary: Glossary) -> tuple[Deck, ...]:
    """Every deck of these units, in their order, a unit's glossary last. Raises AuthoringError as `parse_cards`."""
    decks: list[Deck] = []
    problems: list[str] = []
    for unit in units:
        for path in deck_files(course / "course" / unit.folder):
            try:
                decks.append(Deck(unit.folder, unit.number, path.stem, load_cards(path)))
            except AuthoringError as error:
                problems.append(str(error))
        terms = tuple(Card(term.name, term.meaning) for term in glossary.terms if term.unit == unit.folder)
        if terms:
            decks.append(Deck(unit.folder, unit.number, GLOSSARY, terms))
    if problems:
        raise AuthoringError("\n".join(problems))
    return tuple(decks)


def deck_files(folder: Path) -> tuple[Path, ...]:
    """The decks of a unit's folder, by name."""
    return tuple(sorted((folder / FOLDER).glob("*.tsv")))


def load_cards(path: Path) -> tuple[Card, ...]:
    """Read a deck from its file. Raises AuthoringError."""
    try:
        return parse_cards(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise AuthoringError(f"{path}: the deck cannot be read ({error}); save it as UTF-8 text") from None


def check_cards(course: Path, folders: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Every mistake in the decks of these units: the file, and `what is wrong; what to do`."""
    for folder in folders:
        unit = course / "course" / folder
        for path in sorted((unit / FOLDER).iterdir()) if (unit / FOLDER).is_dir() else ():
            if path.suffix != ".tsv":
                yield path, "this is no deck; its name should end with .tsv"
            elif path.stem == GLOSSARY:
                yield path, "the name is taken by the unit's glossary; give the deck another one"
            else:
                yield from check_deck(path)


def check_deck(path: Path) -> Iterator[tuple[Path, str]]:
    """Every mistake in one deck, as `check_cards` reports it."""
    try:
        load_cards(path)
    except AuthoringError as error:
        yield from ((path, line.removeprefix(f"{path}: ")) for line in str(error).splitlines())


def _fault(cells: list[str], cards: dict[str, Card]) -> str:
    """What is wrong with a line, "" when nothing is."""
    if len(cells) not in (2, 3) or not cells[0] or not cells[1]:
        return "should be front, tab, back and perhaps a tab and a note; write it so"
    if any(len(cell) > LONGEST for cell in cells):
        return f"has a side of more than {LONGEST} characters; shorten it or make two cards"
    if cells[0].casefold() in cards:
        return f"has the front {cells[0]!r} again; keep one card, or say more on the front"
    return ""
