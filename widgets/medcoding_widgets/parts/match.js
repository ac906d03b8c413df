// The kind match: a partner for each text, chosen from a list.

import { make } from "./dom.js";
import { labelled, pickList } from "./fields.js";

const SHORT = 24; // letters of a text on the left that leave room for its list beside it
const FITS = 30; // letters of a choice that even a phone's list shows whole

export function matchPart(host) {
  const { left, right } = host.given;
  const lists = left.map((text, place) => pickList({
    choices: right.map((each) => ({ value: each, label: each })),
    none: "Choose \u2026",
    attributes: { "data-key": `match:${place}` },
    onPick: () => host.put({ pairs: Object.fromEntries(left.map((each, at) => [each, lists[at].value]).filter(([, value]) => value)) }),
  }));
  // A narrow list shows only the beginning of a long text, which is therefore written out below.
  const wholes = left.map(() => make("p", { class: "mc-q-whole", "aria-hidden": "true" }));
  const shape = left.every((text) => text.length <= SHORT) ? "mc-q mc-q-pairs mc-q-pairs--short" : "mc-q mc-q-pairs";
  const node = make("div", { class: shape, role: "group", "aria-labelledby": host.questionId },
    ...left.map((text, place) => {
      const row = labelled(text, lists[place], wholes[place]);
      row.classList.add("mc-q-pair");
      return row;
    }));

  return {
    node,
    nothing: "Match at least one first.",
    empty: () => ({ pairs: {} }),
    focus: () => (lists.find((list) => !list.value) ?? lists[0]).focus(),
    draw() {
      const pairs = host.value().pairs ?? {};
      lists.forEach((list, place) => {
        list.value = pairs[left[place]] ?? "";
        list.disabled = !host.editable();
        wholes[place].textContent = list.value.length > FITS ? list.value : "";
      });
    },
  };
}
