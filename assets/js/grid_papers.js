// The source documents beside the voucher: what was brought is kept with the draft at once and shown beside it,
// and 附单据 is compared with the pages that are there. These are methods of the grid (grid.js); `this` is the grid.
import { swap } from "./swap.js";

export const papers = {
  /** Listens to the upload beside the sheet, and to what is taken off. */
  watchPapers() {
    const beside = document.querySelector("[data-beside]");
    if (!beside) return;
    beside.addEventListener("upload:left", (event) => {
      const arrived = event.target.querySelectorAll("input[name=files]").length;
      if (event.detail === 0 && arrived > 0) this.keepPapers(beside, event.target);
    });
    beside.addEventListener("click", (event) => {
      const button = event.target.closest("[data-take-off]");
      if (!button) return;
      button.closest("li").remove();
      this.keepPapers(beside, null);
    });
    this.count().addEventListener("input", () => this.sayPages());
    this.sayPages();
  },

  count() {
    return this.form.elements.source_document_count;
  },

  get pages() {
    return Number(document.querySelector("[data-swap=papers]")?.dataset.pages ?? 0);
  },

  /** With the draft to the centre, and back beside the sheet. */
  async keepPapers(beside, upload) {
    const before = this.pages;
    await this.draft.saved();
    const { id, version } = this.form.elements;
    if (version.value === "0") return;
    if (!(await swap("papers", this.draft.url.replace(/[^/]*$/, id.value)).catch(() => false))) return;
    upload?.dispatchEvent(new CustomEvent("upload:clear"));
    beside.classList.toggle("beside", document.querySelector("[data-swap=papers] .document") !== null);
    if (["", "0", String(before)].includes(this.count().value.trim())) this.count().value = this.pages;
    this.sayPages();
    this.draft.save();
  },

  /** 附单据 3 张，已附 2 页: said where they differ. */
  sayPages() {
    const place = document.querySelector("[data-papers-said]");
    if (!place) return;
    const count = Number(this.count().value || 0);
    const same = count === this.pages;
    place.textContent = same ? `附单据 ${count} 张，已附 ${this.pages} 页` : `附单据写的是 ${count} 张，已附 ${this.pages} 页，请核对`;
    place.classList.toggle("is-negative", !same);
  },
};
