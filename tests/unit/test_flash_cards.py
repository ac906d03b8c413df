"""Decks are read strictly, studied on a schedule, and taken to Anki with ids that last."""

import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from learning_builders import NOW
from medcoding.cli import cli
from medcoding.errors import AuthoringError
from medcoding.learning.anki import build_anki
from medcoding.learning.cards import Card, Deck, check_cards, parse_cards
from medcoding.learning.logbook import PageLog
from medcoding.learning.record import CardLook, Rating
from medcoding.learning.study import NEW_A_DAY, sitting
from medcoding_widgets.flash_cards import Cards

DECK = Deck("02-terms", 2, "word-parts", tuple(Card(f"part-{number}", f"meaning {number}") for number in range(40)))


def test_a_deck_is_front_back_and_note_and_nothing_else():
    text = "# Word parts\n\n-itis\tinflammation\tgastritis\nX or Y\tno <b>tags</b>\n"
    assert parse_cards(text, "deck") == (Card("-itis", "inflammation", "gastritis"), Card("X or Y", "no <b>tags</b>"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("-itis  inflammation\n", "line 1 should be front, tab, back"),
        ("a\tb\tc\td\n", "line 1 should be front, tab, back"),
        ("\tback\n", "line 1 should be front, tab, back"),
        ("a\tb\nA\tc\n", "line 2 has the front 'A' again"),
        (f"a\t{'b' * 401}\n", "more than 400 characters"),
        ("# nothing\n", "holds no card"),
    ],
)
def test_what_is_no_deck_is_said_with_its_line(text, says):
    with pytest.raises(AuthoringError, match=r"deck\.tsv") as found:
        parse_cards(text, "deck.tsv")
    assert says in str(found.value)


def test_check_reports_every_mistake_of_every_deck(tmp_path):
    folder = tmp_path / "course" / "02-terms" / "cards"
    folder.mkdir(parents=True)
    (folder / "parts.tsv").write_text("one\ntwo\n")
    (folder / "notes.txt").write_text("x")
    (folder / "glossary.tsv").write_text("a\tb\n")
    (tmp_path / "course" / "syllabus.yaml").write_text(
        "title: T\ndefault_date: 2026-05-15\noutcomes: {}\nskills: {}\nunits: []\n"
    )
    found = [(path.name, says) for path, says in check_cards(tmp_path, ["02-terms", "03-none"])]
    assert [name for name, _ in found] == ["glossary.tsv", "notes.txt", "parts.tsv", "parts.tsv"]
    assert found[2][1].startswith("line 1 should be")
    checked = CliRunner().invoke(cli, ["check", str(folder / "parts.tsv")])
    assert checked.exit_code == 1
    assert "line 2 should be" in checked.output


class Learner:
    """Someone with a deck and a clock."""

    def __init__(self, deck=DECK):
        self.log, self.now, self.deck = PageLog(), NOW, deck

    def rate(self, front, rating):
        self.log.add(CardLook(self.now, self.deck.id, front, rating))
        self.now += timedelta(seconds=20)

    def left(self):
        return sitting(self.deck, self.log.record(), self.now)


def test_a_day_brings_a_few_new_cards_and_no_more():
    learner = Learner()
    assert [card.front for card in learner.left().cards] == [f"part-{number}" for number in range(NEW_A_DAY)]
    for number in range(NEW_A_DAY):
        learner.rate(f"part-{number}", Rating.GOOD)
    assert learner.left().cards == ()
    learner.now += timedelta(days=1)
    assert len(learner.left().fresh) == NEW_A_DAY


def test_a_card_not_known_stays_until_it_is():
    learner = Learner()
    learner.rate("part-0", Rating.AGAIN)
    learner.rate("part-1", Rating.GOOD)
    assert [card.front for card in learner.left().again] == ["part-0"]
    assert learner.left().cards[-1].front == "part-0"
    learner.rate("part-0", Rating.GOOD)
    assert learner.left().again == ()
    assert learner.left().seen == 2


def test_the_better_known_the_later_it_comes_back():
    learner = Learner()
    ratings = list(Rating)
    for number, rating in enumerate(ratings):
        learner.rate(f"part-{number}", rating)
    back = {}
    for day in range(60):
        for card in learner.left().due:
            back.setdefault(card.front, day)
        learner.now += timedelta(days=1)
    assert [back[f"part-{number}"] for number in range(4)] == sorted(back.values())
    assert back["part-3"] > back["part-2"] > back["part-1"] >= 1


