/* Keeps the page of one device, so that its address opens without a network. With one, the newest list is fetched. */
const KEPT = "colonnade-attendance" + new URL(".", location.href).pathname;
const page = new URL(".", location.href).href;
self.addEventListener("install", (event) => event.waitUntil(caches.open(KEPT).then((kept) => kept.add(new Request(page, { cache: "reload" }))).then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate" || event.request.url.split(/[?#]/)[0] !== page) return;
  const kept = () => caches.open(KEPT).then((all) => all.match(page));
  event.respondWith(fetch(event.request).then(async (answer) => {
    if (!answer.ok) return (await kept()) || answer; // the list is at this address no more: what was marked here is
    const copy = answer.clone();
    event.waitUntil(caches.open(KEPT).then((all) => all.put(page, copy)));
    return answer;
  }).catch(kept));
});
