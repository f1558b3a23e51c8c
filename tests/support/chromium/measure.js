// Run in the page: lists every control lower than 44 px and every text smaller than 16 px that can be seen, and a page wider than the screen.
const seen = (element) => {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && style.opacity !== "0" && !element.closest("[hidden], .sr-only");
};
const words = (element) => (element.textContent || element.value || element.name || element.tagName).trim().replace(/\s+/g, " ").slice(0, 30);
const found = [];
const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
if (wide > 1) found.push(`the page is ${wide} px wider than the screen`);
for (const control of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, label.choice")) {
  // A box inside its label is touched by the label.
  if (control.matches("label.choice input, .upload__pick input") || !seen(control)) continue;
  const box = control.getBoundingClientRect();
  if (box.height < 43.5 || box.width < 43.5) found.push(`${control.tagName} ${words(control)} ${Math.round(box.width)}×${Math.round(box.height)}`);
}
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const told = new Set();
while (texts.nextNode()) {
  const holder = texts.currentNode.parentElement;
  if (!texts.currentNode.textContent.trim() || !holder || holder.closest("script, style, option, datalist") || !seen(holder)) continue;
  const size = parseFloat(getComputedStyle(holder).fontSize);
  if (size < 15.9 && !told.has(holder.className)) {
    told.add(holder.className);
    found.push(`${size}px ${holder.tagName}.${holder.className} ${words(holder)}`);
  }
}
return found;
