// One code's page in the Tabular List: where it stands, its notes, its 7th characters, the codes below it.

import { button, make } from "./dom.js";

/** Billable or not, in words. @param {boolean} billable */
export function billableTag(billable) {
  return make("span", { class: billable ? "mc-tag mc-tag--billable" : "mc-tag mc-tag--heading" }, billable ? "Billable" : "Not billable");
}

/**
 * @param {any} page the reply to "show"
 * @param {{onAdd?: (row: any) => void, onShow: (code: string) => void}} actions
 * @returns {HTMLElement}
 */
export function notesPage(page, { onAdd, onShow }) {
  const box = make("div", { class: "mc-page" });
  if (page.type === "error" || !page.known) {
    box.append(make("p", {}, page.says));
    return box;
  }
  box.append(
    make("p", { class: "mc-page-head" }, make("strong", { class: "mc-code" }, page.code), " ", page.title, " ", billableTag(page.billable)),
    make("p", { class: "mc-page-path" }, `In: ${page.path.map((step) => step.title).join(" › ")}`),
  );
  for (const group of page.notes) box.append(noteGroup(group));
  if (page.seventh.length) box.append(group7(page));
  if (page.below.length) box.append(groupBelow(page, onShow));
  if (!page.notes.length && !page.seventh.length && !page.below.length) {
    box.append(make("p", { class: "mc-page-path" }, "No notes stand at this code or above it."));
  }
  if (onAdd) box.append(button("plain", () => onAdd(page), { "data-key": "notes:add" }, `Add ${page.code}`));
  return box;
}

function noteGroup(group) {
  const items = group.items.map((item) =>
    make("li", {}, item.text, item.at && make("span", { class: "mc-at" }, ` (at ${item.at})`)),
  );
  return make("div", { class: "mc-page-group" }, make("p", { class: "mc-label" }, group.heading), make("ul", {}, ...items));
}

function group7(page) {
  const items = page.seventh.map((each) => make("li", {}, make("strong", { class: "mc-code" }, each.character), ` ${each.meaning}`));
  return make("div", { class: "mc-page-group" }, make("p", { class: "mc-label" }, "7th characters"), make("ul", {}, ...items));
}

function groupBelow(page, onShow) {
  const items = page.below.map((row) =>
    make(
      "li",
      {},
      button("link", () => onShow(row.code), { "data-key": `below:${row.code}` }, make("span", { class: "mc-code" }, row.code), ` ${row.title}`),
    ),
  );
  return make("div", { class: "mc-page-group" }, make("p", { class: "mc-label" }, `Below ${page.code}`), make("ul", { class: "mc-below" }, ...items));
}
