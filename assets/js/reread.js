// The mapping of a bank file: every choice reads the file again at once, so that the proof line tells whether it was
// right. Without scripts the button 读一读 does the same.
import { swap } from "./swap.js";

export default function reread(form) {
  let waiting;
  const read = () => swap("reading", form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => read().catch(() => {}), 150);
  };
  form.addEventListener("change", soon);
}
