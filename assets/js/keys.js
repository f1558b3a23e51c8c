// The keyboard of a page. Anything that can be pressed may carry data-key="a" or data-key="Ctrl+Enter F12":
// several keys, any of them. Plain letters act only while nothing is being typed.
// A list marked data-list is walked with j and k, opened with Enter. The browser keeps its own keys:
// a function key is taken only where the page offers it, and always has a second key.

/** The name of a pressed key as it is written in data-key: Ctrl+Alt+Shift order, letters small. */
export function nameOf(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shifted = event.shiftKey && key.length > 1;
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shifted ? "Shift+" : ""}${key}`;
}

/** True when the person is typing words or numbers into something. */
export function isTyping(target) {
  return Boolean(target?.closest?.("input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]"));
}

function isPlain(name) {
  return !name.startsWith("Ctrl+") && !name.startsWith("Alt+") && !/^(Shift\+)?F\d+$/.test(name);
}

function wanted(root, name) {
  for (const element of root.querySelectorAll("[data-key]")) {
    if (element.dataset.key.split(/\s+/).includes(name) && element.getClientRects().length > 0) return element;
  }
  return null;
}

function walk(root, step) {
  const list = [...root.querySelectorAll("[data-list]")].find((each) => each.getClientRects().length > 0);
  if (!list) return false;
  const rows = [...list.children].filter((row) => row.querySelector("a, button, input") || row.matches("a"));
  if (rows.length === 0) return false;
  const here = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  rows.forEach((row) => row.removeAttribute("aria-selected"));
  next.setAttribute("aria-selected", "true");
  (next.matches("a") ? next : next.querySelector("a, button, input")).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

/** Back returns to the row it left, still marked: the row followed is remembered with its page. */
function rememberRow(event) {
  const row = event.target.closest?.("[data-list] > *");
  if (row?.id && event.target.closest("a")) history.replaceState({ ...history.state, row: row.id }, "");
}

function markRememberedRow(root) {
  const row = history.state?.row && root.getElementById(history.state.row);
  if (!row) return;
  row.setAttribute("aria-selected", "true");
  row.scrollIntoView({ block: "center" });
}

/** Listens to the whole page. */
export default function keys(root) {
  root.addEventListener("click", rememberRow);
  markRememberedRow(root);
  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = nameOf(event);
    if (isPlain(name) && isTyping(event.target)) return;
    const element = wanted(root, name);
    if (element) {
      event.preventDefault();
      if (isTyping(element)) element.focus();
      else element.click();
    } else if (name === "j" || name === "k") {
      if (walk(root, name === "j" ? 1 : -1)) event.preventDefault();
    }
  });
}
