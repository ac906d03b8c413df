// The kind term: take a medical term apart, or build one from tiles.

import { make, unseen, whenChanged } from "./dom.js";
import { arrangement } from "./arrange.js";
import { labelled, pickList } from "./fields.js";

export function termPart(host) {
  return host.given.task === "build" ? buildPart(host) : apartPart(host);
}

function buildPart(host) {
  const tiles = () => host.value().tiles ?? [];
  const word = make("p", { class: "mc-q-word", "aria-live": "polite" });
  const arranged = arrangement({
    items: host.given.tiles,
    list: tiles,
    put: (laid) => host.put({ tiles: laid }),
    editable: host.editable, say: host.say, focusOn: host.focusOn, again: true, flat: true,
    labels: { list: "Your word", store: "Tiles", none: "Nothing yet. Press the tile that comes first." },
  });
  const node = make("div", { class: "mc-q", role: "group", "aria-labelledby": host.questionId },
    make("p", { class: "mc-q-meaning" }, "Meaning: ", make("strong", {}, host.given.meaning)), arranged.node, word);
  return {
    node,
    nothing: "Lay at least one tile first.",
    empty: () => ({ tiles: [] }),
    focus: arranged.focus,
    draw() {
      arranged.draw();
      word.textContent = tiles().length > 1 ? `It reads: ${tiles().join("")}` : "";
    },
  };
}

function apartPart(host) {
  const { word, meanings, roles } = host.given;
  const letters = [...word];
  let current = 1;
  const pieces = () => (host.value().parts?.length ? host.value().parts : [{ part: word, role: "", meaning: "" }]);
  const strip = make("div", { class: "mc-q-letters", role: "toolbar", "aria-label": `Cut ${word} into its parts` });
  const table = make("ol", { class: "mc-q-pieces", "aria-label": "Parts" });
  const hint = make("p", { class: "mc-hint" }, "Press the first letter of each part to cut the word there. Press it again to join.");
  const node = make("div", { class: "mc-q", role: "group", "aria-labelledby": host.questionId }, hint, strip, table);

  /** Places at which a piece begins, the first left out. */
  function cuts() {
    const found = [];
    let at = 0;
    for (const { part } of pieces()) {
      if (at) found.push(at);
      at += [...part].length;
    }
    return found;
  }

  function put(parts) {
    const isWhole = parts.length === 1 && !parts[0].role && !parts[0].meaning;
    host.put({ parts: isWhole ? [] : parts });
  }

  /** Cuts or joins before a letter; a piece that stays as it was keeps its role and meaning. */
  function toggle(place) {
    const isCut = cuts().includes(place);
    const starts = isCut ? cuts().filter((each) => each !== place) : [...cuts(), place].sort((a, b) => a - b);
    const before = new Map();
    let at = 0;
    for (const piece of pieces()) {
      before.set(`${at}:${piece.part}`, piece);
      at += [...piece.part].length;
    }
    const ends = [...starts, letters.length];
    put([0, ...starts].map((start, number) => {
      const part = letters.slice(start, ends[number]).join("");
      return before.get(`${start}:${part}`) ?? { part, role: "", meaning: "" };
    }));
    host.say(`${isCut ? "Joined" : "Cut"}: ${pieces().map(({ part }) => part).join(", ")}.`);
  }

  function letter(text, place, starts) {
    const isCut = starts.includes(place);
    const shape = place === 0 || isCut ? "mc-q-letter mc-q-letter--first" : "mc-q-letter";
    if (!place || !host.editable()) return make("span", { class: shape, "aria-hidden": "true" }, text);
    const press = () => { current = place; toggle(place); };
    return make("button", {
      type: "button", class: shape, "data-key": `cut:${place}`, "aria-pressed": String(isCut), onclick: press,
      tabindex: place === current ? "0" : "-1", title: isCut ? "Join here" : "Cut here",
    }, make("span", { "aria-hidden": "true" }, text), unseen(`Cut before ${text}, letter ${place + 1}`));
  }

  strip.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || !host.editable()) return;
    event.preventDefault();
    current = Math.max(1, Math.min(current + step, letters.length - 1));
    for (const each of strip.querySelectorAll("button")) each.tabIndex = each.getAttribute("data-key") === `cut:${current}` ? 0 : -1;
    host.focusOn(`cut:${current}`);
  });

  function row(piece, number) {
    const change = (field) => (value) => put(pieces().map((each, at) => (at === number ? { ...each, [field]: value } : each)));
    const list = (field, choices, none) => {
      const made = pickList({ choices, none, attributes: { "data-key": `${field}:${number}` }, onPick: change(field) });
      made.value = piece[field];
      made.disabled = !host.editable();
      return made;
    };
    const label = (text) => [text, unseen(` of ${piece.part}`)];
    const role = labelled("", list("role", roles, "Choose \u2026"));
    const meaning = labelled("", list("meaning", meanings.map((each) => ({ value: each, label: each })), "None"));
    role.firstChild.append(...label("Role"));
    meaning.firstChild.append(...label("Meaning"));
    return make("li", { class: "mc-q-piece" }, make("strong", { class: "mc-q-part" }, piece.part), role, meaning);
  }

  return {
    node,
    nothing: "Cut the word first.",
    empty: () => ({ parts: [] }),
    focus: () => host.focusOn(`cut:${current}`),
    draw: whenChanged(() => [host.value(), host.editable()], () => {
      const starts = cuts();
      hint.hidden = !host.editable();
      strip.replaceChildren(...letters.map((text, place) => letter(text, place, starts)));
      table.replaceChildren(...(host.value().parts?.length ? pieces().map(row) : []));
    }),
  };
}
