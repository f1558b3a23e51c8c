// Amounts as people type them, exact to the fen. Whole fen in BigInt, arithmetic in whole fractions: no floats, no eval.

/** What eleven digit columns hold: 999,999,999.99 yuan. */
export const LIMIT = 99_999_999_999n;

const NARROW = { "．": ".", "，": ",", "－": "-", "−": "-", "＋": "+", "×": "*", "＊": "*", "x": "*", "X": "*", "÷": "/", "／": "/", "（": "(", "）": ")" };

/** Full-width figures and signs read as what they mean; the currency sign and spaces fall away. */
export function narrow(typed) {
  return [...typed.trim()]
    .map((c) => (c >= "０" && c <= "９" ? String(c.codePointAt(0) - 0xff10) : (NARROW[c] ?? c)))
    .join("")
    .replace(/[¥￥\s]/g, "");
}

/**
 * Reads `1234.5`, `1,234.50`, `-12`, `120*3+45`, `(1+2)/3`.
 * Answers {fen} — null for nothing typed — or {error}, a sentence; `rounded` when a division did not come out even.
 */
export function parseAmount(typed) {
  const text = narrow(typed).replace(/=+$/, "");
  if (text === "") return { fen: null };
  const isSum = /[*/()]|.[+-]/.test(text);
  let value;
  try {
    value = isSum ? evaluate(text) : number(text);
  } catch (wrong) {
    return { error: wrong.message };
  }
  if (value === null) return { error: `「${typed.trim()}」不是金额，请只写数字，例如 1234.50` };
  const [above, below] = [value.above * 100n, value.below];
  const even = above % below === 0n;
  if (!even && !isSum) return { error: `「${typed.trim()}」多于两位小数，金额最小到分` };
  const fen = even ? above / below : roundHalfAway(above, below);
  if (fen > LIMIT || fen < -LIMIT) return { error: `「${typed.trim()}」超过单笔上限 999,999,999.99 元` };
  return even ? { fen } : { fen, rounded: true };
}

function roundHalfAway(above, below) {
  const size = above < 0n ? -above : above;
  const whole = (size * 2n + below) / (below * 2n);
  return above < 0n ? -whole : whole;
}

/** A plain figure as a fraction {above, below}; null when it is not one. */
function number(text) {
  const sign = text[0] === "-" ? -1n : 1n;
  const digits = text.replace(/^[+-]/, "");
  if (!/^(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?$/.test(digits) || !/\d/.test(digits)) return null;
  const [whole, part = ""] = digits.replaceAll(",", "").split(".");
  return { above: sign * BigInt(whole + part || "0"), below: 10n ** BigInt(part.length) };
}

/** Sums, differences, products, quotients and brackets, by recursive descent over whole fractions. */
function evaluate(text) {
  const tokens = text.match(/\d[\d,]*\.?\d*|\.\d+|[-+*/()]|./g) ?? [];
  const wrong = () => new Error(`「${text}」算不出来，请检查算式`);
  let at = 0;
  const sum = () => {
    let left = product();
    while (tokens[at] === "+" || tokens[at] === "-") {
      const minus = tokens[at++] === "-";
      const right = product();
      left = { above: left.above * right.below + (minus ? -1n : 1n) * right.above * left.below, below: left.below * right.below };
    }
    return left;
  };
  const product = () => {
    let left = signed();
    while (tokens[at] === "*" || tokens[at] === "/") {
      const over = tokens[at++] === "/";
      const right = signed();
      if (over && right.above === 0n) throw new Error("不能除以零，请检查算式");
      left = over ? divided(left, right) : { above: left.above * right.above, below: left.below * right.below };
    }
    return left;
  };
  const signed = () => {
    if (tokens[at] === "-" || tokens[at] === "+") {
      const minus = tokens[at++] === "-";
      const value = signed();
      return minus ? { above: -value.above, below: value.below } : value;
    }
    return single();
  };
  const single = () => {
    const token = tokens[at++];
    if (token === "(") {
      const inner = sum();
      if (tokens[at++] !== ")") throw wrong();
      return inner;
    }
    const value = token === undefined ? null : number(token);
    if (value === null) throw wrong();
    return value;
  };
  const value = sum();
  if (at < tokens.length) throw wrong();
  return value;
}

function divided(left, right) {
  const value = { above: left.above * right.below, below: left.below * right.above };
  return value.below < 0n ? { above: -value.above, below: -value.below } : value;
}

/** `1234.50`: the form fields carry. */
export function plain(fen) {
  const size = String(fen < 0n ? -fen : fen).padStart(3, "0");
  return `${fen < 0n ? "-" : ""}${size.slice(0, -2)}.${size.slice(-2)}`;
}

/** `1,234.50`: the form people read. */
export function grouped(fen) {
  const [whole, part] = plain(fen).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${part}`;
}

/** Eleven columns 亿…分, blank where nothing stands; a red-letter amount has its minus before the first figure. */
export function digits(fen) {
  if (fen === null || fen === 0n) return Array(11).fill("");
  const figures = `${fen < 0n ? "-" : ""}${String(fen < 0n ? -fen : fen).padStart(3, "0")}`;
  return [...figures.padStart(11, " ")].map((c) => c.trim());
}

const CAPITALS = [..."零壹贰叁肆伍陆柒捌玖"];
const PLACES = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿", "万亿"];

/** 人民币大写, in the one spelling the whole program writes (kernel::Money::in_words). */
export function inWords(fen) {
  if (fen === 0n) return "零元整";
  const size = fen < 0n ? -fen : fen;
  const [yuan, jiao, cents] = [size / 100n, Number((size / 10n) % 10n), Number(size % 10n)];
  let said = fen < 0n ? "负" : "";
  if (yuan > 0n) said += `${yuanWords(yuan)}元`;
  if (jiao === 0 && cents === 0) return `${said}整`;
  if (jiao === 0) return `${said}${yuan > 0n ? "零" : ""}${CAPITALS[cents]}分`;
  const gap = yuan > 0n && yuan % 10n === 0n ? "零" : "";
  return `${said}${gap}${CAPITALS[jiao]}角${cents > 0 ? `${CAPITALS[cents]}分` : ""}`;
}

function yuanWords(yuan) {
  const figures = [...String(yuan)].map(Number);
  let said = "";
  let zeroWaiting = false;
  let groupSpoken = false;
  figures.forEach((digit, i) => {
    const place = figures.length - 1 - i;
    if (digit === 0) {
      zeroWaiting = said !== "";
    } else {
      said += `${zeroWaiting ? "零" : ""}${CAPITALS[digit]}${PLACES[place % 4]}`;
      zeroWaiting = false;
      groupSpoken = true;
    }
    if (place % 4 === 0) {
      if (groupSpoken) said += GROUPS[place / 4] ?? "";
      groupSpoken = false;
    }
  });
  return said;
}
