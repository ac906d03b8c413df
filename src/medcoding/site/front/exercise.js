// One exercise on a page of the static edition: the kernel behind its widget, and the verdict put together.

(() => {
  const { book, charts, load, model, pieces, rowOf } = window.medcoding;
  const NOT_HELD = "Not in the tables of this edition.";
  const SIGNS = { c: "correct", w: "to look at", m: "missed" };
  const OPEN = { code: /\ue000/g, title: /\ue001/g };
  const NOTHING = { exercise: {}, value: {}, status: {}, verdict_html: "" };

  const safe = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;").replace(/'/g, "&#x27;");

  /** A finding with the code that was entered and its title. */
  function filled(html, code = "", title = "") {
    return html.replace(OPEN.code, () => safe(code)).replace(OPEN.title, () => (title ? `<span class="mc-title">${safe(title)}</span>` : ""));
  }

  const notInKey = (code, title) => '<li class="mc-finding mc-finding--extra"><p class="mc-finding-head"><span class="mc-sign" aria-hidden="true">✗</span> '
    + `<strong class="mc-code">${safe(code)}</strong> <span class="mc-title">${safe(title)}</span> <span class="mc-tag">Not in the key</span></p>`
    + '<p class="mc-reason">This code is not in the key of this record. The model answer below says which codes are, and why.</p></li>';

  /** The findings of an answer as [sign, html]; null where there is nothing but the model answer. */
  async function findingsOf(variant, value) {
    const { findings, table, how } = variant;
    if (how === "chart") {
      const { found, missed } = await charts(table, value);
      const rows = await Promise.all(value.lines.map((line) => rowOf(line.code)));
      const said = found.map((number, place) => {
        const { code } = value.lines[place];
        const title = rows[place]?.title ?? "";
        if (number === null) return ["w", notInKey(code, title)];
        const [sign, , html] = findings[number];
        return [sign, filled(html, code, title)];
      });
      return [...said, ...missed.map((number) => [findings[number][0], findings[number][2]])];
    }
    const told = how === "pieces" ? pieces(variant.exercise.kind, table, value) : null;
    if (!told) return null;
    const places = [...told.found, ...told.missed].map((number) => findings[number]).sort((one, other) => one[1] - other[1]);
    return places.map(([sign, , html]) => [sign, filled(html, told.entered)]);
  }

  function summaryOf(found) {
    if (!found) return "Compare your answer with the model answer.";
    const count = (sign) => found.filter((each) => each[0] === sign).length;
    const said = ["c", "w", "m"].filter((sign) => sign !== "w" || count("w")).map((sign) => `${count(sign)} ${SIGNS[sign]}`);
    return `${said.join(", ")}.`;
  }

  function verdictOf(variant, found) {
    const { answer, findings } = variant.model;
    const reasons = findings.map((number) => filled(variant.findings[number][2])).join("");
    const model = `<details class="mc-model"${found ? "" : " open"}><summary>The model answer with every reason</summary>${answer}`
      + `${reasons ? `<ol class="mc-findings">${reasons}</ol>` : ""}</details>`;
    const note = variant.note && `<div class="mc-note"><p class="mc-label">Teaching note</p>${variant.note}</div>`;
    return `<section class="mc-verdict"><p class="mc-summary"><strong>${summaryOf(found)}</strong></p>`
      + `${found ? `<ol class="mc-findings">${found.map((each) => each[1]).join("")}</ol>` : ""}${variant.why}${note}${model}`
      + '<p class="mc-quiet">No points here: points are given by the course itself alone.</p></section>';
  }

  /**
   * The kernel of one widget. `onJudged(slug, state)` hears how a check went, `onNext` of the wish for another exercise.
   * @param {{onJudged?: (slug: string, state: string) => void, onNext?: () => void}} events
   */
  function exerciseKernel({ onJudged = () => {}, onNext = () => {} } = {}) {
    let variant = null;
    const replies = {
      ping: () => ({}),
      next: () => { onNext(); return {}; },
      again() { show(); return {}; },
      async submit({ value }) {
        const found = await findingsOf(variant, value);
        onJudged(variant.exercise.slug, found?.every((each) => each[0] === "c") ? "done" : "tried");
        show(variant.marked, verdictOf(variant, found));
        return { says: summaryOf(found), scored: true };
      },
    };
    const made = model({ ...NOTHING }, (message) => (replies[message.type] ?? book)(message), () => changed());

    /** The record as it is read, or with the key's evidence marked beside a verdict. */
    function show(record = variant.exercise.record_html, verdict = "") {
      made.set("exercise", { ...made.get("exercise"), record_html: record });
      made.set("verdict_html", verdict);
    }

    async function changed() {
      if (made.get("verdict_html")) show();
      if (variant.how !== "chart") return;
      const { lines } = made.get("value");
      const rows = await Promise.all(lines.map((line) => rowOf(line.code)));
      if (made.get("value").lines !== lines) return;
      made.set("status", { lines: rows.map((row, place) => ({
        code: lines[place].code, title: row?.title ?? "", billable: row?.billable ?? false, says: row ? "" : NOT_HELD,
      })) });
    }

    /** Opens an exercise by its name; a case with variants opens at any of them. */
    async function open(slug, next = "") {
      const { variants } = await load(`exercises/${slug}`);
      variant = variants[Math.floor(Math.random() * variants.length)];
      made.assign({ value: variant.value, status: {}, verdict_html: "" }, { exercise: { ...variant.exercise, next } });
    }

    return { model: made, open, hide: () => made.assign({ verdict_html: "" }, { exercise: {} }) };
  }

  Object.assign(window.medcoding, { exerciseKernel, findingsOf });
})();
