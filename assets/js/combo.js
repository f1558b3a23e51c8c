// Choosing while typing: a text field with a list under it, filtered by code, name, mnemonic, pinyin initials.
//
//   <input data-module="combo" data-source="/parties.json" name="payee">
// The source answers an array of {id, code, name, path, initials, mnemonic, balance}; only id and name are needed.
// What is sent is the id, under the field's own name; without scripts the typed words are sent.

const sources = new Map();

/** The list behind an address, fetched once for the whole page. */
export function source(address) {
  if (!sources.has(address)) {
    const asked = fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } }).then((answer) => {
      if (!answer.ok) throw new Error(`${address} ${answer.status}`);
      return answer.json();
    });
    asked.catch(() => sources.delete(address));
    sources.set(address, asked);
  }
  return sources.get(address);
}

/** How well an option answers what was typed: 0 not at all; higher is better. */
export function score(option, typed) {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return 1;
  const code = String(option.code ?? "").toLowerCase();
  const letters = `${option.initials ?? ""} ${option.mnemonic ?? ""}`.toLowerCase().split(/[\s,]+/).filter(Boolean);
  const names = `${option.name ?? ""} ${option.path ?? ""}`.toLowerCase();
  if (code === wanted) return 9;
  if (letters.includes(wanted)) return 8;
  if (code !== "" && code.startsWith(wanted)) return 7;
  if (String(option.name ?? "").toLowerCase().startsWith(wanted)) return 6;
  if (letters.some((each) => each.startsWith(wanted))) return 5;
  if (names.includes(wanted)) return 4;
  if (letters.some((each) => each.includes(wanted))) return 3;
  return 0;
}

/** The options that answer, best first, codes in order within the same worth. */
export function matching(options, typed, most = 50) {
  return options
    .map((option, place) => ({ option, place, worth: score(option, typed) }))
    .filter((each) => each.worth > 0)
    .sort((a, b) => b.worth - a.worth || a.place - b.place)
    .slice(0, most)
    .map((each) => each.option);
}

let made = 0;

/**
 * Makes `input` choose from `options()` (a promise of the list).
 * `taken(option)` is told what was chosen; `words(option)` says how it stands in the field.
 * `add(name)` makes what the list does not hold (a promise of the option); it is offered as its last line.
 * `free` fields keep what was typed unless the person walks into the list; `opens` false waits to be called.
 */
export class Combo {
  constructor(input, { options, taken, words = (option) => option.name, none = "没有这一项", free = false, opens = true, add = null }) {
    Object.assign(this, { input, options, taken, words, none, free, add, shown: [], at: -1, typed: false });
    this.list = document.createElement("div");
    this.list.className = "combo__list";
    this.list.id = `combo-${(made += 1)}`;
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    input.parentElement.classList.add("combo");
    input.after(this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("autocomplete", "off");
    if (opens) input.addEventListener("input", () => this.open(true));
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.pressed(event));
    this.list.addEventListener("mousedown", (event) => this.pointed(event));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Shows what answers the words in the field; `typed` says that the person changed them; `but` is left out. */
  async open(typed = false, but = null) {
    this.typed = typed;
    let all;
    try {
      all = await this.options();
    } catch {
      this.say("名单没有取到，请检查网络");
      return;
    }
    if (document.activeElement !== this.input) return;
    this.shown = matching(all, typed ? this.input.value : "").filter((option) => option !== but);
    const name = this.input.value.trim();
    const isNew = this.add && typed && name !== "" && !all.some((option) => option.name === name);
    if (isNew) this.shown.push({ name: `新增「${name}」`, making: name });
    this.at = typed && !this.free && this.shown.length > 0 && this.input.value.trim() !== "" ? 0 : -1;
    if (this.shown.length === 0) return this.free && typed ? this.close() : this.say(this.none);
    this.list.replaceChildren(...this.shown.map((option, place) => this.line(option, place)));
    this.show();
    this.mark();
  }

  line(option, place) {
    const line = document.createElement("div");
    line.className = "combo__option";
    line.id = `${this.list.id}-${place}`;
    line.setAttribute("role", "option");
    line.dataset.place = place;
    for (const [name, text] of [["code", option.code], ["name", option.path ?? option.name], ["side", option.balance]]) {
      const part = document.createElement("span");
      part.className = `combo__${name}`;
      part.textContent = text ?? "";
      line.append(part);
    }
    return line;
  }

  say(words) {
    this.shown = [];
    this.at = -1;
    const said = document.createElement("div");
    said.className = "combo__none";
    said.textContent = words;
    this.list.replaceChildren(said);
    this.show();
  }

  show() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.typed = false;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  mark() {
    [...this.list.children].forEach((line, place) => line.setAttribute("aria-selected", String(place === this.at)));
    const line = this.list.children[this.at];
    if (!line) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", line.id);
    line.scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && !this.isOpen && event.altKey) {
      event.preventDefault();
      this.open();
    } else if (this.isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = this.shown.length;
      if (count > 0) this.at = this.at < 0 && step < 0 ? count - 1 : (this.at + step + count) % count;
      this.mark();
    } else if (this.isOpen && event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (this.isOpen && (event.key === "Enter" || event.key === "Tab") && this.shown[this.at]) {
      if (event.key === "Enter") event.preventDefault();
      this.take(this.shown[this.at], event.key);
    }
  }

  pointed(event) {
    event.preventDefault();
    const line = event.target.closest("[data-place]");
    if (line) this.take(this.shown[Number(line.dataset.place)], "pointer");
  }

  /** The new one, or null when it was refused; the reason stands in the list. */
  async make(name) {
    try {
      return await this.add(name);
    } catch (failed) {
      this.say(failed.message || "没有加上，请检查网络");
      return null;
    }
  }

  async take(option, by) {
    if (option.making) {
      const made = await this.make(option.making);
      if (made) this.take(made, by);
      return;
    }
    this.input.value = this.words(option);
    this.close();
    this.taken(option, by);
  }
}

/** Asks the centre to put a name on the list behind an address; the page's copy of the list grows with it. */
export async function addTo(address, name, csrf) {
  const answer = await fetch(address, {
    method: "POST",
    body: new URLSearchParams({ name }),
    headers: { Accept: "application/json", "X-CSRF": csrf },
    credentials: "same-origin",
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message);
  (await source(address)).push(said);
  return said;
}

/** A plain field made to choose: a hidden twin carries the id under the field's name. */
export default function combo(input) {
  const kept = document.createElement("input");
  kept.type = "hidden";
  kept.name = input.name;
  kept.value = input.dataset.chosen ?? input.value;
  input.removeAttribute("name");
  input.after(kept);
  input.addEventListener("input", () => (kept.value = input.value));
  new Combo(input, {
    options: () => source(input.dataset.source),
    taken: (option) => {
      kept.value = option.id;
      input.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: option }));
    },
  });
}
