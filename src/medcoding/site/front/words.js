// The search of the code book: what `medcoding.codes.search` does with a database, done with the columns of one text.

(() => {
  const { Entries, shown } = window.medcoding.entries;
  const { Names, telling, wordsOf } = window.medcoding.names;
  const ENCOUNTER = new Set("initial first subsequent later followup encounter visit sequela sequelae open closed routine delayed healing nonunion malunion".split(" "));
  const CODE = /^[A-Z][0-9A][0-9A-Z]{0,5}$/;

  /** The matches of each way of looking, best first, until enough are found. */
  function* matches(names, words, limit) {
    const mended = words.map((word) => names.mended(word));
    const sayings = names.sayings(mended);
    const found = new Set();
    const ranked = (rows) => rows.sort((one, other) => one[0] - other[0] || one[1] - other[1]).filter(([, entry]) => !found.has(entry) && found.add(entry)).map(([, entry]) => entry);
    const plain = sayings.flatMap((saying) => names.all(saying));
    if (plain.length < 3 || sayings[0].length === 1) plain.push(...sayings.flatMap((saying) => names.all(saying, { begun: true, off: 0.75 })));
    yield* ranked(plain);
    if (found.size < limit) {
      const more = sayings.flatMap((saying) => {
        const bare = saying.filter((word) => !ENCOUNTER.has(word));
        const told = bare.length && bare.length < saying.length ? names.all(bare, { begun: true }) : [];
        return [...told, ...names.all(bare.length ? bare : saying, { off: 2, headings: true })];
      });
      yield* ranked(more);
    }
    if (found.size) return;
    const told = telling(mended);
    const fewer = told.flatMap((_, at) => {
      const rest = told.filter((__, place) => place !== at);
      return rest.length ? names.sayings(rest).flatMap((saying) => names.all(saying, { headings: true })) : [];
    });
    yield* ranked(fewer.length || told.length < 3 ? fewer : told.flatMap((word) => names.all([word])));
  }

  /** The code under a stem whose 7th character the words ask for; the first where they ask for none. */
  function chosen(entries, place, asked) {
    const full = entries.billable[place] ? [] : entries.full(place);
    if (!full.length) return entries.at(place);
    const fits = (each) => wordsOf(each.title.slice(entries.titles[place].length)).filter((word) => asked.has(word)).length;
    return full.reduce((one, other) => (fits(other) > fits(one) ? other : one));
  }

  let opened = null;

  /** The book of words: entries and search, made ready once. */
  function open() {
    opened ??= window.medcoding.load("book/words").then((text) => {
      const entries = new Entries(text);
      let names = null;
      return {
        entries,
        shown,
        /** The entries that a coder who types `typed` most likely wants, best first. */
        search(typed, limit) {
          const bare = typed.toUpperCase().replace(/[\s.]/g, "");
          const coded = CODE.test(bare) ? entries.beginning(bare, limit) : [];
          if (coded.length) return coded;
          names ??= new Names(text, entries);
          const words = wordsOf(typed);
          if (!words.length) return [];
          const rows = [];
          for (const place of matches(names, words, limit)) {
            rows.push(chosen(entries, place, new Set(words)));
            if (rows.length >= limit) break;
          }
          return rows;
        },
      };
    });
    return opened;
  }

  window.medcoding.words = { open, shown };
})();
