// The clock of an exam. The kernel says how much is left; between its words this counts down by itself.

import { button, make, unseen } from "./dom.js";

const SPOKEN = [60, 30, 15, 5, 1]; // minutes left at which a screen reader hears it

/**
 * @param {{say: (text: string) => void, onZero: () => void}} events
 * @returns {{node: HTMLElement, set: (left: number | null | undefined) => void, show: (on: boolean) => void, close: () => void}}
 */
export function examTimer({ say, onZero }) {
  const digits = make("span", { class: "mc-exam-digits", "aria-hidden": "true" });
  const words = unseen("");
  const toggle = button("small", () => { hidden = !hidden; paint(); }, { "data-key": "timer" });
  const node = make("div", { class: "mc-exam-timer", role: "timer", "aria-live": "off" }, digits, words, toggle);
  let end = null; // on the page's own clock, in ms; null without a limit
  let hidden = false;
  let running = false;
  let zero = false;
  let last = Infinity;

  const left = () => Math.max(0, Math.ceil((end - performance.now()) / 1000));

  function set(seconds) {
    if (seconds === undefined) return;
    end = seconds === null ? null : performance.now() + seconds * 1000;
    if (seconds > 0) zero = false;
    paint();
  }

  function paint() {
    node.hidden = end === null;
    if (end === null) return;
    const seconds = left();
    const text = spoken(seconds);
    digits.hidden = hidden;
    digits.textContent = clock(seconds);
    if (words.textContent !== text) words.textContent = hidden ? "" : text;
    toggle.replaceChildren(hidden ? "Show the time" : "Hide the time");
    node.classList.toggle("mc-exam-timer--short", seconds <= 300);
  }

  function tell() {
    const minutes = left() / 60;
    const due = SPOKEN.filter((each) => minutes <= each && last > each);
    if (due.length && last !== Infinity) say(spoken(left()));
    last = minutes;
  }

  const beat = setInterval(() => {
    if (!running || end === null) return;
    paint();
    tell();
    if (left() === 0 && !zero) {
      zero = true;
      onZero();
    }
  }, 250);

  return {
    node,
    set,
    show(on) { running = on; if (!on) last = Infinity; },
    close: () => clearInterval(beat),
  };
}

function clock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** To the minute, so that it changes seldom. */
function spoken(seconds) {
  if (seconds < 60) return "Less than a minute left";
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [hours && `${hours} hour${hours > 1 ? "s" : ""}`, rest && `${rest} minute${rest > 1 ? "s" : ""}`].filter(Boolean);
  return `${parts.join(" ")} left`;
}
