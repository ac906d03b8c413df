// One entry's page, laid out as the book is: where it stands, its notes and those above it, what stands below and beside.

import { button, make, unseen } from "./dom.js";
import { bookSign } from "./booksearch.js";

/**
 * @param {any} page the reply to "book-show"
 * @param {{open: (code: string, system?: string) => void, add: ((row: any) => void) | null, build: ((code: string) => void) | null,
 *   mark: (row: any, marked: boolean) => void, unfold: (row: any) => void, isMarked: boolean, level: number}} acts
 * @returns {HTMLElement}
 */
export function bookPage(page, acts) {
  const box = make("div", { class: "mc-book-page" });
  const head = make("div", { class: "mc-book-title", role: "heading", "aria-level": acts.level, tabindex: "-1", "data-key": "book:title" },
    make("span", { class: "mc-code" }, page.level === "chapter" ? `Chapter ${page.code}` : page.code), " ", page.title);
  if (!page.known) {
    box.append(head, make("p", {}, page.says), rows(page.instead, acts));
    return box;
  }
  const link = (code, ...children) => button("link", () => acts.open(code), { "data-key": `book:to:${code}`, class: "mc-button mc-button--link mc-book-link" }, ...children);
  const section = (title, ...children) => make("section", { class: "mc-book-section", "aria-label": title },
    make("div", { class: "mc-book-sub", role: "heading", "aria-level": acts.level + 1 }, title), ...children);

  box.append(path(page, link), head, facts(page, acts), actions(page, acts));
  if (page.seventh.length) box.append(section("7th characters", seventh(page, acts)));
  if (page.pcs.length) box.append(section("Character by character", characters(page)));
  const own = page.notes.filter((block) => block.own);
  const above = page.notes.filter((block) => !block.own);
  if (own.length) box.append(section(`Notes at ${name(page)}`, ...own.map((block) => notes(block, acts))));
  if (page.below.length) box.append(section(`Below ${name(page)}`, rows(page.below, acts)));
  if (above.length) {
    box.append(section("Notes from above that govern it too", ...above.map((block) => make("div", { class: "mc-book-above" },
      make("p", { class: "mc-book-at" }, link(block.code, "At ", make("span", { class: "mc-code" }, name(block)), ` ${block.title}`)), notes(block, acts)))));
  }
  if (page.beside.length) {
    const fold = make("details", { class: "mc-book-fold" },
      make("summary", { "data-key": "book:beside" }, `Beside it: ${page.beside.length} under ${page.above}`), rows(page.beside, acts, page.code));
    fold.open = page.beside.length <= 8;
    box.append(fold);
  }
  return box;
}

const name = (entry) => (entry.level === "chapter" ? `chapter ${entry.code}` : entry.code);

function path(page, link) {
  const steps = page.path.map((step) => make("li", {}, link(step.code,
    make("span", { class: "mc-code" }, step.level === "chapter" ? `Chapter ${step.code}` : step.code), ` ${step.title}`)));
  return make("nav", { class: "mc-book-path", "aria-label": "Where it stands", hidden: steps.length ? null : "" }, make("ol", {}, ...steps));
}

function facts(page) {
  return make("p", { class: "mc-book-facts" },
    bookSign(page), page.level !== "code" && make("span", { class: "mc-tag" }, page.level[0].toUpperCase() + page.level.slice(1)),
    ...page.edits.map((edit) => make("span", { class: "mc-tag mc-book-edit" }, edit)),
    make("span", { class: "mc-quiet" }, [page.valid, `${page.system} ${page.release}`].filter(Boolean).join(". ")));
}

function actions(page, acts) {
  const marked = acts.isMarked;
  return make("div", { class: "mc-book-actions" },
    acts.add && page.billable && button("main", () => acts.add(page), { "data-key": "book:add" }, `Add ${page.code}`),
    button("plain", () => acts.mark(page, !marked), { "data-key": "book:mark", "aria-pressed": String(marked) },
      make("span", { "aria-hidden": "true" }, marked ? "★" : "☆"), "Bookmark", unseen(` ${page.code}`)),
    acts.build && page.pcs.length > 2 && button("plain", () => acts.build(page.code), { "data-key": "book:build" }, "Open in the PCS builder"));
}

function seventh(page, acts) {
  const items = page.seventh.map((each) => make("li", {}, each.code
    ? button("link", () => acts.open(each.code), { "data-key": `book:to:${each.code}`, class: "mc-button mc-button--link mc-book-row", "aria-current": each.here ? "true" : null },
      make("strong", { class: "mc-code" }, each.character), make("span", { class: "mc-book-words" }, each.meaning), make("span", { class: "mc-code mc-quiet" }, each.code))
    : make("span", { class: "mc-book-row" }, make("strong", { class: "mc-code" }, each.character), make("span", { class: "mc-book-words" }, each.meaning))));
  return make("ul", { class: "mc-book-rows mc-book-rows--seventh" }, ...items);
}

function characters(page) {
  return make("dl", { class: "mc-book-characters" }, ...page.pcs.map((each) => make("div", {},
    make("dt", {}, make("strong", { class: "mc-code" }, each.character), make("span", { class: "mc-quiet" }, ` ${each.axis}`)),
    make("dd", {}, make("strong", {}, each.meaning), each.definition && make("span", {}, ` ${each.definition}.`), each.more && make("span", { class: "mc-quiet" }, ` ${each.more}`)))));
}

function notes(block, acts) {
  return make("dl", { class: "mc-book-notes" }, ...block.groups.map((group) => make("div", { class: `mc-book-note mc-book-note--${group.kind}` },
    make("dt", {}, group.heading, group.says && make("span", { class: "mc-quiet" }, ` ${group.says}`)),
    ...group.items.map((item) => make("dd", { class: item.depth ? "mc-book-deep" : null }, ...item.parts.map((part) => (part.code
      ? button("link", () => acts.open(part.code), { class: "mc-book-ref mc-code", "data-key": `book:to:${part.code}` }, part.text)
      : part.text)))))));
}

/** Lines of codes; a fold of many opens in the tree. */
function rows(entries, acts, here = "") {
  return make("ul", { class: "mc-book-rows" }, ...entries.map((row) => make("li", {}, row.fold
    ? button("link", () => acts.unfold(row), { class: "mc-button mc-button--link mc-book-row", "data-key": `book:fold:${row.key}` },
      make("span", { class: "mc-code" }, row.code), make("span", { class: "mc-book-words" }, row.title))
    : button("link", () => acts.open(row.code), { class: `mc-button mc-button--link mc-book-row${row.billable ? "" : " mc-book-row--heading"}`, "data-key": `book:to:${row.code}`, "aria-current": row.code === here ? "true" : null },
      make("span", { class: "mc-code" }, row.code), make("span", { class: "mc-book-words" }, row.title)))));
}

/** A short list of pages: bookmarks or visits. */
export function bookSide(entries, onOpen, none, onDrop = null) {
  if (!entries.length) return make("p", { class: "mc-book-none" }, none);
  return make("ul", { class: "mc-book-rows" }, ...entries.map((row) => make("li", { class: "mc-book-kept" },
    button("link", () => onOpen(row), { class: "mc-button mc-button--link mc-book-row", "data-key": `side:${row.system}:${row.code}` },
      make("span", { class: "mc-code" }, row.code), make("span", { class: "mc-book-words" }, row.title)),
    onDrop && button("icon", () => onDrop(row), { "data-key": `drop:${row.system}:${row.code}`, "aria-label": `Remove the bookmark ${row.code}` }, "×"))));
}
