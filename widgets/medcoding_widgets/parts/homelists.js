// The lists of the course's home: units, assignments, mastery. Each gets plain rows and gives one node.

import { make, unseen } from "./dom.js";

const SIGNS = { done: "✓", "in progress": "◐", "not started": "○", planned: "·" };
const LEVELS = { mastered: "✓", practised: "◕", started: "◔", "not started": "○" };

/** All units in order. @param {object[]} units @param {Function} link */
export function unitsView(units, link) {
  const ready = units.filter((unit) => unit.state !== "planned");
  const planned = units.filter((unit) => unit.state === "planned");
  return make("div", {},
    make("ol", { class: "mc-home-list" }, ...ready.map((unit) => make("li", { class: "mc-home-unit" },
      unit.state && make("span", { class: `mc-home-sign mc-home-sign--${unit.state.replace(" ", "-")}`, "aria-hidden": "true" }, SIGNS[unit.state]),
      make("div", { class: "mc-home-about" },
        make("p", {}, make("strong", {}, `Unit ${unit.number}: ${unit.title}`)),
        make("p", { class: "mc-quiet" }, unit.state ? `${capital(unit.state)}. ${unit.says}` : unit.says),
        unit.share !== null && homeBar(unit.share)),
      make("div", { class: "mc-home-links" },
        ...unit.links.map((each) => link("plain", { href: each.href, button: each.text, about: `of unit ${unit.number}` })))))),
    planned.length > 0 && make("details", { class: "mc-home-more", "data-key": "planned" },
      make("summary", {}, `${planned.length} more ${planned.length === 1 ? "unit is" : "units are"} being written`),
      make("ul", {}, ...planned.map((unit) => make("li", {}, `Unit ${unit.number}: ${unit.title}`)))));
}

/** Graded work. @param {object[]} work @param {Function} link */
export function workView(work, link) {
  return make("div", {}, make("ul", { class: "mc-home-list" }, ...work.map((each) => make("li", { class: "mc-home-unit" },
    make("span", { class: `mc-home-sign mc-home-sign--${each.stage === "marked" ? "done" : "none"}`, "aria-hidden": "true" }, each.stage === "marked" ? "✓" : "○"),
    make("div", { class: "mc-home-about" },
      make("p", {}, make("strong", {}, each.title)),
      make("p", { class: "mc-quiet" }, each.says, each.due && `. ${each.due}`, each.late && make("strong", { class: "mc-home-late" }, " (overdue)")),
      each.share !== null && homeBar(each.share)),
    make("div", { class: "mc-home-links" }, link("plain", { ...each, about: `of ${each.title}` }))))),
  make("p", { class: "mc-hint mc-home-note" }, "Marks and feedback appear here once you have pressed Fetch Feedback in the list of assignments."));
}

/** Bars by outcome and by skill. @param {object} mastery @param {number} level */
export function masteryView(mastery, level) {
  if (!mastery.tries) return make("p", { class: "mc-quiet" }, "Answer an exercise and your progress appears here, by outcome of the course and by skill.");
  return make("div", {},
    make("div", { class: "mc-home-outcomes" },
      heading("By outcome", level), make("ul", { class: "mc-home-bars" }, ...mastery.outcomes.map(barRow)),
      heading("By skill", level), ...mastery.skills.map((group) => make("details", { class: "mc-home-more", "data-key": `skills:${group.unit}` },
        make("summary", {}, make("strong", {}, `Unit ${group.unit}`), ` ${group.title} `, make("span", { class: "mc-quiet" }, group.says)),
        make("ul", { class: "mc-home-bars" }, ...group.rows.map(barRow))))),
    make("details", { class: "mc-home-more mc-home-note", "data-key": "how" }, make("summary", {}, "How this is worked out"),
      make("p", {}, "Each first try of a day counts with the share of points it earned; harder exercises count a little more, older tries less. ",
        "Mastered: 85% or more on three different exercises, the last one not missed. Practised: 60% or more on two."),
      make("p", {}, "It all comes from one file of your own, progress/practice.jsonl: copy it to keep it.")));
}

function barRow(row) {
  return make("li", { class: `mc-home-row mc-home-row--${row.level.replace(" ", "-")}` },
    make("span", { class: "mc-home-text" }, row.text), make("span", { class: "mc-home-meter" }, homeBar(row.share),
      make("span", { class: "mc-home-level" }, make("span", { "aria-hidden": "true" }, `${LEVELS[row.level]} `), row.says), unseen(".")));
}

function heading(text, level) {
  return make("div", { class: "mc-home-sub", role: "heading", "aria-level": String(Math.min(level, 6)) }, text);
}

function homeBar(share) {
  const bar = make("span", { class: "mc-home-bar", "aria-hidden": "true" }, make("span", {}));
  bar.firstChild.style.width = `${share}%`;
  return bar;
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
