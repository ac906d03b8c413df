// The code search: a combobox whose list stands in the flow of the page, so that nothing clips it.

import { boldWords, button, freshId, make } from "./dom.js";
import { billableTag, notesPage } from "./notes.js";

const PAUSE = 120;

/**
 * @typedef {{code: string, system: string, title: string, billable: boolean}} Row
 * @param {{ask: (type: string, fields: object) => Promise<any>, onPick: (row: Row) => void, say: (text: string) => void}} options
 */
export function lookup({ ask, onPick, say }) {
  const ids = { input: freshId(), list: freshId(), hint: freshId() };
  const list = make("ul", { class: "mc-options", id: ids.list, role: "listbox", "aria-label": "Codes found", hidden: "" });
  const empty = make("p", { class: "mc-nothing", hidden: "" });
  const page = make("div", { class: "mc-lookup-page", hidden: "" });
  const input = make("input", {
    class: "mc-input", id: ids.input, type: "text", role: "combobox", autocomplete: "off", autocapitalize: "off",
    spellcheck: "false", maxlength: "120", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": ids.list, "aria-describedby": ids.hint, "data-key": "lookup",
  });
  const clearButton = button("plain", () => { clear(); input.focus(); }, { hidden: "" }, "Clear");
  const node = make(
    "div", { class: "mc-lookup" },
    make("label", { class: "mc-label", for: ids.input }, "Find a code"),
    make("div", { class: "mc-lookup-row" }, input, button("plain", enter, {}, "Add"), clearButton),
    make("p", { class: "mc-hint", id: ids.hint },
      "Type words (\u201cankle sprain right\u201d) or a code. Arrow keys choose, Enter adds, \u2192 shows the notes of a code."),
    list, empty, page,
  );

  let timer = 0;
  let round = 0;
  let active = -1;
  let wantsEnter = false;
  /** @type {{text: string, rows: Row[], exact: Row | null, typed: string} | null} */
  let found = null;

  const typedText = () => input.value.trim();

  function typed() {
    found = null;
    wantsEnter = false;
    clearTimeout(timer);
    clearButton.hidden = !input.value;
    if (!typedText()) return close();
    timer = setTimeout(search, PAUSE);
  }

  async function search() {
    clearTimeout(timer);
    round += 1;
    const [mine, text] = [round, typedText()];
    const reply = await ask("search", { text });
    if (mine !== round || text !== typedText()) return;
    if (reply.type === "error") return say(reply.says);
    found = { ...reply, text };
    draw();
    if (wantsEnter) enter();
  }

  function draw() {
    const words = found.text.split(/\s+/);
    closePage();
    activate(-1);
    list.replaceChildren(...found.rows.map((row, place) => option(row, place, words)));
    list.hidden = !found.rows.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    empty.hidden = found.rows.length > 0;
    empty.textContent = found.rows.length ? "" : `Nothing found for \u201c${found.text}\u201d. Try fewer or other words.`;
    say(found.rows.length ? `${found.rows.length} ${found.rows.length === 1 ? "code" : "codes"} found.` : empty.textContent);
  }

  function option(row, place, words) {
    const more = make("span", { class: "mc-option-more", "aria-hidden": "true", title: `Notes of ${row.code}` }, "Notes");
    const node = make(
      "li", { class: "mc-option", id: `${ids.list}-${place}`, role: "option", "aria-selected": "false" },
      make("span", { class: "mc-code" }, ...boldWords(row.code, words)),
      make("span", { class: "mc-option-title" }, ...boldWords(row.title, words)),
      billableTag(row.billable),
      more,
    );
    // A press must not take the focus away from the input, or typing on would be lost.
    node.addEventListener("mousedown", (event) => event.preventDefault());
    node.addEventListener("click", (event) => {
      if (event.target === more) { activate(place); showPage(row.code); } else pick(row);
    });
    return node;
  }

  function activate(place) {
    active = place;
    [...list.children].forEach((child, each) => child.setAttribute("aria-selected", String(each === place)));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function enter() {
    wantsEnter = false;
    if (!typedText()) return input.focus();
    if (!found) { wantsEnter = true; search(); return; }
    if (active >= 0) return pick(found.rows[active]);
    if (found.exact) return pick(found.exact);
    if (found.typed) return pick({ code: found.typed, system: "", title: "", billable: false });
    input.focus();
    if (!found.rows.length) return say(empty.textContent);
    activate(0);
    say(`${found.rows.length} codes found. Choose one with the arrow keys, then press Enter.`);
  }

  function pick(row) {
    clear();
    onPick(row);
  }

  async function showPage(code) {
    const reply = await ask("show", { code });
    if (list.hidden) return;
    page.replaceChildren(notesPage(reply, { onAdd: pick, onShow: showPage }));
    page.hidden = false;
    say(reply.title ? `Notes of ${reply.code}, ${reply.title}, are below the list.` : reply.says);
  }

  function closePage() {
    page.hidden = true;
    page.replaceChildren();
  }

  function close() {
    clearTimeout(timer);
    round += 1;
    activate(-1);
    list.hidden = empty.hidden = true;
    input.setAttribute("aria-expanded", "false");
    closePage();
  }

  function clear() {
    input.value = "";
    found = null;
    wantsEnter = false;
    clearButton.hidden = true;
    close();
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = list.hidden ? -1 : list.children.length - 1;
    const isOpen = last >= 0;
    const acts = {
      ArrowDown: () => (isOpen ? activate(active >= last ? 0 : active + 1) : found ? draw() : typed()),
      ArrowUp: () => isOpen && activate(active <= 0 ? last : active - 1),
      Home: () => activate(0),
      End: () => activate(last),
      ArrowRight: () => showPage(found.rows[active].code),
      ArrowLeft: () => closePage(),
      Enter: enter,
      Escape: () => (isOpen || !empty.hidden ? close() : clear()),
    };
    const needsOption = ["Home", "End", "ArrowRight", "ArrowLeft"].includes(event.key);
    if (!(event.key in acts) || (needsOption && (active < 0 || event.shiftKey))) return;
    event.preventDefault();
    acts[event.key]();
  }

  input.addEventListener("input", typed);
  input.addEventListener("keydown", pressed);
  return { node, clear, close, focus: () => input.focus() };
}
