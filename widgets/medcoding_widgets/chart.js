// The chart widget. It shows and collects; only the kernel judges, and no key ever comes here.

import { addDispute, disputeForm } from "./parts/dispute.js";
import { button, focusKey, freshId, icon, keepPlainKeys, keepingFocus, levelHere, make, plain, unseen } from "./parts/dom.js";
import { openLine } from "./parts/kernel.js";
import { linesView, moved, withAt, withEvidenceToggled, withRoles, without } from "./parts/lines.js";
import { lookup } from "./parts/lookup.js";
import { notesPage } from "./parts/notes.js";
import { recordView } from "./parts/record.js";

const ENDED = "The session behind this exercise has ended.";

/** What the learner reads when the kernel is gone. */
function endedText(keeps, unsaved) {
  if (!keeps) return `${ENDED} Reload the page to start a new one.`;
  const saved = unsaved ? "Your answer is saved up to your last change." : "Your answer is saved.";
  return `${ENDED} ${saved} Reload the page (or run the notebook again) to go on.`;
}

/** anywidget calls this once for each view. */
function render({ model, el }) {
  const chart = new ChartView(model, el);
  return () => chart.close();
}

class ChartView {
  constructor(model, el) {
    this.model = model;
    this.root = make("div", { class: "mc-root", role: "group" });
    this.kernel = openLine(model, { onLost: () => this.showEnded(), onFound: () => this.hideEnded() });
    this.unsaved = 0;
    el.append(this.root);
    keepPlainKeys(this.root);
    this.listeners = {
      "change:exercise": () => this.exerciseChanged(),
      "change:value": () => this.refresh(),
      "change:status": () => this.refresh(),
      "change:verdict_html": () => this.refresh(),
    };
    for (const [name, listener] of Object.entries(this.listeners)) model.on(name, listener);
    this.build();
    requestAnimationFrame(() => this.setLevels());
  }

  close() {
    for (const [name, listener] of Object.entries(this.listeners)) this.model.off(name, listener);
    this.kernel.close();
  }

  get exercise() { return this.model.get("exercise"); }
  get lines() { return this.model.get("value").lines ?? []; }
  get verdict() { return this.model.get("verdict_html"); }
  get editable() { return !this.exercise.read_only && !this.verdict; }
  get isAssignment() { return this.exercise.mode === "assignment"; }

  // ---- building -------------------------------------------------------------------------------

  /** Draws everything anew for an exercise. */
  build() {
    this.slug = this.exercise.slug;
    this.active = -1;
    /** @type {string[]} lines of the record marked before any code is chosen */
    this.pending = [];
    this.undo = null;
    this.openNotes = -1;
    this.notes = null;
    this.message = "";
    this.shownRecord = "";
    const titleId = freshId();
    this.title = make("div", { class: "mc-heading", id: titleId, role: "heading", tabindex: "-1" }, this.exercise.title);
    this.root.setAttribute("aria-labelledby", titleId);
    this.root.setAttribute("data-slug", this.slug);
    this.alert = make("div", { class: "mc-banner", role: "alert" });
    this.live = make("div", { class: "mc-unseen", role: "status" });
    this.columns = make("div", { class: "mc-columns" }, this.buildLeft(), this.buildRight());
    const facts = make("dl", { class: "mc-factlist" },
      ...this.exercise.facts.map((fact) => make("div", {}, make("dt", {}, fact.name), make("dd", {}, fact.text))));
    this.root.replaceChildren(make("div", { class: "mc-frame" },
      this.alert, make("div", { class: "mc-top" }, this.title, facts), this.columns, this.live));
    this.setLevels();
    this.refresh();
  }

  buildLeft() {
    const hintId = freshId();
    this.recordHint = make("p", { class: "mc-hint mc-linking", id: hintId });
    this.record = recordView({ label: "Record", hintId, onToggle: (text) => this.toggleEvidence(text) });
    return make("div", { class: "mc-left" }, this.heading("Record"), this.recordHint, this.record.node);
  }

