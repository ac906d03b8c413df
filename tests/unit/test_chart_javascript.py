"""The JavaScript that is sent: whole, without imports, and without a word of judging."""

import re
import shutil
import subprocess
from collections import Counter

import pytest

from medcoding_widgets.esm import HERE, joined

WIDGETS = tuple(sorted(path.name for path in HERE.glob("*.js")))


@pytest.mark.parametrize("name", WIDGETS)
def test_a_joined_module_imports_nothing_and_exports_one_widget(name):
    text = joined(name)
    assert not re.search(r"^\s*import\b", text, re.MULTILINE)
    assert re.findall(r"^export .*$", text, re.MULTILINE) == ["export default { render };"]


@pytest.mark.parametrize("name", WIDGETS)
def test_no_two_parts_give_two_things_one_name(name):
    names = re.findall(r"^(?:async )?(?:function|const|let|class) (\w+)", joined(name), re.MULTILINE)
    assert [each for each, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("name", WIDGETS)
def test_it_is_javascript(name, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed; the browser tests run the same code")
    path = tmp_path / "widget.mjs"
    path.write_text(joined(name), encoding="utf-8")
    subprocess.run([node, "--check", path], check=True)


def test_html_is_taken_from_the_kernel_only():
    """Three places show HTML, all of it rendered and escaped in Python."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(HERE.rglob("*.js"))]
    found = [line.strip() for text in sources for line in text.splitlines() if "innerHTML" in line]
    assert found == [
        "this.question.innerHTML = this.exercise.question_html;",
        "node.innerHTML = html;",
        "box.innerHTML = verdict;",
    ]
