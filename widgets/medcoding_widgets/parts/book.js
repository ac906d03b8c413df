// The code book: search, a page, the tree, what was visited and marked, and the builder of procedure codes.

import { button, focusKey, freshId, keepingFocus, make } from "./dom.js";
import { bookBuilder } from "./bookpcs.js";
import { bookPage, bookSide } from "./bookpage.js";
import { bookSearch } from "./booksearch.js";
import { bookTree } from "./booktree.js";

const BOOK_STEPS = 100;

/**
 * @param {{ask: (type: string, fields?: object) => Promise<any>, onAdd: ((row: any) => void) | null, addable: string[],
 *   level: number, only: string, start: {code: string, system: string} | null}} options
 * @returns {{node: HTMLElement, ready: Promise<void>, focus: () => void}}
 */
export function bookView({ ask, onAdd = null, addable = [], level = 2, only = "book", start = null }) {
  const live = make("div", { class: "mc-unseen", role: "status" });
  const node = make("div", { class: "mc-book" }, make("p", { class: "mc-book-none" }, "Opening the code book…"));
  const say = (text) => { live.textContent = text; };
  let parts = null;
  let marks = [];
  let page = null;
  let round = 0;
  /** @type {{code: string, system: string, title: string}[]} */
  let steps = [];
  let at = -1;

  const ready = ask("book-open").then((reply) => {
    if (reply.type === "error") return node.replaceChildren(make("p", {}, reply.says));
    marks = reply.marks;
    build(reply.book);
    return start?.code && only === "book" ? show(start.code, start.system) : undefined;
  });

  function build(book) {
    if (only === "builder") {
      if (!book.builder) return node.replaceChildren(make("p", {}, "No ICD-10-PCS tables are held here."));
      const builder = bookBuilder({ ask, say, onOpen: null, onAdd });
      node.replaceChildren(builder.node, release(book), live);
      parts = { builder };
      return builder.show();
    }
    const search = bookSearch({ ask, systems: book.systems, say, onPick: (row) => visit(row.code, row.system) });
    const tree = bookTree({ ask, systems: book.systems, say, onOpen: (code, system) => visit(code, system, false) });
    const builder = book.builder ? bookBuilder({ ask, say, onOpen: (code) => visit(code, "ICD-10-PCS"), onAdd: canAdd("ICD-10-PCS") }) : null;
    const back = button("plain", () => go(at - 1), { "data-key": "book:back", "aria-disabled": "true" }, "← Back");
    const forward = button("plain", () => go(at + 1), { "data-key": "book:forward", "aria-disabled": "true" }, "Forward →");
    const box = make("div", { class: "mc-book-box" }, welcome());
    const lists = { marks: make("div"), visited: make("div") };
    const side = tabs("What to look through", [
      { key: "tree", title: "Tree", node: tree.node },
      { key: "marks", title: "Bookmarks", node: lists.marks },
      { key: "visited", title: "Visited", node: lists.visited },
    ]);
    const read = make("div", { class: "mc-book-read" },
      make("div", { class: "mc-book-side" }, side.node),
      make("div", { class: "mc-book-main" }, make("div", { class: "mc-book-history" }, back, forward), box));
    const look = make("div", {}, search.node, read);
    const main = builder ? tabs("Code book", [{ key: "look", title: "Look up", node: look }, { key: "build", title: "PCS builder", node: builder.node, opened: () => builder.show() }]) : { node: look, open() {} };
    parts = { search, tree, builder, back, forward, box, lists, side, main };
    node.replaceChildren(main.node, release(book), live);
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      main.open("look");
      search.focus();
    });
    drawLists();
  }

  const canAdd = (system) => (onAdd && addable.includes(system) ? onAdd : null);
  const release = (book) => make("p", { class: "mc-hint mc-book-release" },
    `The book as of ${book.date_label}: ${book.systems.map((each) => `${each.system} ${each.release}`).join(", ")}.`);
  const welcome = () => make("div", { class: "mc-book-welcome" },
    make("p", {}, "Search above, or open a chapter in the tree."),
    make("p", { class: "mc-quiet" }, "A page shows everything that governs a code: its own notes, those of its block and chapter, its 7th characters and its neighbours."));

  /** Opens an entry and remembers the visit. */
  async function visit(code, system, focuses = true) {
    if (!(await show(code, system))) return;
    const last = steps[at];
    if (last?.code !== page.code || last.system !== page.system) {
      steps = [...steps.slice(0, at + 1), { code: page.code, system: page.system, title: page.title }].slice(-BOOK_STEPS);
      at = steps.length - 1;
    }
    drawLists();
    if (focuses) focusTitle();
  }

  async function go(to) {
    if (to < 0 || to >= steps.length) return;
    at = to;
    await show(steps[to].code, steps[to].system);
    drawLists();
  }

  async function show(code, system) {
    round += 1;
    const mine = round;
    const reply = await ask("book-show", { code, system });
    if (mine !== round) return false;
    if (reply.type === "error") { say(reply.says); return false; }
    page = reply;
    if (!steps.length) { steps = [{ code: page.code, system: page.system, title: page.title }]; at = 0; drawLists(); }
    parts.main.open("look");
    drawPage();
    if (page.known) parts.tree.reveal(page);
    say(`${page.code} ${page.title || page.says}`);
    return true;
  }

  function drawPage() {
    const isMarked = marks.some((row) => row.code === page.code && row.system === page.system);
    keepingFocus(parts.box, () => parts.box.replaceChildren(bookPage(page, {
      level, isMarked, mark, unfold,
      open: (code) => visit(code, page.system),
      add: canAdd(page.system),
      build: parts.builder && ((code) => { parts.main.open("build", false); parts.builder.show(code).then(() => parts.builder.focus()); }),
    })));
  }

  function focusTitle() {
    const title = parts.box.querySelector('[data-key="book:title"]');
    title.focus({ preventScroll: true });
    const { top } = parts.box.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight * 0.6) parts.box.scrollIntoView({ block: "start" });
  }

  async function unfold(row) {
    parts.side.open("tree");
    await parts.tree.reveal({ system: row.system, code: row.key, trail: [...page.trail, page.code, row.key] });
    parts.tree.focus();
  }

  async function mark(row, marked) {
    const reply = await ask("book-mark", { code: row.code, system: row.system, marked });
    if (reply.type === "error") return say(reply.says);
    marks = reply.marks;
    drawLists();
    if (page?.code === row.code) drawPage();
    say(reply.says || (marked ? `${row.code} bookmarked.` : `${row.code} is no longer bookmarked.`));
  }

  function drawLists() {
    const { lists, back, forward } = parts;
    const open = (row) => visit(row.code, row.system);
    keepingFocus(node, () => {
      lists.marks.replaceChildren(bookSide(marks, open, "No bookmarks yet. Each page has a button for one.", (row) => mark(row, false)));
      const seen = new Map([...steps].reverse().map((step) => [`${step.system} ${step.code}`, step]));
      lists.visited.replaceChildren(bookSide([...seen.values()], open, "Pages you open are listed here."));
    });
    back.setAttribute("aria-disabled", String(at <= 0));
    forward.setAttribute("aria-disabled", String(at >= steps.length - 1));
  }

  return { node, ready, focus: () => (parts?.search ?? parts?.builder)?.focus(), show: (code, system) => ready.then(() => visit(code, system)) };
}