  buildRight() {
    const question = make("div", { class: "mc-question" });
    question.innerHTML = this.exercise.question_html;
    this.lookup = lookup({
      ask: (type, fields) => this.kernel.ask(type, fields),
      onPick: (row) => this.add(row),
      say: (text) => this.say(text),
    });
    this.linesHeading = this.heading("Your codes, in reporting order");
    this.linesBox = make("div", { class: "mc-lines-box" });
    this.statusText = make("p", { class: "mc-status", role: "status" });
    this.undoButton = button("small", () => this.undoRemoval(), { "data-key": "undo", hidden: "" }, "Undo");
    this.actions = make("div", { class: "mc-actions" });
    this.verdictHeading = this.heading("Verdict");
    this.verdictHeading.tabIndex = -1;
    this.verdictBox = make("div", { class: "mc-verdict-box" });
    this.right = make("div", { class: "mc-right" },
      this.heading("Question"), question, this.lookup.node, this.linesHeading, this.linesBox,
      this.verdictHeading, this.verdictBox,
      make("div", { class: "mc-statusline" }, this.statusText, this.undoButton), this.actions,
      this.isAssignment && this.exercise.keeps && disputeForm(() => this.exercise.disputes, (type, fields) => this.kernel.ask(type, fields)));
    this.right.addEventListener("click", (event) => {
      if (!event.target.closest(".mc-lookup") && event.target.isConnected) this.lookup.close();
    });
    return this.right;
  }

  heading(text) {
    return make("div", { class: "mc-subheading", role: "heading" }, text);
  }

  /** Headings take the level that follows from the page around them. */
  setLevels() {
    const level = levelHere(this.root);
    this.title.setAttribute("aria-level", String(level));
    for (const each of this.root.querySelectorAll(".mc-subheading")) each.setAttribute("aria-level", String(level + 1));
  }

  // ---- showing --------------------------------------------------------------------------------

  exerciseChanged() {
    if (this.exercise.slug === this.slug) return this.refresh();
    this.build();
    this.title.focus({ preventScroll: true });
    this.root.scrollIntoView({ block: "start" });
  }

  /** Brings the page in line with the model and with what this view remembers. */
  refresh() {
    if (this.exercise.slug !== this.slug) return;
    if (this.active >= this.lines.length) this.active = -1;
    keepingFocus(this.root, () => {
      this.drawRecord();
      this.drawLines();
      this.drawVerdict();
      this.drawStatus();
      this.drawActions();
    });
  }

  drawRecord() {
    const state = `${this.editable}${this.exercise.record_html}`;
    if (state !== this.shownRecord) this.record.show(this.exercise.record_html, this.editable);
    this.shownRecord = state;
    const elsewhere = new Map();
    this.lines.forEach((line, place) => {
      for (const text of line.evidence) elsewhere.set(plain(text), [...(elsewhere.get(plain(text)) ?? []), place + 1]);
    });
    const linked = this.active >= 0 ? this.lines[this.active].evidence : this.pending;
    this.record.paint(this.editable ? linked.map(plain) : [], this.verdict ? new Map() : elsewhere);
    this.recordHint.replaceChildren(...this.linkingHint());
  }

  linkingHint() {
    if (this.verdict) return ["Marked: what the right codes rest on. Point at a line of the verdict to see its own evidence."];
    if (!this.editable) return [];
    if (this.active >= 0) {
      return ["Lines you mark here are linked to ", make("strong", { class: "mc-code" }, this.lines[this.active].code), "."];
    }
    return ["Mark the lines that tell you what to code. They are linked to the next code you add."];
  }

  drawLines() {
    this.lookup.node.hidden = !this.editable;
    this.linesBox.hidden = this.linesHeading.hidden = Boolean(this.verdict);
    if (!this.lines.length) {
      this.linesBox.replaceChildren(make("p", { class: "mc-none" }, this.editable
        ? `None yet. The first code you add is the ${this.exercise.role_labels[0].toLowerCase()} diagnosis.`
        : "No codes were entered."));
      return;
    }
    const known = new Map((this.model.get("status").lines ?? []).map((line) => [line.code, line]));
    const state = {
      lines: this.lines,
      statuses: this.lines.map((line) => known.get(line.code) ?? this.justPicked(line.code)),
      labels: this.exercise.role_labels,
      active: this.active,
      open: this.openNotes,
      page: this.notes,
      editable: this.editable,
    };
    this.linesBox.replaceChildren(linesView(state, {
      select: (place) => this.select(place),
      move: (place, to) => this.move(place, to),
      remove: (place) => this.remove(place),
      unlink: (place, text) => this.unlink(place, text),
      notes: (place) => this.toggleNotes(place),
    }));
  }

  /** The title of a code picked a moment ago, until the kernel confirms it. */
  justPicked(code) {
    return this.picked?.code === code ? { ...this.picked, says: "" } : { title: "", billable: null, says: "" };
  }

