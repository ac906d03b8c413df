// The encoder widget: the code book by itself. It paints; every answer comes from the kernel.

import { freshId, keepPlainKeys, levelHere, make } from "./parts/dom.js";
import { lineWithBanner } from "./parts/kernel.js";
import { bookView } from "./parts/book.js";

/** anywidget calls this once for each view. */
function render({ model, el }) {
  const isBuilder = model.get("view") === "builder";
  const root = make("div", { class: "mc-root mc-encoder", role: "group" });
  const titleId = freshId();
  const title = make("div", { class: "mc-heading", id: titleId, role: "heading", "aria-level": "2" }, isBuilder ? "ICD-10-PCS builder" : "The code book");
  root.setAttribute("aria-labelledby", titleId);
  keepPlainKeys(root);
  el.append(root);
  const { kernel, banner } = lineWithBanner(model, () => "Reload the page (or run the notebook again) to go on.");
  requestAnimationFrame(() => {
    const level = levelHere(root);
    title.setAttribute("aria-level", String(level));
    const book = bookView({ ask: kernel.ask, level: level + 1, only: model.get("view"), start: model.get("value") });
    root.append(make("div", { class: "mc-frame" }, banner, title, book.node));
    book.ready.then(() => {
      root.setAttribute("data-ready", "");
      if (!isBuilder) links.serve((code) => book.show(code, ""));
    });
  });
  const links = codeLinks();
  return () => { links.close(); kernel.close(); };
}

/**
 * Links of lessons that open the book at a code. On a page of its own the address says which (`#code=E11.9`);
 * in JupyterLab, whose address is not ours, the course's extension leaves the code and calls.
 */
function codeLinks() {
  let open = null;
  const follow = () => {
    const code = window.medcodingCode ?? /^#code=([\w.]{1,10})$/.exec(location.hash)?.[1];
    window.medcodingCode = undefined;
    if (code) open?.(code);
  };
  window.addEventListener("medcoding:code", follow);
  window.addEventListener("hashchange", follow);
  return {
    serve(show) { open = show; follow(); },
    close() {
      window.removeEventListener("medcoding:code", follow);
      window.removeEventListener("hashchange", follow);
    },
  };
}

export default { render };
