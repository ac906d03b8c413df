// The course's home: the next step first, then what is due, the units, the marks, how far one has come, a search.
// The kernel works everything out; this file lays it out and carries messages.

import { button, fill, focusKey, freshId, keepPlainKeys, keepingFocus, levelHere, make, unseen } from "./parts/dom.js";
import { masteryView, unitsView, workView } from "./parts/homelists.js";
import { searchView } from "./parts/homesearch.js";
import { lineWithBanner } from "./parts/kernel.js";
import { showStages } from "./parts/stages.js";

const TRAITS = ["course", "step", "review", "units", "work", "mastery", "cards"];

/** anywidget calls this once for each view; `host` lets one widget show another inside itself. */
function render({ model, el, host }) {
  const root = make("div", { class: "mc-root mc-home", role: "group", "aria-label": "Course home" });
  const live = make("div", { class: "mc-unseen", role: "status" });
  const { kernel, banner } = lineWithBanner(model);
  const closing = new AbortController();
  root.append(banner, live);
  el.append(root);
  keepPlainKeys(root);

  const hero = make("div", { class: "mc-frame mc-home-hero" });
  const sitting = make("div", { class: "mc-frame mc-home-sitting", hidden: "" });
  const inside = make("div", { class: "mc-home-inside" });
  const rest = make("div", { class: "mc-home-rest" });
  let level = 2;
  let search = null;
  const drawn = {};

  // ---- the next step, and today's review ------------------------------------------------------

  function drawHero() {
    const [step, review, course, cards] = ["step", "review", "course", "cards"].map((name) => model.get(name));
    fill(hero,
      make("div", { class: "mc-home-next" },
        heading("Next step", level),
        make("p", { class: "mc-home-title" }, step.do === "review" ? "Today's review" : step.title),
        make("p", { class: "mc-home-says" }, step.do === "review" ? review.says : step.says),
        step.do === "review" ? button("main", start, { "data-key": "start" }, "Start today's review") : link("main", step),
        step.then?.button && make("p", { class: "mc-quiet" }, "Or go on: ", textLink(step.then))),
      make("div", { class: "mc-home-beside" },
        course.keeps && step.do !== "review" && aside("Today's review", review.says, review.due ? button("plain", start, { "data-key": "start" }, "Start") : null),
        cards.href && aside("Flash cards", cards.says, link("plain", { href: cards.href, button: "Open the cards" })),
        course.exams && aside(course.keeps ? "Mock exams" : "The daily ten", "Questions from all units, and a result by subject at the end.",
          link("plain", { href: course.exams, button: course.keeps ? "Open the exams" : "Open it" })),
        course.book && aside("Code book", "Every code with its notes.", link("plain", { href: course.book, button: "Look up a code" }))),
      !course.keeps && make("p", { class: "mc-hint mc-home-wide" }, "This is a public page, which keeps nothing. Enrolled learners find their reviews and their progress here."),
      course.trouble && make("p", { class: "mc-status mc-status--trouble mc-home-wide", role: "alert" }, course.trouble));
  }

  function aside(title, says, control) {
    return make("div", { class: "mc-home-aside" },
      make("div", {}, heading(title, level + 1), make("p", { class: "mc-quiet" }, says)), control);
  }

  async function start() {
    await kernel.ask("review-start");
    focusKey(root, "sitting");
    sitting.scrollIntoView({ block: "start" });
  }

  async function end() {
    await kernel.ask("review-end");
    focusKey(root, "start") || hero.querySelector("a, button")?.focus();
  }

  function drawSitting() {
    const review = model.get("review");
    const open = review.state === "open";
    sitting.hidden = review.state === "closed";
    inside.hidden = !open;
    hero.hidden = rest.hidden = !sitting.hidden;
    if (sitting.hidden) return;
    const bar = make("span", { class: "mc-home-bar", "aria-hidden": "true" }, make("span", {}));
    bar.firstChild.style.width = `${review.all ? (100 * (review.place - 1)) / review.all : 100}%`;
    const title = make("div", { class: "mc-heading", role: "heading", "aria-level": String(level), tabindex: "-1", "data-key": "sitting" },
      open ? `Today's review: ${review.place} of ${review.all}` : "Today's review is done");
    sitting.replaceChildren(make("div", { class: "mc-home-sittingtop" },
      make("div", {}, title, open ? bar : make("p", { class: "mc-home-says" }, review.says)),
      button(open ? "plain" : "main", end, { "data-key": "end" }, open ? "Stop for now" : "Back to the course")));
    if (drawn.state === "open" && !open) focusKey(root, "sitting");
  }

  // ---- what stands below ----------------------------------------------------------------------

  function drawRest() {
    const open = new Set([...rest.querySelectorAll("details[open]")].map((each) => each.dataset.key));
    search ??= searchView({ ask: (text) => kernel.ask("search", { text }), live });
    const work = model.get("work");
    fill(rest,
      panel("Search", search.node),
      panel("Units", unitsView(model.get("units"), link)),
      work.length > 0 && panel("Assignments and marks", workView(work, link)),
      model.get("course").keeps && panel("How far you have come", masteryView(model.get("mastery"), level + 2)));
    for (const each of rest.querySelectorAll("details")) each.open = open.has(each.dataset.key);
  }

  function panel(title, ...children) {
    const id = freshId();
    const head = heading(title, level + 1);
    head.id = id;
    return make("section", { class: "mc-frame mc-home-panel", "aria-labelledby": id }, head, ...children);
  }

  function heading(text, at) {
    return make("div", { class: "mc-subheading", role: "heading", "aria-level": String(at) }, text);
  }

  /** A link that looks like a button. Our JupyterLab extension opens it beside this page. */
  function link(kind, { href, button: text, about }) {
    if (!text) return null;
    if (!href) return make("span", { class: "mc-quiet" }, text);
    return make("a", { class: `mc-button mc-button--${kind}`, href, "data-mc-open": "", "data-key": `to:${href}` }, text, about && unseen(` ${about}`));
  }

  function textLink({ href, title, button: text }) {
    return make("a", { class: "mc-home-link", href, "data-mc-open": "" }, title || text);
  }

  // ---- showing --------------------------------------------------------------------------------

  function once(name, traits, draw) {
    const now = JSON.stringify([level, ...traits.map((trait) => model.get(trait))]);
    if (drawn[name] === now) return;
    drawn[name] = now;
    draw();
  }

  function draw() {
    keepingFocus(root, () => {
      once("hero", ["step", "review", "course", "cards"], drawHero);
      once("rest", ["units", "work", "mastery", "course"], drawRest);
      once("sitting", ["review"], drawSitting);
      drawn.state = model.get("review").state;
    });
  }

  // Whoever comes back from a lesson sees at once what it changed.
  const refresh = () => { if (!document.hidden && root.offsetParent) kernel.ask("refresh"); };
  let opened = false; // what the page was opened with is fresh
  const seen = new IntersectionObserver((entries) => {
    if (opened && entries.some((entry) => entry.isIntersecting)) refresh();
    opened = true;
  });
  const changed = () => draw();

  root.append(hero, sitting, inside, rest);
  for (const trait of TRAITS) model.on(`change:${trait}`, changed);
  document.addEventListener("visibilitychange", refresh, { signal: closing.signal });
  draw();
  const leaveStages = showStages(inside, { model, host, signal: closing.signal });
  requestAnimationFrame(() => {
    level = levelHere(root);
    draw();
    root.setAttribute("data-ready", "");
    seen.observe(root);
  });
  return () => {
    for (const trait of TRAITS) model.off(`change:${trait}`, changed);
    leaveStages();
    seen.disconnect();
    closing.abort();
    kernel.close();
  };
}

export default { render };
