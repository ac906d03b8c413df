// The code search of a chart: Enter adds a code, and the notes of a code open below the list.

import { combobox } from "./combobox.js";
import { boldWords, button, make } from "./dom.js";
import { billableTag, notesPage } from "./notes.js";

/**
 * @typedef {{code: string, system: string, title: string, billable: boolean}} Row
 * @param {{ask: (type: string, fields: object) => Promise<any>, onPick: (row: Row) => void, say: (text: string) => void}} options
 */
export function lookup({ ask, onPick, say }) {
  const list = make("ul", { class: "mc-options" });
  const empty = make("p", { class: "mc-nothing" });
  const page = make("div", { class: "mc-lookup-page", hidden: "" });
  const box = combobox({
    key: "lookup", label: "Find a code", list, empty, onPick: pick, say, onChange: closePage,
    hint: "Type words (“ankle sprain right”) or a code. Arrow keys choose, Enter adds, → shows the notes of a code.",
    ask: (text) => ask("search", { text }),
    draw: (found, words) => found.rows.map((row) => option(row, words)),
    direct: (found) => found.exact ?? (found.typed ? { code: found.typed, system: "", title: "", billable: false } : null),
    optionKeys: { ArrowRight: (row) => showPage(row.code), ArrowLeft: closePage },
  });
  const node = make(
    "div", { class: "mc-lookup" },
    box.label, make("div", { class: "mc-lookup-row" }, box.input, button("plain", box.enter, {}, "Add"), box.clearer),
    box.hint, list, empty, page,
  );

  function option(row, words) {
    const more = make("span", { class: "mc-option-more", "aria-hidden": "true", title: `Notes of ${row.code}` }, "Notes");
    const node = make(
      "li", { class: "mc-option" },
      make("span", { class: "mc-code" }, ...boldWords(row.code, words)),
      make("span", { class: "mc-option-title" }, ...boldWords(row.title, words)),
      billableTag(row.billable),
      more,
    );
    return box.option(row, node, (event, activate) => {
      if (event.target !== more) return false;
      activate();
      showPage(row.code);
      return true;
    });
  }

  function pick(row) {
    box.clear();
    onPick(row);
  }

  async function showPage(code) {
    const reply = await ask("show", { code });
    if (!box.isOpen()) return;
    page.replaceChildren(notesPage(reply, { onAdd: pick, onShow: showPage }));
    page.hidden = false;
    say(reply.title ? `Notes of ${reply.code}, ${reply.title}, are below the list.` : reply.says);
  }

  function closePage() {
    page.hidden = true;
    page.replaceChildren();
  }

  return { node, clear: box.clear, close: box.close, focus: () => box.input.focus() };
}
