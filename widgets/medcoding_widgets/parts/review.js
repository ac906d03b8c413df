// The kind review: mark what is wrong in the record, and say what is wrong with it.

import { button, icon, make, unseen, whenChanged } from "./dom.js";
import { pickList } from "./fields.js";
import { without } from "./lines.js";

const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export function reviewPart(host) {
  const { labels } = host.given;
  const marks = () => host.value().marks ?? [];
  const list = make("ol", { class: "mc-q-marks", "aria-label": "Your marks" });
  const none = make("p", { class: "mc-none" });
  const meanings = make("dl", { class: "mc-q-meanings" },
    ...labels.map(({ value, means }) => make("div", {}, make("dt", {}, capitalized(value)), make("dd", {}, `${means}.`))));
  const node = make("div", { class: "mc-q", role: "group", "aria-labelledby": host.questionId }, meanings,
    make("p", { class: "mc-label" }, "Your marks"), none, list);

  const put = (changed) => host.put({ marks: changed });

  function toggle(text) {
    const there = marks().findIndex((mark) => mark.span === text);
    if (there >= 0) put(without(marks(), there));
    else {
      // Marks stand in the order of the record.
      const order = host.texts();
      put([...marks(), { span: text, label: "" }].sort((one, other) => order.indexOf(one.span) - order.indexOf(other.span)));
    }
    host.say(there >= 0 ? "Mark removed." : "Marked. Say below what is wrong with it.");
  }

  function row(mark, place) {
    const label = pickList({
      choices: labels.map(({ value }) => ({ value, label: capitalized(value) })), none: "What is wrong? \u2026",
      attributes: { "data-key": `label:${place}`, "aria-label": `What is wrong with: ${mark.span}` },
      onPick: (value) => put(marks().map((each, at) => (at === place ? { ...each, label: value } : each))),
    });
    label.value = mark.label;
    label.disabled = !host.editable();
    return make("li", { class: "mc-q-mark" }, make("span", { class: "mc-q-quote" }, mark.span), label,
      host.editable() && button("icon", () => removed(place), { "data-key": `unmark:${place}`, title: "Remove the mark" },
        icon("close"), unseen(`Remove the mark on: ${mark.span}`)));
  }

  function removed(place) {
    put(without(marks(), place));
    host.focusOn(`unmark:${Math.min(place, marks().length - 1)}`);
    host.say("Mark removed.");
  }

  return {
    node,
    nothing: "Mark at least one line of the record first.",
    hint: "Mark each line that is wrong; a contradiction has two ends.",
    empty: () => ({ marks: [] }),
    focus: () => host.focusOn("label:0") || host.focusRecord(),
    onMark: toggle,
    marked: () => marks().map(({ span }) => span),
    draw: whenChanged(() => [marks(), host.editable()], () => {
      list.replaceChildren(...marks().map(row));
      none.hidden = marks().length > 0;
      none.textContent = host.editable() ? "None yet. Press a line of the record to mark it." : "Nothing was marked.";
    }),
  };
}
