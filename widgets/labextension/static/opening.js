// The notebook that the address names opens as soon as JupyterLab stands.
//
// JupyterLab itself would first save where its tabs are, and before that wait to see whether they move again:
// the better part of a second in which nothing happens. When its turn comes, it finds the notebook open.

/** @param {Function} option what the server put on the page, by name */
export function opening(option) {
  return {
    id: "medcoding:opening",
    autoStart: true,
    activate: (app) => {
      const path = option("treePath");
      if (!path.endsWith(".ipynb")) return;
      app.restored.then(async () => {
        await app.serviceManager.contents.get(path, { content: false }); // of a missing one JupyterLab tells
        await app.commands.execute("docmanager:open", { path });
      }).catch((error) => console.debug("medcoding: left to JupyterLab to open", path, error));
    },
  };
}