  drawVerdict() {
    this.verdictHeading.hidden = this.verdictBox.hidden = !this.verdict;
    if (this.verdictBox.shown === this.verdict) return;
    this.verdictBox.shown = this.verdict;
    this.verdictBox.innerHTML = this.verdict;
    for (const finding of this.verdictBox.querySelectorAll(".mc-finding")) {
      this.makeFindingPoint(finding);
      if (this.exercise.keeps) addDispute(finding, this.exercise.disputes, (type, fields) => this.kernel.ask(type, fields));
    }
  }

  /** Pointing at a finding shows its evidence in the record; a button does the same for keys and touch. */
  makeFindingPoint(finding) {
    const quotes = [...finding.querySelectorAll("q")].map((quote) => quote.textContent);
    if (!quotes.length) return;
    const shows = (texts) => () => this.record.highlight(texts);
    finding.addEventListener("mouseenter", shows(quotes));
    finding.addEventListener("mouseleave", shows([]));
    const code = finding.querySelector(".mc-code")?.textContent ?? "";
    const point = button("small", () => this.showEvidence(quotes), {}, "Show in the record", unseen(`: evidence for ${code}`));
    point.addEventListener("focus", shows(quotes));
    point.addEventListener("blur", shows([]));
    finding.append(point);
  }

  showEvidence(quotes) {
    this.record.highlight(quotes);
    this.record.node.querySelector(".mc-shown")?.scrollIntoView({ block: "center" });
  }

  drawStatus() {
    const status = this.model.get("status");
    const text = this.message || this.undo?.says || status.says || "";
    if (this.statusText.textContent !== text) this.statusText.textContent = text;
    this.statusText.classList.toggle("mc-status--trouble", Boolean(status.trouble && !this.message && !this.undo));
    this.undoButton.hidden = !this.undo || !this.editable;
    if (status.trouble && text !== status.says) this.statusText.textContent = `${text} ${status.says}`;
  }

  drawActions() {
    const shown = [];
    if (this.verdict) {
      shown.push(button(this.exercise.next ? "plain" : "main", () => this.again(), { "data-key": "again" }, "Try again"));
      shown.push(this.startOverButton());
      if (this.exercise.next) {
        shown.push(button("main", () => this.kernel.ask("next"), { "data-key": "next" }, `Next: ${this.exercise.next}`));
      }
    } else if (this.isAssignment) {
      if (this.editable && this.lines.length) shown.push(this.startOverButton());
      shown.push(make("p", { class: "mc-hint" }, "When all exercises are complete, submit the assignment: menu Course, then Assignments."));
    } else if (this.editable) {
      shown.push(button("main", () => this.check(), { "data-key": "check", "aria-disabled": this.checking ? "true" : null },
        this.checking ? "Checking\u2026" : "Check my codes"));
      if (this.lines.length) shown.push(this.startOverButton());
    }
    this.actions.replaceChildren(...shown);
  }

  startOverButton() {
    return button("plain", () => this.startOver(), { "data-key": "over" }, "Start over");
  }

  say(text) {
    this.live.textContent = text;
  }

  /** A sentence in the status line, where it is also announced. */
  tell(text) {
    this.message = text;
    this.drawStatus();
  }

  // ---- changing -------------------------------------------------------------------------------

  /** Sets the codes and saves them. */
  change(lines) {
    if (this.kernel.isLost()) return;
    this.message = "";
    this.model.set("value", { lines: withRoles(lines, this.exercise.roles) });
    this.model.save_changes();
    this.unsaved += 1;
    this.kernel.ask("ping").then(() => { this.unsaved -= 1; });
    this.refresh();
  }

  add(row) {
    const system = row.system || this.exercise.systems[0];
    const there = this.lines.findIndex((line) => line.code === row.code && line.system === system);
    if (there >= 0) {
      this.select(there, true);
      return this.tell(`${row.code} is in your list already.`);
    }
    this.picked = row.title ? row : null;
    this.active = this.lines.length;
    const evidence = this.record.texts().filter((text) => this.pending.includes(text));
    this.pending = [];
    this.change([...this.lines, { code: row.code, system, role: "", poa: null, modifiers: [], units: 1, evidence }]);
    this.say(`${row.code} ${row.title} added as number ${this.lines.length}.`);
    this.lookup.focus();
  }

  select(place, always = false) {
    this.active = this.active === place && !always ? -1 : place;
    this.refresh();
    this.say(this.active >= 0 ? `Lines you mark are now linked to ${this.lines[place].code}.` : "No code is selected.");
  }

