// The chooser of a practice app: where the learner is, how it went so far, and what comes next.

import { button, freshId, keepPlainKeys, keepingFocus, levelHere, make, unseen } from "./parts/dom.js";
import { lineWithBanner } from "./parts/kernel.js";

const SIGNS = { new: "○", tried: "◐", done: "✓" };

/** anywidget calls this once for each view. */
function render({ model, el }) {
  const root = make("div", { class: "mc-root mc-chooser", role: "group" });
  const box = make("div", { class: "mc-frame" });
  const headingId = freshId();
  let open = false;
  const { kernel, banner } = lineWithBanner(model);
  root.setAttribute("aria-labelledby", headingId);
  root.append(banner, box);
  el.append(root);
  keepPlainKeys(root);

  const go = (place) => kernel.ask("open", { place });

  function draw() {
    const cases = model.get("cases");
    const current = model.get("current");
    const listId = freshId();
    const done = cases.filter((each) => each.state === "done").length;
    const title = make("div", { class: "mc-heading", id: headingId, role: "heading", "aria-level": String(levelHere(root)) },
      `Practice: ${model.get("heading")}`);
    const step = (key, text, to) =>
      button("plain", () => go(to), { "data-key": key, "aria-disabled": to < 0 || to >= cases.length ? "true" : null }, text);
    const toggle = button("plain", () => { open = !open; redraw(); },
      { "data-key": "all", "aria-expanded": String(open), "aria-controls": listId }, open ? "Hide the list" : "All exercises");
    const list = make("ol", { class: "mc-cases", id: listId }, ...cases.map((each, place) => row(each, place, current)));
    list.hidden = !open;
    box.replaceChildren(
      make("div", { class: "mc-chooser-top" }, title,
        make("p", { class: "mc-progress" }, meter(done, cases.length), ` ${done} of ${cases.length} done`)),
      make("div", { class: "mc-chooser-row" },
        make("p", { class: "mc-where" }, make("strong", {}, `Exercise ${current + 1} of ${cases.length}`), " ", dots(cases[current]),
          make("span", { class: "mc-quiet" }, ` · ${cases[current].says}`)),
        make("div", { class: "mc-chooser-buttons" }, step("previous", "Previous", current - 1), step("next", "Next", current + 1), toggle)),
      list,
    );
  }

  function row(each, place, current) {
    const press = () => { open = false; go(place).then(redraw); };
    return make("li", {}, button("case", press, { "data-key": `case:${place}`, "aria-current": place === current ? "true" : null },
      make("span", { class: `mc-sign mc-sign--${each.state}`, "aria-hidden": "true" }, SIGNS[each.state]),
      make("span", { class: "mc-case-title" }, each.title), unseen(". "),
      make("span", { class: "mc-quiet" }, each.setting), unseen(". "), dots(each), unseen(". "),
      make("span", { class: "mc-quiet" }, each.says)));
  }

  const redraw = () => keepingFocus(root, draw);
  model.on("change", redraw);
  draw();
  requestAnimationFrame(redraw);
  return () => { model.off("change", redraw); kernel.close(); };
}

function dots(each) {
  const filled = "●".repeat(each.difficulty) + "○".repeat(5 - each.difficulty);
  return make("span", { class: "mc-difficulty" }, make("span", { class: "mc-dots", "aria-hidden": "true" }, filled), ` ${each.difficulty_label}`);
}

function meter(done, all) {
  const bar = make("span", { class: "mc-meter", "aria-hidden": "true" }, make("span", { class: "mc-meter-fill" }));
  bar.firstChild.style.width = `${all ? (100 * done) / all : 0}%`;
  return bar;
}

export default { render };
