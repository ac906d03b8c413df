// The entries of the code book in its order, out of the columns of one text.

(() => {
  const LEVELS = ["chapter", "section", "category", "subcategory"];

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

  /** A code as it is printed. @param {string} bare */
  const shown = (bare) => (bare.length <= 3 || bare.includes("-") ? bare : `${bare.slice(0, 3)}.${bare.slice(3)}`);

  window.medcoding.entries = { Entries, LEVELS, shown };
})();
