// The form of a card asks only what the chosen item needs: data-needs and data-ways of the chosen <option>
// show the elements marked data-need="household …" and leave only the legal ways of paying to choose from.
// What is still missing stands at the foot of the form, with who will decide on this amount (data-rungs).
// While photos are on their way the form waits; putting it aside does not.
import { parseAmount } from "./amount.js";

export default function needs(form) {
  // form.elements.item is the collection's own method, so fields are asked for by namedItem.
  const item = form.elements.namedItem("item");
  const marked = [...form.querySelectorAll("[data-need]")];
  const ways = [...form.querySelectorAll("[name=paid_by]")];

  const draw = () => {
    const chosen = item.selectedOptions[0];
    const wanted = (chosen?.dataset.needs ?? "").split(" ").filter(Boolean);
    for (const element of marked) {
      const shown = element.dataset.need.split(" ").some((need) => wanted.includes(need));
      element.hidden = !shown && !element.querySelector(".field__error");
    }
    const legal = (chosen?.dataset.ways ?? "").split(" ").filter(Boolean);
    for (const way of ways) way.closest(".choice").hidden = legal.length > 0 && !legal.includes(way.value);
    if (legal.length > 0 && !ways.some((way) => way.checked && legal.includes(way.value))) {
      const first = ways.find((way) => legal.includes(way.value));
      if (first) first.checked = true;
    }
  };

  const numbers = () => {
    for (const row of form.querySelectorAll(".papers__one")) {
      const number = row.querySelector("[data-number]");
      if (number) number.parentElement.hidden = row.querySelector("[name=kinds]").value !== "invoice";
    }
  };

  const tell = () => {
    numbers();
    const box = form.querySelector("[data-missing]");
    if (!box) return;
    const lines = missing(form, marked);
    box.hidden = false;
    box.querySelector(".checklist").replaceChildren(...lines.map(line));
    box.querySelector("[data-who]").textContent = whoDecides(form);
  };

  let left = 0;
  form.addEventListener("upload:left", (event) => {
    left = event.detail;
    tell();
  });
  form.addEventListener("submit", (event) => {
    if (left === 0 || event.submitter?.value === "keep") return;
    event.preventDefault();
    const said = form.querySelector("[data-queue]");
    said.textContent = `还有 ${left} 张照片没有发完，都收到再交单；要走开，先按暂存。`;
    said.scrollIntoView({ block: "center" });
  });
  form.addEventListener("upload:read", (event) => fill(form, event.detail));
  item.addEventListener("change", draw);
  for (const event of ["input", "change"]) form.addEventListener(event, tell);
  draw();
  tell();
}

/** What an electronic invoice says goes where nothing stands yet; the day only while it is the one the page came with. */
export function fill(form, invoice) {
  const field = (name) => form.elements.namedItem(name);
  const other = form.elements.card.value === "income" && !invoice.red ? invoice.buyer : invoice.seller;
  const said = { amount: invoice.amount, other_party: other, date: invoice.date };
  for (const [name, words] of Object.entries(said)) {
    const untouched = name === "date" ? field(name).value === field(name).defaultValue : field(name).value.trim() === "";
    if (!untouched) continue;
    field(name).value = words;
    field(name).dispatchEvent(new Event("input", { bubbles: true }));
  }
  const told = form.querySelector("[data-read]");
  told.textContent = `已从电子发票读出：${invoice.red ? "红字，" : ""}号码 ${invoice.number}，${invoice.date}，${invoice.seller}，${invoice.amount} 元。空着的已经填上，请核对。`;
  told.hidden = false;
}

/** Whole fen; nothing for what is no amount. */
function fenOf(typed) {
  return Number(parseAmount(typed).fen ?? 0n);
}

function bandOf(form) {
  const fen = fenOf(form.elements.amount.value);
  if (!fen) return null;
  const bands = JSON.parse(form.dataset.rungs);
  return bands.find((band) => band.from <= fen && (band.to === null || fen < band.to)) ?? null;
}

function whoDecides(form) {
  const band = bandOf(form);
  return band ? `这笔钱由 ${band.who} 来批。` : "";
}

/** The papers the chosen item brings at this amount: data-papers of its option, in fen. */
export function papersOf(form, fen) {
  const all = JSON.parse(form.elements.namedItem("item").selectedOptions[0]?.dataset.papers ?? "[]");
  return all.filter((paper) => paper.from <= fen);
}

/** `[said, fine]` for everything a card has to say before it goes. */
function missing(form, marked) {
  const value = (name) => form.elements.namedItem(name)?.value.trim() ?? "";
  const papers = form.querySelectorAll("[name=files]").length - form.querySelectorAll("[name=drop]:checked").length;
  const kinds = [...form.querySelectorAll("[name=kinds]")].map((list) => list.value);
  const needed = bandOf(form)?.resolutions ?? 0;
  const lines = [];
  if (form.elements.card.value === "expense" || papers > 0) lines.push([papers > 0 ? `票据 ${papers} 张` : "票据", papers > 0]);
  lines.push(["多少钱", fenOf(value("amount")) > 0]);
  if (form.dataset.party !== undefined) lines.push(["对方是谁", value("other_party") !== ""]);
  lines.push(["是哪一类", value("item") !== ""]);
  for (const field of marked.filter((each) => !each.hidden && each.querySelector("select"))) {
    lines.push([field.querySelector("label").textContent, field.querySelector("select").value !== ""]);
  }
  lines.push(["做什么用", value("reason") !== ""], ["哪一天", value("date") !== ""]);
  if (needed > 0) {
    const there = kinds.filter((kind) => kind === "resolution").length;
    lines.push([`会议决议 ${there}/${needed} 份`, there >= needed]);
  }
  for (const paper of papersOf(form, fenOf(value("amount")))) {
    if (paper.need === "resolution" && needed > 0) continue;
    const there = paper.need === "witness" ? value("witness") !== "" : paper.need.split("/").some((kind) => kinds.includes(kind));
    const because = paper.from > 0 ? `${paper.rule}满 ${paper.limit} 元` : paper.rule;
    lines.push([`${paper.word}（${because}）`, there]);
  }
  return lines;
}

function line([said, fine]) {
  const row = Object.assign(document.createElement("li"), { className: "checklist__line" });
  const light = Object.assign(document.createElement("span"), { className: `light light--${fine ? "green" : "red"}` });
  const words = Object.assign(document.createElement("span"), { textContent: fine ? said : `${said}，还没有` });
  row.append(light, words);
  return row;
}
