// The centre's board under the hand: arrows walk from cell to cell, Enter opens what blocks the one in hand.
// The first arrow goes to the first late cell, or to the present month of the first village.
import { isTyping } from "./keys.js";

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** Where an arrow leads from (row, column); empty places are stepped over, the edge holds. */
export function stepped(filled, [row, column], [down, across]) {
  let [r, c] = [row + down, column + across];
  while (filled[r]?.[c] === false) [r, c] = [r + down, c + across];
  return filled[r]?.[c] ? [r, c] : [row, column];
}

export default function board(box) {
  const rows = [...box.querySelectorAll("tbody tr")].map((row) => [...row.cells].slice(3).map((cell) => cell.querySelector(".board__cell")));
  const filled = rows.map((row) => row.map(Boolean));
  const first = () => box.querySelector(".board__cell:has(.light--red)") ?? box.querySelector(".board__now .board__cell") ?? box.querySelector(".board__cell");
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    const row = rows.findIndex((cells) => cells.includes(document.activeElement));
    if (row < 0 && document.activeElement !== document.body) return;
    event.preventDefault();
    const [r, c] = row < 0 ? [] : stepped(filled, [row, rows[row].indexOf(document.activeElement)], step);
    const cell = row < 0 ? first() : rows[r][c];
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}
