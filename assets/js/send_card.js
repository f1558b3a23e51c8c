// Handing a card in over a weak line. Before the page is left, the centre is asked whether it answers; while it does not,
// the card stays where it is, says 未发送, and goes by itself as soon as the line is back. One tap sends it at once.
// The form's own key makes a second sending harmless.

const AGAIN = [5_000, 15_000, 30_000, 60_000];
const PATIENCE = 8_000;

/** True when the centre answers. */
async function answers() {
  if (navigator.onLine === false) return false;
  const given = new AbortController();
  const bell = setTimeout(() => given.abort(), PATIENCE);
  const answer = await fetch("/healthz", { cache: "no-store", signal: given.signal }).catch(() => null);
  clearTimeout(bell);
  return answer?.ok ?? false;
}

export default function sendCard(form) {
  const box = form.querySelector("[data-unsent]");
  let going = false;
  let asking = false;
  let tries = 0;
  let timer = 0;
  let pressed = null;

  const go = async () => {
    if (asking || going) return;
    asking = true;
    clearTimeout(timer);
    const there = await answers();
    asking = false;
    if (there) {
      going = true;
      box.hidden = true;
      form.dispatchEvent(new CustomEvent("card:going", { detail: pressed?.value ?? "" }));
      form.requestSubmit(pressed);
      return;
    }
    box.hidden = false;
    form.dispatchEvent(new CustomEvent("card:unsent"));
    box.scrollIntoView({ block: "center" });
    timer = setTimeout(go, AGAIN[Math.min(tries++, AGAIN.length - 1)]);
  };

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || going) return;
    event.preventDefault();
    pressed = event.submitter;
    go();
  });
  box.querySelector("button").addEventListener("click", go);
  window.addEventListener("online", () => {
    if (!box.hidden) go();
  });
  // Back from the page that followed, the form may be sent again.
  window.addEventListener("pageshow", () => {
    going = false;
  });
}
