// The book switcher of the top line: the link becomes a field; type code, name or pinyin, Enter goes there.
// When the list cannot be had, the link goes to the page of books as it always did.
import { Combo, source } from "./combo.js";

export default function bookSwitch(link) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    try {
      await source(link.dataset.source);
    } catch {
      location.assign(link.href);
      return;
    }
    const holder = document.createElement("span");
    holder.className = "topline__switch";
    const input = document.createElement("input");
    input.className = "input";
    input.setAttribute("aria-label", "换账套：编码、名称或拼音");
    holder.append(input);
    link.hidden = true;
    link.after(holder);
    const back = () => {
      holder.remove();
      link.hidden = false;
    };
    const choice = new Combo(input, {
      options: () => source(link.dataset.source),
      taken: (book) => location.assign(book.href),
      none: "没有这个账套",
    });
    input.addEventListener("blur", back);
    input.addEventListener("keydown", (pressed) => {
      if (pressed.key === "Escape") link.focus();
    });
    input.focus();
    choice.open();
  });
}
