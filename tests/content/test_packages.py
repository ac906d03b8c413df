"""What leaves the house as a wheel or an sdist: no graded key, no CPT or CDT descriptor, nothing of an instructor's."""

import json
import re
import tarfile
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from keys import GRADED, key_sentences
from test_no_ama_text import INVENTED, TEXT, described

ROOT = Path(__file__).parents[2]


def built(kind, folder: Path) -> dict[str, bytes]:
    """The files of a freshly built package by name."""
    builder = {"wheel": WheelBuilder, "sdist": SdistBuilder}[kind](str(ROOT))
    (path,) = [Path(found) for found in builder.build(directory=str(folder), versions=["standard"])]
    if kind == "wheel":
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist() if not name.endswith("/")}
    with tarfile.open(path) as package:
        return {member.name: package.extractfile(member).read() for member in package if member.isfile()}


@pytest.fixture(scope="module", params=["wheel", "sdist"])
def package(request, tmp_path_factory):
    return built(request.param, tmp_path_factory.mktemp(request.param))


def test_it_holds_the_course_in_working_order(package):
    names = " ".join(package)
    for needed in (
        "medcoding/cli/__init__.py",
        "scoring/policy.yaml",
        "_2026-04-01.sqlite.xz",
        "chart.js",
        "labextension",
    ):
        assert needed in names


def test_no_sentence_of_a_graded_key_is_in_it(package):
    secrets = {secret for case in GRADED for secret in key_sentences(case)}
    spellings = {each.encode() for secret in secrets for each in (secret, json.dumps(secret)[1:-1])}
    # A citation, or a sentence on a rule, may stand in a practice case, or in a kind, as well.
    places = [*(ROOT / "course").rglob("*"), *(ROOT / "src").rglob("*.py")]
    authored = b"\0".join(path.read_bytes() for path in places if path.suffix in {".md", ".yaml", ".tsv", ".py"})
    spellings = {each for each in spellings if each not in authored}
    assert len(spellings) >= len(GRADED)
    everything = b"\0".join(package.values())
    assert [secret for secret in spellings if secret in everything] == []


def test_nothing_of_an_instructor_or_a_learner_is_in_it(package):
    forbidden = re.compile(
        r"(^|/)(source|submitted|autograded|feedback|tests|regrades|answers)/|gradebook\.db|\.venv|__pycache__"
    )
    assert [name for name in package if forbidden.search(name)] == []


def test_no_text_in_it_pairs_a_code_of_the_ama_or_ada_with_words(package):
    found = [
        f"{name}: {line.strip()[:80]}"
        for name, content in package.items()
        if Path(name).suffix in TEXT and not any(name.endswith(invented) for invented in INVENTED)
        for line in content.decode("utf-8").splitlines()
        if described(line)
    ]
    assert found == []


def test_the_tables_in_it_are_those_of_the_checkout_and_no_others(package):
    """`test_no_ama_text.py` looks into these; any other database would be somebody else's."""
    packed = {
        Path(name).name: content for name, content in package.items() if re.search(r"\.(sqlite|xz|db|lmdb)", name)
    }
    ours = {path.name: path.read_bytes() for path in (ROOT / "src/medcoding/codes/releases").glob("*.xz")}
    assert packed == ours
