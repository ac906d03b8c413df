// Elements, keys and headings: what every widget of the family needs from the page.

let lastId = 0;

/** A fresh id for `for`, `aria-controls` and the like. @returns {string} */
export function freshId() {
  lastId += 1;
  return `mc-${Date.now().toString(36)}-${lastId}`;
}

/**
 * Makes an element. Children given as strings become text, never HTML.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `onclick` and the like are listeners; null and false are left out
 * @param {...(Node | string | null | false | undefined)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Puts these in place of all that a node holds; what `make` leaves out is left out here too. @param {HTMLElement} node */
export function fill(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
}

/** Text for screen readers only. @param {string} text @returns {HTMLElement} */
export function unseen(text) {
  return make("span", { class: "mc-unseen" }, text);
}

const ICONS = {
  up: "M8 13V3M3.5 7.5 8 3l4.5 4.5",
  down: "M8 3v10M3.5 8.5 8 13l4.5-4.5",
  left: "M13 8H3M7.5 3.5 3 8l4.5 4.5",
  right: "M3 8h10M8.5 3.5 13 8l-4.5 4.5",
  close: "M4 4l8 8M12 4l-8 8",
  check: "M3 8.5 6.5 12 13 4.5",
  mark: "M3 13h10M5 10l6-7 2 2-6 7H5z",
};

/** A small drawing that says nothing to screen readers. @param {keyof typeof ICONS} name @returns {SVGElement} */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  for (const [key, value] of Object.entries({ class: "mc-icon", viewBox: "0 0 16 16", "aria-hidden": "true" })) {
    drawing.setAttribute(key, value);
  }
  line.setAttribute("d", ICONS[name]);
  drawing.append(line);
  return drawing;
}

/**
 * A button. `key` names it, so that focus finds it again after its surroundings are drawn anew.
 * @param {string} kind class behind `mc-button--`
 * @param {(event: Event) => void} onPress
 * @param {Record<string, unknown>} attributes
 * @param {...(Node | string)} children
 */
export function button(kind, onPress, attributes, ...children) {
  const press = (event) => {
    if (event.currentTarget.getAttribute("aria-disabled") !== "true") onPress(event);
  };
  return make("button", { type: "button", class: `mc-button mc-button--${kind}`, onclick: press, ...attributes }, ...children);
}

/**
 * A drawing that is made anew only when `state()` has changed: what is made anew loses the click, the drag or
 * the focus that is on its way to it.
 * @param {() => unknown} state @param {() => void} draw @returns {() => void}
 */
export function whenChanged(state, draw) {
  let last = null;
  return () => {
    const now = JSON.stringify(state());
    if (now !== last) draw();
    last = now;
  };
}

/** Runs `draw` and gives focus back to the element with the same data-key. @param {HTMLElement} host @param {() => void} draw */
export function keepingFocus(host, draw) {
  const focused = host.contains(document.activeElement) ? document.activeElement.getAttribute("data-key") : null;
  draw();
  if (focused) focusKey(host, focused);
}

/** Focuses the element with that data-key. @param {HTMLElement} host @param {string} key @returns {boolean} */
export function focusKey(host, key) {
  const found = host.querySelector(`[data-key="${CSS.escape(key)}"]`);
  found?.focus();
  return Boolean(found);
}

/**
 * Keeps plain keys from JupyterLab's shortcuts, which would insert or delete cells.
 * Keys with Ctrl, Meta or Alt go on, so that Ctrl+S still saves the notebook.
 * @param {HTMLElement} root
 */
export function keepPlainKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
}

/**
 * The heading level that follows from the page's own headings above `node`, from 2 to 5.
 * @param {HTMLElement} node
 */
export function levelHere(node) {
  let level = 1;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const isAbove = heading.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isAbove && !heading.closest(".mc-root, .mc-static")) level = Number(heading.tagName[1]);
  }
  return Math.min(level + 1, 5);
}

/** Text with the beginnings of `words` made bold. @param {string} text @param {string[]} words @returns {(Node|string)[]} */
export function boldWords(text, words) {
  const wanted = words.filter((word) => word.length > 1).map((word) => word.replace(/[^\p{L}\p{N}]/gu, "\\$&"));
  if (!wanted.length) return [text];
  const pieces = text.split(new RegExp(`(?<![\\p{L}\\p{N}])(${wanted.join("|")})`, "giu"));
  return pieces.map((piece, place) => (place % 2 ? make("b", { class: "mc-hit" }, piece) : piece));
}

/** Blanks as one blank, none at the ends: how texts of the page and of Python are compared. @param {string} text */
export function plain(text) {
  return text.replace(/\s+/g, " ").trim();
}
