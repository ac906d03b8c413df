"""No CPT or CDT descriptor is in the repository or the databases; `test_packages.py` looks into wheel and sdist.

Descriptors cannot be compared without having them, so this looks for their place: a code of CPT's shape (five
digits, or four and F, T, U or M) or of CDT's (D and four digits) with words beside it as a table has them.
A number in a sentence, a case's line or a list of numbers is allowed.
"""

import re
import subprocess
from pathlib import Path

import pytest

from medcoding.codes import DEFAULT_DATE, HCPCS, held_releases, table

ROOT = Path(__file__).parents[2]
OWNED = re.compile(r"\d{4}[0-9FTUM]\Z|D\d{4}\Z")
# One cell with the code alone, a cell with words after it: tab, comma, semicolon, bar, or a JSON or YAML pair.
PAIR = re.compile(
    r"""(?:^|[\t,;|{\[]\s*|^\s*-?\s*)["']?(?P<code>\d{4}[0-9FTUM]|D\d{4})["']?\s*[\t,;|:]\s*["']?(?P<words>[A-Za-z][^\t,;|"']*)"""
)
TEXT = {".tsv", ".csv", ".json", ".yaml", ".yml", ".txt", ".md", ".py", ".js", ".toml", ".html", ".ipynb", ".cfg"}
# The test's own and its neighbours' invented rows, which say that they are not the owners' words.
INVENTED = {"tests/content/test_no_ama_text.py", "tests/content/official_files.py"}


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = [name for name in listed.stdout.split("\0") if name]
    if not names:  # an unpacked archive without git
        names = [
            str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts
        ]
    return [name for name in names if (ROOT / name).is_file()]


def described(line):
    """The code of a line that pairs one with at least two words, as a table of descriptors does."""
    for found in PAIR.finditer(line):
        if len(found["words"].split()) >= 2:
            return found["code"]
    return None


@pytest.mark.parametrize(
    "line",
    [
        "99999\tMade up words here",
        '{"99999": "Made up words"}',
        "D9999,Made up words",
        "0999T | Made up words",
        "- 99999: made up words",
    ],
)
def test_the_look_itself_finds_a_pair(line):
    assert described(line) is not None


def test_no_tracked_text_pairs_a_code_with_words():
    found = []
    for name in tracked():
        if Path(name).suffix in TEXT and name not in INVENTED and not name.startswith("requirements"):
            for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), start=1):
                if code := described(line):
                    found.append(f"{name}:{number}: {code}: {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize("release", held_releases(), ids=lambda release: f"{release.system} {release.name}")
def test_no_database_titles_such_a_code(release):
    held = table(release.system, release.effective_from)
    codes = [code for (code,) in held.rows.execute("SELECT code FROM entry WHERE title <> ''")]
    if release.system == HCPCS:
        wrong = [code for code in codes if len(code) == 5 and not re.fullmatch(r"[A-CE-V]\d{4}", code)]
        assert wrong == []
    assert release.system != "CPT"
    # D0000-D4999 is also how ICD-10-CM codes look without their dot: there the book itself is the proof.
    assert [code for code in codes if OWNED.match(code) and release.system not in {"ICD-10-CM", "ICD-10-PCS"}] == []
    columns = held.rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert not [name for (name,) in columns if "cpt" in name.lower() or "cdt" in name.lower()]


def test_hcpcs_lists_no_letter_that_is_not_ours():
    letters = {entry.code[0] for entry in table(HCPCS, DEFAULT_DATE).billable()}
    assert letters <= set("ABCEFGHIJKLMNOPQRSTUV")
