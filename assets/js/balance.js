// What the two sides of a voucher come to. A line is {debit, credit} in fen, null when nothing stands there.
import { grouped } from "./amount.js";

/** Both totals. */
export function totals(lines) {
  return lines.reduce(
    (sum, line) => ({ debit: sum.debit + (line.debit ?? 0n), credit: sum.credit + (line.credit ?? 0n) }),
    { debit: 0n, credit: 0n },
  );
}

/** The running difference in words, and whether the voucher is even. */
export function differenceInWords(lines) {
  const { debit, credit } = totals(lines);
  const touched = lines.some((line) => line.debit !== null || line.credit !== null);
  if (!touched) return { state: "none", words: "还没有金额" };
  if (debit === credit) return { state: "even", words: "借贷平衡" };
  const short = debit > credit ? "贷方少" : "借方少";
  const size = debit > credit ? debit - credit : credit - debit;
  return { state: "odd", words: `相差 ${grouped(size)}（${short}）` };
}

/** What line `at` must carry to make the voucher even: {side, fen}, or null when the others are even already. */
export function missing(lines, at) {
  const { debit, credit } = totals(lines.filter((_, place) => place !== at));
  if (debit === credit) return null;
  return debit > credit ? { side: "credit", fen: debit - credit } : { side: "debit", fen: credit - debit };
}

/** `借 1,200.00`, `贷 30.00`, 平: a balance, debit positive, as the chart says it. */
export function balanceInWords(fen) {
  if (fen === 0n) return "平";
  return fen > 0n ? `借 ${grouped(fen)}` : `贷 ${grouped(-fen)}`;
}
