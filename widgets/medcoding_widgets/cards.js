// Flash cards: a list of decks, one card at a time, four ratings on the keys 1 to 4.

import { button, fill, focusKey, freshId, keepPlainKeys, levelHere, make, unseen, whenChanged } from "./parts/dom.js";
import { lineWithBanner } from "./parts/kernel.js";

/** anywidget calls this once for each view. */
function render({ model, el }) {
  const root = make("div", { class: "mc-root mc-cards", role: "group" });
  const live = make("div", { class: "mc-unseen", role: "status" });
  const headingId = freshId();
  const box = make("div", { class: "mc-frame" });
  let revealed = false;
  let level = 2;
  const { kernel, banner } = lineWithBanner(model);
  root.setAttribute("aria-labelledby", headingId);
  root.append(banner, box, live);
  el.append(root);
  keepPlainKeys(root);
  root.addEventListener("keydown", onKey);

  const card = () => model.get("card");
  const heading = (text, lead) => make("div", { class: "mc-heading", id: headingId, role: "heading", "aria-level": String(level) },
    lead && make("span", { class: "mc-cards-unit" }, lead), text);

  // ---- list of decks --------------------------------------------------------------------------

  function drawDecks() {
    const decks = model.get("decks");
    const due = decks.reduce((sum, deck) => sum + deck.due, 0);
    const lead = decks.length
      ? `${due ? `${count(due, "card")} due today` : "Nothing is due today"}. Recall the answer before you turn a card; a few minutes a day are enough.`
      : "There are no flash cards yet. They come with the units.";
    fill(box, heading("Flash cards"), make("p", { class: "mc-cards-lead" }, lead), ...byUnit(decks),
      !model.get("keeps") && decks.length > 0 && make("p", { class: "mc-hint mc-cards-kept" },
        "What you do here lasts as long as this page. Take a deck to Anki to keep learning on a phone."));
  }

  function byUnit(decks) {
    return [...new Set(decks.map((deck) => deck.unit))].map((unit) => make("section", { class: "mc-cards-group" },
      make("div", { class: "mc-subheading", role: "heading", "aria-level": String(level + 1) }, `Unit ${unit}`),
      make("ul", { class: "mc-cards-decks" }, ...decks.filter((deck) => deck.unit === unit).map(deckRow))));
  }

  function deckRow(deck) {
    const study = deck.due + deck.fresh;
    const share = deck.cards ? Math.round((100 * deck.seen) / deck.cards) : 0;
    const bar = make("span", { class: "mc-cards-bar", "aria-hidden": "true" }, make("span", {}));
    bar.firstChild.style.width = `${share}%`;
    return make("li", { class: "mc-cards-deck" },
      make("div", { class: "mc-cards-about" },
        make("strong", {}, deck.title),
        make("span", { class: "mc-quiet" }, `${study ? today(deck) : "Nothing left today"} · ${deck.seen} of ${deck.cards} seen`), bar),
      make("div", { class: "mc-cards-buttons" },
        button(deck.due ? "main" : "plain", () => openDeck(deck.deck), { "data-key": `open:${deck.deck}`, "aria-disabled": study ? null : "true" },
          study ? "Study" : "Done for today", unseen(` ${deck.title}, unit ${deck.unit}`)),
        button("plain", () => toAnki(deck.deck), { "data-key": `anki:${deck.deck}` }, "Anki deck", unseen(` of ${deck.title}, unit ${deck.unit}`))));
  }

  async function openDeck(deck) {
    await kernel.ask("open", { deck });
    focusKey(root, "show") || focusKey(root, "close");
  }

  /** Hands the page a file made by the kernel. */
  async function toAnki(deck) {
    live.textContent = "The Anki deck is being made.";
    const reply = await kernel.ask("export", { deck });
    if (reply.type === "error") { live.textContent = reply.says; return; }
    const bytes = Uint8Array.from(atob(reply.package), (letter) => letter.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    const link = make("a", { href: url, download: reply.name, hidden: "" });
    root.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    live.textContent = `${reply.name} is ready in your downloads. Open it with Anki.`;
  }

  // ---- one card -------------------------------------------------------------------------------

  function drawCard() {
    const shown = card();
    const done = shown.rated;
    const all = done + shown.left;
    const bar = make("span", { class: "mc-cards-bar", "aria-hidden": "true" }, make("span", {}));
    bar.firstChild.style.width = `${all ? (100 * done) / all : 100}%`;
    fill(box,
      make("div", { class: "mc-cards-top" }, heading(shown.title, `Unit ${shown.unit}`),
        button("plain", closeDeck, { "data-key": "close" }, "All decks")),
      make("p", { class: "mc-cards-progress mc-quiet" }, bar, shown.left ? `${count(shown.left, "card")} left today` : "Done for today"),
      shown.front === undefined ? endOfDeck(shown) : face(shown),
      shown.trouble && make("p", { class: "mc-status mc-status--trouble", role: "alert" }, shown.trouble));
  }

  function endOfDeck(shown) {
    return make("div", { class: "mc-cards-face mc-cards-face--end", "data-key": "end", tabindex: "-1" },
      make("p", { class: "mc-cards-front" }, "That is all for today."),
      make("p", { class: "mc-quiet" }, shown.rated ? `You went through ${count(shown.rated, "card")}. The next ones come back on their day.` : "Nothing of this deck is due."));
  }

  function face(shown) {
    return make("div", { class: "mc-cards-face", role: "group", "aria-label": "Card" },
      make("p", { class: "mc-cards-front" }, shown.front),
      revealed && make("div", { class: "mc-cards-answer", "data-key": "answer", tabindex: "-1" },
        make("p", { class: "mc-cards-back" }, shown.back), shown.note && make("p", { class: "mc-cards-note" }, shown.note)),
      revealed ? ratings(shown) : make("div", { class: "mc-cards-turn" },
        button("main", reveal, { "data-key": "show", "aria-keyshortcuts": "Space" }, "Show the answer")));
  }

  function ratings(shown) {
    const hintId = freshId();
    return make("div", { class: "mc-cards-rate", role: "group", "aria-labelledby": hintId },
      make("p", { class: "mc-hint", id: hintId }, "How well did you know it? Press 1 to 4."),
      make("div", { class: "mc-cards-ratings" }, ...shown.ratings.map((each, place) =>
        button(`rate-${each.rating}`, () => rate(each.rating), { "data-key": each.rating, "aria-keyshortcuts": String(place + 1) },
          make("span", {}, make("kbd", { "aria-hidden": "true" }, String(place + 1)), ` ${each.label}`),
          make("span", { class: "mc-quiet" }, each.says)))));
  }

  function reveal() {
    revealed = true;
    draw();
    live.textContent = "";
    focusKey(root, "answer");
  }

  async function rate(rating) {
    if (!revealed) return;
    revealed = false;
    await kernel.ask("rate", { rating, front: card().front });
    draw();
    focusKey(root, "show") || focusKey(root, "end");
  }

  async function closeDeck() {
    revealed = false;
    const { deck } = card();
    await kernel.ask("close");
    focusKey(root, `open:${deck}`);
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || card().deck === undefined) return;
    if (event.key === "Escape") closeDeck();
    if (event.key === "Escape" || card().front === undefined) return;
    if (!revealed && event.key === " " && event.target.tagName !== "BUTTON") { event.preventDefault(); reveal(); }
    const chosen = revealed && card().ratings[["1", "2", "3", "4"].indexOf(event.key)];
    if (chosen) { event.preventDefault(); rate(chosen.rating); }
  }

  // ---- showing --------------------------------------------------------------------------------

  const state = () => [model.get("decks"), card(), revealed, level];
  const draw = whenChanged(state, () => {
    const focused = root.contains(document.activeElement) ? document.activeElement.getAttribute("data-key") : null;
    if (card().deck === undefined) drawDecks();
    else drawCard();
    if (focused && !focusKey(root, focused)) focusKey(root, "show") || focusKey(root, "end");
  });

  function changed() {
    draw();
  }

  model.on("change", changed);
  draw();
  requestAnimationFrame(() => { level = levelHere(root); draw(); root.setAttribute("data-ready", ""); });
  return () => { model.off("change", changed); kernel.close(); };
}

function today(deck) {
  return [deck.due && `${deck.due} due`, deck.fresh && `${deck.fresh} new today`].filter(Boolean).join(", ");
}

function count(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

export default { render };
