// Dates as a bookkeeper types them inside one accounting period.

const daysIn = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const two = (n) => String(n).padStart(2, "0");

/**
 * `15` is the 15th of the period; `9-15` and `0915` are of the period's year; `2025-9-5`, `20250905` and `2025年9月5日` are whole;
 * `+` and `-` (with a number of days or alone) move from `current`. Answers {date} ISO, or {error}, a sentence.
 */
export function expandDay(typed, period, current = "") {
  const text = typed.trim().replace(/[０-９]/g, (c) => String(c.codePointAt(0) - 0xff10));
  if (text === "") return { error: "请写日期，例如 15" };
  const [year, month] = period.split("-").map(Number);
  const moved = /^([+-])(\d{0,3})$/.exec(text);
  if (moved) return shifted(current, Number(`${moved[1]}${moved[2] || 1}`));
  const parts = text.replace(/日$/, "").split(/[-./年月]/).filter(Boolean);
  if (!parts.every((part) => /^\d+$/.test(part))) return { error: `「${typed.trim()}」不是日期，请写成 ${period}-15 或 15` };
  const [only] = parts;
  if (parts.length === 3) return checked(...parts.map(Number));
  if (parts.length === 2) return checked(year, Number(parts[0]), Number(parts[1]));
  if (only.length <= 2) return checked(year, month, Number(only));
  if (only.length === 4) return checked(year, Number(only.slice(0, 2)), Number(only.slice(2)));
  if (only.length === 8) return checked(Number(only.slice(0, 4)), Number(only.slice(4, 6)), Number(only.slice(6)));
  return { error: `「${typed.trim()}」不是日期，请写成 ${period}-15 或 15` };
}

function checked(year, month, day) {
  if (year < 1900 || year > 2999) return { error: `没有 ${year} 年这个账期` };
  if (month < 1 || month > 12) return { error: `没有 ${month} 月` };
  if (day < 1 || day > daysIn(year, month)) return { error: `${year}年${month}月没有 ${day} 日` };
  return { date: `${year}-${two(month)}-${two(day)}` };
}

function shifted(current, by) {
  const at = /^(\d{4})-(\d{2})-(\d{2})$/.exec(current);
  if (!at) return { error: "先写一个日期，再用 + 或 - 挪动" };
  const date = new Date(Date.UTC(Number(at[1]), Number(at[2]) - 1, Number(at[3]) + by));
  return { date: date.toISOString().slice(0, 10) };
}

/** Why an ISO date cannot stand on a voucher, in words; empty when it can. */
export function whyOutside(date, { firstDay, lastDay }) {
  if (firstDay && date < firstDay) return `${date} 不在记账期内，最早可记 ${firstDay}`;
  if (lastDay && date > lastDay) return `${date} 还没有到，最晚可记 ${lastDay}`;
  return "";
}
