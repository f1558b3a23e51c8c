import assert from "node:assert/strict";
import test from "node:test";
import { expandDay, whyOutside } from "../../assets/js/day.js";

test("a bare day falls into the period", () => {
  for (const [typed, date] of [
    ["15", "2025-09-15"],
    ["5", "2025-09-05"],
    ["１５", "2025-09-15"],
    ["9-8", "2025-09-08"],
    ["0908", "2025-09-08"],
    ["9月8日", "2025-09-08"],
    ["2025-9-8", "2025-09-08"],
    ["20250908", "2025-09-08"],
    ["2025年9月8日", "2025-09-08"],
    ["2025/09/30", "2025-09-30"],
  ]) {
    assert.deepEqual(expandDay(typed, "2025-09"), { date }, typed);
  }
});

test("plus and minus move the date that stands there", () => {
  assert.deepEqual(expandDay("+", "2025-09", "2025-09-30"), { date: "2025-10-01" });
  assert.deepEqual(expandDay("-3", "2025-09", "2025-09-12"), { date: "2025-09-09" });
  assert.match(expandDay("+", "2025-09", "").error, /先写一个日期/);
});

test("a day that does not exist is refused by name", () => {
  assert.match(expandDay("31", "2025-09").error, /2025年9月没有 31 日/);
  assert.match(expandDay("29", "2025-02").error, /没有 29 日/);
  assert.deepEqual(expandDay("29", "2024-02"), { date: "2024-02-29" });
  assert.match(expandDay("13-1", "2025-09").error, /没有 13 月/);
  assert.match(expandDay("昨天", "2025-09").error, /不是日期/);
  assert.match(expandDay("", "2025-09").error, /请写日期/);
});

test("inside means the same month", () => {
  const days = { firstDay: "2025-08-01", lastDay: "2025-09-30" };
  assert.equal(whyOutside("2025-09-30", days), "");
  assert.match(whyOutside("2025-10-01", days), /最晚可记 2025-09-30/);
  assert.match(whyOutside("2025-07-31", days), /最早可记 2025-08-01/);
});
