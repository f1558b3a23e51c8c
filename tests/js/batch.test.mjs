import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { addEventListener() {}, querySelector: () => null, querySelectorAll: () => [], getElementById: () => null };
globalThis.history = { state: null };
const { pieces } = await import("../../assets/js/batch.js");

test("many go in pieces, none lost, none twice", () => {
  const all = Array.from({ length: 45 }, (_, n) => n);
  assert.deepEqual(pieces(all, 20).map((piece) => piece.length), [20, 20, 5]);
  assert.deepEqual(pieces(all, 20).flat(), all);
  assert.deepEqual(pieces([], 20), []);
});
