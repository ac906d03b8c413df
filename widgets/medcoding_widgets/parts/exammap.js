// The question map: every question as a small button, with its state in shape, words and colour.
// Its buttons are made once and then only changed: an answer that is saved must not take away a click on its way.

import { button, make } from "./dom.js";

const SIGNS = { right: "✓", partly: "◐", wrong: "✗", empty: "○", gone: "–" };
const WORDS = { right: "right", partly: "partly right", wrong: "wrong", empty: "left empty", gone: "not counted" };

/** How a question went, in words. @param {{state: string}} row */
export function howItWent(row) {
  return WORDS[row.state] ?? "";
}

/** The map of an exam that goes on, or that is over. @param {(place: number) => void} go */
export function examMap(go) {
  const places = examPlaces(go);
  const summary = make("span", { class: "mc-quiet" });
  const node = make("details", { class: "mc-exam-map" }, make("summary", { "data-key": "map" }, "All questions ", summary), places.node);
  node.open = window.innerWidth >= 700; // on a phone it would fill the screen

  return {
    node,
    update(rows, current, over) {
      const answered = rows.filter((row) => row.answered).length;
      const flagged = rows.filter((row) => row.flagged).length;
      summary.textContent = over ? "" : `${answered} of ${rows.length} answered${flagged ? `, ${flagged} flagged` : ""}`;
      places.update(rows, current, over);
    },
  };
}

/** The buttons alone. @param {(place: number) => void} go */
export function examPlaces(go) {
  const node = make("ol", { class: "mc-exam-places", "aria-label": "Questions" });
  const buttons = [];

  function add(place) {
    const mark = make("span", { class: "mc-exam-mark", "aria-hidden": "true" });
    const made = button("place", () => go(place), { "data-key": `place:${place}` }, make("span", {}, String(place + 1)), mark);
    node.append(make("li", {}, made));
    buttons.push({ made, mark });
  }

  function update(rows, current, over) {
    while (buttons.length < rows.length) add(buttons.length);
    while (buttons.length > rows.length) buttons.pop().made.parentElement.remove();
    rows.forEach((row, place) => {
      const { made, mark } = buttons[place];
      const state = over ? howItWent(row) : [row.answered ? "answered" : "not answered", row.flagged && "flagged"].filter(Boolean).join(", ");
      made.className = `mc-button mc-button--place mc-exam-place--${over ? row.state : row.answered ? "answered" : "open"}`;
      made.setAttribute("aria-label", `Question ${place + 1}, ${state}`);
      if (place === current) made.setAttribute("aria-current", "true");
      else made.removeAttribute("aria-current");
      mark.textContent = over ? SIGNS[row.state] : row.flagged ? "⚑" : row.answered ? "●" : "";
    });
  }

  return { node, update };
}
