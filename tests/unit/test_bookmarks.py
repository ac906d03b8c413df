"""A learner's own file of bookmarks: read with patience, kept within bounds, no obstacle where it cannot be kept."""

import pytest

from medcoding.codes import ICD10CM as CM
from medcoding_widgets.bookmarks import FILE, MAX_BOOKMARKS, Bookmarks


@pytest.mark.parametrize("held", ["", "[]", '{"bookmarks": 3}', '{"bookmarks": [{"system": "X", "code": "I10"}, 4]}'])
def test_a_file_of_bookmarks_that_cannot_be_read_is_no_obstacle(tmp_path, held):
    (tmp_path / FILE).write_text(held)
    kept = Bookmarks(tmp_path)
    assert kept.marks() == ()
    kept.put(CM, "I10", marked=True)
    assert Bookmarks(tmp_path).marks() == ((CM, "I10"),)


def test_bookmarks_do_not_grow_without_end(tmp_path):
    kept = Bookmarks(None)
    for number in range(MAX_BOOKMARKS + 5):
        kept.put(CM, f"A{number}", marked=True)
    assert len(kept.marks()) == MAX_BOOKMARKS
    assert kept.marks()[0] == (CM, f"A{MAX_BOOKMARKS + 4}")


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    kept = Bookmarks(tmp_path / "file")
    kept.put(CM, "I10", marked=True)
    assert kept.marks() == ((CM, "I10"),)
    assert kept.says.startswith("Bookmarks last as long as this page")
