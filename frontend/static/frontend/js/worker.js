// @ts-check
// The service worker: keeps the shells of the log, the walk and the daily check and their files, opens them when the network is gone, sends the
// outbox when it is back, and takes answers from notifications. It never keeps a personal page.

import { dayOf, newFall, quietDay } from "./phone/operations.js";
import { send } from "./phone/sending.js";
import { keep, whose } from "./phone/store.js";

/** @typedef {{ version: string, shell: string, walk: string, daily: string, assets: string[], icon: string, badge: string }} Release */
/** @typedef {{ kind: string, title: string, body: string, tag: string, day: string | null, path: string,
 *   owner: string, actions: { action: string, title: string }[] }} Message */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** So long Home may take; then the shell is shown, which can log (milliseconds). */
const HOME_PATIENCE = 3_000;
const PATIENCE = 10_000;
const OF_THE_HOME = /^\/(my-home|walks)\//;
const OF_SYMPTOMS = /^\/symptoms\//;
const NO_SERVER = 502;
/** So long a thank you stands in the place of a question that was answered (milliseconds). */
const THANKED = 3_000;

/** @param {Release} release */
export function serve(release) {
  const kept = new Set(release.assets);
  worker.addEventListener("install", (event) => event.waitUntil(install(release)));
  worker.addEventListener("activate", (event) => event.waitUntil(activate(release)));
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== location.origin) {
      return;
    }
    if (request.mode === "navigate") {
      event.respondWith(page(request, pathname, release));
    } else if (kept.has(pathname)) {
      event.respondWith(fromCache(pathname).then((found) => found ?? fetch(request)));
    }
  });
  worker.addEventListener("message", (event) => {
    if (event.data === "use-now") {
      event.waitUntil(worker.skipWaiting());
    }
  });
  worker.addEventListener("sync", (event) => {
    /** @type {ExtendableEvent} */ (event).waitUntil(sync());
  });
  worker.addEventListener("push", (event) => event.waitUntil(show(event.data?.json(), release)));
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(answer(event.action, event.notification.data, release.shell));
  });
}

/** @param {Release} release */
async function install({ version, shell, walk, daily, assets }) {
  const cache = await caches.open(version);
  // Without cookies the shells are nobody's.
  await cache.addAll(
    [shell, walk, daily, ...assets].map((url) => new Request(url, { cache: "reload", credentials: "omit" })),
  );
}

/** @param {Release} release */
async function activate({ version }) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== version).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {string} path without a query: to ignore one the browser would open everything that is kept */
function fromCache(path) {
  return caches.match(path, { ignoreVary: true });
}

/**
 * A page from the network, or a shell where the network has none: of a page of the home the walk's, of
 * symptoms the daily check's.
 * @param {Request} request
 * @param {string} path
 * @param {Release} release
 */
async function page(request, path, { shell, walk, daily }) {
  const instead = OF_THE_HOME.test(path) ? walk : OF_SYMPTOMS.test(path) ? daily : shell;
  const offline = async () => (await fromCache(instead)) ?? Response.error();
  if (path === shell || path === walk || path === daily) {
    return (await fromCache(path)) ?? fetch(request);
  }
  const answered = fetch(request);
  const late = new Promise((resolve) =>
    setTimeout(() => resolve(null), path === "/" ? HOME_PATIENCE : PATIENCE),
  );
  try {
    const found = /** @type {Response | null} */ (await Promise.race([answered, late]));
    if (found !== null && found.status < NO_SERVER) {
      return found;
    }
    answered.then((unread) => unread.body?.cancel()).catch(() => undefined);
  } catch {
    // No network.
  }
  return offline();
}

/** The browser says that there is a network; told that it did not help, it says so again later. */
async function sync() {
  const { wait } = await send({ pressed: true });
  if (wait > 0) {
    throw new Error("again later");
  }
}

/** @param {Message | undefined} message @param {Release} release */
async function show(message, { icon, badge }) {
  if (message === undefined) {
    return;
  }
  const { kind, title, body, tag, day, path = "/", owner, actions } = message;
  const isAnswered = kind === "answered";
  const phone = await phoneNow();
  await worker.registration.showNotification(title, {
    body,
    tag,
    icon,
    badge,
    silent: isAnswered,
    data: { day, owner, path },
    // On a phone that somebody else uses now, or nobody, it can only be opened.
    ...{ actions: owner === phone.owner && !phone.signedOut ? actions : [] },
  });
  if (isAnswered) {
    // Not awaited: browsers look whether something is shown when the event is over.
    setTimeout(() => close(tag), THANKED);
  }
}

/** @param {string} tag */
async function close(tag) {
  for (const notification of await worker.registration.getNotifications({ tag })) {
    notification.close();
  }
}

/**
 * An answer from a notification goes through the same outbox as a tap in the app.
 * @param {string} action
 * @param {{ day: string | null, owner: string, path: string }} data
 * @param {string} shell
 */
async function answer(action, data, shell) {
  const { owner, signedOut } = await phoneNow();
  const by = signedOut || owner !== data.owner ? null : owner;
  if (action !== "no_falls" && action !== "fell") {
    await worker.clients.openWindow(data.path ?? "/");
    return;
  }
  const { operation, fall = undefined } =
    action === "fell" ? newFall("fall", by) : { operation: quietDay(data.day ?? dayOf()) };
  try {
    // The server named the day: no clock of this phone moves it.
    await keep(by, [operation], fall, fall === undefined && data.day !== null);
  } catch {
    // This phone keeps nothing: the log says so, and has the same button.
    await worker.clients.openWindow(`${shell}#${fall ? "fall" : action}`);
    return;
  }
  await Promise.all([fall && worker.clients.openWindow(`${shell}#${fall.entry_id}`), sendOrLater()]);
}

/** Nobody's, where the phone keeps nothing. */
function phoneNow() {
  return whose().catch(() => ({ owner: null, signedOut: true }));
}

/** Sends; where that failed the browser is asked to wake this worker when there is a network. */
async function sendOrLater() {
  const { wait } = await send();
  if (wait > 0) {
    // Not everywhere, and not where the person has forbidden it: then the next page sends.
    await /** @type {any} */ (worker.registration).sync?.register("outbox").catch(() => undefined);
  }
}
