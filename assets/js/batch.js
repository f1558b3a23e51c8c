// Many vouchers at once, a few at a time: a bar with the count while it runs, and a list of those that were refused at
// its end. Without scripts, and for a few, the form is sent whole.
//
//   <form data-module="batch" data-done="已记账" data-then="/…">  fields named draft, one a voucher
import { wake } from "./app.js";

const FEW = 20;

/** The list in pieces of at most `most`. */
export function pieces(list, most) {
  return Array.from({ length: Math.ceil(list.length / most) }, (_, n) => list.slice(n * most, (n + 1) * most));
}

export default function batch(form) {
  form.addEventListener("submit", (event) => {
    const wanted = new FormData(form).getAll("draft");
    if (wanted.length <= FEW) return;
    event.preventDefault();
    document.querySelectorAll(`[form="${form.id}"]`).forEach((button) => (button.hidden = true));
    run(form, wanted);
  });
}

async function run(form, wanted) {
  const bar = barOf(form, wanted.length);
  const left = [];
  let sent = 0;
  for (const piece of pieces(wanted, FEW)) {
    bar.say(sent, `正在办第 ${sent + 1} 到 ${sent + piece.length} 张`);
    const why = await send(form, piece, left);
    if (why) return bar.end(`办了 ${sent} 张以后停下了：${why}。其余的还在原处，刷新后接着办。`, left, form.dataset.then);
    sent += piece.length;
  }
  bar.say(sent, "办完了");
  bar.end(`${form.dataset.done} ${sent - left.length} 张${left.length > 0 ? `，${left.length} 张没有办成` : ""}`, left, form.dataset.then);
}

/** One piece; what was refused of it is added to `left`. Answers why it could not be sent at all. */
async function send(form, piece, left) {
  const body = new URLSearchParams([["csrf", form.elements.csrf.value], ...piece.map((id) => ["draft", id])]);
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  if (!answer) return "网络不通";
  if (answer.status === 401 || answer.status === 403) return "登录已过期";
  if (answer.status >= 500) return "中心没有办成";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  left.push(...page.querySelectorAll(".refusal li"));
  return "";
}

function barOf(form, total) {
  const box = document.createElement("section");
  box.className = "section progress stack";
  const said = Object.assign(document.createElement("div"), { className: "progress__said" });
  said.setAttribute("role", "status");
  const [count, now] = [document.createElement("span"), document.createElement("span")];
  said.append(count, now);
  const bar = Object.assign(document.createElement("progress"), { className: "progress__bar", max: total, value: 0 });
  box.append(said, bar);
  form.before(box);
  form.hidden = true;
  return {
    say(done, words) {
      [count.textContent, now.textContent, bar.value] = [`${done}/${total}`, words, done];
    },
    end(words, left, then) {
      const told = Object.assign(document.createElement("p"), { className: "notice", textContent: words });
      const next = Object.assign(document.createElement("a"), { className: "button button--main", href: then, textContent: "看结果" });
      box.append(told);
      if (left.length > 0) {
        const refused = Object.assign(document.createElement("section"), { className: "refusal" });
        const list = document.createElement("ul");
        list.append(...left.map((each) => document.importNode(each, true)));
        refused.append(list);
        box.append(refused);
      }
      box.append(next);
      wake(box);
      next.focus();
    },
  };
}
