// The record: its lines are toggles that link evidence to a code.

import { make, plain } from "./dom.js";

/**
 * @typedef {{node: HTMLElement, texts: () => string[], show: (html: string, canMark: boolean) => void,
 *   paint: (linked: string[], elsewhere: Map<string, number[]>) => void, highlight: (quotes: string[]) => void}} RecordView
 * @param {{onToggle: (text: string) => void, label: string, hintId: string}} options
 * @returns {RecordView}
 */
export function recordView({ onToggle, label, hintId }) {
  const node = make("div", { class: "mc-record", role: "group", "aria-label": label });
  /** @type {HTMLElement[]} */
  let spans = [];
  let markable = false;

  function show(html, canMark) {
    node.innerHTML = html;
    spans = [...node.querySelectorAll(".mc-span")];
    markable = canMark;
    if (!markable) return node.removeAttribute("aria-describedby");
    node.setAttribute("aria-describedby", hintId);
    spans.forEach((span, place) => {
      span.setAttribute("role", "button");
      span.setAttribute("aria-pressed", "false");
      span.tabIndex = place ? -1 : 0;
    });
  }

  function paint(linked, elsewhere) {
    for (const span of spans) {
      const text = plain(span.textContent);
      const others = elsewhere.get(text) ?? [];
      if (markable) span.setAttribute("aria-pressed", String(linked.includes(text)));
      span.classList.toggle("mc-span--linked", linked.includes(text));
      span.toggleAttribute("data-lines", others.length > 0);
      if (others.length) span.setAttribute("data-lines", others.join(" "));
    }
  }

  function highlight(quotes) {
    const wanted = quotes.map(plain);
    const marks = [...node.querySelectorAll(".mc-mark")];
    const within = (mark) => wanted.some((quote) => quote.includes(plain(mark.textContent)));
    const around = (span) => wanted.some((quote) => plain(span.textContent).includes(quote));
    const shown = marks.some(within) ? marks.filter(within) : spans.filter(around);
    for (const each of [...marks, ...spans]) each.classList.toggle("mc-shown", shown.includes(each));
  }

  function toggle(span) {
    if (markable && span && !String(getSelection())) onToggle(plain(span.textContent));
  }

  function moveTo(place) {
    const target = spans[Math.max(0, Math.min(place, spans.length - 1))];
    for (const span of spans) span.tabIndex = span === target ? 0 : -1;
    target.focus();
  }

  const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

  node.addEventListener("click", (event) => {
    const span = event.target.closest(".mc-span");
    if (span && markable) for (const each of spans) each.tabIndex = each === span ? 0 : -1;
    toggle(span);
  });
  node.addEventListener("keydown", (event) => {
    const place = spans.indexOf(event.target);
    if (place < 0 || !markable || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onToggle(plain(event.target.textContent));
    } else if (event.key in moves) {
      event.preventDefault();
      moveTo(place + moves[event.key]);
    }
  });

  return { node, show, paint, highlight, texts: () => spans.map((span) => plain(span.textContent)) };
}
