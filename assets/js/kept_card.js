// What is typed on a card stays on this phone until the centre has it: a closed page or a dead battery loses no word.
// The copy belongs to one person, one book and one card. A form of its own key tells whether it has arrived already:
// the address of a key that was handed in leads to the submission.

import { pageOf } from "./upload_queue.js";

const WEEK = 7 * 24 * 3600 * 1000;
const OURS = new Set(["csrf", "once_key", "version", "card", "files", "kinds", "kind", "numbers", "number", "drop", "then", "file"]);

/** The words on the form by name; a radio says which one. */
export function wordsOf(form) {
  const said = {};
  for (const element of form.elements) {
    if (!element.name || OURS.has(element.name) || element.type === "file") continue;
    if (element.type === "radio" ? element.checked : true) said[element.name] = element.value;
  }
  return said;
}

/** Puts words back where they stood. */
export function putBack(form, said) {
  for (const [name, value] of Object.entries(said)) {
    const element = form.elements.namedItem(name);
    if (!element || OURS.has(name)) continue;
    element.value = value;
  }
}

export default async function keptCard(form) {
  const key = `mingzhang:card:${form.dataset.person}:${new URL(form.action).pathname}:${form.elements.card.value}`;
  const once = form.elements.once_key.value;
  const version = form.elements.version.value;
  const fresh = JSON.stringify(wordsOf(form));
  const store = {
    read: () => JSON.parse(localStorage.getItem(key)),
    write: (said, unsent) => localStorage.setItem(key, JSON.stringify({ at: Date.now(), once, version, said, unsent, page: pageOf(form) })),
    forget: () => localStorage.removeItem(key),
  };
  const quietly = (act) => {
    try {
      return act();
    } catch {
      return null; // A browser that refuses storage keeps nothing; the page works as before.
    }
  };
  let unsent = false;
  const keepNow = () => quietly(() => store.write(wordsOf(form), unsent));
  form.addEventListener("card:unsent", () => {
    unsent = true;
    keepNow();
  });
  form.addEventListener("card:going", () => {
    unsent = false;
    keepNow();
  });
  form.addEventListener("input", keepNow);
  form.addEventListener("change", keepNow);

  const kept = quietly(store.read);
  if (!kept || document.querySelector(".refusal[role=alert]")) return;
  if (Date.now() - kept.at > WEEK || kept.version !== version || JSON.stringify(kept.said) === fresh) {
    if (kept.once === once || kept.version !== version) quietly(store.forget);
    return;
  }
  if (kept.once !== once) return void (await backTo(kept, () => quietly(store.forget)));
  putBack(form, kept.said);
  form.elements.namedItem("item").dispatchEvent(new Event("change", { bubbles: true }));
  const told = form.querySelector("[data-restored]");
  told.firstElementChild.textContent = kept.unsent ? "这张单上次没有发出去，填的都在，按“交单”再交。" : "上次填到一半的，已经放回来了。";
  told.hidden = false;
  told.querySelector("[data-anew]").addEventListener("click", () => {
    quietly(store.forget);
    location.assign(`${location.pathname}?card=${form.elements.card.value}`);
  });
}

/** The form the words were typed on, unless it has been handed in meanwhile. */
async function backTo(kept, forget) {
  const page = new URL(location.href);
  page.searchParams.set("key", kept.once);
  const answer = await fetch(page, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  if (new URL(answer.url).pathname === page.pathname) location.replace(page);
  else forget();
}
