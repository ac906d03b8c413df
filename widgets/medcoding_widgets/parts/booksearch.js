// The one search box of the code book: every system or one, results by system.

import { combobox } from "./combobox.js";
import { boldWords, freshId, make } from "./dom.js";

/**
 * @param {{ask: (type: string, fields: object) => Promise<any>, systems: {system: string, name: string}[],
 *   onPick: (row: any) => void, say: (text: string) => void}} options
 */
export function bookSearch({ ask, systems, onPick, say }) {
  const systemId = freshId();
  const list = make("div", { class: "mc-book-results" });
  const empty = make("p", { class: "mc-book-none" });
  const box = combobox({
    key: "book:search", label: "Search the code book", list, empty, draw, onPick, say,
    hint: "Type words (“heart attack”, “ankle sprain right”) or a code. Arrow keys choose, Enter opens; Escape comes back here.",
    ask: (text) => ask("book-search", { text, system: system.value }),
    direct: (found, rows) => found.exact ?? (rows.length === 1 ? rows[0] : null),
  });
  const system = make("select", { class: "mc-input mc-book-system", id: systemId, "data-key": "book:system", onchange: () => box.typed() },
    ...(systems.length > 1 ? [make("option", { value: "" }, "All code books")] : []),
    ...systems.map((each) => make("option", { value: each.system }, each.name ? `${each.system}: ${each.name}` : each.system)));
  const node = make("div", { class: "mc-book-search" },
    make("div", { class: "mc-book-searchrow" },
      make("div", { class: "mc-book-field mc-book-field--words" }, box.label, make("div", { class: "mc-book-inputs" }, box.input, box.clearer)),
      make("div", { class: "mc-book-field", hidden: systems.length > 1 ? null : "" }, make("label", { class: "mc-label", for: systemId }, "Search in"), system)),
    box.hint, list, empty);

  function draw(found, words) {
    const whole = found.groups.length > 1;
    return found.groups.map((group) => {
      const head = freshId();
      const rows = group.rows.map((row) => option(row, words));
      if (!whole) return make("div", { role: "group", "aria-label": group.system }, ...rows);
      return make("div", { role: "group", "aria-labelledby": head, class: "mc-book-group" },
        make("div", { class: "mc-book-grouphead", id: head }, make("strong", {}, group.system), group.name && ` ${group.name}`), ...rows);
    });
  }

  function option(row, words) {
    return box.option(row, make("div", { class: "mc-book-option" },
      make("span", { class: "mc-code" }, ...boldWords(row.code, words)),
      make("span", {}, ...boldWords(row.title, words)),
      bookSign(row)));
  }

  return { node, close: box.close, focus: () => { box.input.focus(); box.input.select(); } };
}

/** Whether a code may stand on a claim, short. @param {{billable: boolean}} row */
export function bookSign(row) {
  return row.billable
    ? make("span", { class: "mc-tag mc-tag--billable" }, "Billable")
    : make("span", { class: "mc-tag mc-tag--heading" }, "Not billable");
}
