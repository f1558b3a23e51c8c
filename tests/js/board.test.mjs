import assert from "node:assert/strict";
import test from "node:test";
import { stepped } from "../../assets/js/board.js";

const filled = [
  [false, true, true],
  [true, false, true],
  [true, true, true],
];

test("an arrow steps over places before a book was kept, and the edge holds", () => {
  assert.deepEqual(stepped(filled, [1, 0], [0, 1]), [1, 2], "over the empty one");
  assert.deepEqual(stepped(filled, [0, 1], [0, -1]), [0, 1], "nothing further left");
  assert.deepEqual(stepped(filled, [0, 1], [1, 0]), [2, 1]);
  assert.deepEqual(stepped(filled, [2, 2], [1, 0]), [2, 2]);
  assert.deepEqual(stepped(filled, [2, 2], [-1, 0]), [1, 2]);
});
