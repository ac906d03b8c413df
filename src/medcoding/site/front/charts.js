// What the scorer said of each code that a learner may enter at a chart, looked up in the chart's table.
// Nothing is judged here: `medcoding.site.charts` asked the scorer when these pages were written.

(() => {
  const { words } = window.medcoding;
  // The code itself is right; a wrong detail beside it may have cost a quarter.
  const RIGHT = 75;

  /** Which lines of the key the entered codes answer: the better code first, each line once. */
  function answered(lines, table) {
    const columns = lines.map((line) => table.codes[`${line.system} ${line.code}`]);
    const order = columns.map((_, place) => place).filter((place) => (columns[place]?.[0] ?? -1) >= 0)
      .sort((one, other) => columns[other][1] - columns[one][1] || one - other);
    const taken = new Map();
    for (const place of order) if (!taken.has(columns[place][0])) taken.set(columns[place][0], place);
    return { columns, taken };
  }

  /** The number of the finding of each entered code. */
  async function foundOf(lines, table) {
    const { entries } = await words.open();
    const { columns, taken } = answered(lines, table);
    const findings = lines.map((line, place) => {
      const [keyLine, , second, first, extra] = columns[place] ?? [];
      if (keyLine === undefined) return unforeseen(line, table, entries);
      if (keyLine >= 0 && taken.get(keyLine) !== place) return extra;
      return place ? second : first;
    });
    const right = (keyLine) => taken.has(keyLine) && columns[taken.get(keyLine)][1] >= RIGHT;
    for (const [keyLine, before, number] of table.late) {
      if (right(keyLine) && right(before) && taken.get(keyLine) < taken.get(before)) findings[taken.get(before)] = number;
    }
    lines.forEach((line, place) => {
      for (const [keyLine, number] of table.clashes[`${line.system} ${line.code}`] ?? []) if (right(keyLine)) findings[place] = number;
    });
    for (const [keyLine, wanted, number] of table.needs) {
      if (right(keyLine) && !taken.has(wanted)) findings[taken.get(keyLine)] = number;
    }
    return { findings, answered: [...taken.keys()] };
  }

  /** A code that was not foreseen: what the scorer says of all such; null beside the key's own codes, where it may say more. */
  function unforeseen(line, table, entries) {
    if (line.system !== "ICD-10-CM") return null;
    const entry = entries.find(line.code);
    if (!entry) return table.other.unknown;
    if (!entry.billable) return table.other.heading;
    return table.near.includes(entry.bare.slice(0, 3)) ? null : table.other.code;
  }

  /** @param {any} table @param {any} value @returns {Promise<{found: (number|null)[], missed: number[]}>} */
  async function lookUp(table, value) {
    const { findings, answered: done } = await foundOf(value.lines, table);
    const missed = table.missed.filter((number) => done.every((keyLine) => table.lines[keyLine].includes(number)));
    return { found: findings, missed };
  }

  window.medcoding.charts = lookUp;
})();
