// The verdict below an answer. Each of its findings points at its evidence in the record.

import { button, make, unseen } from "./dom.js";

/**
 * @param {{record: any, heading: HTMLElement, onFinding: (finding: HTMLElement) => void}} options `record` is the view of
 *   the record, null where there is none; `onFinding` may add to a finding
 */
export function verdictView({ record, heading, onFinding }) {
  const box = make("div", { class: "mc-verdict-box" });
  let shown = null;
  heading.tabIndex = -1;

  /** @param {string} verdict HTML from the kernel, "" while there is none */
  function draw(verdict) {
    heading.hidden = box.hidden = !verdict;
    if (shown === verdict) return;
    shown = verdict;
    box.innerHTML = verdict;
    for (const finding of box.querySelectorAll(".mc-finding")) {
      makeFindingPoint(finding);
      onFinding(finding);
    }
  }

  /** Pointing at a finding shows its evidence in the record; a button does the same for keys and touch. */
  function makeFindingPoint(finding) {
    const quotes = [...finding.querySelectorAll("q")].map((quote) => quote.textContent);
    if (!quotes.length || !record) return;
    const shows = (texts) => () => record.highlight(texts);
    finding.addEventListener("mouseenter", shows(quotes));
    finding.addEventListener("mouseleave", shows([]));
    const what = finding.querySelector("strong")?.textContent ?? "";
    const point = button("small", () => showEvidence(quotes), {}, "Show in the record", unseen(`: evidence for ${what}`));
    point.addEventListener("focus", shows(quotes));
    point.addEventListener("blur", shows([]));
    finding.append(point);
  }

  function showEvidence(quotes) {
    record.highlight(quotes);
    record.node.querySelector(".mc-shown")?.scrollIntoView({ block: "center" });
  }

  function focus() {
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "nearest" });
  }

  return { heading, box, draw, focus };
}
