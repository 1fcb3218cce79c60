// Keeps one page (first of FILES) and its files on the phone, so that it opens with no signal. Nothing of
// anybody's is among them.
self.addEventListener("install", (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method !== "GET" || !FILES.includes(path)) return;
  event.respondWith(fetch(event.request).then((answer) => keep(path, answer), () => caches.match(path)));
});

async function keep(path, answer) {
  if (answer.ok && !answer.redirected) {
    const store = await caches.open(STORE);
    await store.put(path, answer.clone());
  }
  return answer;
}
