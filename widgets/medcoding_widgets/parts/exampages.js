// The pages around an exam: the list of exams, the start page, the result.

import { button, make, unseen } from "./dom.js";
import { examPlaces } from "./exammap.js";

/** All exams to choose from. */
export function examList(page, { heading, openView }) {
  return [
    heading("Mock exams"),
    make("p", { class: "mc-exam-lead" }, "Questions drawn anew for each try, no verdict until the end, then every answer with its reasons."),
    make("ul", { class: "mc-exam-list" }, ...page.exams.map((each) => make("li", {},
      make("div", {}, make("strong", {}, each.title), make("span", { class: "mc-quiet" }, `${each.says} · ${each.last}`)),
      button(each.running ? "main" : "plain", () => openView("open", { name: each.name }), { "data-key": `open:${each.name}` },
        each.running ? "Go on" : "Open", unseen(` ${each.title}`))))),
  ];
}

/** What an exam is, how many, how long, what is missing. */
export function examStart(start, { heading, level, openView, keeps, alone }) {
  const { running } = start;
  return [
    make("div", { class: "mc-exam-bar" }, heading(start.title), !alone && button("plain", () => openView("close"), { "data-key": "close" }, "All mock exams")),
    make("p", { class: "mc-exam-lead" }, start.about),
    make("dl", { class: "mc-factlist mc-exam-facts" }, ...start.facts.map((fact) => make("div", {}, make("dt", {}, fact.name), make("dd", {}, fact.text)))),
    make("ul", { class: "mc-exam-rules" },
      make("li", {}, "You may go back, change answers and flag questions. No verdict comes before the end."),
      make("li", {}, keeps ? "Every answer is saved at once. If the page closes, come back: the clock runs on meanwhile."
        : "This is a public page, which keeps nothing: it lasts as long as you leave it open.")),
    start.missing && make("p", { class: "mc-exam-missing" }, make("strong", {}, "Not everything is here yet. "), start.missing),
    running && make("p", { class: "mc-exam-running" }, `You are in the middle of this exam: ${running.answered} of ${running.questions} answered.`),
    make("div", { class: "mc-actions" }, start.possible
      ? button("main", () => openView("begin", { resume: Boolean(running) }), { "data-key": "begin" }, running ? "Go on" : "Begin")
      : make("p", {}, "No question of this exam can be asked yet.")),
    start.parts.length > 0 && make("details", { class: "mc-exam-more" }, make("summary", { "data-key": "parts" }, "What it asks, section by section"), partsTable(start.parts)),
    ...earlierList(start.earlier, level, openView),
  ];
}

function partsTable(parts) {
  return make("table", { class: "mc-exam-table" },
    make("thead", {}, make("tr", {}, ...["Section", "Questions", "Here now", ""].map((text) => make(text ? "th" : "td", text ? { scope: "col" } : {}, text)))),
    make("tbody", {}, ...parts.map((part) => make("tr", {},
      make("th", { scope: "row" }, part.name), make("td", {}, String(part.wanted)), make("td", {}, String(part.there)),
      make("td", { class: "mc-quiet" }, part.there < part.wanted ? part.note : "")))));
}

/** How it went: the whole, the sections, every question, and the tries before. */
export function examResult(result, rows, { heading, level, openView, go, alone }) {
  if (!result.parts) return [heading(result.title ?? "Result")];
  const places = examPlaces(go);
  places.update(rows, -1, true);
  return [
    make("div", { class: "mc-exam-bar" }, heading("Your result", result.title), !alone && button("plain", () => openView("close"), { "data-key": "close" }, "All mock exams")),
    make("p", { class: `mc-exam-verdict mc-exam-verdict--${result.passed ? "passed" : "failed"}` },
      make("span", { class: "mc-exam-sign", "aria-hidden": "true" }, result.passed ? "✓" : "○"), make("strong", {}, result.verdict), "."),
    make("p", {}, result.says, " ", result.trend),
    result.missing && make("p", { class: "mc-exam-missing" }, result.missing),
    make("div", { class: "mc-actions" }, button("main", () => openView("start"), { "data-key": "again" }, "Try again"),
      make("p", { class: "mc-quiet" }, "What you missed comes back in your reviews.")),
    subheading("By section", level),
    make("ul", { class: "mc-exam-parts" }, ...result.parts.filter((part) => part.asked).map(partRow)),
    ...notAsked(result.parts),
    subheading("Every question", level),
    make("p", { class: "mc-quiet" }, "Open one to see your answer, the verdict and the reasons."),
    places.node,
    make("p", { class: "mc-quiet mc-exam-legend" }, "✓ right · ◐ partly right · ✗ wrong · ○ left empty"),
    ...earlierList(result.earlier.filter((each) => each.id !== result.id), level, openView),
  ];
}

function partRow(part) {
  const bar = make("span", { class: "mc-exam-meter", "aria-hidden": "true" }, make("span", {}));
  bar.firstChild.style.width = `${part.percent}%`;
  return make("li", {}, make("span", {}, part.name), bar, make("span", { class: "mc-exam-says" }, part.says),
    part.note && make("span", { class: "mc-quiet mc-exam-note" }, part.note));
}

function notAsked(parts) {
  const left = parts.filter((part) => !part.asked);
  if (!left.length) return [];
  return [make("details", { class: "mc-exam-more" },
    make("summary", { "data-key": "not-asked" }, left.length === 1 ? "1 section could not be asked" : `${left.length} sections could not be asked`),
    make("ul", {}, ...left.map((part) => make("li", {}, `${part.name}. `, make("span", { class: "mc-quiet" }, part.note)))))];
}

function earlierList(earlier, level, openView) {
  if (!earlier.length) return [];
  return [
    subheading("Earlier tries", level),
    make("ul", { class: "mc-exam-parts" }, ...earlier.map((each) => {
      const bar = make("span", { class: "mc-exam-meter", "aria-hidden": "true" }, make("span", {}));
      bar.firstChild.style.width = `${each.percent}%`;
      return make("li", {}, make("span", {}, each.when), bar,
        make("span", { class: "mc-exam-says" }, `${each.percent}%, ${each.says}${each.passed ? ", passed" : ""}`),
        button("small", () => openView("result", { id: each.id }), { "data-key": `earlier:${each.id}` }, "Open", unseen(` the result of ${each.when}`)));
    })),
  ];
}

function subheading(text, level) {
  return make("div", { class: "mc-subheading", role: "heading", "aria-level": String(level + 1) }, text);
}
