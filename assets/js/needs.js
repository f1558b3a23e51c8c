// The form of a card asks only what the chosen item needs: data-needs and data-ways of the chosen <option>
// show the elements marked data-need="household …" and leave only the legal ways of paying to choose from.
// While photos are on their way the form waits; putting it aside does not.

export default function needs(form) {
  const item = form.elements.item;
  const marked = [...form.querySelectorAll("[data-need]")];
  const ways = [...form.querySelectorAll("[name=paid_by]")];

  const draw = () => {
    const chosen = item.selectedOptions[0];
    const wanted = (chosen?.dataset.needs ?? "").split(" ").filter(Boolean);
    for (const element of marked) {
      const shown = element.dataset.need.split(" ").some((need) => wanted.includes(need));
      element.hidden = !shown && !element.querySelector(".field__error");
    }
    const legal = (chosen?.dataset.ways ?? "").split(" ").filter(Boolean);
    for (const way of ways) way.closest(".choice").hidden = legal.length > 0 && !legal.includes(way.value);
    if (legal.length > 0 && !ways.some((way) => way.checked && legal.includes(way.value))) {
      const first = ways.find((way) => legal.includes(way.value));
      if (first) first.checked = true;
    }
  };

  // The photos have gone ahead: what is left is words, which the page can keep when the login has ended.
  if (form.querySelector("[data-awake-upload]")) form.enctype = "application/x-www-form-urlencoded";
  let left = 0;
  form.addEventListener("upload:left", (event) => {
    left = event.detail;
    form.enctype = "application/x-www-form-urlencoded";
  });
  form.addEventListener("submit", (event) => {
    if (left === 0 || event.submitter?.value === "keep") return;
    event.preventDefault();
    const said = form.querySelector("[data-queue]");
    said.textContent = `还有 ${left} 张照片没有发完，都收到再交单；要走开，先按暂存。`;
    said.scrollIntoView({ block: "center" });
  });
  item.addEventListener("change", draw);
  draw();
}
