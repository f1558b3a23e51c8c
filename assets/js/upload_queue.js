// Photos that have not reached the centre, kept on this phone so that a closed page or a dead battery loses none.

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

/** Everything waiting for one address. A browser that refuses storage has nothing waiting. */
export async function waiting(url) {
  const all = await within("readonly", (store) => store.getAll()).catch(() => []);
  return all.filter((photo) => photo.url === url);
}

/** Keeps a photo until it is sent; answers whether the phone could keep it. */
export async function keep(photo) {
  return within("readwrite", (store) => store.put(photo)).then(() => true, () => false);
}

/** The photo has arrived, or is not wanted any more. */
export async function drop(key) {
  return within("readwrite", (store) => store.delete(key)).catch(() => undefined);
}
