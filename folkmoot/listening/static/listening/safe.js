// What a phone keeps: sealed with a key that the browser never gives out, in its own database, and wiped when sent.
const NAME = "folkmoot-listening";

function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const store of ["key", "kept", "known"]) asked.result.createObjectStore(store);
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

function answer(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

export class Safe {
  static async open() {
    if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return null;
    const safe = new Safe();
    safe.db = await open();
    await safe.makeKey();
    return safe;
  }

  store(name, mode = "readonly") {
    return this.db.transaction(name, mode).objectStore(name);
  }

  // Two pages at once: the second finds the first one's key, since only an absent one is added.
  async makeKey() {
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    try { await answer(this.store("key", "readwrite").add(fresh, "one")); } catch { /* there is one */ }
    this.key = await answer(this.store("key").get("one"));
  }

  async seal(value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify(value));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, words) };
  }

  async unseal(row) {
    const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, this.key, row.sealed);
    return JSON.parse(new TextDecoder().decode(words));
  }

  async keep(store, name, value) {
    const row = await this.seal(value);
    return answer(this.store(store, "readwrite").put(row, name));
  }

  async read(store, name) {
    const row = await answer(this.store(store).get(name));
    return row ? this.unseal(row) : null;
  }

  async all() {
    const names = await answer(this.store("kept").getAllKeys());
    const rows = await answer(this.store("kept").getAll());
    const values = await Promise.all(rows.map((row) => this.unseal(row)));
    return names.map((name, at) => ({ name, ...values[at] })).sort((one, other) => one.at - other.at);
  }

  drop(store, name) {
    return answer(this.store(store, "readwrite").delete(name));
  }

  // Everything goes, the key too: what a copy of the database may still hold cannot be opened by anybody.
  async wipe() {
    for (const store of ["kept", "known", "key"]) await answer(this.store(store, "readwrite").clear());
    await this.makeKey();
  }
}
