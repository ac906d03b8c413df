"""What reaches a browser, in feedback and in the Formgrader."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import v4
from nbgrader.apps.api import NbGraderAPI

from medcoding.nbgrader import formgrader_templates
from medcoding.nbgrader.demo.classroom import Classroom
from medcoding.nbgrader.outputs import style_element, with_style
from medcoding.nbgrader.sanitize import clean_html
from medcoding.nbgrader.session import open_course

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<p onclick="alert(1)">x</p>',
    "<iframe src=//x></iframe>",
    "<style>*{display:none}</style>",
    '<p style="position:fixed">x</p>',
    "<form action=//x><input></form>",
    "<svg onload=alert(1)>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    '<base href="//x">',
    "<object data=x></object>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_acts_gets_through(text) -> None:
    for cleaned in (clean_html(text), clean_html(with_style(text)).removeprefix(style_element())):
        assert not re.search(r"<(script|img|iframe|style|form|input|svg|math|base|object)", cleaned)
        assert not re.search(r"<[^>]*(javascript:|\bon\w+=|style=)", cleaned)


def test_a_verdict_comes_through_unharmed(round_) -> None:
    notebook = json.loads((round_.folder("autograded", "wrong order") / "assignment.ipynb").read_text())
    html = "".join(notebook["cells"][1]["outputs"][0]["data"]["text/html"])
    for tag in ("article", "section", "dl", "dt", "dd", "ol", "li", "mark", "table", "th", "q", "strong", "span", "p"):
        assert f"<{tag}" in html
        assert clean_html(html).count(f"<{tag}") == html.count(f"<{tag}")
    assert "&lt;" not in clean_html(html).removeprefix(style_element())


def test_the_formgrader_shows_the_verdict_and_loads_nothing_from_elsewhere(round_) -> None:
    exporter = HTMLExporter(config=round_.classroom.app.config, template_name="formgrade")
    resources = {"base_url": "", "notebook_id": "assignment", "assignment_id": "x", "submission_id": "1", "index": 0}
    page, _ = exporter.from_filename(
        str(round_.folder("autograded", "wrong side") / "assignment.ipynb"), resources={**resources, "total": 1}
    )
    assert "PRIVATE-REASON-ANKLE" in page
    assert '<mark class="mc-mark">' in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert formgrader_templates().is_dir()


def test_the_formgrader_cleans_markdown_that_a_learner_wrote(round_) -> None:
    exporter = HTMLExporter(config=round_.classroom.app.config, template_name="formgrade")
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("# Title\n" + "\n\n".join(HOSTILE))])
    page, _ = exporter.from_notebook_node(
        notebook, resources={"base_url": "", "submission_id": "1", "index": 0, "total": 1}
    )
    body = page[page.index("notebook-container") :]
    assert not re.search(r"<(script|img|iframe|style|form|input|svg|object)\b[^>]*(alert|//x|display)", body)
    assert "Title" in body


@pytest.fixture
def formgrader_course(round_, tmp_path):
    """A course with one submission, whose notebook is missing, and the object behind the Formgrader's buttons."""
    root = tmp_path / "class"
    shutil.copytree(round_.root, root, ignore=shutil.ignore_patterns("autograded", "feedback", "learners"))
    with open_course(root, alone=True) as app:
        yield (
            NbGraderAPI(app.coursedir, app.authenticator, app.exchange, parent=app),
            Classroom(app, root, round_.classroom.assignment),
        )


def test_the_formgraders_buttons_use_the_same_steps(formgrader_course, round_, unit) -> None:
    api, classroom = formgrader_course
    student = round_.students["no notebook"]
    done = api.autograde(unit, student)
    assert done["success"], done
    assert api.get_submission(unit, student)["score"] == 8.0
    done = api.generate_feedback(unit, student)
    assert done["success"], done
    page = (classroom.root / "feedback" / student / unit / "assignment.html").read_text(encoding="utf-8")
    assert "PRIVATE-REASON-ANKLE" in page
    assert "<script" not in page