/** Tabs as ARIA has them: arrow keys move between them. */
function tabs(label, items) {
  const buttons = items.map((item, place) => {
    const ids = { tab: freshId(), panel: freshId() };
    item.panel = make("div", { role: "tabpanel", id: ids.panel, "aria-labelledby": ids.tab, class: "mc-book-panel", hidden: place ? "" : null }, item.node);
    return make("button", { type: "button", class: "mc-book-tab", role: "tab", id: ids.tab, "aria-controls": ids.panel,
      "aria-selected": String(!place), tabindex: place ? "-1" : "0", "data-key": `book:tab:${item.key}`, onclick: () => open(item.key) }, item.title);
  });
  const list = make("div", { class: "mc-book-tabs", role: "tablist", "aria-label": label }, ...buttons);
  const node = make("div", { class: "mc-book-tabbed" }, list, ...items.map((item) => item.panel));

  function open(key, tells = true) {
    items.forEach((item, place) => {
      const here = item.key === key;
      const was = !item.panel.hidden;
      item.panel.hidden = !here;
      buttons[place].setAttribute("aria-selected", String(here));
      buttons[place].tabIndex = here ? 0 : -1;
      if (here && !was && tells) item.opened?.();
    });
  }

  list.addEventListener("keydown", (event) => {
    const place = buttons.indexOf(event.target);
    const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: items.length - 1 }[event.key];
    if (place < 0 || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const item = items[(to + items.length) % items.length];
    open(item.key);
    focusKey(list, `book:tab:${item.key}`);
  });
  return { node, open };
}
