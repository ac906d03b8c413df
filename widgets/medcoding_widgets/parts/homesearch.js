// Search on the course's home: lessons, terms and codes at once, as one types.

import { boldWords, freshId, make } from "./dom.js";

const QUIET = 250; // ms without a key before the kernel is asked

/** @param {{ask: (text: string) => Promise<any>, live: HTMLElement}} host */
export function searchView({ ask, live }) {
  const [inputId, boxId] = [freshId(), freshId()];
  const input = make("input", {
    id: inputId, class: "mc-input", type: "search", autocomplete: "off", maxlength: "200", "aria-controls": boxId,
    "data-key": "search", oninput: soon, onkeydown: (event) => { if (event.key === "Enter") now(); },
  });
  const found = make("div", { id: boxId, class: "mc-home-found" });
  let timer = 0;
  let asked = 0;

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(now, QUIET);
  }

  async function now() {
    clearTimeout(timer);
    const number = ++asked;
    const text = input.value.trim();
    const reply = text.length > 1 ? await ask(text) : null;
    if (number === asked) show(reply, text);
  }

  function show(reply, text) {
    if (!reply || reply.type === "error") { found.replaceChildren(); live.textContent = reply?.says ?? ""; return; }
    const words = text.split(/[^\p{L}\p{N}.]+/u).filter(Boolean);
    const groups = [
      ["Terms", reply.terms.map((row) => entry(row, words))],
      ["In the lessons", reply.lessons.map((row) => entry(row, words))],
      ["Codes", reply.codes.map(code)],
    ].filter(([, rows]) => rows.length);
    const total = groups.reduce((sum, [, rows]) => sum + rows.length, 0);
    live.textContent = total ? `${total} found.` : "Nothing found.";
    found.replaceChildren(...(total ? groups.map(group) : [make("p", { class: "mc-quiet" }, "Nothing found. Try fewer or other words.")]));
  }

  return {
    node: make("div", { role: "search" },
      make("label", { class: "mc-label", for: inputId }, "A word, a rule or a code"), input, found),
  };
}

function group([title, rows]) {
  const id = freshId();
  return make("div", { class: "mc-home-group" }, make("p", { class: "mc-home-sub", id }, title),
    make("ul", { class: "mc-home-results", "aria-labelledby": id }, ...rows));
}

function entry(row, words) {
  return make("li", {}, to(row.href, row.title), row.says && make("span", { class: "mc-quiet" }, ` ${row.says}`),
    make("p", { class: "mc-quiet" }, ...boldWords(row.excerpt, words)));
}

function code(row) {
  return make("li", { class: "mc-home-code" }, to(row.href, row.code, "mc-code"), make("span", {}, row.title),
    make("span", { class: "mc-tag" }, row.billable ? row.system : `${row.system}, heading`));
}

function to(href, text, style = "") {
  return href ? make("a", { class: `mc-home-link ${style}`, href, "data-mc-open": "" }, text) : make("strong", { class: style }, text);
}
