// Photos on their way to the centre, kept on this phone so that a closed page or a dead battery loses none.
//
// One record a photo: key, at (when it was picked), url, name, blob, and for a card of the clerk's: whose (person, book,
// card), person, page (the address of the form), once and version (which form), kind and number as chosen, id and
// answer once it has arrived, handed once the form was sent. A card's photos stay until the card is handed in; anybody
// else's leave as soon as they have arrived.

const STORE = "waiting";

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

let base = null;

function database() {
  base ??= new Promise((done, failed) => {
    const opening = indexedDB.open("mingzhang-uploads", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "key" });
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });
  return base;
}

async function within(mode, act) {
  const store = (await database()).transaction(STORE, mode).objectStore(STORE);
  return asked(act(store));
}

/** Every record on this phone, in the order picked. A browser that refuses storage has none. */
export async function everything() {
  const all = await within("readonly", (store) => store.getAll()).catch(() => []);
  return all.sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
}

/** Everything that belongs to one form: a card by whose it is, any other box by its address. */
export async function waiting(whose) {
  return (await everything()).filter((photo) => (photo.whose ?? photo.url) === whose);
}

/** Keeps a photo; answers whether the phone could keep it. */
export async function keep(photo) {
  return within("readwrite", (store) => store.put(photo)).then(() => true, () => false);
}

/** The photo is where it belongs, or is not wanted any more. */
export async function drop(key) {
  return within("readwrite", (store) => store.delete(key)).catch(() => undefined);
}

/** The address under which a card's form is opened again, also from the page that refused it. */
export function pageOf(form) {
  const action = new URL(form.action).pathname;
  const once = form.elements.once_key.value;
  return once ? `${action}/new?card=${form.elements.card.value}&key=${once}` : `${action}/edit`;
}

/** True when the form of this key was kept by the centre: its address leads elsewhere. `null` when nobody answers. */
export async function isHandedIn(page, once) {
  const address = new URL(page, location.origin);
  address.searchParams.set("key", once);
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return null;
  return new URL(answer.url).pathname !== address.pathname && !answer.url.includes("/login");
}
