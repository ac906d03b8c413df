// Which pieces an answer has, named as `medcoding.site.pieces` names them, and what the scorer said of each.
// Nothing is judged here: every finding was given by the scorer when these pages were written.

(() => {
  const name = (...parts) => JSON.stringify(parts);

  /** A number as people write it, without signs of money, percent, thousands or idle zeros; null for other texts. */
  function plainNumber(written) {
    const text = written.replace(/[$\s,]/g, "").replace(/%$/, "").replace("\u2212", "-").replace(/^\+/, "");
    if (!/^-?(?:\d+\.?\d*|\.\d+)$/.test(text)) return null;
    const bare = text.replace(/^(-?)0+(?=\d)/, "$1").replace(/^(-?)\./, "$10.");
    const short = bare.includes(".") ? bare.replace(/0+$/, "").replace(/\.$/, "") : bare;
    return short === "-0" ? "0" : short;
  }

  const named = {
    choice: (value) => value.chosen.map((text) => name(text)),
    match: (value) => Object.entries(value.pairs).map(([left, right]) => name(left, right)),
    order: (value) => value.order.map((item, place) => name(place ? value.order[place - 1] : "", item)),
    review: (value) => value.marks.map((mark) => name(mark.span, mark.label ?? "")),
    number: (value) => [name(plainNumber(String(value.value)) ?? "", value.unit ?? "")],
    term(value) {
      if (value.tiles) return [name(value.tiles.join("").toLowerCase())];
      let end = 0;
      return (value.parts ?? []).map(({ part, role, meaning }) => name(end, (end += part.length), role ?? "", meaning ?? ""));
    },
  };

  /** Places that count only together, when all of them are marked. */
  function together(pieces, table) {
    const sets = Object.keys(table.pieces).map((key) => JSON.parse(key)).filter((parts) => parts.length > 1 && parts.every((part) => part.startsWith?.("[")));
    const replaced = new Set();
    const found = [];
    for (const set of sets) {
      if (!set.every((part) => pieces.includes(part))) continue;
      set.forEach((part) => replaced.add(part));
      found.push(name(...set));
    }
    return [...pieces.filter((piece) => !replaced.has(piece)), ...found];
  }

  /**
   * The findings of an answer: {found: numbers, missed: numbers}; null where the answer was not foreseen.
   * @param {string} kind @param {any} table @param {any} value
   */
  function lookUp(kind, table, value) {
    let pieces = named[kind](value);
    if (kind === "review") pieces = together(pieces, table);
    const known = pieces.map((piece) => table.pieces[piece]).filter(Boolean);
    const found = known.flatMap(([said]) => said);
    for (const [start, end, uncut] of table.slots ?? []) {
      if (!pieces.some((piece) => piece.startsWith(`[${start},${end},`))) found.push(uncut);
    }
    if (kind === "number" && !known.length) {
      const written = String(value.value);
      return { found: [plainNumber(written) === null ? table.text : table.other[value.unit ?? ""] ?? table.text], missed: [], entered: written };
    }
    if (!found.length) return null;
    const missed = table.missed.filter((number) => known.every(([, left]) => left.includes(number)));
    return { found: [...new Set(found)], missed };
  }

  window.medcoding.pieces = lookUp;
})();
