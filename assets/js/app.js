// Loads what the page asks for. An element says data-module="grid viewer"; each word is a file beside this one
// whose default export takes the element. A page that asks for nothing runs nothing but the keys.
import keys from "./keys.js";

const loaders = {
  grid: () => import("./grid.js"),
  viewer: () => import("./viewer.js"),
  upload: () => import("./upload.js"),
  needs: () => import("./needs.js"),
  kept_card: () => import("./kept_card.js"),
  send_card: () => import("./send_card.js"),
  unsent: () => import("./unsent.js"),
  combo: () => import("./combo.js"),
  switch: () => import("./switch.js"),
  swap: () => import("./swap.js"),
  print: () => import("./print.js"),
  board: () => import("./board.js"),
  batch: () => import("./batch.js"),
  reread: () => import("./reread.js"),
};

/** Wakes every module asked for inside `root`, each element once. */
export async function wake(root) {
  for (const element of root.querySelectorAll("[data-module]")) {
    for (const name of element.dataset.module.split(/\s+/)) {
      if (!Object.hasOwn(loaders, name) || element.dataset[`awake-${name}`] !== undefined) continue;
      element.setAttribute(`data-awake-${name}`, "");
      const module = await loaders[name]();
      module.default(element);
    }
  }
}

/** A phrase touched instead of typed: data-fill names the field it goes into. */
function fillPhrases(event) {
  const phrase = event.target.closest?.("[data-fill]");
  if (!phrase) return;
  const field = phrase.form?.elements[phrase.dataset.fill];
  if (!field) return;
  field.value = phrase.textContent.trim();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

/** The refusal block is where the person has to look first. */
function lookAtRefusal() {
  document.querySelector(".refusal[role=alert]")?.focus();
}

keys(document);
document.addEventListener("click", fillPhrases);
lookAtRefusal();
wake(document);
