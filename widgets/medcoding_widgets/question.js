// The question widget: every kind but codes. Each kind has one small part; this file joins them to the family's frame.

import { ExerciseView } from "./parts/exercise.js";
import { plain } from "./parts/dom.js";
import { choicePart } from "./parts/choice.js";
import { drgPart } from "./parts/drg.js";
import { emPart } from "./parts/em.js";
import { matchPart } from "./parts/match.js";
import { numberPart } from "./parts/number.js";
import { orderPart } from "./parts/order.js";
import { pcsPart } from "./parts/pcs.js";
import { queryPart } from "./parts/query.js";
import { reviewPart } from "./parts/review.js";
import { termPart } from "./parts/term.js";

const PARTS = {
  choice: choicePart, drg: drgPart, em: emPart, match: matchPart, number: numberPart,
  order: orderPart, pcs: pcsPart, query: queryPart, review: reviewPart, term: termPart,
};

/** anywidget calls this once for each view. */
function render({ model, el }) {
  const question = new QuestionView(model, el);
  return () => question.close();
}

/** True for a value in which nothing is entered. */
function isBlank(value) {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.values(value).every(isBlank);
}

/**
 * What a part is given: `given` is what the kind gives, `value()` what is entered, `put(value)` changes it, `say(text)`
 * speaks to a screen reader, `questionId` names the question's element, `editable()` is false beside a verdict.
 * A part returns {node, draw, focus, empty} and, where it needs them, {flush, onMark, marked, hint, nothing}.
 */
class QuestionView extends ExerciseView {
  get words() {
    return {
      check: "Check my answer",
      nothing: this.part.nothing ?? "Answer first, then check.",
      cleared: "Your answer was removed.",
    };
  }
  get canMark() { return Boolean(this.part.onMark); }
  isEmpty() { return isBlank(this.model.get("value")); }
  emptyValue() { return this.part.empty(); }
  focusAnswer() { this.part.focus(); }
  drawAnswer() { this.part.draw(); }
  reset() { this.part?.forget?.(); }
  flush() { this.part.flush?.(); }

  close() {
    this.flush();
    super.close();
  }

  buildAnswer() {
    this.part = PARTS[this.exercise.kind]({
      given: this.exercise.given,
      questionId: this.question.id,
      value: () => this.model.get("value"),
      advice: () => this.model.get("status").advice ?? [],
      editable: () => this.editable,
      put: (value) => this.enter(value),
      redraw: () => this.refresh(),
      say: (text) => this.say(text),
      focusOn: (key) => this.focusOn(key),
      texts: () => this.record.texts(),
      focusRecord: () => this.record.node.querySelector('.mc-span[tabindex="0"]')?.focus(),
    });
    return [this.part.node];
  }

  /** An entry. What was removed before can no longer be put back without losing it. */
  enter(value) {
    if (!this.editable) return;
    this.undo = null;
    this.put(value);
  }

  onMark(text) {
    if (this.editable && !this.kernel.isLost()) this.part.onMark(text);
  }

  marks() {
    return { linked: this.editable ? (this.part.marked?.() ?? []).map(plain) : [], elsewhere: new Map() };
  }

  linkingHint() {
    return this.editable && this.part.hint ? [this.part.hint] : super.linkingHint();
  }
}

export default { render };
