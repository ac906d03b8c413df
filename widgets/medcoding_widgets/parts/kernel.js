// Messages to the kernel. Each is answered, or after eight seconds the session counts as ended.

import { make } from "./dom.js";

const WAIT = 8000;

/**
 * @typedef {{ask: (type: string, fields?: object) => Promise<any>, isLost: () => boolean, close: () => void}} Line
 * @param {any} model anywidget's model
 * @param {{onLost: () => void, onFound: () => void}} events
 * @returns {Line}
 */
export function openLine(model, { onLost, onFound }) {
  const waiting = new Map();
  let next = Math.floor(Math.random() * 2 ** 40);
  let lost = false;

  function lose() {
    if (!lost) onLost();
    lost = true;
  }

  function hear(reply) {
    const entry = waiting.get(reply?.id);
    if (!entry) return;
    waiting.delete(reply.id);
    clearTimeout(entry.timer);
    if (lost) {
      lost = false;
      onFound();
    }
    entry.resolve(reply);
  }

  function ask(type, fields = {}) {
    return new Promise((resolve) => {
      const id = next++;
      waiting.set(id, { resolve, timer: setTimeout(lose, WAIT) });
      try {
        model.send({ ...fields, type, id });
      } catch {
        lose();
      }
    });
  }

  model.on("msg:custom", hear);
  return {
    ask,
    isLost: () => lost,
    close() {
      model.off("msg:custom", hear);
      for (const entry of waiting.values()) clearTimeout(entry.timer);
    },
  };
}

/**
 * A line, and the alert that stands on the page while the session counts as ended.
 * @param {any} model anywidget's model
 * @param {() => string} todo what a learner is to do then
 * @returns {{kernel: Line, banner: HTMLElement}}
 */
export function lineWithBanner(model, todo = () => "Reload the page to start a new one.") {
  const banner = make("div", { class: "mc-banner", role: "alert" });
  const kernel = openLine(model, {
    onLost: () => banner.replaceChildren(make("p", {}, `The session behind this page has ended. ${todo()}`)),
    onFound: () => banner.replaceChildren(),
  });
  return { kernel, banner };
}
