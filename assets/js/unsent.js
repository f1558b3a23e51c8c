// 未发送: the cards on this phone that the centre does not have yet, on the first page of the village.
import { drop, everything, isHandedIn } from "./upload_queue.js";

const CARDS = { income: "收钱", expense: "花钱", transfer: "转账", debt: "欠账" };

/** Cards with words on this phone, by their page: `{page, said, unsent, at}`. */
function cardsOf(person) {
  const found = new Map();
  try {
    for (let n = 0; n < localStorage.length; n++) {
      const key = localStorage.key(n);
      if (!key.startsWith(`mingzhang:card:${person}:`)) continue;
      const kept = JSON.parse(localStorage.getItem(key));
      if (kept.page) found.set(kept.page, { key, ...kept });
    }
  } catch {
    return new Map(); // A browser that refuses storage keeps nothing.
  }
  return found;
}

function line(page, words, light) {
  const row = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { className: "queue__item", href: page });
  const what = Object.assign(document.createElement("span"), { className: "queue__what", textContent: words });
  const tone = Object.assign(document.createElement("span"), { className: "light light--amber", textContent: light });
  link.append(what, tone);
  row.append(link);
  return row;
}

export default async function unsent(box) {
  const cards = cardsOf(box.dataset.person);
  const photos = (await everything()).filter((photo) => photo.person === box.dataset.person && photo.page);
  const pages = new Set([...cards].filter(([, card]) => card.unsent).map(([page]) => page));
  for (const photo of photos) pages.add(photo.page);
  const lines = [];
  let count = 0;
  for (const page of pages) {
    const own = photos.filter((photo) => photo.page === page);
    const card = cards.get(page);
    const once = card?.once ?? own[0]?.once;
    if (once && page.includes("/new") && (await isHandedIn(page, once))) {
      for (const photo of own) await drop(photo.key);
      if (card) localStorage.removeItem(card.key);
      continue;
    }
    const left = own.filter((photo) => !photo.id).length;
    if (left === 0 && !card?.unsent) continue;
    const kind = CARDS[new URL(page, location.origin).searchParams.get("card")] ?? "报账单";
    const said = [kind, card?.said.reason, card?.said.amount ? `${card.said.amount}元` : ""].filter(Boolean).join("　");
    lines.push(line(page, said, left > 0 ? `照片未发送 ${left}` : "没有交成"));
    count += Math.max(left, 1);
  }
  box.hidden = lines.length === 0;
  box.querySelector("[data-count]").textContent = `未发送 ${count}`;
  box.querySelector("ol").replaceChildren(...lines);
}
