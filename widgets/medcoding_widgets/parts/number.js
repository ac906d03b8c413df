// The kind number: a number in its unit.

import { freshId, make } from "./dom.js";
import { pickList, typedField } from "./fields.js";

export function numberPart(host) {
  const { places, unit = "", units = [] } = host.given;
  const [hintId, unitId] = [freshId(), freshId()];
  const hint = Number(places) ? `Give it to ${places} decimal ${places === "1" ? "place" : "places"}.` : "";
  const isMoney = unit === "USD";
  const number = typedField({
    attributes: {
      type: "text", inputmode: "decimal", maxlength: "40", "data-key": "number",
      "aria-describedby": [unit && unitId, hint && hintId].filter(Boolean).join(" ") || null,
    },
    onText: () => enter(),
  });
  const list = units.length ? pickList({
    choices: units.map((each) => ({ value: each, label: each })), none: "Unit \u2026",
    attributes: { "data-key": "unit", "aria-label": "Unit" }, onPick: () => enter(),
  }) : null;
  const shownUnit = unit && make("span", { class: "mc-q-unit", id: unitId }, isMoney ? "US dollars" : unit);
  const row = make("div", { class: "mc-q-number" },
    isMoney && make("span", { class: "mc-q-unit", "aria-hidden": "true" }, "$"), number.field, list ?? shownUnit);
  number.field.id = freshId();
  const node = make("div", { class: "mc-q" },
    make("label", { class: "mc-label", for: number.field.id }, "Your answer"), row,
    hint && make("p", { class: "mc-hint", id: hintId }, hint));

  function enter() {
    host.put({ value: number.field.value.trim(), unit: list?.value ?? "" });
  }

  return {
    node,
    nothing: "Enter a number first.",
    empty: () => ({ value: "", unit: "" }),
    focus: () => number.field.focus(),
    flush: number.flush,
    forget: number.forget,
    draw() {
      const { value = "", unit: chosen = "" } = host.value();
      number.show(value, host.editable());
      if (!list) return;
      list.value = chosen;
      list.disabled = !host.editable();
    },
  };
}
