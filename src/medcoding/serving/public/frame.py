"""A practice page, rendered once by Voila and filled for each visitor with what is theirs alone.

Of a page only three things differ between visitors: the id of the kernel, the ids of the widgets, and
the one-time word that allows its scripts. What a cell displays is compared with what the page was
rendered for; where anything else differs, it is rendered anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from voila.notebook_renderer import NotebookRenderer

_VIEW = "application/vnd.jupyter.widget-view+json"
_KERNEL = "kernel-id-of-this-visitor"
_WORD = "one-time-word"
_SLOT = "widget-id-number-{}-"
_PIECES = re.compile(rf"({_KERNEL}|{_WORD}|{_SLOT.format('[0-9]+')})")

Outputs = list[list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Frame:
    """The page in pieces: every second one is the name of what belongs there."""

    shape: str
    pieces: tuple[str, ...]

    def fill(self, kernel_id: str, word: str, widgets: Sequence[str]) -> str:
        """The page of one visitor."""
        own = {_KERNEL: kernel_id, _WORD: word}
        own |= {_SLOT.format(place): each for place, each in enumerate(widgets)}
        return "".join(own[piece] if place % 2 else piece for place, piece in enumerate(self.pieces))


def split_widgets(outputs: Outputs) -> tuple[Outputs, list[str]]:
    """The outputs with a slot in the place of each widget's id, and those ids."""
    widgets: list[str] = []
    blank = json.loads(json.dumps(outputs))
    for cell in blank:
        for output in cell:
            view = output["data"].get(_VIEW)
            if isinstance(view, dict) and "model_id" in view:
                widgets.append(view["model_id"])
                view["model_id"] = _SLOT.format(len(widgets) - 1)
    return blank, widgets


def shape_of(blank: Outputs) -> str:
    """What a frame was rendered for."""
    return json.dumps(blank, sort_keys=True)


class FrameRenderer(NotebookRenderer):  # type: ignore[misc]
    """Voila's renderer, with a kernel that has run already."""

    outputs: Outputs

    async def _jinja_kernel_start(self, nb: NotebookNode, kernel_id: str, kernel_future: Any) -> str:
        return _KERNEL

    async def _jinja_cell_generator(self, nb: NotebookNode, kernel_id: str) -> AsyncIterator[NotebookNode]:
        shown = iter(self.outputs)
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = [NotebookNode(each) for each in next(shown)]
            yield cell

    async def render(self, blank: Outputs) -> Frame:
        """Render the page with these outputs."""
        self.outputs = blank
        page = await self.generate_content_str("", None)
        page = re.sub(r"<script(?=[\s>])", f'<script nonce="{_WORD}"', page)
        return Frame(shape_of(blank), tuple(_PIECES.split(page)))
