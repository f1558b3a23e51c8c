// The document viewer: pages, zoom, rotation. Keys Alt+← Alt+→ turn the page from anywhere on the screen,
// Alt+= Alt+- zoom, Alt+R rotates; the same buttons stand under the picture.

const ZOOMS = [1, 1.5, 2, 3];

export default function viewer(box) {
  const images = [...box.querySelectorAll(".document__image")];
  const view = box.querySelector(".document__view");
  const said = box.querySelector("[data-page]");
  if (images.length === 0) return;
  const state = { page: 0, zoom: 0, seen: new Set() };
  box.classList.add("is-live");

  const draw = () => {
    images.forEach((image, place) => {
      if (place === state.page) image.setAttribute("aria-current", "true");
      else image.removeAttribute("aria-current");
    });
    images[state.page].loading = "eager";
    fit(images[state.page], view, ZOOMS[state.zoom]);
    said.textContent = `${state.page + 1}/${images.length}`;
    state.seen.add(state.page);
    if (state.seen.size === images.length) box.dispatchEvent(new CustomEvent("document:read", { bubbles: true }));
  };
  const acts = {
    previous: () => (state.page = (state.page + images.length - 1) % images.length),
    next: () => (state.page = (state.page + 1) % images.length),
    larger: () => (state.zoom = Math.min(state.zoom + 1, ZOOMS.length - 1)),
    smaller: () => (state.zoom = Math.max(state.zoom - 1, 0)),
    turn: () => {
      const image = images[state.page];
      image.dataset.turn = (Number(image.dataset.turn ?? 0) + 90) % 360;
    },
  };
  const act = (name) => {
    acts[name]();
    draw();
    if (name === "previous" || name === "next") view.scrollTo(0, 0);
  };

  const byKey = { "Alt+ArrowLeft": "previous", "Alt+ArrowRight": "next", "Alt+=": "larger", "Alt+-": "smaller", "Alt+r": "turn" };
  const local = { ArrowLeft: "previous", ArrowRight: "next", "+": "larger", "=": "larger", "-": "smaller", r: "turn" };
  box.addEventListener("click", (event) => {
    const name = event.target.closest("[data-do]")?.dataset.do;
    if (name) act(name);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const name = event.altKey ? byKey[`Alt+${key}`] : box.contains(document.activeElement) && local[key];
    if (!name || !box.isConnected) return;
    event.preventDefault();
    event.stopPropagation();
    act(name);
  }, true);
  images.forEach((image) => image.addEventListener("load", draw));
  watchFingers(view, act);
  draw();
}

/** As wide as the view times the zoom, whichever way it is turned; the margins make up for what turning moves. */
function fit(image, view, zoom) {
  const turn = Number(image.dataset.turn ?? 0);
  const wide = (view.clientWidth - 2) * zoom;
  const shape = image.naturalHeight > 0 ? image.naturalWidth / image.naturalHeight : 1;
  const [width, height] = turn % 180 === 0 ? [wide, wide / shape] : [wide * shape, wide];
  const moved = turn % 180 === 0 ? 0 : (width - height) / 2;
  image.style.width = `${width}px`;
  image.style.margin = `${moved}px ${-moved}px`;
  image.style.transform = `rotate(${turn}deg)`;
}

/** A swipe across turns the page, when the picture is not enlarged past the edge of the view. */
function watchFingers(view, act) {
  let start = null;
  view.addEventListener("touchstart", (event) => {
    start = event.touches.length === 1 ? event.touches[0].clientX : null;
  }, { passive: true });
  view.addEventListener("touchend", (event) => {
    if (start === null || view.scrollWidth > view.clientWidth + 1) return;
    const moved = event.changedTouches[0].clientX - start;
    if (Math.abs(moved) > 60) act(moved > 0 ? "previous" : "next");
  }, { passive: true });
}
