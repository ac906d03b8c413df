// Widgets inside a widget: those of the exercises that a page leads through.

import { make } from "./dom.js";

/**
 * Shows the widgets that the trait `stages` names inside `box`, each in a place of its own; they hide themselves when
 * it is not their turn.
 * @param {HTMLElement} box
 * @param {{model: any, host: any, signal: AbortSignal}} view anywidget's model and host; `signal` ends the widgets' views
 * @returns {() => void} to be called when the view closes
 */
export function showStages(box, { model, host, signal }) {
  const shown = new Set();

  async function draw() {
    for (const stage of model.get("stages")) {
      if (shown.has(stage) || !host) continue;
      shown.add(stage);
      const place = make("div", {});
      box.append(place);
      await (await host.getWidget(stage)).render({ el: place, signal });
    }
  }

  const changed = () => { draw().catch((error) => console.error("medcoding: an exercise could not be shown here", error)); };
  model.on("change:stages", changed);
  changed();
  return () => model.off("change:stages", changed);
}
