// Mock exams: a list, a start page, one question at a time with a map and a clock, a result.
// The kernel holds the sitting, counts the time and judges; this file shows it and carries messages.

import { button, fill, focusKey, keepPlainKeys, keepingFocus, levelHere, make, whenChanged } from "./parts/dom.js";
import { examMap, howItWent } from "./parts/exammap.js";
import { examList, examResult, examStart } from "./parts/exampages.js";
import { examTimer } from "./parts/examtimer.js";
import { lineWithBanner } from "./parts/kernel.js";
import { showStages } from "./parts/stages.js";

const TRAITS = ["page", "start", "map", "result"];
const BEAT = 30_000; // ms between two messages that have the time counted

/** anywidget calls this once for each view; `host` lets one widget show another inside itself. */
function render({ model, el, host }) {
  const root = make("div", { class: "mc-root mc-exam", role: "group", "aria-label": "Mock exams" });
  const live = make("div", { class: "mc-unseen", role: "status" });
  const frame = make("div", { class: "mc-exam-page" });
  const problem = make("p", { class: "mc-status mc-status--trouble", role: "alert", hidden: "" });
  const top = make("div", { class: "mc-frame mc-exam-top" }, frame, problem);
  const bar = make("div", { class: "mc-exam-bar" });
  const inside = make("div", { class: "mc-exam-inside" });
  const flagSign = make("span", { "aria-hidden": "true" });
  const keys = {
    previous: button("plain", () => go(page().place - 1), { "data-key": "previous", "aria-keyshortcuts": "Alt+PageUp" }, "Previous"),
    next: button("plain", () => go(page().place + 1), { "data-key": "next", "aria-keyshortcuts": "Alt+PageDown" }, "Next"),
    flag: button("plain", () => flag(), { "data-key": "flag" }, flagSign, "Flag for later"),
    end: button("plain", () => prepare(), { "data-key": "end" }, "Hand in …"),
    pause: button("link", () => openView("start"), { "data-key": "pause" }, "Leave for now"),
  };
  const steps = make("div", { class: "mc-frame mc-exam-steps" }, ...Object.values(keys));
  const asked = make("div", {});
  const below = make("div", { class: "mc-exam-below", hidden: "" }, steps, asked);
  const map = examMap((place) => go(place));
  const closing = new AbortController();
  let level = 2;
  let asking = false; // the question before handing in
  let busy = false;
  let view = "";
  const { kernel, banner } = lineWithBanner(model, toReload);
  const timer = examTimer({ say: (text) => { live.textContent = text; }, onZero: () => ask("tick") });

  const page = () => model.get("page");
  const rows = () => model.get("map");

  function toReload() {
    return page().keeps ? "Your answers are saved, and the time goes on. Reload the page to go on." : "Reload the page to start a new one.";
  }

  // ---- messages -------------------------------------------------------------------------------

  async function ask(type, fields = {}) {
    const reply = await kernel.ask(type, fields);
    if (reply.type === "error") live.textContent = reply.says;
    else timer.set(reply.left);
    return reply;
  }

  /**
   * A step away from a question. Leaving a field enters what was typed; the message in between lets an answer
   * that waits for its turn arrive before the question changes.
   */
  async function leave(type, fields = {}) {
    if (busy) return;
    busy = true;
    if (inside.contains(document.activeElement)) document.activeElement.blur();
    inside.inert = true;
    await kernel.ask("ping");
    await ask(type, fields);
    inside.inert = false;
    busy = false;
  }

  const isAt = (place) => place >= 0 && place < rows().length;

  async function go(place) {
    if (!isAt(place)) return;
    asking = false;
    await leave("go", { place });
    draw();
  }

  async function openView(type, fields = {}) {
    asking = false;
    await leave(type, fields);
    draw();
    focusKey(root, "top");
    root.scrollIntoView({ block: "start" });
  }

  async function flag() {
    const { place } = page();
    const on = !rows()[place].flagged;
    await ask("flag", { on });
    live.textContent = on ? `Question ${place + 1} is flagged.` : `The flag of question ${place + 1} is gone.`;
  }

  // ---- showing --------------------------------------------------------------------------------

  function heading(text, says) {
    return make("div", { class: "mc-heading", role: "heading", "aria-level": String(level), tabindex: "-1", "data-key": "top" },
      text, says && make("span", { class: "mc-exam-of" }, says));
  }

  /** Pages are drawn anew when what they say changes; the page of a question is made once and then changed. */
  const drawPage = whenChanged(() => [view, level, view === "list" ? page() : 0, model.get("start"), model.get("result")], () => {
    const { keeps, alone } = page();
    const parts = { heading, level, openView, keeps, alone, go };
    if (view === "list") fill(frame, ...examList(page(), parts));
    else if (view === "start") fill(frame, ...examStart(model.get("start"), parts));
    else if (view === "result") fill(frame, ...examResult(model.get("result"), rows(), parts));
    else fill(frame, bar, map.node);
  });

  const drawBar = whenChanged(() => [view, level, page().place, page().title, page().says], () => {
    const { place, title, says } = page();
    const row = rows()[place];
    fill(bar,
      make("div", {}, heading(`Question ${place + 1} of ${rows().length}`, view === "looking" ? howItWent(row) : title),
        make("p", { class: "mc-quiet" }, row.section), says && make("p", { class: "mc-exam-gone" }, says)),
      view === "sitting" ? timer.node : button("plain", () => openView("result"), { "data-key": "back" }, "Back to the result"));
  });

  function drawTop() {
    const { place, trouble } = page();
    drawPage();
    if (isQuestion()) {
      drawBar();
      map.update(rows(), place, view === "looking");
    }
    if (problem.textContent !== trouble) problem.textContent = trouble;
    problem.hidden = !trouble;
  }

  const isQuestion = () => (view === "sitting" || view === "looking") && rows().length > 0;
  const disable = (node, off) => (off ? node.setAttribute("aria-disabled", "true") : node.removeAttribute("aria-disabled"));

  /** The buttons below a question: made once, so that leaving a field by pressing one of them reaches it. */
  function drawBelow() {
    const { place } = page();
    below.hidden = !isQuestion();
    steps.hidden = asking;
    if (!asking) drawAsking(false);
    if (below.hidden) return;
    const isSitting = view === "sitting";
    const row = rows()[place];
    disable(keys.previous, !isAt(place - 1));
    disable(keys.next, !isAt(place + 1));
    for (const name of ["flag", "end", "pause"]) keys[name].hidden = !isSitting;
    keys.flag.setAttribute("aria-pressed", String(row.flagged));
    flagSign.textContent = row.flagged ? "⚑" : "⚐";
    keys.end.className = `mc-button mc-button--${rows().every((each) => each.answered) ? "main" : "plain"}`;
    if (asking) drawAsking(true);
  }

  function drawAsking(on) {
    const state = on ? JSON.stringify([level, rows()]) : "";
    if (asked.state === state) return;
    asked.state = state;
    fill(asked, on && handIn());
  }

  async function prepare() {
    await leave("tick");
    asking = true;
    draw();
    focusKey(root, "asking");
  }

  /** Names what is open before anything is final. */
  function handIn() {
    const places = (test) => rows().flatMap((row, place) => (test(row) ? [place] : []));
    const empty = places((row) => !row.answered);
    const flagged = places((row) => row.flagged);
    const list = (name, found) => make("p", { class: "mc-exam-open" }, `${name}: `,
      ...found.map((place) => button("small", () => go(place), { "data-key": `open:${place}`, "aria-label": `Question ${place + 1}` }, String(place + 1))));
    return make("div", { class: "mc-frame mc-exam-ask", role: "group", "aria-label": "Hand in the exam" },
      make("div", { class: "mc-subheading", role: "heading", "aria-level": String(level + 1), tabindex: "-1", "data-key": "asking" },
        empty.length ? `${empty.length === 1 ? "1 question has" : `${empty.length} questions have`} no answer yet` : "Every question has an answer"),
      empty.length > 0 && list("Unanswered", empty),
      flagged.length > 0 && list("Flagged", flagged),
      make("p", { class: "mc-quiet" }, "Once handed in, answers stay as they are. An empty question counts as wrong."),
      make("div", { class: "mc-actions" },
        button("main", () => openView("hand-in"), { "data-key": "hand-in" }, "Hand in now"),
        button("plain", () => { asking = false; draw(); focusKey(root, "end"); }, { "data-key": "not-yet" }, "Not yet")));
  }

  function draw() {
    const before = view;
    view = page().view;
    if (view !== "sitting") asking = false;
    timer.show(view === "sitting");
    keepingFocus(root, () => {
      drawTop();
      drawBelow();
    });
    inside.hidden = view !== "sitting" && view !== "looking";
    if (before === "sitting" && view === "result" && !busy) {
      live.textContent = "The time is up. Here is your result.";
      focusKey(root, "top");
    }
  }

  function onKey(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || inside.hidden) return;
    const step = { PageUp: -1, PageDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    go(page().place + step);
  }

  const seen = () => { if (!document.hidden) ask("tick"); };
  const beat = setInterval(() => { if (view === "sitting" && !kernel.isLost()) ask("tick"); }, BEAT);
  const changed = () => draw();

  root.append(banner, top, inside, below, live);
  el.append(root);
  keepPlainKeys(root);
  root.addEventListener("keydown", onKey);
  document.addEventListener("visibilitychange", seen, { signal: closing.signal });
  for (const trait of TRAITS) model.on(`change:${trait}`, changed);
  timer.set(page().left);
  draw();
  const leaveStages = showStages(inside, { model, host, signal: closing.signal });
  requestAnimationFrame(() => {
    level = levelHere(root);
    draw();
    root.setAttribute("data-ready", "");
    ask("tick");
  });
  return () => {
    for (const trait of TRAITS) model.off(`change:${trait}`, changed);
    leaveStages();
    clearInterval(beat);
    timer.close();
    closing.abort();
    kernel.close();
  };
}

export default { render };
