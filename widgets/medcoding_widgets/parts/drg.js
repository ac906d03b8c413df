// The kind drg: the principal diagnosis of a stay, what each other diagnosis counts as, and the group.

import { freshId, make, unseen } from "./dom.js";
import { labelled, pickList, typedField } from "./fields.js";

export function drgPart(host) {
  const { diagnoses, procedures, levels } = host.given;
  const name = freshId();
  const drg = typedField({
    attributes: { type: "text", inputmode: "numeric", maxlength: "3", "data-key": "drg", class: "mc-input mc-q-short" },
    clean: (text) => text.replace(/\D/g, ""),
    onText: enter,
  });
  const rows = diagnoses.map((each, place) => ({
    ...each,
    radio: make("input", { type: "radio", name, class: "mc-tick", "data-key": `principal:${place}`, onchange: enter }),
    list: pickList({
      choices: levels.map((level) => ({ value: level, label: level })), none: "Level \u2026",
      attributes: { "data-key": `counts:${place}`, "aria-label": `${each.code} counts as` }, onPick: enter,
    }),
  }));
  const node = make("div", { class: "mc-q", role: "group", "aria-labelledby": host.questionId },
    make("p", { class: "mc-hint" }, "Choose the principal diagnosis, and say what each other one counts as."),
    make("ul", { class: "mc-q-diagnoses" }, ...rows.map(({ code, title, poa, radio, list }) =>
      make("li", { class: "mc-q-diagnosis" },
        make("label", { class: "mc-q-option" }, radio,
          make("span", {}, make("strong", { class: "mc-code" }, code), ` ${title} `,
            poa && make("span", { class: "mc-quiet" }, `POA ${poa}`), unseen(", principal diagnosis"))), list))),
    procedures.length > 0 && make("p", { class: "mc-label" }, "Procedures"),
    procedures.length > 0 && make("ul", { class: "mc-q-procedures" }, ...procedures.map(({ code, title }) =>
      make("li", {}, make("strong", { class: "mc-code" }, code), ` ${title}`))),
    labelled("MS-DRG, three digits", drg.field));

  function enter() {
    const principal = rows.find(({ radio }) => radio.checked)?.code ?? "";
    const counted = rows.filter(({ code, list }) => code !== principal && list.value);
    host.put({ principal, drg: drg.field.value.trim(), levels: counted.map(({ code, list }) => ({ code, level: list.value })) });
  }

  return {
    node,
    empty: () => ({ principal: "", drg: "", levels: [] }),
    focus: () => (rows.find(({ radio }) => radio.checked) ?? rows[0]).radio.focus(),
    flush: drg.flush,
    forget: drg.forget,
    draw() {
      const { principal = "", drg: group = "", levels: counted = [] } = host.value();
      for (const { code, radio, list } of rows) {
        radio.checked = code === principal;
        list.value = counted.find((each) => each.code === code)?.level ?? "";
        list.hidden = code === principal;
        radio.disabled = list.disabled = !host.editable();
      }
      drg.show(group, host.editable());
    },
  };
}
