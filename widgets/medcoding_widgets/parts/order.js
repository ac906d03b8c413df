// The kind order: put things in sequence.

import { make } from "./dom.js";
import { arrangement } from "./arrange.js";

export function orderPart(host) {
  const arranged = arrangement({
    items: host.given.items,
    list: () => host.value().order ?? [],
    put: (order) => host.put({ order }),
    editable: host.editable, say: host.say, focusOn: host.focusOn,
    labels: { list: "Your order", store: "To place", none: "Nothing yet. Press what comes first, or drag it here." },
  });
  const node = make("div", { class: "mc-q", role: "group", "aria-labelledby": host.questionId }, arranged.node);
  return { node, nothing: "Place at least one first.", empty: () => ({ order: [] }), focus: arranged.focus, draw: arranged.draw };
}
