import assert from "node:assert/strict";
import test from "node:test";
import { digits, grouped, inWords, parseAmount, plain } from "../../assets/js/amount.js";

test("amounts are read as people type them", () => {
  for (const [typed, fen] of [
    ["1234.5", 123450n],
    ["1,234.50", 123450n],
    ["¥0.05", 5n],
    ["-12", -1200n],
    ["１２．３", 1230n],
    [".5", 50n],
    ["1.500", 150n],
    ["12.", 1200n],
    ["", null],
    ["  ", null],
  ]) {
    assert.deepEqual(parseAmount(typed), { fen }, typed);
  }
});

test("arithmetic is exact to the fen", () => {
  for (const [typed, fen] of [
    ["120*3+45", 40500n],
    ["120×3＋45=", 40500n],
    ["0.1+0.2", 30n],
    ["1,200.00-0.01", 119999n],
    ["(1+2)*3.33", 999n],
    ["0.005*200", 100n],
    ["10/4", 250n],
    ["-3*-2", 600n],
    ["1-2-3", -400n],
    ["8/2/2", 200n],
    ["12*(3+(4-1))", 7200n],
    ["999999999.99-0.01", 99999999998n],
  ]) {
    assert.deepEqual(parseAmount(typed), { fen }, typed);
  }
});

test("a quotient that does not come out is rounded half away from zero, and says so", () => {
  assert.deepEqual(parseAmount("100/3"), { fen: 3333n, rounded: true });
  assert.deepEqual(parseAmount("0.01/2"), { fen: 1n, rounded: true });
  assert.deepEqual(parseAmount("-0.01/2"), { fen: -1n, rounded: true });
});

test("what is not an amount is refused in words", () => {
  for (const [typed, said] of [
    ["12,34", "不是金额"],
    ["1.2.3", "不是金额"],
    ["abc", "不是金额"],
    ["1e3", "不是金额"],
    ["-", "不是金额"],
    [".", "不是金额"],
    ["1.005", "多于两位小数"],
    ["1000000000", "超过单笔上限"],
    ["1+", "算不出来"],
    ["(1+2", "算不出来"],
    ["1**2", "算不出来"],
    ["3/0", "除以零"],
    ["alert(1)", "算不出来"],
  ]) {
    assert.match(parseAmount(typed).error ?? "accepted", new RegExp(said), typed);
  }
});

test("figures are written for fields, for people and for columns", () => {
  assert.equal(plain(123450n), "1234.50");
  assert.equal(plain(-5n), "-0.05");
  assert.equal(grouped(1234567890n), "12,345,678.90");
  assert.equal(grouped(-35050n), "-350.50");
  assert.deepEqual(digits(120000n), ["", "", "", "", "", "1", "2", "0", "0", "0", "0"]);
  assert.deepEqual(digits(-5n), ["", "", "", "", "", "", "", "-", "0", "0", "5"]);
  assert.deepEqual(digits(0n), Array(11).fill(""));
  assert.equal(digits(99999999999n).join(""), "99999999999");
});

test("capitals are spelled as the kernel spells them", () => {
  for (const [fen, said] of [
    [140950n, "壹仟肆佰零玖元伍角"],
    [168032n, "壹仟陆佰捌拾元零叁角贰分"],
    [1640902n, "壹万陆仟肆佰零玖元零贰分"],
    [5n, "伍分"],
    [10000000000n, "壹亿元整"],
    [2000000300n, "贰仟万零叁元整"],
    [1500n, "壹拾伍元整"],
    [-1500n, "负壹拾伍元整"],
    [0n, "零元整"],
  ]) {
    assert.equal(inWords(fen), said);
  }
});
