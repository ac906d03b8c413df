// The builder of ICD-10-PCS codes: seven positions side by side; choosing in any of them narrows all the others.

import { button, freshId, make } from "./dom.js";

const BOOK_OPEN = "_______";

/**
 * @param {{ask: (type: string, fields: object) => Promise<any>, say: (text: string) => void,
 *   onOpen: ((code: string) => void) | null, onAdd: ((row: any) => void) | null}} options
 */
export function bookBuilder({ ask, say, onOpen, onAdd }) {
  const columns = Array.from({ length: 7 }, (_, at) => column(at));
  const count = make("p", { class: "mc-quiet mc-pcs-count" });
  const slots = make("div", { class: "mc-pcs-slots mc-code", "aria-hidden": "true" });
  const result = make("div", { class: "mc-pcs-result" });
  const detail = make("dl", { class: "mc-pcs-detail" });
  const over = button("plain", () => choose(BOOK_OPEN), { "data-key": "pcs:over" }, "Start over");
  const node = make("div", { class: "mc-pcs", role: "group", "aria-label": "ICD-10-PCS code builder" },
    make("div", { class: "mc-pcs-top" }, slots, result, over),
    make("p", { class: "mc-hint" }, "Choose in any column, in any order: the others narrow. Up and down choose, Enter takes a value or lets it go, left and right change the column. You can also type the characters."),
    make("div", { class: "mc-pcs-columns" }, ...columns.map((each) => each.node)), count, detail);
  let chosen = BOOK_OPEN;
  let round = 0;
  let turn = Promise.resolve();
  let opened = 0;
  let state = null;
  open(0);

  function column(at) {
    const ids = { label: freshId(), list: freshId() };
    const list = make("div", { class: "mc-pcs-list", id: ids.list, role: "listbox", tabindex: "0", "aria-labelledby": ids.label, "data-key": `pcs:${at}` });
    const head = make("button", { type: "button", class: "mc-button mc-button--link mc-pcs-head", id: ids.label, onclick: () => goTo(at) });
    const box = make("div", { class: "mc-pcs-column" }, head, list);
    const each = { node: box, head, list, active: -1, values: [] };
    list.addEventListener("keydown", (event) => pressed(event, at));
    list.addEventListener("focus", () => { open(at); if (each.active < 0) activate(at, Math.max(0, each.values.findIndex((value) => value.character === chosen[at]))); else tell(at); });
    return each;
  }

  function open(at) {
    opened = at;
    columns.forEach((each, place) => each.node.classList.toggle("mc-pcs-column--open", place === at));
  }

  async function choose(wanted) {
    round += 1;
    const mine = round;
    const reply = await ask("book-build", { chosen: wanted });
    if (mine !== round) return;
    if (reply.type === "error") return say(reply.says);
    chosen = reply.chosen;
    state = reply;
    draw();
  }

  function draw() {
    state.positions.forEach((position, at) => drawColumn(position, at));
    slots.replaceChildren(...[...chosen].map((character) => make("span", { class: character === "_" ? "mc-pcs-slot mc-pcs-slot--open" : "mc-pcs-slot" }, character === "_" ? "·" : character)));
    const { code } = state;
    result.replaceChildren(code
      ? make("p", { class: "mc-pcs-title" }, make("strong", { class: "mc-code" }, code.code), ` ${code.title}`)
      : make("p", { class: "mc-pcs-title mc-quiet" }, chosen === BOOK_OPEN ? "Nothing chosen yet." : `${7 - chosen.replaceAll("_", "").length} of 7 still open.`));
    if (code && onAdd) result.append(button("main", () => onAdd(code), { "data-key": "pcs:add" }, `Add ${code.code}`));
    if (code && onOpen) result.append(button("plain", () => onOpen(code.code), { "data-key": "pcs:page" }, "Open its page"));
    count.textContent = `${state.count.toLocaleString("en-US")} ${state.count === 1 ? "code has" : "codes have"} what you chose.`;
    over.setAttribute("aria-disabled", String(chosen === BOOK_OPEN));
    drawDetail();
    say(code ? `${code.code}, ${code.title}.` : count.textContent);
  }

  function drawColumn(position, at) {
    const each = columns[at];
    const before = each.values[each.active]?.character;
    each.values = position.values;
    const taken = position.values.find((value) => value.character === position.chosen);
    const much = position.values.length;
    each.head.replaceChildren(make("span", { class: "mc-pcs-number" }, String(at + 1)), make("span", { class: "mc-pcs-axis" }, position.axis),
      make("span", { class: "mc-quiet mc-pcs-state" }, taken ? `${taken.character} ${taken.meaning}` : much === 1 ? "1 choice" : `${much} choices`));
    each.node.classList.toggle("mc-pcs-column--taken", Boolean(taken));
    each.list.replaceChildren(...position.values.map((value, place) => {
      const option = make("div", { class: "mc-pcs-value", role: "option", id: freshId(), "aria-selected": String(value === taken) },
        make("span", { class: "mc-code" }, value.character), make("span", {}, value.meaning));
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => { open(at); activate(at, place); inTurn(() => take(at, value.character)); });
      return option;
    }));
    each.active = -1;
    each.list.removeAttribute("aria-activedescendant");
    const place = position.values.findIndex((value) => value.character === (before ?? position.chosen));
    if (document.activeElement === each.list) activate(at, Math.max(0, place));
    else if (taken) scrollTo(each.list, each.list.children[position.values.indexOf(taken)]);
  }

  function activate(at, place) {
    const each = columns[at];
    each.active = Math.max(0, Math.min(place, each.values.length - 1));
    [...each.list.children].forEach((option, here) => option.classList.toggle("mc-pcs-value--active", here === each.active));
    const option = each.list.children[each.active];
    if (!option) return;
    each.list.setAttribute("aria-activedescendant", option.id);
    scrollTo(each.list, option);
    tell(at);
  }

  function scrollTo(list, option) {
    const [top, bottom] = [option.offsetTop, option.offsetTop + option.offsetHeight];
    if (top < list.scrollTop) list.scrollTop = top;
    else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
  }

  function tell(at) {
    drawDetail(columns[at].values[columns[at].active]);
  }

  /** Definitions: of the value the learner stands at, then of those chosen. */
  function drawDetail(here) {
    const taken = state.positions.map((position) => position.values.find((value) => value.character === position.chosen));
    const shown = [...new Set([here, ...taken])].filter((value) => value?.definition);
    detail.replaceChildren(...shown.map((value) => make("div", {},
      make("dt", {}, value.meaning), make("dd", {}, `${value.definition}.`, value.more && make("span", { class: "mc-quiet" }, ` ${value.more}`)))));
  }

  /** Changes happen one after the other, however fast they come: each is made on what the one before left. */
  function inTurn(change) {
    turn = turn.then(change);
  }

  /** Takes a value, or lets it go if it is taken already; one that no longer goes with the others is left alone. */
  async function take(at, character) {
    if (!columns[at].values.some((value) => value.character === character)) return;
    const next = chosen[at] === character ? "_" : character;
    await choose(chosen.slice(0, at) + next + chosen.slice(at + 1));
  }

  async function takeAndGo(at, character) {
    const lets = chosen[at] === character;
    await take(at, character);
    const next = lets ? at : [1, 2, 3, 4, 5, 6].map((by) => (at + by) % 7).find((place) => chosen[place] === "_");
    if (next !== undefined && next !== at && chosen[at] === character) goTo(next);
  }

  /** Opens a column before it takes the focus: on a narrow page the lists of the others are hidden. */
  function goTo(at) {
    open(at);
    columns[at].list.focus();
  }

  function pressed(event, at) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const each = columns[at];
    const acts = {
      ArrowDown: () => activate(at, each.active + 1),
      ArrowUp: () => activate(at, each.active - 1),
      Home: () => activate(at, 0),
      End: () => activate(at, each.values.length - 1),
      ArrowRight: () => goTo(Math.min(6, at + 1)),
      ArrowLeft: () => goTo(Math.max(0, at - 1)),
      Enter: () => takeActive(),
      " ": () => takeActive(),
      Backspace: () => inTurn(() => chosen[at] !== "_" && take(at, chosen[at])),
      Delete: () => inTurn(() => chosen[at] !== "_" && take(at, chosen[at])),
    };
    const takeActive = () => {
      const { character } = each.values[each.active];
      inTurn(() => takeAndGo(at, character));
    };
    const typed = /^[0-9a-z]$/i.test(event.key);
    if (!(event.key in acts) && !typed) return;
    event.preventDefault();
    const character = event.key.toUpperCase();
    if (typed) inTurn(() => (chosen[opened] === character ? undefined : takeAndGo(opened, character)));
    else acts[event.key]();
  }

  return {
    node,
    /** Shows a code, or what is chosen of one; without a code, what was there. */
    show: (code = "") => choose(code ? code.padEnd(7, "_") : chosen),
    focus: () => goTo(Math.max(0, chosen.indexOf("_"))),
  };
}
