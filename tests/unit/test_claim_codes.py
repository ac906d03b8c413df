"""Modifiers and places of service: short, unique, in our own words."""

import json
import re

import pytest
from click.testing import CliRunner

from medcoding.cli import cli
from medcoding.codes import modifiers, places_of_service
from medcoding.codes.claim_codes import MODIFIER, PLACE_OF_SERVICE, find_label


@pytest.mark.parametrize(("listed", "shape"), [(modifiers(), r"\d\d|[A-Z][A-Z0-9]"), (places_of_service(), r"\d\d")])
def test_codes_are_unique_and_labels_short(listed, shape):
    assert len({each.code for each in listed}) == len(listed)
    assert len({each.label for each in listed}) == len(listed)
    for each in listed:
        assert re.fullmatch(shape, each.code)
        assert 0 < len(each.label) <= 80
        assert (each.level == "I") == (each.code.isdigit() and listed is modifiers())


def test_the_modifiers_of_the_syllabus_are_there():
    taught = ["25", "59", "XE", "XS", "XP", "XU", "50", "51", "26", "TC", "57", "58", "78", "79", "RT", "LT", "JW"]
    assert [code for code in taught if find_label(MODIFIER, code) is None] == []


def test_they_are_found_however_written():
    assert find_label(MODIFIER, " -rt").label == "Right side"
    assert find_label(PLACE_OF_SERVICE, "11").label == "Office"
    assert find_label(MODIFIER, "11") is None


def test_show_prints_them():
    run = CliRunner().invoke
    assert run(cli, ["show", "25", "--system", "modifier"]).stdout.startswith("25  Separate visit")
    assert json.loads(run(cli, ["show", "23", "--system", "place-of-service", "--json"]).stdout)["code"] == "23"
    assert run(cli, ["show", "00", "--system", "modifier"]).exit_code == 1
