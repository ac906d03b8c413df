// The names of the book's entries, by their words: which are like a word, which hold all of several.

(() => {
  const { LEVELS } = window.medcoding.entries;
  const SILENT = new Set("a an and as at by due for from in into nos of on or other the to unspecified with".split(" "));
  const WORD = /[\p{L}\p{N}]+/gu;
  const ABSENT = /\b(?:without|not intractable)\b[^,;]*/g;
  const FAR = 60;

  const wordsOf = (text) => text.toLowerCase().replace(/['\u2019]s/g, "").match(WORD) ?? [];

  /** The words that tell something; all of them where none does. */
  const telling = (words) => { const told = words.filter((word) => !SILENT.has(word)); return told.length ? told : [...words]; };

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

  window.medcoding.names = { Names, stem, telling, wordsOf };
})();
