// Fields to type in and to choose from, kept in line with the model without disturbing who is typing.

import { freshId, make } from "./dom.js";

const TYPING_PAUSE = 350;

/**
 * A text field that hands on what was typed after a pause, when it is left, and when `flush` is called.
 * @param {{tag?: string, attributes: Record<string, unknown>, onText: (text: string) => void, clean?: (text: string) => string}} options
 */
export function typedField({ tag = "input", attributes, onText, clean = (text) => text }) {
  let timer = 0;
  const field = make(tag, { class: "mc-input", autocomplete: "off", spellcheck: "false", ...attributes });

  function flush() {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    onText(field.value.trim());
  }

  field.addEventListener("input", () => {
    const tidy = clean(field.value);
    if (tidy !== field.value) field.value = tidy;
    clearTimeout(timer);
    timer = setTimeout(flush, TYPING_PAUSE);
  });
  field.addEventListener("change", flush);
  field.addEventListener("blur", flush);

  return {
    field,
    flush,
    /** Shows a text of the model, unless a newer one is being typed. */
    show(text, editable) {
      field.readOnly = !editable;
      const isTyping = timer || document.activeElement === field;
      if (!isTyping || (!text && !timer)) if (field.value.trim() !== text) field.value = text;
    },
    /** What is typed and not handed on yet is dropped. */
    forget() {
      clearTimeout(timer);
      timer = 0;
    },
  };
}

/**
 * A select whose first choice is none.
 * @param {{choices: {value: string, label: string}[], none: string, attributes: Record<string, unknown>, onPick: (value: string) => void}} options
 */
export function pickList({ choices, none, attributes, onPick }) {
  const list = make("select", { class: "mc-input mc-select", ...attributes, onchange: () => onPick(list.value) },
    make("option", { value: "" }, none), ...choices.map(({ value, label }) => make("option", { value }, label)));
  return list;
}

/** A field under its visible name. @param {string} text @param {HTMLElement} field @param {...(Node | false)} more */
export function labelled(text, field, ...more) {
  if (!field.id) field.id = freshId();
  return make("div", { class: "mc-q-field" }, make("label", { class: "mc-label", for: field.id }, text), field, ...more);
}

/**
 * A row of radio buttons under a name.
 * @param {{name: string, key: string, choices: {value: string, label: string}[], onPick: (value: string) => void}} options
 */
export function radioRow({ name, key, choices, onPick }) {
  const [group, headId] = [freshId(), freshId()];
  const inputs = choices.map(({ value }) => make("input", {
    type: "radio", name: group, value, class: "mc-tick", "data-key": `${key}:${value}`, onchange: () => onPick(value),
  }));
  const node = make("div", { class: "mc-q-row", role: "radiogroup", "aria-labelledby": headId },
    make("div", { class: "mc-label", id: headId }, name),
    make("div", { class: "mc-q-segments" }, ...choices.map(({ label }, place) => make("label", { class: "mc-q-segment" }, inputs[place], make("span", {}, label)))));
  return {
    node,
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0]).focus(),
    show(value, editable) {
      for (const input of inputs) {
        input.checked = input.value === value;
        input.disabled = !editable;
      }
    },
  };
}
