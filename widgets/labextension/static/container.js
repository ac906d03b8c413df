// The door through which JupyterLab takes this extension in.
//
// JupyterLab asks every prebuilt extension for a "container" with two functions: init(scope) hands over
// the modules JupyterLab shares, get(name) asks for one of ours. A bundler usually writes this file; the
// contract is so small that it is written by hand here, and the extension needs no build step.
(() => {
  const here = new URL(".", document.currentScript.src);
  let shared = {};

  /** One of JupyterLab's own modules, such as "@jupyterlab/cells"; the newest if there are several. */
  async function lab(name) {
    const held = shared[name];
    if (!held) throw new Error(`medcoding: this JupyterLab shares no module ${name}`);
    const newest = Object.keys(held).sort((a, b) => a.localeCompare(b, undefined, { numeric: true })).pop();
    return (await held[newest].get())();
  }

  /** What the server put on the page for us; a missing option is "". */
  function option(name) {
    const script = document.getElementById("jupyter-config-data");
    return (script && JSON.parse(script.textContent)[name]) || "";
  }

  const ours = {
    "./extension": async () => {
      const [{ notebooks }, { menu }, { opening }, { codeLinks }] = await Promise.all([
        import(new URL("notebooks.js", here)),
        import(new URL("menu.js", here)),
        import(new URL("opening.js", here)),
        import(new URL("codelinks.js", here)),
      ]);
      return { __esModule: true, default: [notebooks(lab), await menu(lab, option), opening(option), codeLinks] };
    },
    "./style": async () => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = new URL("lab.css", here);
      document.head.append(link);
      return {};
    },
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.medcoding = {
    init(scope) {
      shared = scope;
    },
    async get(name) {
      if (!ours[name]) throw new Error(`medcoding: this extension has no module ${name}`);
      const found = await ours[name]();
      return () => found;
    },
  };
})();
