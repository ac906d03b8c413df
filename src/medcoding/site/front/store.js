// What every page of the static edition begins with: scripts and texts of the edition, fetched when they are needed.
// A page opened from a folder may neither fetch() nor import, so texts travel as scripts that call `put`.

window.medcoding = (() => {
  const root = document.documentElement.getAttribute("data-root");
  const waiting = new Map();

  function script(address) {
    return new Promise((resolve, reject) => {
      const node = document.createElement("script");
      node.addEventListener("load", resolve);
      node.addEventListener("error", () => reject(new Error(`${address} cannot be read`)));
      node.src = root + address;
      document.head.append(node);
    });
  }

  /** The text of that name, fetched once. @param {string} name @returns {Promise<any>} */
  function load(name) {
    if (!waiting.has(name)) {
      const entry = {};
      entry.promise = new Promise((resolve, reject) => { entry.resolve = resolve; entry.reject = reject; });
      waiting.set(name, entry);
      script(`texts/${name}.js`).catch((error) => { waiting.delete(name); entry.reject(error); });
    }
    return waiting.get(name).promise;
  }

  /** What a text's script calls. @param {string} name @param {any} content */
  function put(name, content) {
    waiting.get(name)?.resolve(content);
  }

  /**
   * The model that a widget works with, and behind it a kernel on this page.
   * @param {Record<string, any>} state
   * @param {(message: any, model: any) => Promise<any>} reply
   * @param {(model: any) => void} [changed] hears of each value that the learner entered
   */
  function model(state, reply, changed = () => {}) {
    const listeners = new Map();
    const tell = (name, ...rest) => [...(listeners.get(name) ?? [])].forEach((each) => each(...rest));
    const made = {
      get: (name) => state[name],
      set(name, value) {
        state[name] = value;
        tell(`change:${name}`);
        tell("change");
      },
      /** Several at once: `quiet` first without a word, then `told`. */
      assign(quiet, told) {
        Object.assign(state, quiet, told);
        Object.keys(told).forEach((name) => tell(`change:${name}`));
        tell("change");
      },
      save_changes: () => changed(made),
      send(message) {
        const answer = (found) => tell("msg:custom", { ...found, id: message.id, type: found.type ?? message.type });
        const failed = () => answer({ type: "error", says: "A part of these pages could not be read. Reload the page." });
        Promise.resolve().then(() => reply(message, made)).then(answer, failed);
      },
      on: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
      off: (name, listener) => listeners.set(name, (listeners.get(name) ?? []).filter((each) => each !== listener)),
    };
    return made;
  }

  return { load, put, model, script, widgets: {} };
})();
