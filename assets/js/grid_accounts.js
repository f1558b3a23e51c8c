// The voucher grid's accounts, dimensions and 常用凭证: what is asked of the chart, and what is made of the answer.
// These are methods of the grid (grid.js); `this` is the grid.
import { addTo, matching, score, Combo, source } from "./combo.js";

export const accounts = {
  chart() {
    return source(this.form.dataset.chart);
  },

  ownSummaries() {
    return [...new Set(this.lines.map((line) => line.summary.value.trim()).filter(Boolean))].map((name) => ({ id: name, name }));
  },

  /** Balances are not drawn by the server: they are shown once the chart has come. */
  async lateBalances() {
    const chart = await this.chart().catch(() => []);
    for (const line of this.lines) {
      const account = line.code.value && chart.find((each) => each.code === line.code.value);
      if (!account) continue;
      line.showAccount(account);
      this.wantDimension(line, account);
    }
    this.renumber();
  },

  /** What every account would stand at after this voucher, at each of its lines. */
  showAfter() {
    const moved = new Map();
    for (const line of this.lines) {
      const { debit, credit } = line.fen;
      moved.set(line.code.value, (moved.get(line.code.value) ?? 0n) + (debit ?? 0n) - (credit ?? 0n));
    }
    this.lines.forEach((line) => line.showStanding(moved.get(line.code.value) ?? 0n));
  },

  chooseAccount(line, account, by) {
    if (account.leaf === false) {
      line.account.value = account.code;
      line.code.value = "";
      line.account.focus();
      line.accountChoice.open(true, account);
      return;
    }
    line.showAccount(account);
    this.wantDimension(line, account);
    this.changed();
    if (by === "Enter") this.next(line.account);
  },

  wantDimension(line, account) {
    line.askDimension([account.dimension].flat()[0] ?? null, () => this.chooseDimension(line));
    this.renumber();
  },

  chooseDimension(line) {
    const { input, kept, kind } = line.dimension;
    input.addEventListener("input", () => (kept.value = ""));
    new Combo(input, {
      options: () => source(this.form.dataset[kind]),
      none: "名单里没有",
      add: (name) => addTo(this.form.dataset[kind], name, this.form.elements.csrf?.value ?? ""),
      taken: (party, by) => {
        kept.value = party.id;
        this.changed();
        if (by === "Enter") this.next(input);
      },
    });
  },

  /** Words typed into the account cell and left there: one sound answer is taken, anything else is said to be wrong. */
  async resolveAccount(line) {
    const typed = line.account.value.trim();
    if (typed === "") {
      line.showAccount(null);
      this.wantDimension(line, {});
      return true;
    }
    const chart = (await this.chart().catch(() => [])).filter((account) => account.leaf !== false);
    const known = chart.find((account) => account.code === line.code.value);
    if (known && typed === line.accountChoice.words(known)) return true;
    const found = matching(chart, typed);
    const sure = found.filter((account) => score(account, typed) >= 8);
    const [account] = sure.length === 1 ? sure : found.length === 1 ? found : [];
    if (account) {
      line.showAccount(account);
      this.wantDimension(line, account);
      return true;
    }
    line.code.value = "";
    line.wrong(line.account, found.length === 0 ? "没有这个末级科目，按 F7 查" : `有 ${found.length} 个科目对得上，按 F7 选一个`);
    return false;
  },

  async callTemplates() {
    const dialog = this.form.querySelector("[data-template-list]");
    const all = await source(this.form.dataset.templates).catch(() => null);
    if (!dialog) return;
    const items = (all ?? []).map((template) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: template.word });
      button.addEventListener("click", () => this.useTemplate(template, dialog));
      return button;
    });
    dialog.replaceChildren(...(items.length > 0 ? items : [all ? "还没有常用凭证" : "常用凭证没有取到，请检查网络"]));
    dialog.hidden = false;
    items[0]?.focus();
  },

  async useTemplate(template, dialog) {
    dialog.hidden = true;
    const start = this.lines.findIndex((line) => line.isBlank);
    template.lines.forEach((said, n) => (this.lines[start + n] ?? this.add()).write(said, () => {}));
    this.fillUp();
    await this.lateBalances();
    this.changed();
    this.draft.save();
    this.lines[start].cells.at(-2).focus();
  },
};