def page(learner):
    widget = Cards([learner.deck], learner.log, lambda: learner.now)
    replies = []
    widget.send = lambda content, buffers=None: replies.append(content)

    def ask(kind, **fields):
        widget._handle_msg({"content": {"data": {"method": "custom", "content": {**fields, "type": kind, "id": 1}}}})
        return replies[-1]

    return widget, ask


def test_the_widget_shows_one_card_after_the_other_and_the_end():
    learner = Learner(replace(DECK, cards=DECK.cards[:2]))
    widget, ask = page(learner)
    assert widget.decks == [
        {"deck": DECK.id, "title": "Word parts", "unit": 2, "cards": 2, "due": 0, "fresh": 2, "seen": 0}
    ]
    ask("open", deck=DECK.id)
    assert (widget.card["front"], widget.card["back"]) == ("part-0", "meaning 0")
    assert [each["says"] for each in widget.card["ratings"]] == ["today", "1 day", "2 days", "8 days"]
    ask("rate", front="part-0", rating="again")
    assert widget.card["front"] == "part-1"
    assert ask("rate", front="part-0", rating="good") == {"stale": True, "type": "rate", "id": 1}
    ask("rate", front="part-1", rating="good")
    assert widget.card["front"] == "part-0"
    ask("rate", front="part-0", rating="good")
    assert "front" not in widget.card
    assert widget.card["left"] == 0
    ask("close")
    assert widget.card == {}
    assert widget.decks[0]["seen"] == 2


@pytest.mark.parametrize(
    "message",
    [{"type": "open", "deck": "../x"}, {"type": "rate", "front": "part-0", "rating": "good"}, {"type": "no"}, {}],
)
def test_odd_messages_are_answered_in_general_words(message):
    widget, _ = page(Learner())
    replies = []
    widget.send = lambda content, buffers=None: replies.append(content)
    widget._handle_msg({"content": {"data": {"method": "custom", "content": {**message, "id": 5}}}})
    assert replies[0]["type"] == "error"


def notes_of(package):
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        stored = file.read("collection.anki2")
    database = sqlite3.connect(":memory:")
    database.deserialize(stored)
    notes = database.execute("select guid, flds from notes order by guid").fetchall()
    (decks,) = database.execute("select decks from col").fetchone()
    database.close()
    return notes, json.loads(decks)


def test_an_anki_package_has_ids_that_last_and_no_markup_of_ours():
    deck = replace(DECK, cards=(Card("a < b", "x & y", "note"), Card("c", "d")))
    notes, decks = notes_of(build_anki([deck]))
    assert {fields for _, fields in notes} == {"a &lt; b\x1fx &amp; y\x1fnote", "c\x1fd\x1f"}
    assert "Medical Coding::Unit 02: Word parts" in {each["name"] for each in decks.values()}
    other_back, other_decks = notes_of(build_anki([replace(deck, cards=(Card("a < b", "new"), Card("c", "d")))]))
    assert [guid for guid, _ in notes] == [guid for guid, _ in other_back]
    assert set(decks) == set(other_decks)


def test_the_widget_hands_out_an_anki_package():
    import base64

    _, ask = page(Learner())
    reply = ask("export", deck=DECK.id)
    assert reply["name"] == "02-terms-word-parts.apkg"
    assert len(notes_of(base64.b64decode(reply["package"]))[0]) == 40


def test_the_command_exports_only_what_anki_opens(tmp_path):
    refused = CliRunner().invoke(cli, ["cards", "export", str(tmp_path / "cards.txt")])
    assert refused.exit_code == 2
    listed = CliRunner().invoke(cli, ["cards", "list", "--json"])
    assert listed.exit_code == 0
    names = [each["deck"] for each in json.loads(listed.stdout)]
    if names:
        done = CliRunner().invoke(cli, ["cards", "export", str(tmp_path / "c.apkg"), "--deck", names[0]])
        assert done.exit_code == 0, done.output
        assert Path(tmp_path / "c.apkg").stat().st_size > 0
