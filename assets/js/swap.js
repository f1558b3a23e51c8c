// Replaces one named block of the page by the same block fetched again: the same address, the same template,
// header X-Fragment. Without scripts the link or form does what links and forms do.
//
//   <section data-swap="status">…</section>                          the block
//   <a href="…" data-swap-into="status">                             a link that replaces it
//   <form action="…" method="post" data-swap-into="status">          a form that replaces it
//   <section data-module="swap" data-swap="work" data-every="2">     fetches itself again every 2 s until it
//                                                                    comes back without data-every
import { wake } from "./app.js";

/** Fetches block `name` of `address` and puts it in place. Answers whether it could. */
export async function swap(name, address, options = {}) {
  const block = document.querySelector(`[data-swap="${CSS.escape(name)}"]`);
  if (!block) return false;
  const answer = await fetch(address, {
    ...options,
    headers: { ...options.headers, "X-Fragment": name },
    credentials: "same-origin",
  });
  if (!answer.headers.get("content-type")?.includes("text/html")) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(`[data-swap="${CSS.escape(name)}"]`);
  if (!fresh) return false;
  block.replaceWith(fresh);
  await wake(fresh.parentElement);
  fresh.querySelector(".refusal[role=alert]")?.focus();
  return true;
}

async function followed(event) {
  const link = event.target.closest?.("a[data-swap-into]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!(await swap(link.dataset.swapInto, link.href).catch(() => false))) location.assign(link.href);
}

async function sent(event) {
  const form = event.target.closest?.("form[data-swap-into]");
  if (!form) return;
  event.preventDefault();
  const said = new FormData(form, event.submitter);
  const get = form.method === "get";
  const address = new URL(form.action);
  if (get) address.search = new URLSearchParams(said).toString();
  const body = get ? undefined : form.enctype === "multipart/form-data" ? said : new URLSearchParams(said);
  const done = await swap(form.dataset.swapInto, address, get ? {} : { method: "POST", body }).catch(() => false);
  if (!done) form.submit();
}

document.addEventListener("click", followed);
document.addEventListener("submit", sent);

/** A block that watches long work: fetches itself until the answer no longer asks to be fetched. */
export default function watch(block) {
  const seconds = Number(block.dataset.every);
  if (!seconds) return;
  setTimeout(() => swap(block.dataset.swap, location.href).catch(() => watch(block)), seconds * 1000);
}
