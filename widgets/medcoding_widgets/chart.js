// The chart widget: a record, and the codes that a learner reports for it.

import { bookDrawer } from "./parts/bookdrawer.js";
import { focusKey, make, plain } from "./parts/dom.js";
import { ExerciseView } from "./parts/exercise.js";
import { linesView, moved, withAt, withEvidenceToggled, withRoles, without } from "./parts/lines.js";
import { lookup } from "./parts/lookup.js";
import { notesPage } from "./parts/notes.js";

/** anywidget calls this once for each view. */
function render({ model, el }) {
  const chart = new ChartView(model, el);
  return () => chart.close();
}

class ChartView extends ExerciseView {
  get lines() { return this.model.get("value").lines ?? []; }
  get words() { return { check: "Check my codes", nothing: "Enter at least one code first.", cleared: "All codes removed." }; }
  get canMark() { return true; }
  isEmpty() { return !this.lines.length; }
  emptyValue() { return { lines: [] }; }
  focusAnswer() { this.lookup.focus(); }

  reset() {
    this.active = -1;
    /** @type {string[]} lines of the record marked before any code is chosen */
    this.pending = [];
    this.closeNotes();
  }

  buildAnswer() {
    this.lookup = lookup({
      ask: (type, fields) => this.kernel.ask(type, fields),
      onPick: (row) => this.add(row),
      say: (text) => this.say(text),
    });
    this.book = bookDrawer({
      ask: (type, fields) => this.kernel.ask(type, fields),
      onAdd: (row) => this.editable && this.add(row),
      addable: this.exercise.systems,
      say: (text) => this.say(text),
    });
    this.linesHeading = this.heading("Your codes, in reporting order");
    this.linesBox = make("div", { class: "mc-lines-box" });
    return [this.lookup.node, this.book.node, this.linesHeading, this.linesBox];
  }

  buildRight() {
    const right = super.buildRight();
    right.addEventListener("click", (event) => {
      if (!event.target.closest(".mc-lookup") && event.target.isConnected) this.lookup.close();
    });
    return right;
  }

  // ---- showing --------------------------------------------------------------------------------

  beforeDrawing() {
    if (this.active >= this.lines.length) this.active = -1;
  }

  marks() {
    const elsewhere = new Map();
    this.lines.forEach((line, place) => {
      for (const text of line.evidence) elsewhere.set(plain(text), [...(elsewhere.get(plain(text)) ?? []), place + 1]);
    });
    const linked = this.active >= 0 ? this.lines[this.active].evidence : this.pending;
    return { linked: this.editable ? linked.map(plain) : [], elsewhere: this.verdict ? new Map() : elsewhere };
  }

  linkingHint() {
    if (this.verdict) return ["Marked: what the right codes rest on. Point at a line of the verdict to see its own evidence."];
    if (!this.editable) return [];
    if (this.active >= 0) {
      return ["Lines you mark here are linked to ", make("strong", { class: "mc-code" }, this.lines[this.active].code), "."];
    }
    return ["Mark the lines that tell you what to code. They are linked to the next code you add."];
  }

  drawAnswer() {
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

  // ---- changing -------------------------------------------------------------------------------

  change(lines) {
    this.put({ lines: withRoles(lines, this.exercise.roles) });
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

  onMark(text) {
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

  /** A removed code goes back into the list as it is now; a list that was cleared comes back whole. */
  takeBack() {
    const { place = 0, lines = this.undo.value?.lines ?? [] } = this.undo;
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
}

export default { render };
