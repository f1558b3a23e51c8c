// 记账凭证 — the voucher grid. Works over a plain form table: lines[0][summary], lines[0][account], lines[0][debit],
// lines[0][credit] and lines[0][household|counterparty|project]. What it asks of the form:
//   data-chart        accounts: [{id, code, name, path, initials, mnemonic, dimension, balance, leaf, usual}]; usual: the side
//                     the account is usually entered on, debit or credit, empty when it may be either
//   data-draft-url    where the draft goes after every line
//   data-period        2025-09, the month a bare day belongs to
//   data-first-day, data-last-day   the days a voucher may carry
//   data-household, data-counterparty, data-project   the lists behind the dimensions
//   data-summaries, data-templates                    frequent summaries [{name, initials}]; 常用凭证 [{word, lines}]
// and inside it: [data-lines] the table body, [data-total], [data-capitals], [data-difference], [data-saved], [data-legend].
import { digits, grouped, inWords } from "./amount.js";
import { differenceInWords, totals } from "./balance.js";
import { Combo, source } from "./combo.js";
import { expandDay, whyOutside } from "./day.js";
import { accounts } from "./grid_accounts.js";
import { walk } from "./grid_walk.js";
import { papers } from "./grid_papers.js";
import { VoucherDraft } from "./voucher_draft.js";
import { VoucherLine } from "./voucher_line.js";

const LINES = 5;
const LEGEND = [
  ["Enter", "下一格"],
  ["=", "补平"],
  ["空格", "换边"],
  ["-", "红字 ↔ 蓝字"],
  ["Esc", "清空"],
  ["..", "同上摘要"],
  ["//", "首行摘要"],
  ["F7 / Alt+L", "列表"],
  ["F4 / Alt+T", "常用凭证", "templates"],
  ["Alt+C", "抄行"],
  ["Alt+I", "插行"],
  ["Alt+D", "删行"],
  ["Ctrl+S", "保存"],
  ["F12 / Ctrl+Enter", "保存并新填"],
];

class Grid {
  constructor(form) {
    this.form = form;
    this.body = form.querySelector("[data-lines]");
    this.blank = this.body.rows[0].cloneNode(true);
    this.blank.querySelectorAll("input").forEach((input) => input.removeAttribute("value"));
    this.blank.querySelectorAll(".voucher__dimension, .voucher__note").forEach((part) => part.remove());
    this.blank.querySelector(".voucher__account input").dataset.words = "";
    this.lines = [...this.body.rows].map((row) => this.adopt(row));
    this.form.addEventListener("submit", (event) => this.checkBefore(event));
    this.draft = new VoucherDraft(form, { read: () => this.read(), say: (words, tone) => this.saySaved(words, tone) });
    this.form.addEventListener("keydown", (event) => this.pressed(event));
    this.form.addEventListener("input", (event) => this.typed(event));
    this.form.addEventListener("focusin", (event) => this.entered(event));
    this.form.addEventListener("focusout", (event) => this.left(event));
    this.form.addEventListener("formdata", (event) => this.dropBlankLines(event.formData));
    this.legend();
    this.day();
    this.restore();
    this.fillUp();
    this.sum();
    this.watchPapers();
    this.lateBalances().then(() => this.sayRefused());
    this.begin();
  }

  /** At a desk an empty voucher waits under the hand. */
  begin() {
    const isFree = document.activeElement === document.body && this.lines.every((line) => line.isBlank);
    if (isFree && matchMedia("(width >= 64rem)").matches) this.lines[0].summary.focus();
  }

  // Lines: taking over, adding, removing.

  adopt(row) {
    const line = new VoucherLine(row);
    line.accountChoice = new Combo(line.account, {
      options: () => this.chart(),
      words: (account) => `${account.code} ${account.path ?? account.name}`,
      none: "没有这个科目",
      taken: (account, by) => this.chooseAccount(line, account, by),
    });
    line.summaryChoice = new Combo(line.summary, {
      options: async () => (this.form.dataset.summaries ? source(this.form.dataset.summaries) : this.ownSummaries()),
      none: "没有常用摘要",
      free: true,
      opens: Boolean(this.form.dataset.summaries),
      taken: (_, by) => by === "Enter" && this.next(line.summary),
    });
    if (line.dimension) this.chooseDimension(line);
    this.tools(line);
    return line;
  }

