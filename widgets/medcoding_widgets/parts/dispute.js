// "I dispute this": beside a finding of the verdict, and below an assignment for the feedback that came back.

import { button, freshId, make, unseen } from "./dom.js";

// Letters of a reason and of a code, as Python counts them. The "code" of a question's finding is a whole entry.
const MOST = 1000;
const MOST_OF_CODE = 200;

/**
 * What a finding in the verdict's HTML is about; null for one that nobody disputes.
 * @param {Element} finding
 * @returns {{code: string, verdict: string} | null}
 */
function findingOf(finding) {
  const code = finding.querySelector(".mc-finding-head strong")?.textContent.slice(0, MOST_OF_CODE) ?? "";
  const verdict = [...finding.classList].find((name) => name.startsWith("mc-finding--"))?.slice(12) ?? "";
  return code && verdict !== "correct" ? { code, verdict } : null;
}

/** The same finding, however its verdict is written. */
function isSame(dispute, { code, verdict }) {
  return dispute.code === code && dispute.verdict.replaceAll(" ", "-") === verdict;
}

/**
 * A closed disclosure under one finding.
 * @param {Element} finding an `li` of the verdict
 * @param {any[]} disputes what is disputed now
 * @param {(type: string, fields: object) => Promise<any>} ask
 */
export function addDispute(finding, disputes, ask) {
  const about = findingOf(finding);
  if (!about) return;
  const mine = disputes.find((each) => isSame(each, about));
  const summary = make("summary", {});
  const says = make("p", { class: "mc-hint", role: "status" });
  const [label, reason] = reasonField(mine?.reason ?? "");
  const name = (disputed) => summary.replaceChildren(disputed ? "You dispute this" : "I dispute this", unseen(`: ${about.code}`));
  const send = async (text) => {
    const reply = await ask("dispute", { ...about, reason: text });
    says.textContent = reply.says;
    if (!reply.saved) return;
    reason.value = text;
    name(Boolean(text));
    withdraw.hidden = !text;
  };
  const save = button("small", () => (reason.value.trim() ? send(reason.value) : reason.focus()), {}, "Save my dispute");
  const withdraw = button("small", () => send(""), { hidden: mine ? null : "" }, "Withdraw it");
  name(mine);
  finding.append(make("details", { class: "mc-dispute" }, summary, label, reason, make("div", { class: "mc-dispute-row" }, save, withdraw), says));
}

/**
 * The disclosure of an assignment: code and reason, and what is disputed already.
 * @param {() => any[]} disputes what is disputed now
 * @param {(type: string, fields: object) => Promise<any>} ask
 * @returns {HTMLElement}
 */
export function disputeForm(disputes, ask) {
  const codeId = freshId();
  const code = make("input", { class: "mc-input", id: codeId, type: "text", maxlength: String(MOST_OF_CODE), autocomplete: "off", spellcheck: "false" });
  const [label, reason] = reasonField("");
  const says = make("p", { class: "mc-hint", role: "status" });
  const list = make("ul", { class: "mc-dispute-list" });
  const send = async (fields) => {
    const reply = await ask("dispute", fields);
    says.textContent = reply.saved ? `${reply.says} Submit the assignment again to hand it in.` : reply.says;
    if (reply.saved) draw(reply.disputes);
    return reply.saved;
  };
  const draw = (found) => list.replaceChildren(...found.map((each) => make("li", {},
    make("strong", { class: "mc-code" }, each.code), ` ${each.reason} `,
    button("small", () => send({ code: each.code, verdict: each.verdict, reason: "" }), {}, "Withdraw", unseen(` the dispute of ${each.code}`)))));
  const save = async () => {
    const empty = [code, reason].find((field) => !field.value.trim());
    if (empty) return empty.focus();
    if (await send({ code: code.value, verdict: "", reason: reason.value })) code.value = reason.value = "";
  };
  draw(disputes());
  return make("details", { class: "mc-dispute" },
    make("summary", {}, "Dispute a finding of my feedback"),
    make("p", { class: "mc-hint" }, "Name the code or entry and say why you hold its finding to be wrong. Leave your answer as it is, and submit the assignment again."),
    make("label", { class: "mc-label", for: codeId }, "Code or entry, as the feedback shows it"), code, label, reason,
    make("div", { class: "mc-dispute-row" }, button("small", save, {}, "Save my dispute")), says, list);
}

function reasonField(text) {
  const id = freshId();
  const field = make("textarea", { class: "mc-input", id, rows: "3", maxlength: String(MOST) });
  field.value = text;
  return [make("label", { class: "mc-label", for: id }, "Why the finding is wrong"), field];
}
