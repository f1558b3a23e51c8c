import assert from "node:assert/strict";
import test from "node:test";
import { fill, papersOf } from "../../assets/js/needs.js";

/** A field as a form gives it; it remembers what the page came with. */
function field(value, more = {}) {
  return { value, defaultValue: value, dispatchEvent: () => true, ...more };
}

function formOf(fields) {
  const told = { hidden: true, textContent: "" };
  const elements = { ...fields, namedItem: (name) => fields[name] };
  return { told, elements, querySelector: () => told };
}

const invoice = { number: "24000000000000000001", date: "2025-09-08", seller: "建材部", buyer: "合作社", amount: "800.00", red: false };

test("an electronic invoice fills what is empty and nothing else", () => {
  const form = formOf({ card: field("expense"), amount: field(""), other_party: field(""), date: field("2025-09-12") });
  fill(form, invoice);
  assert.deepEqual([form.elements.amount.value, form.elements.other_party.value, form.elements.date.value], ["800.00", "建材部", "2025-09-08"]);
  assert.equal(form.told.hidden, false);
  const typed = formOf({ card: field("expense"), amount: field("880"), other_party: field("老板"), date: field("2025-09-12", { value: "2025-09-10" }) });
  fill(typed, invoice);
  assert.deepEqual([typed.elements.amount.value, typed.elements.other_party.value, typed.elements.date.value], ["880", "老板", "2025-09-10"]);
});

test("on the income card the other party of our own invoice is its buyer", () => {
  const form = formOf({ card: field("income"), amount: field(""), other_party: field(""), date: field("") });
  fill(form, invoice);
  assert.equal(form.elements.other_party.value, "合作社");
});

test("the papers of an item begin at their amounts", () => {
  const papers = JSON.stringify([{ need: "contract", from: 500_000 }, { need: "witness", from: 0 }]);
  const form = formOf({ item: { selectedOptions: [{ dataset: { papers } }] } });
  assert.deepEqual(papersOf(form, 499_999).map((paper) => paper.need), ["witness"]);
  assert.deepEqual(papersOf(form, 500_000).map((paper) => paper.need), ["contract", "witness"]);
});