  tools(line) {
    const box = document.createElement("span");
    box.className = "voucher__tools";
    const acts = [
      ["抄", "在下面抄一行（Alt+C）", () => this.copy(line)],
      ["插", "在上面插一行（Alt+I）", () => this.insert(line)],
      ["删", "删去这一行（Alt+D）", () => this.remove(line)],
    ];
    for (const [word, title, act] of acts) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "voucher__tool", textContent: word, tabIndex: -1 });
      button.title = title;
      button.addEventListener("click", act);
      box.append(button);
    }
    line.row.cells[0].append(box);
  }

  add(place = this.lines.length) {
    const row = this.blank.cloneNode(true);
    this.body.insertBefore(row, this.body.rows[place] ?? null);
    const line = this.adopt(row);
    this.lines.splice(place, 0, line);
    this.renumber();
    return line;
  }

  insert(line) {
    this.add(this.lines.indexOf(line)).summary.focus();
    this.changed();
  }

  /** The same line once more below, its amount ready to be typed over. */
  copy(line) {
    if (line.isBlank) return;
    const said = line.read();
    const next = this.add(this.lines.indexOf(line) + 1);
    next.write(said, () => this.chooseDimension(next));
    this.fillUp();
    this.lateBalances();
    (next.cells.find((cell) => next.sideOf(cell) && cell.value !== "") ?? next.summary).focus();
    this.changed();
  }

  remove(line) {
    const place = this.lines.indexOf(line);
    line.row.remove();
    this.lines.splice(place, 1);
    this.fillUp();
    (this.lines[place] ?? this.lines.at(-1)).summary.focus();
    this.changed();
    this.draft.save();
  }

  /** Five lines as on paper, and always one blank line waiting. */
  fillUp() {
    while (this.lines.length < LINES || !this.lines.at(-1).isBlank) this.add();
    this.renumber();
  }

  renumber() {
    this.lines.forEach((line, n) => line.renumber(n));
  }

  lineOf(input) {
    const row = input.closest(".voucher__line");
    return this.lines.find((line) => line.row === row) ?? null;
  }

  // Sums, draft, date.

  changed() {
    this.sum();
    this.draft.touched();
  }

  sum() {
    const lines = this.lines.map((line) => line.fen);
    const { debit, credit } = totals(lines);
    const { state, words } = differenceInWords(lines);
    for (const [side, fen] of [["debit", debit], ["credit", credit]]) {
      const cell = this.form.querySelector(`[data-total="${side}"]`);
      const figures = digits(fen);
      [...cell.querySelectorAll(".digits > i")].forEach((place, n) => (place.textContent = figures[n]));
      const read = cell.querySelector(".voucher__plain");
      if (read) read.textContent = fen === 0n ? "" : grouped(fen);
    }
    const capitals = this.form.querySelector("[data-capitals]");
    if (capitals) capitals.textContent = state === "even" && debit !== 0n ? inWords(debit) : "";
    const difference = this.form.querySelector("[data-difference]");
    if (difference && difference.textContent !== words) difference.textContent = words;
    if (difference) difference.dataset.state = state;
    this.showAfter();
  }

  saySaved(words, tone = "done") {
    const place = this.form.querySelector("[data-saved]");
    if (!place) return;
    place.textContent = words;
    place.dataset.tone = tone;
  }

  day() {
    const input = this.form.querySelector("[data-day]");
    if (!input) return;
    const { period } = this.form.dataset;
    const settle = () => {
      const { date, error } = expandDay(input.value, period, input.dataset.last ?? input.defaultValue);
      const outside = date ? whyOutside(date, this.form.dataset) : "";
      if (date) input.value = input.dataset.last = date;
      input.toggleAttribute("aria-invalid", Boolean(error || outside));
      if (error || outside) input.setAttribute("aria-invalid", "true");
      const place = this.form.querySelector("[data-day-error]");
      if (place) place.textContent = error ?? outside;
    };
    input.addEventListener("focusin", () => input.select());
    input.addEventListener("change", settle);
  }

  legend() {
    const place = this.form.querySelector("[data-legend]");
    if (!place) return;
    for (const [keys, what, needs] of LEGEND) {
      if (needs && !this.form.dataset[needs]) continue;
      const entry = document.createElement("span");
      const key = Object.assign(document.createElement("kbd"), { textContent: keys });
      entry.append(key, what);
      place.append(entry);
    }
  }

  read() {
    const head = [...this.form.elements].filter((field) => field.name && !field.name.startsWith("lines[") && !["hidden", "submit", "file"].includes(field.type));
    const papers = [...this.form.elements].filter((field) => field.name === "files" || field.name === "documents").map((field) => field.value);
    return { papers, head: head.map((field) => [field.name, field.value]), lines: this.lines.filter((line) => !line.isBlank).map((line) => line.read()) };
  }

  write(said) {
    said.head.forEach(([name, value]) => this.form.elements[name] && (this.form.elements[name].value = value));
    this.lines.forEach((line) => line.row.remove());
    this.lines = [];
    said.lines.forEach((line) => this.add().write(line, () => {}));
    this.lines.filter((line) => line.dimension).forEach((line) => this.chooseDimension(line));
    this.fillUp();
    this.changed();
  }

  /** What this machine kept and the centre may not have: given back when unsent, offered when it was handed in. */
  async restore() {
    if (this.form.dataset.handedIn !== undefined) return this.draft.forget();
    const kept = this.draft.kept();
    if (!kept || kept.said.lines.length === 0) return;
    if (kept.state === "sent" || JSON.stringify(kept.said) === JSON.stringify(this.read())) return;
    if (kept.state === "submitted" && (await this.draft.hasArrived(kept))) return this.draft.forget();
    if (kept.state === "typing") this.takeUp(kept);
    this.sayRestored(kept);
  }

  /** The same draft goes on, not a second one beside it. */
  takeUp(kept) {
    for (const name of ["id", "version"]) if (kept[name] && this.form.elements[name]) this.form.elements[name].value = kept[name];
    this.write(kept.said);
  }

  /** What the centre refused stands on top with links; it is said once more at the cell it belongs to. */
  sayRefused() {
    for (const link of document.querySelectorAll('.refusal a[href^="#f-lines["]')) {
      const input = document.getElementById(link.hash.slice(1)) ?? document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (input) this.lineOf(input)?.note(input, link.textContent, true);
    }
  }

  sayRestored(kept) {
    const place = this.form.querySelector("[data-restored]");
    if (!place) return;
    const back = kept.state === "typing";
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: back ? "不要这份" : "取回" });
    button.addEventListener("click", () => {
      if (back) {
        this.draft.forget();
        location.reload();
      } else {
        this.write(kept.said);
        place.hidden = true;
      }
    });
    place.replaceChildren(back ? `已取回本机 ${kept.at} 留下的草稿 ` : `本机还留着 ${kept.at} 提交的一张 `, button);
    place.hidden = false;
  }

  /** A blank line with a copied summary is not a line. */
  dropBlankLines(data) {
    this.lines.forEach((line, n) => {
      if (!line.isBlank) return;
      [...data.keys()].filter((name) => name.startsWith(`lines[${n}]`)).forEach((name) => data.delete(name));
    });
  }

  checkBefore(event) {
    if (event.submitter?.hasAttribute("formaction")) return;
    const wrong = this.form.querySelector("[data-lines] [aria-invalid=true]");
    if (!wrong) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong.focus();
  }
}

Object.defineProperties(Grid.prototype, Object.getOwnPropertyDescriptors(papers));
Object.assign(Grid.prototype, accounts, walk);

export default function grid(form) {
  return new Grid(form);
}
