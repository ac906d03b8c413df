// A search box over a list of codes, all by keyboard: what the code search of a chart and that of the code book share.
// The list stands in the flow of the page, so that nothing clips it.

import { button, freshId, make } from "./dom.js";

const PAUSE = 120; // ms without a key before the kernel is asked
const TEXT_KEYS = ["ArrowDown", "ArrowUp", "Home", "End", "ArrowRight", "ArrowLeft"]; // with Shift they mark what is typed

/**
 * @template Row
 * @param {{
 *   key: string, label: string, hint: string, list: HTMLElement, empty: HTMLElement,
 *   ask: (text: string) => Promise<any>,
 *   draw: (found: any, words: string[]) => HTMLElement[],
 *   direct: (found: any, rows: Row[]) => Row | null,
 *   onPick: (row: Row) => void, say: (text: string) => void,
 *   optionKeys?: Record<string, (row: Row) => void>, onChange?: () => void,
 * }} options `draw` makes what the list holds, each code by `option`; `direct` is what Enter takes while no option is
 *   chosen; `optionKeys` are further keys for a chosen option; `onChange` runs before the list is drawn and after it closes
 */
export function combobox({ key, label, hint, list, empty, ask, draw, direct, onPick, say, optionKeys = {}, onChange = () => {} }) {
  const ids = { input: freshId(), list: freshId(), hint: freshId() };
  const input = make("input", {
    class: "mc-input", id: ids.input, type: "text", role: "combobox", autocomplete: "off", autocapitalize: "off",
    spellcheck: "false", maxlength: "120", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": ids.list, "aria-describedby": ids.hint, "data-key": key,
  });
  const clearer = button("plain", () => { clear(); input.focus(); }, { hidden: "" }, "Clear");
  for (const [name, value] of Object.entries({ id: ids.list, role: "listbox", "aria-label": "Codes found" })) list.setAttribute(name, value);
  list.hidden = empty.hidden = true;

  let timer = 0;
  let round = 0;
  let active = -1;
  let wantsEnter = false;
  /** What the kernel found for the text that stands in the box; null while it is asked. */
  let found = null;
  /** @type {{node: HTMLElement, row: Row}[]} */
  let options = [];

  const typedText = () => input.value.trim();

  function typed() {
    found = null;
    wantsEnter = false;
    clearTimeout(timer);
    clearer.hidden = !input.value;
    if (!typedText()) return close();
    timer = setTimeout(look, PAUSE);
  }

  async function look() {
    clearTimeout(timer);
    round += 1;
    const [mine, text] = [round, typedText()];
    const reply = await ask(text);
    if (mine !== round || text !== typedText()) return;
    if (reply.type === "error") return say(reply.says);
    found = { ...reply, text };
    show();
    if (wantsEnter) enter();
  }

  function show() {
    onChange();
    activate(-1);
    options = [];
    list.replaceChildren(...draw(found, found.text.split(/\s+/)));
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    empty.hidden = options.length > 0;
    empty.textContent = options.length ? "" : `Nothing found for “${found.text}”. Try fewer or other words.`;
    say(options.length ? `${options.length} ${options.length === 1 ? "code" : "codes"} found.` : empty.textContent);
  }

  /** An option of the list: `draw` calls it in the order of the list. `onPress` may keep a press to itself by returning true. */
  function option(row, node, onPress = () => false) {
    for (const [name, value] of Object.entries({ id: freshId(), role: "option", "aria-selected": "false" })) node.setAttribute(name, value);
    const place = options.push({ node, row }) - 1;
    // A press must not take the focus away from the input, or typing on would be lost.
    node.addEventListener("mousedown", (event) => event.preventDefault());
    node.addEventListener("click", (event) => {
      if (!onPress(event, () => activate(place))) pick(row);
    });
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
    if (!typedText()) return input.focus();
    if (!found) { wantsEnter = true; look(); return; }
    if (active >= 0) return pick(options[active].row);
    const row = direct(found, options.map((each) => each.row));
    if (row) return pick(row);
    input.focus();
    if (!options.length) return say(empty.textContent);
    if (list.hidden) return show();
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
    onChange();
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
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && TEXT_KEYS.includes(event.key))) return;
    const last = list.hidden ? -1 : options.length - 1;
    const acts = {
      ArrowDown: () => (last >= 0 ? activate(active >= last ? 0 : active + 1) : found ? show() : typed()),
      ArrowUp: () => last >= 0 && activate(active <= 0 ? last : active - 1),
      Enter: enter,
      Escape: () => (last >= 0 || !empty.hidden ? close() : clear()),
    };
    if (active >= 0) {
      acts.Home = () => activate(0);
      acts.End = () => activate(last);
      for (const [name, act] of Object.entries(optionKeys)) acts[name] = () => act(options[active].row);
    }
    if (!(event.key in acts)) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  input.addEventListener("input", typed);
  input.addEventListener("keydown", pressed);
  return {
    input, clearer, typed, enter, option, close, clear,
    label: make("label", { class: "mc-label", for: ids.input }, label),
    hint: make("p", { class: "mc-hint", id: ids.hint }, hint),
    isOpen: () => !list.hidden,
  };
}
