// Things taken from a store and put in order: by press, by Alt+Arrow, by drag. Used for sequences and word parts.

import { button, icon, make, unseen, whenChanged } from "./dom.js";
import { moved, withAt, without } from "./lines.js";

/**
 * @param {{items: string[], list: () => string[], put: (list: string[]) => void, editable: () => boolean, say: (text: string) => void,
 *   focusOn: (key: string) => boolean, again?: boolean, flat?: boolean, labels: {list: string, store: string, none: string}}} options
 *   `again`: an item may be taken more than once; `flat`: the list runs like a word
 */
export function arrangement({ items, list, put, editable, say, focusOn, again = false, flat = false, labels }) {
  /** @type {{text: string, place: number} | null} what is being dragged; place -1 comes from the store */
  let dragged = null;
  const box = make("ol", { class: flat ? "mc-q-list mc-q-list--flat" : "mc-q-list", "aria-label": labels.list });
  const none = make("p", { class: "mc-none" }, labels.none);
  const store = make("ul", { class: flat ? "mc-q-store mc-q-store--flat" : "mc-q-store", "aria-label": labels.store });
  const storeHead = make("p", { class: "mc-label" }, labels.store);
  const area = make("div", { class: "mc-q-arranged" }, make("p", { class: "mc-label" }, labels.list), none, box);
  const node = make("div", { class: "mc-q-arrange" }, area, storeHead, store);
  const [back, on] = flat ? ["left", "right"] : ["up", "down"];
  const keys = flat ? { ArrowLeft: -1, ArrowRight: 1 } : { ArrowUp: -1, ArrowDown: 1 };

  const kept = () => items.map((text, place) => ({ text, place })).filter(({ text }) => again || !list().includes(text));

  function take(text, place, to = list().length) {
    put(withAt(list(), to, [text]));
    say(`${text} is number ${to + 1} of ${list().length}.`);
    if (again) return;
    const next = kept().find((each) => each.place > place) ?? kept()[0];
    if (next) focusOn(`store:${next.place}`);
    else focusOn("check") || focusOn(`${back}:${to}`);
  }

  function move(from, to) {
    if (to < 0 || to >= list().length || to === from) return;
    const key = (document.activeElement?.getAttribute("data-key") ?? "").split(":")[0];
    const text = list()[from];
    put(moved(list(), from, to));
    if (["up", "down", "left", "right", "remove"].includes(key)) focusOn(`${key}:${to}`);
    say(`${text} is now number ${to + 1} of ${list().length}.`);
  }

  function remove(place) {
    const text = list()[place];
    put(without(list(), place));
    say(`${text} was taken out.`);
    if (list().length) focusOn(`remove:${Math.min(place, list().length - 1)}`);
    else focusOn(`store:${items.indexOf(text)}`);
  }

  function placed(text, place) {
    const step = (name, to) => button("icon", () => move(place, to), {
      "data-key": `${name}:${place}`, title: `Move ${name} (Alt+Arrow ${name})`,
      "aria-disabled": to < 0 || to >= list().length ? "true" : null,
    }, icon(name), unseen(`Move ${text} ${name}`));
    const item = make("li", { class: "mc-q-item", draggable: editable() ? "true" : null },
      !flat && make("span", { class: "mc-number", "aria-hidden": "true" }, String(place + 1)),
      make("span", { class: "mc-q-text" }, text),
      editable() && make("span", { class: "mc-moves" }, step(back, place - 1), step(on, place + 1),
        button("icon", () => remove(place), { "data-key": `remove:${place}`, title: "Take out" }, icon("close"), unseen(`Take out ${text}`))));
    item.addEventListener("dragstart", (event) => startDrag(event, text, place));
    item.addEventListener("dragend", endDrag);
    item.addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || !(event.key in keys) || !editable()) return;
      event.preventDefault();
      event.stopPropagation();
      move(place, place + keys[event.key]);
    });
    return item;
  }

  function stored({ text, place }) {
    const press = button("plain", () => take(text, place), { "data-key": `store:${place}`, draggable: "true" }, text);
    press.addEventListener("dragstart", (event) => startDrag(event, text, -1));
    press.addEventListener("dragend", endDrag);
    return make("li", {}, press);
  }

  function startDrag(event, text, place) {
    dragged = { text, place };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", text);
    event.stopPropagation();
  }

  function endDrag() {
    dragged = null;
    showGap(-1);
  }

  /** The place in the list at which a pointer would drop. */
  function placeAt(event) {
    const at = [...box.children].findIndex((item) => {
      const { left, right, top, bottom, width, height } = item.getBoundingClientRect();
      if (!flat) return event.clientY < top + height / 2;
      return event.clientY < top || (event.clientY < bottom && event.clientX < left + width / 2 && event.clientX < right);
    });
    return at < 0 ? box.children.length : at;
  }

  function showGap(at) {
    [...box.children].forEach((item, place) => {
      item.classList.toggle("mc-q-item--before", place === at);
      item.classList.toggle("mc-q-item--after", at === box.children.length && place === at - 1);
    });
  }

  area.addEventListener("dragover", (event) => {
    if (!dragged || !editable()) return;
    event.preventDefault();
    event.stopPropagation();
    showGap(placeAt(event));
  });
  area.addEventListener("drop", (event) => {
    if (!dragged || !editable()) return;
    event.preventDefault();
    event.stopPropagation();
    const to = placeAt(event);
    const { text, place } = dragged;
    endDrag();
    if (place < 0) take(text, items.indexOf(text), to);
    else move(place, to > place ? to - 1 : to);
  });

  return {
    node,
    focus: () => focusOn(`store:${kept()[0]?.place}`) || focusOn(`${on}:0`) || focusOn(`${back}:${list().length - 1}`),
    draw: whenChanged(() => [list(), editable()], () => {
      const left = kept();
      box.replaceChildren(...list().map(placed));
      box.hidden = !list().length;
      none.hidden = list().length > 0;
      store.replaceChildren(...(editable() ? left : again ? [] : left).map((each) => (editable() ? stored(each) : make("li", { class: "mc-q-left" }, each.text))));
      storeHead.hidden = store.hidden = !store.children.length;
    }),
  };
}
