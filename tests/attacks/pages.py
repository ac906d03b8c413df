"""What in a page could act in a browser."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter

ACTING = {"script", "iframe", "frame", "object", "embed", "applet", "base", "meta", "link", "form", "input", "button"}
ACTING |= {"img", "svg", "math", "video", "audio", "source", "style", "template", "portal", "foreignobject"}
ADDRESSES = {"href", "src", "srcset", "action", "formaction", "data", "poster", "background", "xlink:href"}


class _Acting(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTING:
            self.found[f"<{tag}>"] += 1
        for name, value in attrs:
            plain = "".join((value or "").split()).lower()
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found[f"{tag} {name}"] += 1
            if name in ADDRESSES and (plain.startswith(("javascript:", "data:", "vbscript:", "//")) or "://" in plain):
                self.found[f"{tag} {name}={plain[:80]}"] += 1

    handle_startendtag = handle_starttag


def acting_parts(page: str) -> Counter[str]:
    """Elements and attributes of a page that could run something, load something or send something, counted."""
    parser = _Acting()
    parser.feed(page)
    parser.close()
    return parser.found


def formgrader_page(app: Any, notebook: Path) -> str:
    """The page that the Formgrader shows of a graded notebook."""
    exporter = HTMLExporter(config=app.config, template_name="formgrade")
    told = {"base_url": "", "notebook_id": "assignment", "assignment_id": "x", "submission_id": "1"}
    page, _ = exporter.from_filename(str(notebook), resources={**told, "index": 0, "total": 1})
    return str(page)
