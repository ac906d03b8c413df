// The book as a tree to walk: code books, chapters, blocks, categories, codes. Branches load when opened.

import { make } from "./dom.js";

/**
 * @param {{ask: (type: string, fields: object) => Promise<any>, systems: {system: string, name: string}[],
 *   onOpen: (code: string, system: string) => void, say: (text: string) => void}} options
 */
export function bookTree({ ask, systems, onOpen, say }) {
  const node = make("div", { class: "mc-book-tree", role: "tree", "aria-label": "The code books, from chapters to codes" });
  const single = systems.length === 1;
  let current = null;
  let shown = "";

  /** One line of the tree; `more` lines hold their branch in a group that is filled when first opened. */
  function line(each, system, depth) {
    const label = make("span", { class: "mc-book-label" },
      make("span", { class: "mc-book-twist", "aria-hidden": "true" }),
      each.code && make("span", { class: "mc-code" }, each.code), make("span", { class: "mc-book-words" }, each.title));
    const item = make("div", {
      class: "mc-book-node", role: "treeitem", tabindex: "-1", "aria-level": depth, "aria-expanded": each.more ? "false" : null,
      "aria-label": [each.code, each.title].filter(Boolean).join(" "), "data-tree": `${system} ${each.key}`,
    }, label);
    item.entry = { ...each, system, depth };
    if (each.billable) item.classList.add("mc-book-node--billable");
    label.addEventListener("click", (event) => {
      focus(item);
      const twist = event.target.classList.contains("mc-book-twist");
      if (each.more && (twist || !opens(item))) return toggle(item);
      if (each.more && item.getAttribute("aria-expanded") === "false") expand(item);
      open(item);
    });
    return item;
  }

  const opens = (item) => Boolean(item.entry.key) && !item.entry.fold;
  const group = (item) => item.querySelector(":scope > .mc-book-branch");

  function open(item) {
    if (opens(item)) onOpen(item.entry.code, item.entry.system);
  }

  async function expand(item) {
    if (!item.entry.more) return;
    item.setAttribute("aria-expanded", "true");
    if (group(item)) return;
    const box = make("div", { class: "mc-book-branch", role: "group" }, make("div", { class: "mc-book-wait", role: "none" }, "Opening…"));
    item.append(box);
    item.loading = load(item, box);
    await item.loading;
  }

  async function load(item, box) {
    const reply = await ask("book-branch", { key: item.entry.key, system: item.entry.system });
    if (reply.type === "error") { box.remove(); item.setAttribute("aria-expanded", "false"); return say(reply.says); }
    box.replaceChildren(...reply.nodes.map((each) => line(each, item.entry.system, item.entry.depth + 1)));
    mark();
  }

  const collapse = (item) => item.setAttribute("aria-expanded", "false");
  const toggle = (item) => (item.getAttribute("aria-expanded") === "true" ? collapse(item) : expand(item));

  function focus(item, really = true) {
    for (const each of node.querySelectorAll('[tabindex="0"]')) each.tabIndex = -1;
    item.tabIndex = 0;
    current = item;
    if (really) item.focus({ preventScroll: true });
    if (really) item.firstElementChild.scrollIntoView({ block: "nearest" });
  }

  /** Lines that can be seen: those whose every branch above is open. */
  const visible = () => [...node.querySelectorAll('[role="treeitem"]')].filter((item) => !item.parentElement.closest('[aria-expanded="false"]'));

  function pressed(event) {
    const item = event.target.closest('[role="treeitem"]');
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = (by) => { const all = visible(); const to = all[all.indexOf(item) + by]; if (to) focus(to); };
    const isOpen = item.getAttribute("aria-expanded") === "true";
    const acts = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      ArrowRight: () => (item.entry.more && !isOpen ? expand(item) : isOpen && step(1)),
      ArrowLeft: () => {
        const above = item.parentElement.closest('[role="treeitem"]');
        if (isOpen) collapse(item);
        else if (above) focus(above);
      },
      Home: () => focus(visible()[0]),
      End: () => focus(visible().at(-1)),
      Enter: () => (opens(item) ? open(item) : toggle(item)),
      " ": () => (opens(item) ? open(item) : toggle(item)),
    };
    if (!(event.key in acts)) return;
    event.preventDefault();
    acts[event.key]();
  }

  function mark() {
    for (const item of node.querySelectorAll('[role="treeitem"]')) {
      const here = item.getAttribute("data-tree") === shown;
      item.classList.toggle("mc-book-node--here", here);
      item.setAttribute("aria-selected", String(here));
    }
  }

  const find = (system, key) => node.querySelector(`[data-tree="${CSS.escape(`${system} ${key}`)}"]`);

  /** Opens the branches that lead to a page and marks its line. */
  async function reveal(page) {
    shown = `${page.system} ${page.code}`;
    for (const key of [...(single ? [] : [""]), ...page.trail]) {
      const item = find(page.system, key);
      if (!item) break;
      await expand(item);
      await item.loading;
    }
    mark();
    const item = find(page.system, page.code);
    if (!item || shown !== `${page.system} ${page.code}`) return;
    if (!node.contains(document.activeElement)) focus(item, false);
    const box = node.getBoundingClientRect();
    const at = item.firstElementChild.getBoundingClientRect();
    if (box.height && (at.top < box.top || at.bottom > box.bottom)) node.scrollTop += at.top - box.top - box.height / 3;
  }

  node.addEventListener("keydown", pressed);
  const roots = systems.map((each) => line({ key: "", code: "", title: each.name ? `${each.system}: ${each.name}` : each.system, more: true, fold: false }, each.system, 1));
  if (single) {
    const hidden = roots[0];
    hidden.entry.depth = 0;
    load(hidden, node).then(() => node.firstElementChild && focus(node.firstElementChild, false));
  } else {
    node.append(...roots);
    focus(roots[0], false);
  }
  return { node, reveal, focus: () => current?.focus() };
}
