// One line of the voucher grid: its fields, its digit columns, what it says. A line says
// {summary, account, words, debit, credit, dimension}; account is the code, amounts are plain text.
import { digits, grouped, parseAmount, plain } from "./amount.js";
import { balanceInWords } from "./balance.js";

const DIMENSIONS = { household: "农户", counterparty: "往来单位", project: "项目", asset: "资产" };
const SIDES = ["debit", "credit"];

export class VoucherLine {
  /** Takes over one row of the table; `book` answers the chart and the lists behind the dimensions. */
  constructor(row) {
    this.row = row;
    this.summary = row.querySelector(".voucher__summary input");
    this.account = row.querySelector(".voucher__account input.voucher__cell");
    this.path = row.querySelector(".voucher__path");
    this.code = hidden(this.account);
    this.amounts = Object.fromEntries(SIDES.map((side) => [side, row.querySelector(`[data-side="${side}"] input`)]));
    this.dimension = null;
    this.path.textContent = "";
    this.showAccount({ code: this.code.value, path: this.account.dataset.words });
    const kept = row.querySelector(".voucher__dimension");
    if (kept) this.adoptDimension(kept);
    SIDES.forEach((side) => this.settle(side));
  }

  /** Every field of the line that can be walked to, left to right. */
  get cells() {
    return [this.summary, this.account, this.dimension?.input, this.amounts.debit, this.amounts.credit].filter(Boolean);
  }

  get isBlank() {
    return this.code.value === "" && this.account.value.trim() === "" && SIDES.every((side) => this.amounts[side].value.trim() === "");
  }

  /** Fen on both sides, null where nothing or nothing sound stands. */
  get fen() {
    return Object.fromEntries(SIDES.map((side) => [side, parseAmount(this.amounts[side].value).fen ?? null]));
  }

  sideOf(input) {
    return SIDES.find((side) => this.amounts[side] === input) ?? null;
  }

  /** Gives every field its place in the form: lines[n][…]. */
  renumber(n) {
    const name = (field, what) => {
      field.name = `lines[${n}][${what}]`;
    };
    name(this.summary, "summary");
    name(this.code, "account");
    SIDES.forEach((side) => name(this.amounts[side], side));
    if (this.dimension) name(this.dimension.kept, this.dimension.kind);
    this.summary.id = `f-lines[${n}][summary]`;
    this.account.id = `f-lines[${n}][account]`;
    SIDES.forEach((side) => (this.amounts[side].id = `f-lines[${n}][${side}]`));
  }

  /** Stands the chosen account in the cell: code and path large, its balance small beneath. */
  showAccount(account) {
    this.code.value = account?.code ?? "";
    this.usual = account?.usual ?? "";
    this.account.value = account?.code ? `${account.code} ${account.path ?? account.name ?? ""}`.trim() : "";
    this.before = account?.fen === undefined ? null : BigInt(account.fen);
    this.showStanding(0n);
    this.wrong(this.account, "");
  }

  /** The account's balance, and what this voucher makes of it; `fen` is debit less credit of all its lines. */
  showStanding(fen) {
    const now = this.before === null ? "" : `余额 ${balanceInWords(this.before)}`;
    const then = now === "" || fen === 0n ? "" : `记后 ${balanceInWords(this.before + fen)}`;
    if (this.path.dataset.said === now + then) return;
    this.path.dataset.said = now + then;
    this.path.replaceChildren(...[now, then].filter(Boolean).map((words) => Object.assign(document.createElement("span"), { textContent: words })));
  }

