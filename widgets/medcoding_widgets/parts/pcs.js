// The kind pcs: seven characters, each typed in its own place.

import { freshId, make } from "./dom.js";

export function pcsPart(host) {
  const positions = host.given.positions.map((name) => name.replace("_", " "));
  const hintId = freshId();
  const fields = positions.map((name, place) => make("input", {
    class: "mc-input mc-q-character", id: freshId(), type: "text", maxlength: "1", autocomplete: "off", autocapitalize: "characters",
    spellcheck: "false", "data-key": `character:${place}`, "aria-describedby": hintId, oninput: () => typed(place),
    onkeydown: (event) => pressed(event, place), onpaste: (event) => pasted(event, place), onfocus: (event) => event.target.select(),
  }));
  const node = make("div", { class: "mc-q", role: "group", "aria-labelledby": host.questionId },
    make("div", { class: "mc-q-characters" }, ...positions.map((name, place) =>
      make("div", { class: "mc-q-position" },
        make("label", { for: fields[place].id }, make("span", { class: "mc-quiet" }, `${place + 1} `), name.charAt(0).toUpperCase() + name.slice(1)),
        fields[place]))),
    make("p", { class: "mc-hint", id: hintId }, "Type one character in each place. The digits 0 and 1 are used, never the letters O and I."));

  const enter = () => host.put({ characters: fields.map((field) => field.value.toUpperCase()) });

  function typed(place) {
    fields[place].value = fields[place].value.replace(/[^0-9a-z]/gi, "").toUpperCase();
    enter();
    if (fields[place].value) fields[place + 1]?.focus();
  }

  function pasted(event, place) {
    const characters = event.clipboardData.getData("text").replace(/[^0-9a-z]/gi, "").toUpperCase();
    if (characters.length < 2 || !host.editable()) return;
    event.preventDefault();
    [...characters].slice(0, fields.length - place).forEach((character, at) => { fields[place + at].value = character; });
    enter();
    fields[Math.min(place + characters.length, fields.length - 1)].focus();
  }

  function pressed(event, place) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = { ArrowLeft: place - 1, ArrowRight: place + 1 }[event.key] ?? (event.key === "Backspace" && !fields[place].value ? place - 1 : undefined);
    if (to === undefined || !fields[to]) return;
    event.preventDefault();
    fields[to].focus();
  }

  return {
    node,
    nothing: "Enter at least one character first.",
    empty: () => ({ characters: positions.map(() => "") }),
    focus: () => fields[0].focus(),
    draw() {
      const characters = host.value().characters ?? [];
      fields.forEach((field, place) => {
        if (field.value !== (characters[place] ?? "")) field.value = characters[place] ?? "";
        field.readOnly = !host.editable();
      });
    },
  };
}
