// The login came to its end while something was being typed: the login page's own form stands over the one in hand,
// nothing leaves the page, and the cursor goes back to where it was.

let asking = null;

/** Asks for the login above `form`; done once the person is in again. Two who ask get the same answer. */
export function logInAgain(form) {
  asking ??= ask(form).finally(() => (asking = null));
  return asking;
}

async function ask(form) {
  const was = document.activeElement;
  const page = await fetch("/login", { credentials: "same-origin", headers: { Accept: "text/html" } });
  const [login, , csrf] = await loginForm(page);
  if (!login && csrf) return take(csrf); // logged in again in another window meanwhile
  if (!login) throw new Error("登录页没有打开，稍后自动再试");
  const box = document.createElement("section");
  box.className = "refusal refusal--warn log-in-again";
  box.setAttribute("role", "alert");
  const head = Object.assign(document.createElement("h2"), { textContent: "登录已过期，填的都在" });
  const said = Object.assign(document.createElement("p"), { className: "field__error" });
  box.append(head, said, login);
  form.before(box);
  login.querySelector("input:not([type=hidden])").focus();
  await new Promise((done) => {
    login.addEventListener("submit", async (event) => {
      event.preventDefault();
      const why = await tried(login);
      if (why) {
        said.textContent = why;
        login.elements.password.value = "";
        login.elements.password.focus();
      } else {
        done();
      }
    });
  });
  box.remove();
  was?.focus?.();
}

/** One try; answers why it was refused, nothing when the person is in. */
async function tried(login) {
  const body = new URLSearchParams(new FormData(login));
  const answer = await fetch("/login", { method: "POST", body, credentials: "same-origin", headers: { "X-Fragment": "login" } }).catch(() => null);
  if (!answer) return "网络不通，请再试一次";
  const csrf = answer.headers.get("x-csrf");
  if (answer.ok && csrf) {
    take(csrf);
    return "";
  }
  const [again, why] = await loginForm(answer);
  if (again) login.elements.csrf.value = again.elements.csrf.value;
  return why || "没有登录，请再试一次";
}

/** Every form of this page is of the new login from now on. */
function take(csrf) {
  document.querySelectorAll("input[name=csrf]").forEach((input) => (input.value = csrf));
}

/** The login page's form, what it says was wrong, and the token of whatever page came in its place. */
async function loginForm(answer) {
  if (!answer) return [];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const why = [...page.querySelectorAll(".refusal li")].map((each) => each.textContent.trim()).join("；");
  return [page.querySelector("form[data-login]"), why, page.querySelector("input[name=csrf]")?.value];
}
