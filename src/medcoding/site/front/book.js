// The desk at which the code book is asked: what `medcoding_widgets.book` answers, from the texts of this edition.

(() => {
  const { load, words } = window.medcoding;
  const SYSTEM = "ICD-10-CM";
  const MOST = { rows: 30, looked: 12, below: 60, listed: 120, notes: 400 };
  const MARKS = "medcoding-bookmarks";
  const OTHERS = "This edition holds ICD-10-CM alone. Look up procedures, supplies and drugs in the course itself.";
  const kept = { marks: [] };

  const levelOf = (entry) => (entry.billable || entry.level === "seventh-character" ? "code" : entry.level === "section" ? "block" : entry.level);
  const rowOf = (entry) => ({ code: words.shown(entry.bare), system: SYSTEM, title: entry.title, billable: entry.billable });
  const nodeOf = (entry) => ({
    key: words.shown(entry.bare), code: words.shown(entry.bare), title: entry.title, billable: entry.billable, more: !entry.billable, fold: false,
  });
  const hasCode = (entry) => !["chapter", "section"].includes(entry.level);

  /** The texts of the chapter that an entry stands in. */
  const chapterOf = (entries, entry) => load(`book/${(entries.above(entry)[0] ?? entry).bare}`);

  async function page(typed) {
    const { entries } = await words.open();
    const entry = entries.find(typed);
    if (!entry) return unknown(typed, entries);
    const chapter = await chapterOf(entries, entry);
    const about = await load("book/about");
    const above = entries.above(entry);
    const parent = above.at(-1);
    const beside = entry.level === "seventh-character" || !parent ? [] : entries.children(parent);
    return {
      ...rowOf(entry), known: true, level: levelOf(entry), release: entries.release,
      valid: chapter.valid[entry.bare] ?? chapter.valid[entries.codes[entry.place]] ?? about.valid,
      path: above.map((each) => ({ code: words.shown(each.bare), title: each.title, level: levelOf(each) })),
      trail: above.map((each) => words.shown(each.bare)),
      notes: [entry, ...above.reverse()].filter((each) => chapter.notes[each.bare]).map((each) => block(each, chapter, about, each === entry)),
      seventh: sevenths(entries, entry, chapter).map(([character, meaning, full]) => ({
        character, meaning, code: full ? words.shown(full.bare) : "", here: full?.bare === entry.bare,
      })),
      edits: chapter.edits[entry.bare] ? chapter.edits[entry.bare].map((each) => about.edits[each]) : [],
      pcs: [],
      below: entry.billable ? [] : entries.children(entry).map((each) => ({ ...nodeOf(each), system: SYSTEM })),
      beside: beside.length > 1 ? beside.slice(0, MOST.listed).map(rowOf) : [],
      above: parent ? words.shown(parent.bare) : "",
    };
  }

  async function unknown(typed, entries) {
    const shown = words.shown(typed.toUpperCase().replace(/[\s.]/g, "")).slice(0, 12);
    const former = (await load("book/former"))[shown];
    const [says, successors] = former ?? [`${shown} is not in ICD-10-CM ${entries.release}. ${OTHERS}`, []];
    const instead = successors.map((code) => entries.find(code)).filter(Boolean).map(rowOf);
    return { code: shown, system: SYSTEM, title: "", billable: false, known: false, says, instead };
  }

  function block(entry, chapter, about, own) {
    const groups = chapter.notes[entry.bare].map(([kind, items]) => ({
      kind, heading: about.headings[kind], says: about.explained[kind] ?? "",
      items: items.map(([depth, ...parts]) => ({ depth, parts: parts.map((part) => (typeof part === "string" ? { text: part } : { text: part[0], code: part[1] })) })),
    }));
    return { code: words.shown(entry.bare), level: levelOf(entry), title: entry.title, own, groups };
  }

  /** The 7th characters to choose from: [character, meaning, the full code or undefined]. */
  function sevenths(entries, entry, chapter) {
    const place = [entry, ...entries.above(entry).reverse()].find((each) => chapter.seventh[each.bare]);
    if (!place || entry.bare.length < 3) return [];
    const stem = entries.at(entry.place);
    const full = entries.full(stem.place);
    const choices = chapter.seventh[place.bare].split("\n").map((line) => [line[0], line.slice(1), full.find((each) => each.character === line[0])]);
    return full.length ? choices.filter((each) => each[2]) : choices;
  }

  async function search(text, limit) {
    const book = await words.open();
    const rows = book.search(text, limit).map(rowOf);
    const exact = book.entries.find(text);
    return { rows, exact: exact && hasCode(exact) ? rowOf(exact) : null };
  }

  async function branch(key) {
    const { entries } = await words.open();
    if (!key) return { key, nodes: entries.codes.flatMap((_, place) => (entries.parents[place] < 0 ? [nodeOf(entries.at(place))] : [])) };
    const entry = entries.find(key);
    return { key, nodes: entry ? entries.children(entry).map(nodeOf) : [] };
  }

  /** What the chart's own search shows of a code. */
  async function brief(code) {
    const found = await page(code);
    if (!found.known) return { ...found, says: found.says };
    const about = await load("book/about");
    const items = found.notes.flatMap((each) => each.groups.flatMap((group) => group.items.map((item) => ({
      kind: group.kind, text: item.parts.map((part) => part.text).join(""), at: each.own ? "" : each.level === "chapter" ? `chapter ${each.code}` : each.code,
    })))).slice(0, MOST.notes);
    const notes = Object.entries(about.looked).map(([kind, heading]) => ({ heading, items: items.filter((each) => each.kind === kind) }));
    return { ...found, says: "", notes: notes.filter((each) => each.items.length), below: found.below.slice(0, MOST.below) };
  }

  /** Bookmarks last where the browser keeps them; from a folder some browsers keep none. */
  function marks(change) {
    try {
      kept.marks = JSON.parse(localStorage.getItem(MARKS) ?? "null") ?? kept.marks;
    } catch { /* nothing is kept */ }
    if (!change) return kept.marks;
    kept.marks = [...kept.marks.filter((code) => code !== change.code), ...(change.marked ? [change.code] : [])];
    try {
      localStorage.setItem(MARKS, JSON.stringify(kept.marks));
    } catch { /* nothing is kept */ }
    return kept.marks;
  }

  async function marked(change) {
    const { entries } = await words.open();
    return { marks: marks(change).map((code) => entries.find(String(code))).filter(Boolean).map(rowOf), says: "" };
  }

  const replies = {
    async "book-open"() {
      const about = await load("book/about");
      return { book: about.book, ...(await marked()) };
    },
    async "book-code"() {
      // The real book stands on the page as a script; what the drawer imports only hands it over.
      if (!window.medcoding.bookView) await window.medcoding.script("scripts/bookview.js");
      return { source: "export const bookView = window.medcoding.bookView;", css: "" };
    },
    async "book-search"({ text }) {
      const { rows, exact } = await search(text, MOST.rows);
      const about = await load("book/about");
      return { text, groups: rows.length ? [{ system: SYSTEM, name: about.book.systems[0].name, rows }] : [], exact };
    },
    "book-show": ({ code }) => page(code),
    "book-branch": ({ key }) => branch(key),
    "book-mark": ({ code, marked: isMarked }) => marked({ code, marked: isMarked }),
    async search({ text, system = SYSTEM }) {
      const typed = text.trim().toUpperCase().replace(/[\s.]/g, "");
      const shape = system === SYSTEM ? /^[A-Z]\d[0-9A-Z]{1,5}$/ : /^[0-9A-Z]{5,7}$/;
      const couldBe = shape.test(typed) ? (system === SYSTEM ? words.shown(typed) : typed) : "";
      if (system !== SYSTEM) return { text, rows: [], exact: null, typed: couldBe };
      return { text, ...(await search(text, MOST.looked)), typed: couldBe };
    },
    show: ({ code }) => brief(code),
  };

  /** The answer to a question for the book; undefined for any other message. */
  window.medcoding.book = (message) => replies[message.type]?.(message);
  /** One code's row, or null. @param {string} code */
  window.medcoding.rowOf = async (code) => {
    const found = (await words.open()).entries.find(code);
    return found && rowOf(found);
  };
})();
