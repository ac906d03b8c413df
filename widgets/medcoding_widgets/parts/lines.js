// The chosen codes in reporting order, and the small steps that change them.

import { button, icon, make, unseen } from "./dom.js";
import { billableTag } from "./notes.js";

/**
 * @typedef {{code: string, system: string, role: string, poa: string | null, modifiers: string[], units: number, evidence: string[]}} Line
 */

/** Roles follow from the order: the first line leads. @param {Line[]} lines @param {string[]} roles @returns {Line[]} */
export function withRoles(lines, roles) {
  return lines.map((line, place) => ({ ...line, role: roles[place ? 1 : 0] }));
}

/** @param {Line[]} lines @param {number} from @param {number} to @returns {Line[]} */
export function moved(lines, from, to) {
  const changed = [...lines];
  changed.splice(to, 0, ...changed.splice(from, 1));
  return changed;
}

/** @param {Line[]} lines @param {number} place @returns {Line[]} */
export function without(lines, place) {
  return lines.filter((_, each) => each !== place);
}

/** Lines put back at a place. @param {Line[]} lines @param {number} place @param {Line[]} more @returns {Line[]} */
export function withAt(lines, place, more) {
  return [...lines.slice(0, place), ...more, ...lines.slice(place)];
}

/**
 * Links a line of the record to a code, or unlinks it; links keep the record's order.
 * @param {Line} line @param {string} text @param {string[]} order
 * @returns {Line}
 */
export function withEvidenceToggled(line, text, order) {
  const linked = new Set(line.evidence);
  if (!linked.delete(text)) linked.add(text);
  return { ...line, evidence: order.filter((each, place) => linked.has(each) && order.indexOf(each) === place) };
}

/**
 * @typedef {{title: string, billable: boolean | null, says: string}} LineStatus
 * @typedef {{select: (place: number) => void, move: (place: number, to: number) => void, remove: (place: number) => void,
 *   unlink: (place: number, text: string) => void, notes: (place: number) => void}} LineActions
 * @param {{lines: Line[], statuses: LineStatus[], labels: string[], active: number, open: number, page: Node | null,
 *   editable: boolean}} state
 * @param {LineActions} actions
 * @returns {HTMLElement}
 */
export function linesView(state, actions) {
  const list = make("ol", { class: "mc-lines" });
  state.lines.forEach((line, place) => list.append(lineView(state, actions, line, place)));
  return list;
}

function lineView(state, actions, line, place) {
  const { title, billable, says } = state.statuses[place] ?? { title: "", billable: null, says: "" };
  const isActive = state.editable && state.active === place;
  const item = make(
    "li",
    { class: isActive ? "mc-line mc-line--active" : "mc-line" },
    make(
      "div", { class: "mc-line-head" },
      make("span", { class: "mc-number", "aria-hidden": "true" }, String(place + 1)),
      make("strong", { class: "mc-code" }, line.code),
      make("span", { class: place ? "mc-tag" : "mc-tag mc-tag--lead" }, state.labels[place ? 1 : 0]),
      billable !== null && title ? billableTag(billable) : null,
      state.editable && moveButtons(state, actions, line, place),
    ),
    make("p", { class: "mc-line-title" }, title || says || "\u2026"),
    evidenceView(state, actions, line, place),
    state.editable && lineButtons(state, actions, line, place, isActive),
    state.open === place ? make("div", { class: "mc-line-page" }, state.page ?? "\u2026") : null,
  );
  if (state.editable) listenToLine(item, state, actions, place);
  return item;
}

function moveButtons(state, actions, line, place) {
  const step = (name, to, word) =>
    button("icon", () => actions.move(place, to), {
      "data-key": `${name}:${place}`,
      title: `Move ${word} (Alt+Arrow ${word})`,
      "aria-disabled": to < 0 || to >= state.lines.length ? "true" : null,
    }, icon(name), unseen(`Move ${line.code} ${word}`));
  return make("span", { class: "mc-moves" }, step("up", place - 1, "up"), step("down", place + 1, "down"),
    button("icon", () => actions.remove(place), { "data-key": `remove:${place}`, title: "Remove" }, icon("close"), unseen(`Remove ${line.code}`)));
}

function evidenceView(state, actions, line, place) {
  if (!line.evidence.length) {
    return state.editable ? null : make("p", { class: "mc-hint" }, "No evidence linked.");
  }
  const chips = line.evidence.map((text, number) =>
    make("li", { class: "mc-chip" }, make("span", { class: "mc-chip-text", title: text }, text),
      state.editable &&
        button("chip", () => actions.unlink(place, text), { "data-key": `unlink:${place}:${number}`, title: "Unlink" },
          icon("close"), unseen(`Unlink \u201c${text}\u201d from ${line.code}`))),
  );
  return make("ul", { class: "mc-chips", "aria-label": `Evidence for ${line.code}` }, ...chips);
}

function lineButtons(state, actions, line, place, isActive) {
  return make(
    "div", { class: "mc-line-buttons" },
    button("small", () => actions.select(place), { "data-key": `select:${place}`, "aria-pressed": String(isActive) },
      icon(isActive ? "check" : "mark"), isActive ? "Linking evidence" : "Link evidence", unseen(` to ${line.code}`)),
    button("small", () => actions.notes(place), { "data-key": `notes:${place}`, "aria-expanded": String(state.open === place) },
      "Notes", unseen(` of ${line.code}`)),
  );
}

/** A click on the line's own ground selects it; Alt+Arrow moves it from anywhere inside. */
function listenToLine(item, state, actions, place) {
  item.addEventListener("click", (event) => {
    if (!event.target.closest("button, .mc-line-page") && state.active !== place && !String(getSelection())) actions.select(place);
  });
  item.addEventListener("keydown", (event) => {
    const to = { ArrowUp: place - 1, ArrowDown: place + 1 }[event.key];
    if (!event.altKey || event.ctrlKey || event.metaKey || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (to >= 0 && to < state.lines.length) actions.move(place, to);
  });
}
