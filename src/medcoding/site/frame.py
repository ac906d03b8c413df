"""What every page of the static edition has around its content."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

# No request leaves the site. `file:` is what 'self' is to a page that was opened from a folder; the code book
# inside an exercise comes as a blob.
POLICY = (
    "default-src 'none'; script-src 'self' file: blob:; style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
)
SCRIPTS = ("store", "entries", "names", "words", "book", "pieces", "charts", "exercise", "page")


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `path` is its place in the edition, with / between folders; `main` its HTML.

    `here` is the entry of the navigation that it belongs to; `scripts` is False for pages that are only read.
    """

    path: str
    title: str
    main: str
    here: str = ""
    scripts: bool = True


def render_page(page: Page, course: str, release: str) -> str:
    """The whole page. `course` is the course's title, `release` names the code book's edition."""
    root = "../" * page.path.count("/")
    title = escape(page.title if page.title == course else f"{page.title} | {course}")
    scripts = "".join(f'<script defer src="{root}scripts/{name}.js"></script>\n' for name in SCRIPTS)
    return f"""<!DOCTYPE html>
<html lang="en" data-root="{root or "./"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{root}styles/pages.css">
<link rel="stylesheet" href="{root}styles/widgets.css">
<link rel="stylesheet" href="{root}styles/site.css">
{scripts if page.scripts else ""}</head>
<body class="mc-site">
<a class="mc-skip" href="#content">Skip to the content</a>
<header class="mc-head">
<nav class="mc-nav" aria-label="This course"><ul>
{_links(page, root)}</ul></nav>
</header>
<main id="content" tabindex="-1">
{page.main}</main>
<footer class="mc-foot">
<p>All people and records are made up. Nothing you enter leaves this page, and nothing is kept but bookmarks.</p>
<p>The static edition of the course: {escape(release)}. <a href="{root}index.html#limits">What it cannot do</a>.</p>
</footer>
</body>
</html>
"""


def _links(page: Page, root: str) -> str:
    entries = (("index", "The course"), ("encoder", "Code book"), ("glossary", "Glossary"))
    return "".join(f'<li><a href="{root}{name}.html"{_current(page, name)}>{text}</a></li>\n' for name, text in entries)


def _current(page: Page, name: str) -> str:
    if page.path == f"{name}.html":
        return ' aria-current="page"'
    return ' aria-current="true"' if page.here == name else ""
