// The search of the code book: what `medcoding.codes.search` does with a database, done with the columns of one text.

(() => {
  const SILENT = new Set("a an and as at by due for from in into nos of on or other the to unspecified with".split(" "));
  const ENCOUNTER = new Set("initial first subsequent later followup encounter visit sequela sequelae open closed routine delayed healing nonunion malunion".split(" "));
  const WORD = /[\p{L}\p{N}]+/gu;
  const CODE = /^[A-Z][0-9A][0-9A-Z]{0,5}$/;
  const LEVELS = ["chapter", "section", "category", "subcategory"];
  const ABSENT = /\b(?:without|not intractable)\b[^,;]*/g;
  const FAR = 60;

  const wordsOf = (text) => text.toLowerCase().replace(/['\u2019]s/g, "").match(WORD) ?? [];

  /** One word for "fracture", "fractures", "fractured": what a stemmer does, in small. */
  function stem(word) {
    let root = word;
    if (root.length < 4 || /\d/.test(root)) return root;
    if (/ies$/.test(root)) root = `${root.slice(0, -3)}y`;
    else if (/(?:ss|sh|ch|x)es$/.test(root)) root = root.slice(0, -2);
    else if (/[^siu]s$/.test(root)) root = root.slice(0, -1);
    if (/[aeiouy].*ing$/.test(root) && root.length > 6) root = root.slice(0, -3);
    else if (/[aeiouy].*ed$/.test(root) && root.length > 5) root = root.slice(0, -2);
    return root.replace(/(?:e|ic|al|ical)$/, "").replace(/y$/, "i");
  }

  function uncoded(text) {
    let before = "";
    return text.split("\n").map((line) => (before = before.slice(0, line.charCodeAt(0) - 33) + line.slice(1)));
  }

  /** The entries of the book in its order, without those told by their 7th character, which `full` makes. */
  class Entries {
    constructor(text) {
      this.release = text.release;
      this.codes = uncoded(text.codes);
      this.titles = uncoded(text.titles);
      this.billable = [...text.kinds].map((kind) => kind < "a");
      this.levels = [...text.kinds].map((kind) => LEVELS[(kind.charCodeAt(0) - 65) % 32]);
      const sevenths = text.seventh.map((each) => each.split("\n").map((line) => [line[0], line.slice(1)]));
      this.sets = text.sets.split("\n").map((each) => (each ? sevenths[parseInt(each, 36)] : []));
      this.places = new Map(this.codes.map((code, place) => [code, place]));
      this.parents = this.foundParents();
      this.below = this.codes.map(() => []);
      this.parents.forEach((parent, place) => parent >= 0 && this.below[parent].push(place));
    }

    foundParents() {
      const last = [];
      return this.codes.map((code, place) => {
        const level = LEVELS.indexOf(this.levels[place]);
        if (level < 3) {
          last.length = level;
          last[level] = place;
          return level ? last[level - 1] : -1;
        }
        for (let length = code.length - 1; length >= 3; length -= 1) {
          const parent = this.places.get(code.slice(0, length));
          if (parent !== undefined) return parent;
        }
        return last[2];
      });
    }

    /** The codes of a stem that its 7th characters make. */
    full(place) {
      return this.sets[place].map(([character, suffix]) => ({
        bare: this.codes[place].padEnd(6, "X") + character, character, place,
        title: suffix[0] === "=" ? suffix.slice(1) : this.titles[place] + suffix,
        level: "seventh-character", billable: true,
      }));
    }

    at(place) {
      return { bare: this.codes[place], place, title: this.titles[place], level: this.levels[place], billable: this.billable[place] };
    }

    /** The entry of a code as people write it, or null. @param {string} code */
    find(code) {
      const bare = code.toUpperCase().replace(/[\s.]/g, "");
      const place = this.places.get(bare);
      if (place !== undefined) return this.at(place);
      if (bare.length !== 7) return null;
      for (let length = 6; length >= 3; length -= 1) {
        const stemPlace = this.places.get(bare.slice(0, length));
        const found = stemPlace !== undefined && this.full(stemPlace).find((each) => each.bare === bare);
        if (found) return found;
      }
      return null;
    }

    children(entry) {
      if (entry.level === "seventh-character") return [];
      return this.sets[entry.place].length ? this.full(entry.place) : this.below[entry.place].map((place) => this.at(place));
    }

    parent(entry) {
      if (entry.level === "seventh-character") return this.at(entry.place);
      const place = this.parents[entry.place];
      return place < 0 ? null : this.at(place);
    }

    /** From the chapter down to the parent. */
    above(entry) {
      const chain = [];
      for (let each = this.parent(entry); each; each = this.parent(each)) chain.unshift(each);
      return chain;
    }

    /** Codes that begin so, the whole code first, at most `most`. */
    beginning(bare, most) {
      const found = [];
      for (let place = 0; place < this.codes.length && found.length < most; place += 1) {
        const code = this.codes[place];
        if (LEVELS.indexOf(this.levels[place]) < 2) continue;
        if (code.startsWith(bare)) found.push(this.at(place));
        if (this.sets[place].length && (code.startsWith(bare) || bare.startsWith(code))) {
          found.push(...this.full(place).filter((each) => each.bare.startsWith(bare)));
        }
      }
      return found.sort((one, other) => (other.bare === bare) - (one.bare === bare)).slice(0, most);
    }
  }

  /** The names of the entries by their words. */
  class Names {
    constructor(text, entries) {
      this.entries = entries;
      const target = new Map(text.targets.split("\n").filter(Boolean).map((line) => line.split(" ").map((each) => parseInt(each, 36))));
      this.target = [];
      this.cost = [];
      this.stems = [];
      this.lists = new Map();
      this.counts = new Map();
      entries.titles.forEach((title, place) => {
        if (text.costs[place] !== "\\" && LEVELS.indexOf(entries.levels[place]) > 1) this.add(title, target.get(place) ?? place, text.costs[place]);
      });
      let place = 0;
      for (const line of text.names.split("\n")) {
        const gap = line.indexOf(" ");
        if (gap > 1) place += parseInt(line.slice(1, gap), 36);
        this.add(line.slice(gap + 1), place, line[0]);
      }
      this.aliases = new Map();
      for (const line of text.aliases.split("\n")) {
        const [phrase, words] = line.split("\t");
        this.aliases.set(phrase, [...(this.aliases.get(phrase) ?? []), words.split(" ")]);
        wordsOf(phrase).forEach((word) => this.count(word, 1));
      }
      this.vocabulary = [...this.counts.keys()].sort();
      this.context = new Map();
    }

    count(word, by) { this.counts.set(word, (this.counts.get(word) ?? 0) + by); }

    add(text, entry, cost) {
      const name = this.target.length;
      this.target.push(entry);
      this.cost.push((cost.charCodeAt(0) - 48) / 4 - 2);
      // Who types "bleeding" does not mean "without bleeding".
      for (const word of new Set(wordsOf(text.toLowerCase().replace(ABSENT, " ")))) {
        this.count(word, 1);
        const list = this.lists.get(word);
        if (list) list.push(name);
        else this.lists.set(word, [name]);
      }
    }

    /** The known words with the same root, or with `begun` those that begin so. */
    like(word, begun) {
      if (begun && word.length > 1) {
        let low = 0;
        let high = this.vocabulary.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (this.vocabulary[middle] < word) low = middle + 1;
          else high = middle;
        }
        let end = low;
        while (end < this.vocabulary.length && this.vocabulary[end].startsWith(word)) end += 1;
        return this.vocabulary.slice(low, end);
      }
      this.roots ??= this.grouped();
      return this.roots.get(stem(word)) ?? [];
    }

    grouped() {
      const roots = new Map();
      for (const word of this.vocabulary) {
        const root = stem(word);
        roots.set(root, [...(roots.get(root) ?? []), word]);
      }
      return roots;
    }

    knows(word) {
      return [word, word.replace(/s$/, ""), word.replace(/es$/, "")].some((each) => this.counts.has(each)) || this.like(word, true).length > 0;
    }

    /** The names that hold a word. @returns {Set<number>} */
    holding(word, begun) {
      const found = new Set();
      for (const each of this.like(word, begun)) for (const name of this.lists.get(each) ?? []) found.add(name);
      return found;
    }

    /** The plainest names that hold all the words, as [rank, entry]; with `headings` the words of what stands above count. */
    all(words, { begun = false, off = 0, headings = false } = {}) {
      const sets = words.map((word, place) => this.holding(word, begun && place === words.length - 1));
      const smallest = sets.reduce((one, other) => (other.size < one.size ? other : one));
      const found = [];
      if (!headings) {
        for (const name of smallest) if (sets.every((each) => each.has(name))) found.push(name);
      } else {
        const wanted = words.map((word) => new Set(this.like(word, false)));
        for (const name of new Set(sets.flatMap((each) => [...each]))) {
          const missing = wanted.filter((_, place) => !sets[place].has(name));
          if (missing.length < words.length && this.heads(this.target[name], missing)) found.push(name);
        }
      }
      found.sort((one, other) => this.cost[one] - this.cost[other] || this.target[one] - this.target[other]);
      return found.slice(0, FAR).map((name) => [this.cost[name] - words.length + off, this.target[name]]);
    }

    /** True where the headings above an entry, or its own title, hold a word of each set. */
    heads(entry, missing) {
      if (!missing.length) return true;
      let words = this.context.get(entry);
      if (!words) {
        const chain = [entry];
        while (LEVELS.indexOf(this.entries.levels[chain.at(-1)]) > 2) chain.push(this.entries.parents[chain.at(-1)]);
        words = new Set(chain.flatMap((place) => wordsOf(this.entries.titles[place])));
        this.context.set(entry, words);
      }
      return missing.every((set) => [...words].some((word) => set.has(word)));
    }

    /** The known word that a misspelt one is closest to. */
    mended(word) {
      if (word.length < 4 || /^\d+$/.test(word) || this.knows(word)) return word;
      const allowed = word.length <= 5 ? 1 : 2;
      let best = word;
      let bestKey = [3, 0];
      for (const other of this.vocabulary) {
        if (other[0] !== word[0] || Math.abs(other.length - word.length) > allowed || /\d/.test(other)) continue;
        const far = distance(word, other, allowed);
        const count = this.counts.get(other);
        if (far <= allowed && (far < bestKey[0] || (far === bestKey[0] && count > bestKey[1]))) {
          best = other;
          bestKey = [far, count];
        }
      }
      return best;
    }

    /** The words as typed, and as the book says them. */
    sayings(words) {
      const found = [telling(words)];
      for (const choice of [0, 1]) {
        const said = [];
        for (let at = 0; at < words.length;) {
          let length = Math.min(4, words.length - at);
          let meant = null;
          for (; length > 0 && !meant; length -= 1) meant = this.aliases.get(words.slice(at, at + length).join(" "));
          said.push(...(meant ? meant[Math.min(choice, meant.length - 1)] : [words[at]]));
          at += meant ? length + 1 : 1;
        }
        const told = telling(said);
        if (!found.some((each) => each.join(" ") === told.join(" "))) found.push(told);
      }
      return found;
    }
  }

  const telling = (words) => { const told = words.filter((word) => !SILENT.has(word)); return told.length ? told : [...words]; };

  /** Edits between two words (insert, delete, replace, swap neighbours); beyond `limit` it stops counting. */
  function distance(one, other, limit) {
    let earlier = [];
    let before = [];
    let row = [...Array(other.length + 1).keys()];
    for (let i = 1; i <= one.length; i += 1) {
      [earlier, before, row] = [before, row, [i]];
      for (let j = 1; j <= other.length; j += 1) {
        let cost = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, earlier[j - 2] + 1);
        row.push(cost);
      }
      if (Math.min(...row) > limit) return limit + 1;
    }
    return row[other.length];
  }

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

  const shown = (bare) => (bare.length <= 3 || bare.includes("-") ? bare : `${bare.slice(0, 3)}.${bare.slice(3)}`);

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

  window.medcoding.words = { open, shown, wordsOf, stem };
})();
