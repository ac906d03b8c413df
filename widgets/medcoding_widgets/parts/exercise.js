// What the widgets of all kinds share: frame, record, status line, verdict, undo, and the session's end.
// It shows and collects; only the kernel judges, and no key ever comes here.

import { exerciseActions } from "./actions.js";
import { addDispute, disputeForm } from "./dispute.js";
import { button, focusKey, freshId, keepPlainKeys, keepingFocus, levelHere, make } from "./dom.js";
import { openLine } from "./kernel.js";
import { recordView } from "./record.js";
import { verdictView } from "./verdict.js";

const ENDED = "The session behind this exercise has ended.";

/** What the learner reads when the kernel is gone. */
function endedText(keeps, unsaved) {
  if (!keeps) return `${ENDED} Reload the page to start a new one.`;
  const saved = unsaved ? "Your answer is saved up to your last change." : "Your answer is saved.";
  return `${ENDED} ${saved} Reload the page (or run the notebook again) to go on.`;
}

/**
 * A view of one exercise. A subclass writes:
 * `words` {check, nothing, cleared}; `reset()` forgets what belonged to another exercise; `emptyValue()` and `isEmpty()`;
 * `buildAnswer()` gives the nodes between question and verdict; `drawAnswer()` brings them in line with the model;
 * `onMark(text)` and `marks()` say what a click on the record does and which lines are marked; `focusAnswer()`.
 */
export class ExerciseView {
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
  get verdict() { return this.model.get("verdict_html"); }
  get editable() { return !this.exercise.read_only && !this.verdict; }
  get isAssignment() { return this.exercise.mode === "assignment"; }
  /** A mock exam, or the result of one, has its own buttons around the exercise. */
  get isExam() { return ["exam", "result"].includes(this.exercise.mode); }
  get hasRecord() { return Boolean(this.exercise.record_html); }

  // ---- building -------------------------------------------------------------------------------

  /** Draws everything anew for an exercise. */
  build() {
    this.slug = this.exercise.slug;
    this.mode = this.exercise.mode;
    this.root.hidden = !this.slug;
    if (!this.slug) return this.leave();
    this.undo = null;
    this.message = "";
    this.shownRecord = "";
    this.checking = false;
    this.reset();
    const titleId = freshId();
    this.title = make("div", { class: "mc-heading", id: titleId, role: "heading", tabindex: "-1" }, this.exercise.title);
    this.root.setAttribute("aria-labelledby", titleId);
    this.root.setAttribute("data-slug", this.slug);
    this.alert = make("div", { class: "mc-banner", role: "alert" });
    this.live = make("div", { class: "mc-unseen", role: "status" });
    const left = this.hasRecord && this.buildLeft();
    this.columns = make("div", { class: left ? "mc-columns" : "mc-column" }, left, this.buildRight());
    this.root.replaceChildren(make("div", { class: "mc-frame" }, this.alert, this.buildTop(), this.columns, this.live));
    this.setLevels();
    this.refresh();
  }

  /** Nothing is shown: a practice page shows its exercise in another widget. */
  leave() {
    this.reset();
    this.root.removeAttribute("data-slug");
    this.root.replaceChildren();
  }

  /** Title and facts. A short question's title is only its first words, so it is not shown twice. */
  buildTop() {
    if (!this.hasRecord) this.title.classList.add("mc-unseen");
    const facts = this.exercise.facts.map((fact) => make("div", {}, make("dt", {}, fact.name), make("dd", {}, fact.text)));
    return make("div", { class: this.hasRecord ? "mc-top" : "mc-top--bare" }, this.title,
      facts.length > 0 && make("dl", { class: "mc-factlist" }, ...facts));
  }

  buildLeft() {
    const hintId = freshId();
    this.recordHint = make("p", { class: "mc-hint mc-linking", id: hintId });
    this.record = recordView({ label: "Record", hintId, onToggle: (text) => this.onMark(text) });
    return make("div", { class: "mc-left" }, this.heading("Record"), this.recordHint, this.record.node);
  }

  buildRight() {
    this.question = make("div", { class: "mc-question", id: freshId() });
    this.question.innerHTML = this.exercise.question_html;
    this.statusText = make("p", { class: "mc-status", role: "status" });
    this.undoButton = button("small", () => this.takeBack(), { "data-key": "undo", hidden: "" }, "Undo");
    this.actions = exerciseActions({
      onAgain: () => this.again(), onCheck: () => this.check(), onOver: () => this.startOver(), onNext: () => this.kernel.ask("next"),
    });
    const askDispute = (type, fields) => this.kernel.ask(type, fields);
    this.judged = verdictView({
      record: this.hasRecord ? this.record : null,
      heading: this.heading("Verdict"),
      onFinding: (finding) => {
        if (this.exercise.keeps && !this.isExam) addDispute(finding, this.exercise.disputes, askDispute);
      },
    });
    this.right = make("div", { class: "mc-right" },
      this.hasRecord && this.heading("Question"), this.question, ...this.buildAnswer(),
      this.judged.heading, this.judged.box,
      make("div", { class: "mc-statusline" }, this.statusText, this.undoButton), this.actions.node,
      this.isAssignment && this.exercise.keeps && disputeForm(() => this.exercise.disputes, askDispute));
    return this.right;
  }

