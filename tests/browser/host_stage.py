"""Widgets that show other widgets inside themselves, on a bare page: real JavaScript, real Python, no Jupyter.

Each widget is a model of its own, found by its id, as `host.getWidget("anywidget:<id>")` finds it in Jupyter.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from medcoding_widgets.safe import SafeWidget

PAGE = """<!doctype html><html lang="en"><head><title>Stage</title><style>body {{ margin: 1rem; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #101216; }} }}
h1 {{ font: 600 1.25rem sans-serif; color: light-dark(#555, #aaa); }} :root {{ color-scheme: light dark; }}
</style></head><body><main><h1>Stage</h1><div id="here"></div></main>
<script type="module">
const models = new Map();
async function modelOf(id) {{
  if (models.has(id)) return models.get(id);
  const {{ state, css, esm }} = await window.describe(id);
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  const listeners = {{}};
  const tell = (name, ...rest) => [...(listeners[name] ?? [])].forEach((each) => each(...rest));
  const changed = new Set();
  const model = {{
    state, tell, widget: (await import(`data:text/javascript;charset=utf-8,${{encodeURIComponent(esm)}}`)).default,
    get: (name) => state[name],
    set: (name, value) => {{ state[name] = value; changed.add(name); tell(`change:${{name}}`); tell("change"); }},
    save_changes: () => {{
      inTurn(id, {{ method: "update", state: Object.fromEntries([...changed].map((name) => [name, state[name]])) }});
      changed.clear();
    }},
    send: (content) => inTurn(id, {{ method: "custom", content }}),
    on: (name, listener) => (listeners[name] ??= []).push(listener),
    off: (name, listener) => {{ listeners[name] = (listeners[name] ?? []).filter((each) => each !== listener); }},
  }};
  models.set(id, model);
  return model;
}}
let queue = Promise.resolve();
const inTurn = (id, data) => {{ queue = queue.then(() => send(id, data)); }};
async function send(id, data) {{
  const {{ states, replies }} = await window.toKernel(id, data);
  for (const [other, now] of Object.entries(states)) {{
    const model = models.get(other);
    if (!model) continue;
    const names = Object.keys(now).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(model.state[name]));
    for (const name of names) model.state[name] = now[name];
    for (const name of names) model.tell(`change:${{name}}`);
    if (names.length) model.tell("change");
  }}
  replies.forEach((reply) => models.get(id).tell("msg:custom", reply));
}}
const host = {{ getWidget: async (reference) => {{
  const model = await modelOf(reference.replace("anywidget:", ""));
  return {{ render: ({{ el }}) => model.widget.render({{ model, el, host }}) }};
}} }};
const model = await modelOf("{id}");
model.widget.render({{ model, el: document.querySelector("#here"), host }});
</script></body></html>"""


def mount_with_stages(page: Page, widget: Any, inner: Callable[[], dict[str, SafeWidget]], root: str) -> Locator:
    """Show a widget; `inner` gives the widgets inside it by their ids, whenever it is asked. Returns its root."""
    replies: list[Any] = []
    widgets = lambda: {"top": widget, **inner()}  # noqa: E731

    def wired() -> dict[str, SafeWidget]:
        found = widgets()
        for each in found.values():
            each.send = lambda content, buffers=None: replies.append(content)
        return found

    def to_kernel(name: str, data: dict[str, Any]) -> dict[str, Any]:
        replies.clear()
        found = wired()
        found[name]._handle_msg({"content": {"data": data}, "buffers": []})
        told = data.get("state", {})
        states = {each: _state(found) for each, found in wired().items()}
        for trait, value in told.items():
            if states[name].get(trait) == value:
                del states[name][trait]
        return {"states": states, "replies": list(replies)}

    def describe(name: str) -> dict[str, Any]:
        found = wired()[name]
        return {"state": _state(found), "css": found._css, "esm": found._esm}

    page.expose_function("toKernel", to_kernel)
    page.expose_function("describe", describe)
    page.set_content(PAGE.format(id="top"))
    found = page.locator(root)
    found.wait_for()
    return found


def _state(widget: Any) -> dict[str, Any]:
    names = [name for name in widget.keys if not name.startswith("_") and name not in ("layout", "tabbable", "tooltip")]
    return json.loads(json.dumps({name: getattr(widget, name) for name in names}))
