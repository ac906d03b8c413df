// The kind choice: one option, or all that apply.

import { freshId, make } from "./dom.js";

export function choicePart(host) {
  const { options } = host.given;
  const many = host.given.several === "true";
  const [name, hintId] = [freshId(), freshId()];
  const inputs = options.map((_, place) => make("input", {
    type: many ? "checkbox" : "radio", name, class: "mc-tick", "data-key": `option:${place}`, onchange: changed,
  }));
  const node = make("div", {
    class: "mc-q", role: many ? "group" : "radiogroup", "aria-labelledby": host.questionId, "aria-describedby": hintId,
  },
    make("p", { class: "mc-hint", id: hintId }, many ? "Choose all that apply." : "Choose one."),
    make("div", { class: "mc-q-options" }, ...options.map((text, place) => make("label", { class: "mc-q-option" }, inputs[place], make("span", {}, text)))));

  function changed() {
    host.put({ chosen: options.filter((_, place) => inputs[place].checked) });
  }

  return {
    node,
    nothing: many ? "Choose at least one answer first." : "Choose an answer first.",
    empty: () => ({ chosen: [] }),
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0]).focus(),
    draw() {
      const chosen = host.value().chosen ?? [];
      inputs.forEach((input, place) => {
        input.checked = chosen.includes(options[place]);
        input.disabled = !host.editable();
      });
    },
  };
}
