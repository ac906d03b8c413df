// "Look up in the book": the code book inside an exercise. Its source comes from the kernel when it is first opened,
// so that a page of twenty exercises does not carry it twenty times.

import { button, freshId, levelHere, make } from "./dom.js";

/**
 * @param {{ask: (type: string, fields?: object) => Promise<any>, onAdd: (row: any) => void, addable: string[], say: (text: string) => void}} options
 * @returns {{node: HTMLElement}}
 */
export function bookDrawer({ ask, onAdd, addable, say }) {
  const id = freshId();
  const box = make("div", { class: "mc-drawer-box", id, role: "region", "aria-label": "The code book", hidden: "" });
  const toggle = button("small", () => turn(box.hidden), { "data-key": "drawer", "aria-expanded": "false", "aria-controls": id }, "Look up in the book");
  const node = make("div", { class: "mc-drawer" }, toggle, box);
  let book = null;

  async function turn(open) {
    box.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    if (!open || book) return;
    book = fetch();
    const found = await book;
    if (!found) book = null;
  }

  async function fetch() {
    box.replaceChildren(make("p", { class: "mc-hint" }, "Opening the code book…"));
    const reply = await ask("book-code");
    if (reply.type === "error") {
      box.replaceChildren(make("p", {}, reply.says));
      say(reply.says);
      return null;
    }
    const address = URL.createObjectURL(new Blob([reply.source], { type: "text/javascript" }));
    const { bookView } = await import(address);
    URL.revokeObjectURL(address);
    const view = bookView({ ask, onAdd, addable, level: Math.min(levelHere(node) + 2, 6) });
    box.replaceChildren(make("style", {}, reply.css), view.node);
    await view.ready;
    view.focus();
    return view;
  }

  return { node };
}