  toggleEvidence(text) {
    if (!this.editable || this.kernel.isLost()) return;
    if (this.active < 0) {
      const has = this.pending.includes(text);
      this.pending = has ? this.pending.filter((each) => each !== text) : [...this.pending, text];
      this.refresh();
      return this.say(has ? "Mark removed." : "Marked for the next code you add.");
    }
    const line = withEvidenceToggled(this.lines[this.active], text, this.record.texts());
    this.change(this.lines.map((each, place) => (place === this.active ? line : each)));
    this.say(`${line.evidence.includes(text) ? "Linked to" : "Unlinked from"} ${line.code}.`);
  }

  unlink(place, text) {
    const line = { ...this.lines[place], evidence: this.lines[place].evidence.filter((each) => each !== text) };
    this.change(this.lines.map((each, at) => (at === place ? line : each)));
    if (!this.root.contains(document.activeElement) || document.activeElement === document.body) focusKey(this.root, `select:${place}`);
    this.say(`Unlinked from ${line.code}.`);
  }

  move(place, to) {
    const key = document.activeElement?.getAttribute("data-key") ?? "";
    const code = this.lines[place].code;
    const follow = (at) => (at === place ? to : at === to ? place : at);
    this.active = follow(this.active);
    this.openNotes = follow(this.openNotes);
    this.change(moved(this.lines, place, to));
    const [name, at] = key.split(":");
    if (at === String(place)) focusKey(this.root, `${name}:${to}`);
    this.say(`${code} is now number ${to + 1}: ${this.exercise.role_labels[to ? 1 : 0]}.`);
  }

  remove(place) {
    const line = this.lines[place];
    this.undo = { place, lines: [line], says: `${line.code} removed.` };
    this.closeNotes();
    if (this.active === place) this.active = -1;
    else if (this.active > place) this.active -= 1;
    this.change(without(this.lines, place));
    focusKey(this.root, `remove:${Math.min(place, this.lines.length - 1)}`) || focusKey(this.root, "undo");
  }

  async startOver() {
    const lines = this.lines;
    if (this.verdict) await this.kernel.ask("again");
    if (this.kernel.isLost()) return;
    this.undo = { place: 0, lines, says: "All codes removed." };
    this.active = -1;
    this.pending = [];
    this.closeNotes();
    this.change([]);
    this.lookup.focus();
  }

  undoRemoval() {
    const { place, lines } = this.undo;
    this.undo = null;
    this.change(withAt(this.lines, Math.min(place, this.lines.length), lines));
    focusKey(this.root, `remove:${place}`);
    this.say(`${lines.map((line) => line.code).join(", ")} put back.`);
  }

  async toggleNotes(place) {
    if (this.openNotes === place) {
      this.closeNotes();
      return this.refresh();
    }
    this.openNotes = place;
    this.notes = null;
    this.refresh();
    await this.showNotes(this.lines[place].code, place);
  }

  async showNotes(code, place) {
    const page = await this.kernel.ask("show", { code });
    if (this.openNotes !== place) return;
    const here = this.lines[place]?.code === page.code;
    this.notes = notesPage(page, { onAdd: here ? undefined : (row) => this.add(row), onShow: (below) => this.showNotes(below, place) });
    this.refresh();
  }

  closeNotes() {
    this.openNotes = -1;
    this.notes = null;
  }

  // ---- verdict --------------------------------------------------------------------------------

  async check() {
    if (this.checking) return;
    if (!this.lines.length) return this.tell("Enter at least one code first.");
    this.checking = true;
    this.undo = null;
    this.message = "";
    this.refresh();
    const reply = await this.kernel.ask("submit", { value: this.model.get("value") });
    this.checking = false;
    this.refresh();
    if (reply.type === "error" || !reply.scored) return this.tell(reply.says);
    this.say(reply.says);
    this.verdictHeading.focus({ preventScroll: true });
    this.verdictHeading.scrollIntoView({ block: "nearest" });
  }

  async again() {
    await this.kernel.ask("again");
    this.refresh();
    this.lookup.focus();
  }

  // ---- the session's end ----------------------------------------------------------------------

  showEnded() {
    this.checking = false;
    this.alert.replaceChildren(make("p", {}, endedText(this.exercise.keeps, this.unsaved > 0)));
    this.right.inert = true;
    this.root.classList.add("mc-root--ended");
  }

  hideEnded() {
    this.alert.replaceChildren();
    this.right.inert = false;
    this.root.classList.remove("mc-root--ended");
    this.refresh();
  }
}

export default { render };
