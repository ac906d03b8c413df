"""A widget on a bare page: its real JavaScript in Chromium, its real Python behind it, no Jupyter between.

For what concerns one widget alone: keys, names, contrast, width. Walks through Jupyter are other tests.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from medcoding_widgets.by_kind import widget_for

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from medcoding_widgets.exercise_widget import ExerciseWidget
    from medcoding_widgets.safe import SafeWidget
    from medcoding_widgets.session import Session

NAMES = ("exercise", "value", "status", "verdict_html")
PAGE = """<!doctype html><html lang="en"><head><title>Stage</title><style>body {{ margin: 1rem; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #101216; }} }}
h1 {{ font: 600 1.25rem sans-serif; color: light-dark(#555, #aaa); }} :root {{ color-scheme: light dark; }}
{css}</style></head><body><main><h1>Stage</h1><div id="here"></div></main>
<script type="module">{esm}
const state = {state};
const listeners = {{}};
const tell = (name, ...rest) => [...(listeners[name] ?? [])].forEach((each) => each(...rest));
async function send(data) {{
  const {{ state: now, replies }} = await window.toKernel(data);
  for (const [name, value] of Object.entries(now)) {{
    if (JSON.stringify(value) === JSON.stringify(state[name])) continue;
    state[name] = value;
    tell(`change:${{name}}`);
    tell("change");
  }}
  replies.forEach((reply) => tell("msg:custom", reply));
}}
let queue = Promise.resolve();
const inTurn = (data) => {{ queue = queue.then(() => send(data)); }};
widget.render({{ el: document.querySelector("#here"), model: {{
  get: (name) => state[name],
  set: (name, value) => {{ state[name] = value; tell(`change:${{name}}`); }},
  save_changes: () => inTurn({{ method: "update", state: {{ value: state.value }} }}),
  send: (content) => inTurn({{ method: "custom", content }}),
  on: (name, listener) => (listeners[name] ??= []).push(listener),
  off: (name, listener) => {{ listeners[name] = (listeners[name] ?? []).filter((each) => each !== listener); }},
}} }});
</script></body></html>"""


def mount(page: Page, session: Session) -> tuple[Locator, ExerciseWidget]:
    """Show a session's exercise on the page. Returns the widget's root, and the widget in Python."""
    widget = widget_for(session)
    return mount_widget(page, widget, NAMES, ".mc-root[data-slug]"), widget


def mount_widget(page: Page, widget: SafeWidget, names: tuple[str, ...], root: str) -> Locator:
    """Show any widget of ours, which syncs the traits `names`, on the page. Returns its root."""
    replies: list[Any] = []
    widget.send = lambda content, buffers=None: replies.append(content)
    put_back: list[str] = []
    widget.send_state = lambda key=None: put_back.extend([key] if isinstance(key, str) else key or names)

    def to_kernel(data: dict[str, Any]) -> dict[str, Any]:
        """What a kernel sends: what it changed or put back, and not what it was just told."""
        replies.clear()
        put_back.clear()
        told = data.get("state", {})
        before = {name: getattr(widget, name) for name in names}
        widget._handle_msg({"content": {"data": data}, "buffers": []})
        now = {name: getattr(widget, name) for name in names}
        changed = [name for name in names if now[name] != before[name] and now[name] != told.get(name)]
        sent = {name: now[name] for name in {*changed, *put_back} & {*names}}
        return {"state": sent, "replies": list(replies)}

    page.expose_function("toKernel", to_kernel)
    esm = widget._esm.replace("export default { render };", "const widget = { render };")
    state = json.dumps({name: getattr(widget, name) for name in names}).replace("</", "<\\/")
    page.set_content(PAGE.format(css=widget._css, esm=esm, state=state))
    found = page.locator(root)
    found.wait_for()
    return found
