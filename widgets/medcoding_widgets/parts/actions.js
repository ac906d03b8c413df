// The buttons below an exercise: check, try again, start over, go on.

import { button, make } from "./dom.js";

/**
 * The buttons are made once and only shown or hidden: leaving a text field changes the answer, and a
 * button made anew at that moment would lose the click or the focus that is on its way to it.
 * @param {{onAgain: () => void, onCheck: () => void, onOver: () => void, onNext: () => void}} on
 */
export function exerciseActions({ onAgain, onCheck, onOver, onNext }) {
  const action = (kind, key, press, text) => button(kind, press, { "data-key": key }, text);
  const again = action("main", "again", onAgain, "Try again");
  const check = action("main", "check", onCheck, "");
  const over = action("plain", "over", onOver, "Start over");
  const next = action("main", "next", onNext, "");
  const hint = make("p", { class: "mc-hint" }, "When all exercises are complete, submit the assignment: menu Course, then Assignments.");
  const node = make("div", { class: "mc-actions" }, again, check, over, next, hint);

  /** @param {{exercise: any, isJudged: boolean, isEmpty: boolean, isChecking: boolean, checkText: string}} state */
  function draw({ exercise, isJudged, isEmpty, isChecking, checkText }) {
    const isEditable = !exercise.read_only && !isJudged;
    const isAssignment = exercise.mode === "assignment";
    again.hidden = !isJudged;
    again.className = `mc-button mc-button--${exercise.next ? "plain" : "main"}`;
    check.hidden = isJudged || isAssignment || !isEditable;
    if (isChecking) check.setAttribute("aria-disabled", "true");
    else check.removeAttribute("aria-disabled");
    setText(check, isChecking ? "Checking\u2026" : checkText);
    over.hidden = !isJudged && (!isEditable || isEmpty);
    next.hidden = !isJudged || !exercise.next;
    setText(next, `Next: ${exercise.next}`);
    hint.hidden = isJudged || !isAssignment;
    // A mock exam, or the result of one, has its own buttons around the exercise.
    if (["exam", "result"].includes(exercise.mode)) for (const each of [again, check, next]) each.hidden = true;
    if (exercise.mode === "result") over.hidden = true;
  }

  return { node, draw };
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
