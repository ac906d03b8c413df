// The kind query: a text to a provider, with a checklist that follows it.

import { make, unseen } from "./dom.js";
import { labelled, typedField } from "./fields.js";

export function queryPart(host) {
  const text = typedField({
    tag: "textarea",
    attributes: { rows: "10", maxlength: String(host.given.most_characters), spellcheck: "true", "data-key": "text", class: "mc-input mc-q-writing" },
    onText: (written) => host.put({ text: written }),
  });
  const list = make("ul", { class: "mc-q-checklist" });
  const box = make("div", { class: "mc-q-advice", role: "region", "aria-label": "Checklist" },
    make("p", { class: "mc-label" }, "Checklist while you write"), list);
  const node = make("div", { class: "mc-q", role: "group", "aria-labelledby": host.questionId }, labelled("Your query", text.field), box);

  function item({ name, is_fine: isFine, says }) {
    return make("li", { class: isFine ? "mc-q-check mc-q-check--fine" : "mc-q-check" },
      make("span", { class: "mc-q-check-sign", "aria-hidden": "true" }, isFine ? "\u2713" : "!"),
      make("span", {}, unseen(isFine ? "In order: " : "Look again: "), make("strong", {}, name), ` ${says}`));
  }

  return {
    node,
    nothing: "Write the query first.",
    empty: () => ({ text: "" }),
    focus: () => text.field.focus(),
    flush: text.flush,
    forget: text.forget,
    draw() {
      text.show(host.value().text ?? "", host.editable());
      const items = host.editable() ? host.advice() : [];
      box.hidden = !items.length;
      list.replaceChildren(...items.map(item));
    },
  };
}
