"""Joins a widget's JavaScript and its shared parts into the one module that anywidget sends.

Each file is an ES module of its own, so editors and tests read it as such; a page that holds twenty
exercises cannot fetch files from a kernel, so they travel as one text. There is no build step.

A part imports with one-line `import {...} from "./x.js"` and exports with `export function`,
`export const` or `export class`. Joined, all of them share one scope, so no two files may give two things one name.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "(\./[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) )", re.MULTILINE)


@cache
def joined(name: str) -> str:
    """The module `name` (relative to this folder) with everything it imports in front of it."""
    texts: dict[Path, str] = {}
    _gather(HERE / name, texts)
    *parts, widget = texts.values()
    return "\n".join([_EXPORT.sub("", part) for part in parts] + [widget])


def _gather(path: Path, texts: dict[Path, str]) -> None:
    path = path.resolve()
    if path in texts:
        return
    text = path.read_text(encoding="utf-8")
    for imported in _IMPORT.findall(text):
        _gather(path.parent / imported, texts)
    texts[path] = _IMPORT.sub("", text)
