// The one search box of the code book: every system or one, results by system, all by keyboard.

import { boldWords, button, freshId, make } from "./dom.js";

const BOOK_PAUSE = 110;

/**
 * @param {{ask: (type: string, fields: object) => Promise<any>, systems: {system: string, name: string}[],
 *   onPick: (row: any) => void, say: (text: string) => void}} options
 */
export function bookSearch({ ask, systems, onPick, say }) {
  const ids = { input: freshId(), list: freshId(), hint: freshId(), system: freshId() };
  const list = make("div", { class: "mc-book-results", id: ids.list, role: "listbox", "aria-label": "Codes found", hidden: "" });
  const empty = make("p", { class: "mc-book-none", hidden: "" });
  const input = make("input", {
    class: "mc-input", id: ids.input, type: "text", role: "combobox", autocomplete: "off", autocapitalize: "off",
    spellcheck: "false", maxlength: "120", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": ids.list, "aria-describedby": ids.hint, "data-key": "book:search",
  });
  const clearer = button("plain", () => { clear(); input.focus(); }, { hidden: "" }, "Clear");
  const system = make("select", { class: "mc-input mc-book-system", id: ids.system, "data-key": "book:system", onchange: () => typed() },
    ...(systems.length > 1 ? [make("option", { value: "" }, "All code books")] : []),
    ...systems.map((each) => make("option", { value: each.system }, each.name ? `${each.system}: ${each.name}` : each.system)));
  const node = make("div", { class: "mc-book-search" },
    make("div", { class: "mc-book-searchrow" },
      make("div", { class: "mc-book-field mc-book-field--words" }, make("label", { class: "mc-label", for: ids.input }, "Search the code book"),
        make("div", { class: "mc-book-inputs" }, input, clearer)),
      make("div", { class: "mc-book-field", hidden: systems.length > 1 ? null : "" }, make("label", { class: "mc-label", for: ids.system }, "Search in"), system)),
    make("p", { class: "mc-hint", id: ids.hint }, "Type words (“heart attack”, “ankle sprain right”) or a code. Arrow keys choose, Enter opens; Escape comes back here."),
    list, empty);

  let timer = 0;
  let round = 0;
  let active = -1;
  let wantsEnter = false;
  let found = null;
  /** @type {{node: HTMLElement, row: any}[]} */
  let options = [];
  const typedText = () => input.value.trim();

  function typed() {
    found = null;
    wantsEnter = false;
    clearTimeout(timer);
    clearer.hidden = !input.value;
    if (!typedText()) return close();
    timer = setTimeout(look, BOOK_PAUSE);
  }

  async function look() {
    clearTimeout(timer);
    round += 1;
    const [mine, text] = [round, typedText()];
    const reply = await ask("book-search", { text, system: system.value });
    if (mine !== round || text !== typedText()) return;
    if (reply.type === "error") return say(reply.says);
    found = { ...reply, text };
    draw();
    if (wantsEnter) enter();
  }

  function draw() {
    const words = found.text.split(/\s+/);
    const whole = found.groups.length > 1;
    activate(-1);
    options = [];
    list.replaceChildren(...found.groups.map((group) => {
      const head = freshId();
      const rows = group.rows.map((row) => option(row, words, whole));
      if (!whole) return make("div", { role: "group", "aria-label": group.system }, ...rows);
      return make("div", { role: "group", "aria-labelledby": head, class: "mc-book-group" },
        make("div", { class: "mc-book-grouphead", id: head }, make("strong", {}, group.system), group.name && ` ${group.name}`), ...rows);
    }));
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    empty.hidden = options.length > 0;
    empty.textContent = options.length ? "" : `Nothing found for “${found.text}”. Try fewer or other words.`;
    say(options.length ? `${options.length} ${options.length === 1 ? "code" : "codes"} found.` : empty.textContent);
  }

  function option(row, words) {
    const node = make("div", { class: "mc-book-option", id: freshId(), role: "option", "aria-selected": "false" },
      make("span", { class: "mc-code" }, ...boldWords(row.code, words)),
      make("span", {}, ...boldWords(row.title, words)),
      bookSign(row));
    node.addEventListener("mousedown", (event) => event.preventDefault());
    node.addEventListener("click", () => pick(row));
    options.push({ node, row });
    return node;
  }

  function activate(place) {
    active = place;
    options.forEach((each, at) => each.node.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[place].node.id);
    options[place].node.scrollIntoView({ block: "nearest" });
  }

  function enter() {
    wantsEnter = false;
    if (!typedText()) return;
    if (!found) { wantsEnter = true; look(); return; }
    if (active >= 0) return pick(options[active].row);
    if (found.exact) return pick(found.exact);
    if (options.length === 1) return pick(options[0].row);
    if (!options.length) return say(empty.textContent);
    if (list.hidden) return draw();
    activate(0);
    say(`${options.length} codes found. Choose one with the arrow keys, then press Enter.`);
  }

  function pick(row) {
    close();
    onPick(row);
  }

  function close() {
    clearTimeout(timer);
    round += 1;
    activate(-1);
    list.hidden = empty.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function clear() {
    input.value = "";
    found = null;
    wantsEnter = false;
    clearer.hidden = true;
    options = [];
    close();
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const last = list.hidden ? -1 : options.length - 1;
    const acts = {
      ArrowDown: () => (last >= 0 ? activate(active >= last ? 0 : active + 1) : found ? draw() : typed()),
      ArrowUp: () => last >= 0 && activate(active <= 0 ? last : active - 1),
      Home: () => activate(0),
      End: () => activate(last),
      Enter: enter,
      Escape: () => (last >= 0 || !empty.hidden ? close() : clear()),
    };
    if (!(event.key in acts) || (["Home", "End"].includes(event.key) && active < 0)) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  input.addEventListener("input", typed);
  input.addEventListener("keydown", pressed);
  return { node, close, focus: () => { input.focus(); input.select(); } };
}

/** Whether a code may stand on a claim, short. @param {{billable: boolean}} row */
export function bookSign(row) {
  return row.billable
    ? make("span", { class: "mc-tag mc-tag--billable" }, "Billable")
    : make("span", { class: "mc-tag mc-tag--heading" }, "Not billable");
}
