import assert from "node:assert/strict";
import test from "node:test";
import { differenceInWords, missing, totals } from "../../assets/js/balance.js";

const line = (debit, credit) => ({ debit, credit });

test("the difference is said in words, with the side that is short", () => {
  assert.deepEqual(differenceInWords([line(null, null)]), { state: "none", words: "还没有金额" });
  assert.deepEqual(differenceInWords([line(120000n, null), line(null, 100000n)]), { state: "odd", words: "相差 200.00（贷方少）" });
  assert.deepEqual(differenceInWords([line(100n, null), line(null, 120000n)]), { state: "odd", words: "相差 1,199.00（借方少）" });
  assert.deepEqual(differenceInWords([line(120000n, null), line(null, 120000n)]), { state: "even", words: "借贷平衡" });
});

test("red letters count with their sign", () => {
  assert.deepEqual(totals([line(-5000n, null), line(null, -5000n)]), { debit: -5000n, credit: -5000n });
  assert.equal(differenceInWords([line(-5000n, null), line(null, -5000n)]).state, "even");
});

test("what is missing is offered on the short side, the line itself left out", () => {
  const lines = [line(120000n, null), line(null, 20000n), line(null, null)];
  assert.deepEqual(missing(lines, 2), { side: "credit", fen: 100000n });
  assert.deepEqual(missing(lines, 1), { side: "credit", fen: 120000n });
  assert.deepEqual(missing(lines, 0), { side: "debit", fen: 20000n });
  assert.equal(missing([line(null, null)], 0), null);
});
