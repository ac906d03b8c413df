// Course notebooks open ready to use: their cells run by themselves, once when the notebook opens and
// again after every kernel restart, so that a learner never runs anything by hand.

const SAVE_AFTER = 1500; // ms of quiet before an assignment is saved, so that typing is not interrupted

/** The plugin; `lab(name)` gives one of JupyterLab's own modules. */
export function notebooks(lab) {
  return {
    id: "medcoding:notebooks",
    autoStart: true,
    activate: (app) => {
      app.docRegistry.addWidgetExtension("Notebook", {
        createNew: (panel, context) => new CourseNotebook(panel, context, lab, app),
      });
    },
  };
}

/** One open notebook. Does nothing unless its metadata says it belongs to the course. */
class CourseNotebook {
  constructor(panel, context, lab, app) {
    this.app = app;
    this.panel = panel;
    this.context = context;
    this.lab = lab;
    this.isDisposed = false;
    this.stale = true; // the kernel has not run the cells since it started
    this.running = false;
    this.attend().catch((error) => console.error("medcoding: this notebook could not be started", error));
  }

  dispose() {
    this.isDisposed = true;
    clearTimeout(this.saving);
  }

  async attend() {
    await this.context.ready;
    const course = this.context.model.getMetadata("medcoding");
    if (!course || this.isDisposed) return;
    this.role = course.role;
    this.panel.node.dataset.medcoding = course.role;
    this.say("starting");
    this.panel.node.addEventListener("click", (event) => this.onClick(event));
    this.context.model.stateChanged.connect((_, change) => this.onModel(change));
    const session = this.context.sessionContext;
    session.kernelChanged.connect((_, change) => this.onKernel(change.newValue));
    session.statusChanged.connect((_, status) => this.onStatus(status));
    await session.ready;
    if (session.session?.kernel) await this.run();
    else if (this.hasExercises()) this.onStatus("dead");
  }

  /** Where this notebook stands: starting, ready or stopped. Style sheet and tests read it. */
  say(state) {
    this.panel.node.dataset.medcodingState = state;
  }

  /** A link of a widget (`data-mc-open`) opens in a tab of JupyterLab, as links in the text do. */
  onClick(event) {
    const link = event.target.closest?.("a[data-mc-open]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.follow(link.getAttribute("href")).catch((error) => console.error("medcoding: this link could not be opened", error));
  }

  /** @param {string} href relative to this notebook; "#assignments" is JupyterLab's list of them */
  async follow(href) {
    if (href === "#assignments") {
      await this.app.commands.execute("medcoding:assignments");
      return;
    }
    const { pathname, hash } = new URL(href, `http://here/${encodeURI(this.context.path)}`);
    const opened = await this.app.commands.execute("docmanager:open", { path: decodeURIComponent(pathname.slice(1)) });
    if (hash && !hash.startsWith("#code=")) opened?.setFragment?.(decodeURIComponent(hash));
  }

  codeCells() {
    return this.panel.content.widgets.filter((cell) => cell.model.type === "code");
  }

  hasExercises() {
    return this.codeCells().length > 0;
  }

  onKernel(kernel) {
    this.stale = true;
    if (!kernel) this.onStatus("dead");
  }

  onStatus(status) {
    if (this.isDisposed) return;
    if (status === "restarting" || status === "autorestarting") {
      this.stale = true;
      this.say("starting");
    } else if (status === "dead" && this.hasExercises()) {
      this.stale = true;
      this.say("stopped");
      this.offerRestart();
    } else if (status === "idle" && this.stale) {
      this.run();
    }
  }

  /** Run every code cell, in order, without moving the learner's place on the page. */
  async run() {
    if (this.running || !this.stale) return;
    this.running = true;
    this.stale = false;
    this.withdrawRestart();
    try {
      const { CodeCell } = await this.lab("@jupyterlab/cells");
      await Promise.all(this.codeCells().map((cell) => CodeCell.execute(cell, this.context.sessionContext)));
    } catch (error) {
      // A restart in mid-run cancels what was waiting; the restarted kernel is dealt with below.
      console.debug("medcoding: running this notebook was interrupted", error);
    } finally {
      this.running = false;
    }
    if (this.isDisposed) return;
    if (this.stale) {
      if (this.context.sessionContext.session?.kernel?.status === "idle") await this.run();
      return;
    }
    this.keepClean();
    this.say("ready");
  }

  onModel(change) {
    if (change.name !== "dirty" || !change.newValue) return;
    if (this.role === "assignment") this.saveSoon();
    else this.keepClean();
  }

  /** A lesson changes only by showing its exercises: nothing of that is worth a "save?" question. */
  keepClean() {
    if (this.role !== "assignment") this.context.model.dirty = false;
  }

  /** An assignment carries a copy of each answer inside itself, so it is saved whenever one changes. */
  saveSoon() {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => {
      const writable = this.context.contentsModel?.writable !== false;
      if (!this.isDisposed && this.context.model.dirty && writable) this.context.save();
    }, SAVE_AFTER);
  }

  async offerRestart() {
    const { Widget } = await this.lab("@lumino/widgets");
    if (this.banner || this.isDisposed || !this.stale) return;
    const node = document.createElement("div");
    node.setAttribute("role", "alert");
    const text = document.createElement("span");
    text.textContent = "The exercises on this page have stopped. Your saved answers are kept.";
    const button = document.createElement("button");
    button.textContent = "Start them again";
    button.addEventListener("click", () => this.restart());
    node.append(text, button);
    this.banner = new Widget({ node });
    this.banner.addClass("mc-stopped");
    this.panel.contentHeader.addWidget(this.banner);
  }

  withdrawRestart() {
    this.banner?.dispose();
    this.banner = null;
  }

  async restart() {
    this.withdrawRestart();
    this.say("starting");
    const session = this.context.sessionContext;
    if (session.session?.kernel) await session.restartKernel();
    else await session.startKernel();
  }
}