  /** Asks for the household, counterparty or project when the account wants one; `kind` null takes the question away. */
  askDimension(kind, made) {
    if (this.dimension?.kind === kind) return;
    this.dimension?.box.remove();
    this.dimension = null;
    if (!kind || !DIMENSIONS[kind]) return;
    const box = document.createElement("div");
    box.className = "voucher__dimension";
    box.dataset.dimension = kind;
    const [label, holder, input, kept] = ["span", "span", "input", "input"].map((tag) => document.createElement(tag));
    label.textContent = DIMENSIONS[kind];
    input.className = "voucher__cell";
    kept.type = "hidden";
    holder.append(input, kept);
    box.append(label, holder);
    this.path.after(box);
    this.adoptDimension(box);
    made(this.dimension);
  }

  adoptDimension(box) {
    const input = box.querySelector("input.voucher__cell");
    const kind = box.dataset.dimension;
    input.setAttribute("aria-label", DIMENSIONS[kind]);
    this.dimension = { kind, box, input, kept: box.querySelector("input[type=hidden]") };
  }

  /** Reads what was typed on one side: settles it into digits, or says what is wrong. Answers whether it is sound. */
  settle(side) {
    const input = this.amounts[side];
    const { fen, error, rounded } = parseAmount(input.value);
    const cell = input.closest("td");
    this.wrong(input, error ?? "");
    if (error) {
      cell.classList.remove("is-digits");
      return false;
    }
    if (rounded) this.note(input, `${input.value.trim()} 除不尽，四舍五入到分`);
    input.value = fen === null || fen === 0n ? "" : plain(fen);
    this.draw(cell, fen ?? 0n);
    return true;
  }

  /** The cell being typed in is a plain field. */
  loosen(side) {
    this.amounts[side].closest("td").classList.remove("is-digits");
  }

  draw(cell, fen) {
    let columns = cell.querySelector(".digits");
    if (!columns) {
      columns = document.createElement("span");
      columns.className = "digits";
      columns.setAttribute("aria-hidden", "true");
      cell.append(columns);
    }
    columns.classList.toggle("is-negative", fen < 0n);
    columns.replaceChildren(...digits(fen).map((figure) => Object.assign(document.createElement("i"), { textContent: figure })));
    cell.classList.add("is-digits");
    cell.title = fen === 0n ? "" : grouped(fen);
  }

  /** Puts an amount on one side and takes it off the other: a line has one side only. */
  put(side, text) {
    const other = side === "debit" ? "credit" : "debit";
    this.amounts[side].value = text;
    this.amounts[other].value = "";
    this.settle(other);
  }

  /** Says what is wrong with a field, at the field; nothing to say takes it away. */
  wrong(input, sentence) {
    if (sentence) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    this.note(input, sentence, true);
  }

  note(input, words, isWrong = false) {
    const cell = input.closest("td");
    cell.querySelector(".voucher__note")?.remove();
    if (!words) return;
    const note = document.createElement("span");
    note.className = isWrong ? "voucher__note is-wrong" : "voucher__note";
    if (isWrong) note.setAttribute("role", "alert");
    note.textContent = words;
    cell.append(note);
  }

  read() {
    const dimension = this.dimension && { kind: this.dimension.kind, id: this.dimension.kept.value, words: this.dimension.input.value };
    return { summary: this.summary.value, account: this.code.value, words: this.account.value, debit: this.amounts.debit.value, credit: this.amounts.credit.value, dimension };
  }

  write(said, made) {
    this.summary.value = said.summary ?? "";
    this.code.value = said.account ?? "";
    this.account.value = said.words ?? said.account ?? "";
    SIDES.forEach((side) => (this.amounts[side].value = said[side] ?? ""));
    this.askDimension(said.dimension?.kind ?? null, made);
    if (this.dimension) {
      this.dimension.kept.value = said.dimension.id;
      this.dimension.input.value = said.dimension.words;
    }
    SIDES.forEach((side) => this.settle(side));
  }
}

/** The field people type into keeps the words; its hidden twin carries the code under the field's name. */
function hidden(account) {
  const code = document.createElement("input");
  code.type = "hidden";
  code.value = account.value.trim();
  account.removeAttribute("name");
  account.after(code);
  return code;
}
