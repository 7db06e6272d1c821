// @ts-check
// Takes the place of the service worker while it is switched off: removes itself and every cache. What waits
// in the outbox stays; pages send it.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

async function remove() {
  for (const name of await caches.keys()) {
    await caches.delete(name);
  }
  await worker.registration.unregister();
}

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(remove()));
