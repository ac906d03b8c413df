// The kind em: three elements, the time where it counts, and the level that follows.

import { make } from "./dom.js";
import { labelled, radioRow, typedField } from "./fields.js";

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export function emPart(host) {
  const { visit, elements, levels, time_counts: timeCounts } = host.given;
  const set = (field) => (value) => host.put({ ...host.value(), [field]: value });
  const rows = elements.map(({ value, label }) => [value, radioRow({
    name: label, key: value, choices: levels.map((level) => ({ value: level.value, label: capital(level.value) })), onPick: set(value),
  })]);
  rows.push(["level", radioRow({
    name: "Level of the visit", key: "level",
    choices: levels.map((level) => ({ value: level.value, label: String(level.label) })), onPick: set("level"),
  })]);
  const minutes = typedField({
    attributes: { type: "text", inputmode: "numeric", maxlength: "4", "data-key": "minutes", class: "mc-input mc-q-short" },
    clean: (text) => text.replace(/\D/g, ""),
    onText: set("minutes"),
  });
  const time = labelled("Total time on the day, in minutes, if the record states it", minutes.field);
  const level = rows.at(-1)[1].node;
  level.classList.add("mc-q-row--result");
  const node = make("div", { class: "mc-q", role: "group", "aria-labelledby": host.questionId },
    make("p", { class: "mc-hint" }, visit.label), ...rows.slice(0, -1).map(([, row]) => row.node), timeCounts && time, level);

  return {
    node,
    empty: () => ({ ...Object.fromEntries(rows.map(([name]) => [name, ""])), minutes: "" }),
    focus: () => rows[0][1].focus(),
    flush: minutes.flush,
    forget: minutes.forget,
    draw() {
      const value = host.value();
      for (const [name, row] of rows) row.show(value[name] ?? "", host.editable());
      minutes.show(value.minutes ?? "", host.editable());
    },
  };
}
