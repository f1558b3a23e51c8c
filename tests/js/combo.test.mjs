import assert from "node:assert/strict";
import test from "node:test";
import { matching, score } from "../../assets/js/combo.js";

const chart = [
  { code: "101", name: "库存现金", path: "库存现金", initials: "kcxj" },
  { code: "10201", name: "农商行", path: "银行存款／农商行", initials: "yhck nsh yxck", mnemonic: "nsh1" },
  { code: "10202", name: "农行", path: "银行存款／农行", initials: "yhck nh" },
  { code: "112", name: "应收款", path: "应收款", initials: "ysk" },
];
const found = (typed) => matching(chart, typed).map((each) => each.code);

test("an account answers to code, name, mnemonic and pinyin initials", () => {
  assert.deepEqual(found("10201"), ["10201"]);
  assert.deepEqual(found("102"), ["10201", "10202"]);
  assert.deepEqual(found("银行"), ["10201", "10202"]);
  assert.deepEqual(found("nsh1"), ["10201"]);
  assert.deepEqual(found("YHCK"), ["10201", "10202"]);
  assert.deepEqual(found("ys"), ["112"]);
  assert.deepEqual(found("没有"), []);
});

test("nothing typed shows all, in their order", () => {
  assert.deepEqual(found(""), ["101", "10201", "10202", "112"]);
});

test("the whole code outweighs everything", () => {
  assert.ok(score(chart[0], "101") > score(chart[1], "102"));
});
