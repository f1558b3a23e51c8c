// A typed line survives logout, crash and a dropped connection: after every line the draft goes to the centre,
// and a copy stays on this machine until the centre has it.

import { logInAgain } from "./log_in_again.js";

const AGAIN = 15_000;
const PATIENCE = 4_000;
const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

export class VoucherDraft {
  /** `read()` answers what is typed as plain data; `say(words, tone)` tells the person where the draft is. */
  constructor(form, { read, say }) {
    Object.assign(this, { form, read, say, sending: false, again: false, last: "" });
    this.url = form.dataset.draftUrl;
    this.key = `mingzhang:draft:${location.pathname}`;
    window.addEventListener("online", () => this.last !== this.sent && this.save());
    form.addEventListener("submit", (event) => this.handIn(event));
    window.addEventListener("pageshow", () => (this.handedIn = false));
  }

  /** The copy this machine kept, or null. `state`: typing (never reached the centre), sent, submitted. */
  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  /** Keeps a copy here; quiet when the browser refuses storage, because the centre's copy is the one that counts. */
  keep(state) {
    if (this.handedIn) return;
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: clock(), state, id: this.form.elements.id?.value, version: this.form.elements.version?.value, said: this.read() }));
    } catch {
      this.storageless = true;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      this.storageless = true;
    }
  }

  /** Whether the centre has the draft this copy was handed in as. */
  async hasArrived(kept) {
    const answer = kept.id && (await fetch(`${this.url.replace(/[^/]*$/, "")}${kept.id}`, { method: "HEAD", credentials: "same-origin" }).catch(() => null));
    return Boolean(answer?.ok);
  }

  /** Notes that something changed: the local copy at once. */
  touched() {
    this.keep("typing");
  }

  /** The voucher itself goes now: a draft already on its way arrives first, none may arrive after it. */
  handIn(event) {
    if (this.handedIn) {
      event.preventDefault();
      return;
    }
    this.keep("submitted");
    this.handedIn = true;
    if (!this.sending) return;
    event.preventDefault();
    const late = new Promise((done) => setTimeout(done, PATIENCE));
    Promise.race([this.arrived, late]).catch(() => {}).finally(() => {
      this.handedIn = this.sending = false;
      this.form.requestSubmit(event.submitter);
    });
  }

  /** Sends the draft to the centre, one request at a time, only when it differs from what the centre has. */
  async save() {
    if (!this.url || this.handedIn) return;
    this.last = JSON.stringify(this.read());
    if (this.last === this.sent) return;
    if (this.sending) {
      this.again = true;
      return;
    }
    this.sending = true;
    const sent = this.last;
    try {
      this.arrived = this.send();
      await this.arrived;
      this.sent = sent;
      this.keep("sent");
      this.say(`草稿已存 ${clock()}`);
    } catch (failed) {
      if (this.handedIn) return;
      this.keep("typing");
      this.say(failed.message, "wait");
      setTimeout(() => this.save(), AGAIN);
    } finally {
      this.sending = false;
    }
    if (this.again) {
      this.again = false;
      await this.save();
    }
  }

  /** Sends what there is and waits until nothing is on its way. */
  async saved() {
    await this.save();
    while (this.sending) await this.arrived?.catch(() => {}).then(() => new Promise((done) => setTimeout(done)));
  }

  async send() {
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { Accept: "application/json", "X-CSRF": this.form.elements.csrf?.value ?? "" },
        credentials: "same-origin",
        redirect: "error",
      });
    } catch {
      throw new Error("网络不通，草稿留在本机，通了自动再送");
    }
    if (answer.ok) return this.noted(answer);
    const said = await answer.json().catch(() => null);
    if (answer.status !== 401 && said?.code !== "web.stale_form") throw new Error(refusal(said));
    this.say("登录已过期，填的都在，登录后接着填", "wait");
    await logInAgain(this.form);
    return this.send();
  }

  async noted(answer) {
    const said = await answer.json().catch(() => ({}));
    for (const [name, value] of Object.entries(said.fields ?? {})) {
      if (this.form.elements[name]) this.form.elements[name].value = value;
    }
  }
}

/** The centre's own sentence when it gave one. */
function refusal(said) {
  return said?.message ? `草稿没有存到中心：${said.message}` : "草稿没有存到中心，留在本机，稍后自动再送";
}
