"""Flash cards as an Anki package, by `genanki`.

Ids come from the decks' names and the cards' fronts, so a later export updates the cards in Anki and
keeps what it knows of them.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from medcoding.learning.cards import Deck

if TYPE_CHECKING:
    import genanki

COLLECTION = "Medical Coding"
_TIME = 1_767_225_600.0  # the first second of 2026; the same cards always carry the same time
_STYLE = """.card { font: 22px/1.5 system-ui, sans-serif; text-align: center; max-width: 34em; margin: 1em auto; }
.note { font-size: 16px; opacity: .75; margin-top: 1em; }"""


def build_anki(decks: Sequence[Deck]) -> bytes:
    """One package with each deck below the course's name."""
    import genanki

    model = genanki.Model(
        _number("model"),
        "Medical coding card",
        fields=[{"name": "Front"}, {"name": "Back"}, {"name": "Note"}],
        templates=[
            {
                "name": "Card",
                "qfmt": "{{Front}}",
                "afmt": '{{FrontSide}}<hr id="answer">{{Back}}{{#Note}}<div class="note">{{Note}}</div>{{/Note}}',
            }
        ],
        css=_STYLE,
    )
    package = genanki.Package([_deck(deck, model) for deck in decks])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cards.apkg"
        package.write_to_file(str(path), timestamp=_TIME)
        return path.read_bytes()


def _deck(deck: Deck, model: genanki.Model) -> genanki.Deck:
    import genanki

    made = genanki.Deck(_number(deck.id), f"{COLLECTION}::Unit {deck.number:02d}: {deck.title}")
    for card in deck.cards:
        fields = [escape(text, quote=False) for text in (card.front, card.back, card.note)]
        guid = genanki.guid_for(deck.id, card.front)
        made.add_note(genanki.Note(model=model, fields=fields, guid=guid, tags=[deck.unit, deck.name]))
    return made


def _number(name: str) -> int:
    """A number in Anki's range for ids, the same for one name on every machine."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(f"medcoding:{name}".encode()).digest()[:4], "big") % (1 << 30)
