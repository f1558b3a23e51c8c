// Handing in photos: camera or album, shrunk on the phone, sent one by one with a bar, tried again until they arrive.
//
//   <div class="upload" data-module="upload" data-url="/…/documents" data-name="documents">
//     two <label class="button upload__pick">… <input type="file"></label>
//     <ol class="upload__list"></ol> <p class="upload__queue" data-queue role="status"></p>
//   </div>
// Each file is POSTed as multipart: csrf, file. On a clerk's card (a form with data-person) a photo stays on the phone until
// the card is handed in, so that the page may be closed at any moment. The answer {id} goes into the form as a hidden input named data-name.
// data-form="id" names the form when the box stands beside it.
// data-kind="kind" names a list of the form: each photo gets the same list, sent as "kinds" beside its id.
import { drop, isHandedIn, keep, pageOf, waiting } from "./upload_queue.js";
import { prepared } from "./photo.js";

const AGAIN = [2_000, 5_000, 15_000, 30_000];

class Upload {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form") ?? document.getElementById(box.dataset.form ?? "");
    this.list = box.querySelector(".upload__list");
    this.said = box.querySelector("[data-queue]");
    this.url = box.dataset.url;
    this.photos = [];
    this.card = this.cardOf();
    this.tries = 0;
    // Each photo has its own number here; the one field for all is for pages without scripts.
    this.asksNumber = this.form?.querySelector("[data-scriptless]") ?? null;
    if (this.asksNumber) this.asksNumber.hidden = true;
    box.querySelectorAll("input[type=file]").forEach((input) => {
      input.removeAttribute("name");
      input.addEventListener("change", () => this.picked(input));
      // On a slow phone a photo may be taken before this script is there.
      if (input.files.length > 0) this.picked(input);
    });
    // Photos go ahead of the form: what is left is words, which the login page can keep when the login has ended.
    if (this.form?.contains(box)) this.form.enctype = "application/x-www-form-urlencoded";
    window.addEventListener("online", () => this.send());
    box.addEventListener("upload:clear", () => this.clear());
    this.form?.addEventListener("card:going", () => this.photos.forEach((photo) => this.remember(photo, { handed: true })));
    this.resume();
  }

  /** Which card the photos belong to; nothing for a box that is no clerk's. */
  cardOf() {
    const form = this.form;
    if (!form?.dataset.person || !form.elements.once_key) return null;
    const [once, version] = [form.elements.once_key.value, form.elements.version.value];
    const whose = `${form.dataset.person}:${new URL(form.action).pathname}:${form.elements.card.value}`;
    return { whose, person: form.dataset.person, page: pageOf(form), once, version };
  }

  async resume() {
    for (const kept of await waiting(this.card?.whose ?? this.url)) {
      if (await this.isOver(kept)) {
        drop(kept.key);
        continue;
      }
      // A form that was refused shows what it has already.
      const shown = [...(this.form?.querySelectorAll("[name=files]") ?? [])].map((field) => field.value);
      if (kept.id && shown.includes(kept.id)) continue;
      const file = new File([kept.blob], kept.name, { type: kept.blob.type });
      await this.add(file, kept.key, kept);
    }
  }

  /** True for a photo whose card has been handed in, or was kept as something newer, since. */
  async isOver(kept) {
    if (!kept.handed) return false;
    if (kept.version !== this.card?.version) return true;
    return Boolean(kept.once) && (await isHandedIn(kept.page, kept.once)) === true;
  }

  /** Writes down how a photo stands, so that a page opened again goes on from there. */
  remember(photo, more = {}) {
    if (!this.photos.includes(photo) || !photo.blob) return;
    const { key, at, name, blob } = photo;
    const chosen = { kind: photo.kind?.value, number: photo.number?.value, id: photo.id?.value, answer: photo.answer };
    keep({ key, at, url: this.url, name, blob, ...this.card, ...chosen, ...more });
  }

  async picked(input) {
    const files = [...input.files];
    input.value = "";
    for (const file of files) await this.add(file, crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`);
  }

  async add(file, key, kept = {}) {
    const photo = { key, at: kept.at ?? Date.now() + this.photos.length / 1000, file, turns: 0, state: "waiting", id: null };
    this.photos.push(photo);
    this.draw(photo);
    if (kept.kind && photo.kind) photo.kind.value = kept.kind;
    if (kept.number && photo.number) photo.number.value = kept.number;
    photo.askNumber?.();
    // What was kept is what was sent or is to be sent: it is not shrunk a second time.
    await this.prepare(photo, kept.blob ? { blob: kept.blob, name: kept.name } : {});
    if (kept.id) this.arrived(photo, kept.answer ?? { id: kept.id });
    this.show(photo);
    this.send();
  }

  async prepare(photo, as = {}) {
    Object.assign(photo, await prepared(photo.file, photo.turns), as);
    this.remember(photo);
    if (photo.thumb) {
      photo.thumb.className = "upload__thumb";
      photo.row.replaceChild(photo.thumb, photo.row.firstElementChild);
    }
    this.show(photo);
  }

  draw(photo) {
    photo.row = document.createElement("li");
    photo.row.className = "upload__item";
    const blank = Object.assign(document.createElement("span"), { className: "upload__thumb" });
    const middle = document.createElement("div");
    photo.word = Object.assign(document.createElement("span"), { className: "light" });
    photo.bar = Object.assign(document.createElement("progress"), { className: "progress__bar", max: 100, value: 0 });
    photo.kind = this.kind();
    photo.number = this.number(photo);
    for (const asked of [photo.kind, photo.number]) asked?.addEventListener("change", () => this.remember(photo));
    middle.append(photo.kind ?? `${photo.file.name} `, ...(photo.number ? [photo.number.parentElement] : []), photo.word, photo.bar);
    const acts = Object.assign(document.createElement("div"), { className: "acts" });
    if (photo.file.type.startsWith("image/")) acts.append(this.act("转90°", () => this.turn(photo)));
    acts.append(this.act("不要", () => this.remove(photo)));
    photo.row.append(blank, middle, acts);
    this.list.append(photo.row);
    this.show(photo);
  }

  /** The form's list of kinds once more, for one photo; nothing where the form does not ask. */
  kind() {
    const asked = this.box.dataset.kind && this.form?.elements[this.box.dataset.kind];
    if (!asked) return null;
    const own = asked.cloneNode(true);
    own.removeAttribute("id");
    own.removeAttribute("name");
    own.setAttribute("aria-label", "这一张是什么");
    own.className = "input upload__kind";
    own.value = asked.value;
    return own;
  }

  /** The number of a paper invoice, asked for only where the form asks. */
  number(photo) {
    if (!this.asksNumber || !photo.kind) return null;
    const field = Object.assign(document.createElement("input"), { className: "input upload__number", inputMode: "numeric", autocomplete: "off" });
    const label = Object.assign(document.createElement("label"), { className: "upload__ask", textContent: "发票号码" });
    label.append(field);
    const asked = () => (label.hidden = photo.kind.value !== "invoice" || Boolean(photo.read));
    photo.kind.addEventListener("change", asked);
    photo.askNumber = asked;
    asked();
    return field;
  }

  act(word, does) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: word });
    button.addEventListener("click", does);
    return button;
  }

  show(photo) {
    const [tone, word] = { waiting: ["grey", "等着发送"], sending: ["amber", "正在发送"], sent: ["green", "已收到"], failed: ["amber", "未发送，自动再试"], refused: ["red", photo.why] }[photo.state];
    photo.word.className = `light light--${tone}`;
    photo.word.textContent = photo.state === "sent" && photo.note ? photo.note : word;
    photo.bar.hidden = photo.state === "sent" || photo.state === "refused";
    const left = this.photos.filter((each) => each.state !== "sent" && each.state !== "refused").length;
    this.said.textContent = left > 0 ? `未发送 ${left}` : this.photos.length > 0 ? `${this.photos.length} 张都已收到` : "";
    this.box.dispatchEvent(new CustomEvent("upload:left", { bubbles: true, detail: left }));
  }

  async turn(photo) {
    photo.turns = (photo.turns + 1) % 4;
    photo.id?.remove();
    photo.id = null;
    photo.answer = undefined;
    photo.note = "";
    photo.read = false;
    photo.kind?.removeAttribute("name");
    photo.number?.removeAttribute("name");
    photo.state = "waiting";
    await this.prepare(photo);
    this.send();
  }

  /** Those that arrived are shown elsewhere now. */
  clear() {
    const sent = this.photos.filter((photo) => photo.state === "sent");
    sent.forEach((photo) => photo.row.remove());
    this.photos = this.photos.filter((photo) => photo.state !== "sent");
    if (this.photos.length === 0) this.said.textContent = "";
  }

  remove(photo) {
    photo.request?.abort();
    photo.id?.remove();
    photo.row.remove();
    this.photos = this.photos.filter((each) => each !== photo);
    drop(photo.key);
    if (this.photos.length > 0) this.show(this.photos[0]);
    else this.said.textContent = "";
  }

  /** One photo at a time: on a weak line two are slower than one after another. */
  async send() {
    if (this.busy) return;
    const photo = this.photos.find((each) => each.blob && (each.state === "waiting" || each.state === "failed"));
    if (!photo) return;
    this.busy = true;
    const blob = photo.blob;
    try {
      photo.state = "sending";
      this.show(photo);
      const answer = await this.post(photo);
      if (photo.blob === blob) this.arrived(photo, answer);
      this.tries = 0;
    } catch (failed) {
      photo.state = failed.final ? "refused" : "failed";
      photo.why = failed.message;
      if (!failed.final) setTimeout(() => this.send(), AGAIN[Math.min(this.tries++, AGAIN.length - 1)]);
    }
    this.busy = false;
    this.show(photo);
    if (photo.state !== "failed") this.send();
  }

  arrived(photo, answer) {
    photo.state = "sent";
    photo.answer = answer;
    photo.id = Object.assign(document.createElement("input"), { type: "hidden", name: this.box.dataset.name, value: answer.id });
    photo.row.append(photo.id);
    if (photo.kind) photo.kind.name = "kinds";
    if (photo.number) photo.number.name = "numbers";
    this.readOut(photo, answer);
    if (this.box.dataset.form) [photo.id, photo.kind].forEach((part) => part?.setAttribute("form", this.box.dataset.form));
    if (this.card) this.remember(photo);
    else drop(photo.key);
  }

  /** The centre has read an electronic invoice out of it: the form may fill itself. */
  readOut(photo, answer) {
    if (answer.unread) photo.note = "已收到；发票数据读不出，按普通票据收";
    if (!answer.invoice || !photo.kind) return;
    photo.read = true;
    photo.note = answer.invoice.red ? "已收到，红字电子发票" : "已收到，电子发票";
    photo.kind.value = "invoice";
    if (photo.number) photo.number.value = "";
    photo.askNumber?.();
    this.box.dispatchEvent(new CustomEvent("upload:read", { bubbles: true, detail: answer.invoice }));
  }

  post(photo) {
    return new Promise((done, failed) => {
      const request = (photo.request = new XMLHttpRequest());
      request.open("POST", this.url);
      request.responseType = "json";
      request.setRequestHeader("Accept", "application/json");
      const csrf = this.form?.elements.csrf?.value ?? "";
      request.setRequestHeader("X-CSRF", csrf);
      request.upload.onprogress = (event) => (photo.bar.value = (event.loaded / event.total) * 100);
      request.onload = () => {
        const said = request.response;
        if (request.status < 300 && said?.id) done(said);
        else failed(Object.assign(new Error(said?.message ?? "中心没有收下这一张"), { final: request.status >= 400 && request.status < 500 }));
      };
      request.onerror = request.ontimeout = request.onabort = () => failed(new Error("网络不通"));
      request.timeout = 120_000;
      const body = new FormData();
      body.append("csrf", csrf);
      body.append("file", photo.blob, photo.name);
      request.send(body);
    });
  }
}

export default function upload(box) {
  return new Upload(box);
}
