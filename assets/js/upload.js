// Handing in photos: camera or album, shrunk on the phone, sent one by one with a bar, tried again until they arrive.
//
//   <div class="upload" data-module="upload" data-url="/…/documents" data-name="documents">
//     two <label class="button upload__pick">… <input type="file"></label>
//     <ol class="upload__list"></ol> <p class="upload__queue" data-queue role="status"></p>
//   </div>
// Each file is POSTed as multipart: csrf, file. The answer {id} goes into the form as a hidden input named data-name.
// data-form="id" names the form when the box stands beside it.
// data-kind="kind" names a list of the form: each photo gets the same list, sent as "kinds" beside its id.
import { drop, keep, waiting } from "./upload_queue.js";
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
    this.tries = 0;
    box.querySelectorAll("input[type=file]").forEach((input) => {
      input.removeAttribute("name");
      input.addEventListener("change", () => this.picked(input));
    });
    // Photos go ahead of the form: what is left is words, which the login page can keep when the login has ended.
    if (this.form?.contains(box)) this.form.enctype = "application/x-www-form-urlencoded";
    // Each photo has its own number here; the one field for all is for pages without scripts.
    this.asksNumber = this.form?.querySelector("[data-scriptless]") ?? null;
    if (this.asksNumber) this.asksNumber.hidden = true;
    window.addEventListener("online", () => this.send());
    box.addEventListener("upload:clear", () => this.clear());
    this.resume();
  }

  async resume() {
    for (const kept of await waiting(this.url)) {
      const file = new File([kept.blob], kept.name, { type: kept.blob.type });
      await this.add(file, kept.key);
    }
  }

  async picked(input) {
    const files = [...input.files];
    input.value = "";
    for (const file of files) await this.add(file, crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`);
  }

  async add(file, key) {
    const photo = { key, file, turns: 0, state: "waiting", id: null };
    this.photos.push(photo);
    this.draw(photo);
    await this.prepare(photo);
    this.send();
  }

  async prepare(photo) {
    Object.assign(photo, await prepared(photo.file, photo.turns));
    await keep({ key: photo.key, url: this.url, name: photo.name, blob: photo.blob });
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
    middle.append(photo.kind ?? `${photo.file.name} `, ...(photo.number ? [photo.number] : []), photo.word, photo.bar);
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
    field.setAttribute("aria-label", "这一张的发票号码");
    const asked = () => (field.hidden = photo.kind.value !== "invoice" || photo.read);
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
    photo.id = Object.assign(document.createElement("input"), { type: "hidden", name: this.box.dataset.name, value: answer.id });
    photo.row.append(photo.id);
    if (photo.kind) photo.kind.name = "kinds";
    if (photo.number) photo.number.name = "numbers";
    this.readOut(photo, answer);
    if (this.box.dataset.form) [photo.id, photo.kind].forEach((part) => part?.setAttribute("form", this.box.dataset.form));
    drop(photo.key);
  }

  /** The centre has read an electronic invoice out of it: the form may fill itself. */
  readOut(photo, answer) {
    if (answer.unread) photo.note = "已收到；发票数据读不出，按普通票据收";
    if (!answer.invoice || !photo.kind) return;
    photo.read = true;
    photo.note = `已收到，已从电子发票读出 ${answer.invoice.number}`;
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
