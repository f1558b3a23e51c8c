// The voucher grid under the hand: where Enter and the arrows go, what each key does.
// These are methods of the grid (grid.js); `this` is the grid.
import { parseAmount, plain } from "./amount.js";
import { differenceInWords, missing } from "./balance.js";
import { nameOf } from "./keys.js";

/** The whole amount is marked, as it is when the cell was just entered. */
const isWhole = (input) => input.value !== "" && input.selectionStart === 0 && input.selectionEnd === input.value.length;

export const walk = {
  entered(event) {
    const line = this.lineOf(event.target);
    if (!line || !event.target.matches(".voucher__cell")) return;
    const side = line.sideOf(event.target);
    if (side) line.loosen(side);
    event.target.select();
    if (this.current && this.current !== line) this.leftLine();
    this.current = line;
  },

  left(event) {
    const line = this.lineOf(event.target);
    if (!line) return;
    const side = line.sideOf(event.target);
    if (side) this.settle(line, side);
    else if (event.target === line.account) this.resolveAccount(line).then(() => this.changed());
    if (!this.form.contains(event.relatedTarget)) this.leftLine();
  },

  leftLine() {
    this.fillUp();
    this.draft.save();
  },

  settle(line, side) {
    const before = line.amounts[side].value;
    if (line.settle(side) && line.amounts[side].value !== "") line.put(side, line.amounts[side].value);
    if (before !== line.amounts[side].value) this.draft.touched();
    this.sum();
  },

  /** Enter: the next cell that matters; at the end of a line the next line, its summary copied, its amount offered. */
  next(input) {
    const line = this.lineOf(input);
    const side = line.sideOf(input);
    if (side) this.settle(line, side);
    if (side && input.getAttribute("aria-invalid")) return;
    const place = this.lines.indexOf(line);
    const { cells } = line;
    const at = cells.indexOf(input);
    if (input === line.summary && line.isBlank && place > 0 && this.isEven()) return this.offerSaving();
    if (side === "credit" || (side === "debit" && input.value !== "")) return this.nextLine(place);
    const to = cells[at + 1];
    if (to === line.amounts.debit) return this.offerAmount(line, place);
    to.focus();
  },

  /** The balancing amount, unless the account usually stands on the other side: an expense is a debit. */
  offerAmount(line, place) {
    const filled = ["debit", "credit"].find((side) => line.amounts[side].value !== "");
    if (filled) return line.amounts[filled].focus();
    const wanted = missing(this.lines.map((each) => each.fen), place);
    const side = line.usual || (wanted?.side ?? "debit");
    if (wanted?.side === side) {
      line.put(side, plain(wanted.fen));
      line.note(line.amounts[side], "补平数，可改");
    }
    line.amounts[side].focus();
    line.amounts[side].select();
    this.changed();
  },

  nextLine(place) {
    const from = this.lines[place];
    const to = this.lines[place + 1] ?? this.add();
    if (to.isBlank && to.summary.value === "") to.summary.value = from.summary.value;
    to.summary.focus();
  },

  isEven() {
    return differenceInWords(this.lines.map((line) => line.fen)).state === "even";
  },

  offerSaving() {
    (this.button("[data-save]") ?? this.button("[type=submit]"))?.focus();
  },

  button(selector) {
    return [...this.form.elements].find((element) => element.matches(`button${selector}`)) ?? null;
  },

  move(input, across, down) {
    const line = this.lineOf(input);
    if (down !== 0) {
      const to = this.lines[this.lines.indexOf(line) + down];
      const column = line.cells.indexOf(input) - line.cells.length;
      (input === line.summary ? to?.summary : input === line.account ? to?.account : to?.cells.at(column))?.focus();
    } else {
      line.cells[line.cells.indexOf(input) + across]?.focus();
    }
  },

  pressed(event) {
    if (event.defaultPrevented || event.isComposing) return;
    const act = this.formKey(nameOf(event)) ?? this.cellKey(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  },

  formKey(name) {
    const submit = (selector) => async () => {
      const line = this.lineOf(document.activeElement);
      if (line?.account === document.activeElement && !(await this.resolveAccount(line))) return;
      document.activeElement?.blur();
      this.form.requestSubmit(this.button(selector) ?? this.button("[type=submit]"));
    };
    switch (name) {
      case "Ctrl+s":
        return submit("[data-save]");
      case "Ctrl+Enter":
      case "F12":
        return submit("[data-save-new]");
      case "F4":
      case "Alt+t":
        return this.form.dataset.templates ? () => this.callTemplates() : null;
      default:
        return null;
    }
  },

  cellKey(event) {
    const input = event.target;
    const line = this.lineOf(input);
    if (!line || !input.matches(".voucher__cell")) {
      const isField = input.matches("input") && event.key === "Enter";
      return isField ? () => this.lines[0].summary.focus() : null;
    }
    const name = nameOf(event);
    const side = line.sideOf(input);
    const edge = { ArrowLeft: input.selectionStart === 0, ArrowRight: input.selectionEnd === input.value.length };
    switch (name) {
      case "Enter":
        return () => this.enter(line, input);
      case "Shift+Enter":
        return () => this.move(input, -1, 0);
      case "ArrowUp":
        return () => this.move(input, 0, -1);
      case "ArrowDown":
        return () => this.move(input, 0, 1);
      case "ArrowLeft":
        return edge.ArrowLeft ? () => this.move(input, -1, 0) : null;
      case "ArrowRight":
        return edge.ArrowRight ? () => this.move(input, 1, 0) : null;
      case "F7":
      case "Alt+l":
        return () => this.list(line, input);
      case "Alt+c":
        return () => this.copy(line);
      case "Alt+i":
        return () => this.insert(line);
      case "Alt+d":
        return () => this.remove(line);
      default:
        return side ? this.amountKey(name, line, side) : null;
    }
  },

  amountKey(name, line, side) {
    const input = line.amounts[side];
    switch (name) {
      case "=":
        return () => this.balance(line, side);
      case "-":
        return isWhole(input) ? () => this.redden(line, side) : null;
      case " ":
        return () => this.swapSide(line, side);
      case "Escape":
        return () => {
          input.value = "";
          line.wrong(input, "");
          this.changed();
        };
      default:
        return null;
    }
  },

  /** A Chinese input method swallows the key and leaves its full-width sign in the field: it means the same. */
  composed(line, side) {
    const input = line.amounts[side];
    const [rest, sign] = [input.value.slice(0, -1), input.value.slice(-1)];
    if (sign === "=" || sign === "＝") {
      input.value = rest;
      this.balance(line, side);
    } else if (sign === " " || sign === "　") {
      input.value = rest;
      this.swapSide(line, side);
    }
  },

  async enter(line, input) {
    if (input === line.account && !(await this.resolveAccount(line))) return;
    this.next(input);
  },

  list(line, input) {
    if (input === line.summary) line.summaryChoice.open();
    else {
      if (input !== line.account) line.account.focus();
      line.accountChoice.open();
    }
  },

  /** `=`: a sum is worked out; otherwise the line is given what makes the voucher even, on the side that needs it. */
  balance(line, side) {
    const input = line.amounts[side];
    if (/[-+*/×÷(]/.test(input.value.replace(/^-/, "")) && input.selectionStart === input.selectionEnd) {
      this.settle(line, side);
      line.loosen(side);
      return;
    }
    const wanted = missing(this.lines.map((each) => each.fen), this.lines.indexOf(line));
    if (!wanted) return line.note(input, "其余各行已平");
    line.put(wanted.side, plain(wanted.fen));
    line.amounts[wanted.side].focus();
    this.changed();
  },

  /** `-` on a whole amount: 红字, and back. In a sum, or in an empty cell, it is just a minus. */
  redden(line, side) {
    const input = line.amounts[side];
    const { fen } = parseAmount(input.value);
    if (typeof fen !== "bigint") return;
    input.value = plain(-fen);
    input.select();
    line.note(input, fen > 0n ? "红字" : "");
    this.changed();
  },

  swapSide(line, side) {
    const other = side === "debit" ? "credit" : "debit";
    line.put(other, line.amounts[side].value);
    line.amounts[other].focus();
    this.changed();
  },

  typed(event) {
    const line = this.lineOf(event.target);
    if (line && event.target === line.summary) {
      line.note(line.summary, "");
      this.copySummary(line);
    }
    if (line && event.target === line.account) line.code.value = "";
    const side = line?.sideOf(event.target);
    if (side) {
      line.note(event.target, "");
      this.composed(line, side);
    }
    this.changed();
  },

  /** `..` or `…` copies the summary above, `//` the first one. */
  copySummary(line) {
    const typed = line.summary.value;
    const above = this.lines[this.lines.indexOf(line) - 1];
    if ((typed === ".." || typed === "…" || typed === "。。") && above) line.summary.value = above.summary.value;
    if (typed === "//") line.summary.value = this.lines[0].summary.value;
    if (line.summary.value !== typed) line.summaryChoice.close();
  },
};