  heading(text) {
    return make("div", { class: "mc-subheading", role: "heading" }, text);
  }

  /** Headings take the level that follows from the page around them. */
  setLevels() {
    if (!this.slug) return;
    const level = levelHere(this.root);
    this.title.setAttribute("aria-level", String(level));
    for (const each of this.root.querySelectorAll(".mc-subheading")) each.setAttribute("aria-level", String(level + 1));
  }

  // ---- showing --------------------------------------------------------------------------------

  exerciseChanged() {
    if (this.exercise.slug === this.slug && this.exercise.mode === this.mode) return this.refresh();
    this.build();
    if (!this.slug) return;
    this.title.focus({ preventScroll: true });
    this.root.scrollIntoView({ block: "start" });
  }

  /** Brings the page in line with the model and with what this view remembers. */
  refresh() {
    if (!this.slug || this.exercise.slug !== this.slug) return;
    this.beforeDrawing?.();
    keepingFocus(this.root, () => {
      if (this.hasRecord) this.drawRecord();
      this.drawAnswer();
      this.judged.draw(this.verdict);
      this.drawStatus();
      this.actions.draw({
        exercise: this.exercise, isJudged: Boolean(this.verdict), isEmpty: this.isEmpty(), isChecking: this.checking, checkText: this.words.check,
      });
    });
  }

  drawRecord() {
    const canMark = this.editable && this.canMark;
    const state = `${canMark}${this.exercise.record_html}`;
    if (state !== this.shownRecord) this.record.show(this.exercise.record_html, canMark);
    this.shownRecord = state;
    const { linked, elsewhere } = this.marks();
    this.record.paint(linked, elsewhere);
    this.recordHint.replaceChildren(...this.linkingHint());
  }

  linkingHint() {
    const shown = "Marked: what the right answer rests on. Point at a line of the verdict to see its own evidence.";
    return this.verdict && this.record.node.querySelector(".mc-mark") ? [shown] : [];
  }

  drawStatus() {
    const status = this.model.get("status");
    const text = this.message || this.undo?.says || status.says || "";
    if (this.statusText.textContent !== text) this.statusText.textContent = text;
    this.statusText.classList.toggle("mc-status--trouble", Boolean(status.trouble && !this.message && !this.undo));
    this.undoButton.hidden = !this.undo || !this.editable;
    if (status.trouble && text !== status.says) this.statusText.textContent = `${text} ${status.says}`;
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

  /** Sets the answer and saves it. */
  put(value) {
    if (this.kernel.isLost()) return;
    this.message = "";
    this.model.set("value", value);
    this.model.save_changes();
    this.unsaved += 1;
    this.kernel.ask("ping").then(() => { this.unsaved -= 1; });
    this.refresh();
  }

  async startOver() {
    const before = this.model.get("value");
    if (this.verdict) await this.kernel.ask("again");
    if (this.kernel.isLost()) return;
    this.reset();
    this.undo = { value: before, says: this.words.cleared };
    this.put(this.emptyValue());
    this.focusAnswer();
  }

  /** Puts back what was there before the last removal. */
  takeBack() {
    const { value } = this.undo;
    this.undo = null;
    this.put(value);
    this.focusAnswer();
    this.say("Your answer was put back.");
  }

  // ---- verdict --------------------------------------------------------------------------------

  async check() {
    if (this.checking) return;
    this.flush?.();
    if (this.isEmpty()) return this.tell(this.words.nothing);
    this.checking = true;
    this.undo = null;
    this.message = "";
    this.refresh();
    const reply = await this.kernel.ask("submit", { value: this.model.get("value") });
    this.checking = false;
    this.refresh();
    if (reply.type === "error" || !reply.scored) return this.tell(reply.says);
    this.say(reply.says);
    this.judged.focus();
  }

  async again() {
    await this.kernel.ask("again");
    this.refresh();
    this.focusAnswer();
  }

  // ---- the session's end ----------------------------------------------------------------------

  showEnded() {
    if (!this.slug) return;
    this.checking = false;
    this.alert.replaceChildren(make("p", {}, endedText(this.exercise.keeps, this.unsaved > 0)));
    this.right.inert = true;
    this.root.classList.add("mc-root--ended");
  }

  hideEnded() {
    if (!this.slug) return;
    this.alert.replaceChildren();
    this.right.inert = false;
    this.root.classList.remove("mc-root--ended");
    this.refresh();
  }

  /** Focuses the part of the answer with that data-key. */
  focusOn(key) {
    return focusKey(this.root, key);
  }
}
