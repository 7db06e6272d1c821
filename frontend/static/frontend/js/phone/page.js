// @ts-check
// What the phone does on every page of ours: logs with one tap, says how much waits, sends it, and keeps
// the worker and what it needs up to date.

import { answerUndone, newFall, onFall, quietDay, sweep } from "./operations.js";
import {
  belongsTo,
  entriesIn,
  factsOf,
  fallOf,
  keep,
  learnFacts,
  needAnswers,
  noted,
  waitingOf,
  whose,
} from "./store.js";

const LOG = "/log/";
/** What a person is about to do: a finger that is down, a page that is on its way. */
const PRESSED = "#three-buttons :active, a.htmx-request, form.htmx-request";
/** Somebody is signed in who has no diary: nothing here is theirs. */
const NO_DIARY = "-";
const OFTEN = 3_600_000; // milliseconds between two looks for facts and a new version
/** @typedef {import("./store.js").Operation} Operation */

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** htmx is here, where it comes at all. */
const loaded =
  document.readyState === "complete"
    ? Promise.resolve()
    : new Promise((done) => addEventListener("load", done, { once: true }));
/** The last try to send. @type {Promise<void>} */
let flushing = Promise.resolve();
/** This page has said whose phone it is. @type {Promise<unknown>} */
let looked = Promise.resolve();
/** Where the last tap was. */
let spot = [0, 0];
let changed = false;
let refresh = false;
/** When this screen, and the next one, was asked for. */
let drawn = Date.now() - performance.now();
let askedAt = drawn;
let redrawing = false;

/** @param {string} id */
const byId = (id) => document.getElementById(id);

/** Whose page this is: "" nobody's, undefined where the page does not say. */
const ownerHere = () => byId("masthead")?.dataset.owner;

/** @param {string} id of a template @returns {DocumentFragment} */
function copy(id) {
  return document.importNode(/** @type {HTMLTemplateElement} */ (byId(id)).content, true);
}

/** Whose phone it is now, and how much of theirs waits. */
export async function look() {
  const owner = ownerHere();
  const phone = await whose();
  if (owner === NO_DIARY) {
    if (phone.owner !== null || !phone.signedOut) {
      await belongsTo(null, true);
    }
    return [];
  }
  if (owner ? phone.owner !== owner || phone.signedOut : owner === "" && phone.owner && !phone.signedOut) {
    await belongsTo(owner || phone.owner, !owner);
  }
  const waiting = owner === undefined ? [] : await waitingOf(owner || phone.owner);
  if (waiting.length > 0 || document.cookie.includes("waiting-")) {
    const { mark } = await import("./gone.js");
    mark(owner || phone.owner, entriesIn(waiting), phone.isNew);
  }
  const link = byId("unsent");
  if (link !== null) {
    link.hidden = waiting.length === 0;
    const words = needAnswers(waiting) ? link.dataset.answers : link.dataset.words;
    link.textContent = (words ?? "").replace("%(count)s", String(entriesIn(waiting)));
  }
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll("a[data-entry]")
  )) {
    const fall = await fallOf(link.dataset.entry ?? "");
    if (fall !== undefined && !fall.withdrawn && fall.owner === owner) {
      link.href = `${LOG}#${fall.entry_id}`;
      link.setAttribute("hx-boost", "false");
    }
  }
  const asked = byId("was-this-you");
  if (asked !== null) {
    asked.hidden = !owner || waiting.every((one) => one.owner !== null);
  }
  if ((await noted("sent")) > drawn) {
    redraw();
  }
  return waiting;
}

/** Home says how things stand now, whoever sent what waited. */
async function redraw() {
  await loaded;
  if (!redrawing && byId("three-buttons")) {
    redrawing = true;
    const how = { source: "#said", target: "#screen", select: "#screen", swap: "outerHTML" };
    await /** @type {any} */ (window).htmx?.ajax("GET", "/", how).catch(() => undefined);
    redrawing = false;
  }
}

/** Sends what waits, and again later where that failed. @param {boolean} [pressed] */
export function flush(pressed = false) {
  // One after the other: who asks during a try goes on when all of it is known.
  flushing = flushing.then(() => flushOnce(pressed));
  return flushing;
}

/** @param {boolean} pressed */
async function flushOnce(pressed) {
  clearTimeout(timer);
  try {
    const looking = look();
    looked = looking.catch(() => undefined);
    const waiting = (await looking).length;
    if (waiting > 0) {
      const { send } = await import("./sending.js");
      const { wait } = await send({ pressed });
      await look();
      if (wait > 0) {
        timer = setTimeout(flush, wait);
      }
    }
  } catch (error) {
    // This phone keeps nothing, or keeps it in a way that only a newer version of the app can read.
    if (/** @type {Error} */ (error).name === "VersionError") {
      byId("said")?.replaceChildren(copy("old-page"));
    }
  }
}

/**
 * What was saved, in words that stay until somebody leaves the page, and the way to take it back.
 * @param {string} words
 * @param {Operation} undo
 */
function say(words, undo) {
  const said = byId("said");
  if (said === null) {
    return;
  }
  said.replaceChildren(copy("saved-here"));
  /** @type {HTMLElement} */ (said.querySelector("p")).prepend(`${words} `);
  said.querySelector("button")?.addEventListener("click", async () => {
    await keep(await tapper(), [undo]);
    said.replaceChildren(copy("taken-back"));
    await flush();
  });
}

/** Whose a tap is: nobody's while nobody is signed in. */
async function tapper() {
  await looked;
  const phone = await whose();
  return phone.signedOut ? null : phone.owner;
}

/**
 * Each keeps what was tapped, and returns what follows once it is kept.
 * @type {Record<string, (form: FormData, words: string) => Promise<() => Promise<void>>>}
 */
const LOGS = {
  async fall(form, words) {
    const by = await tapper();
    const { operation, fall } = newFall(String(form.get("kind")), by);
    await keep(by, [operation], fall);
    return async () => {
      say(words, onFall(fall, "fall_withdrawal"));
      if ((await shellIsHere()) || (await reachable())) {
        sessionStorage.setItem("tapped", [Date.now(), ...spot].join());
        location.assign(`${LOG}#${fall.entry_id}`);
        return;
      }
      showSafety(copy("no-shell"));
      await flush();
    };
  },
  async day(form, words) {
    const then = await logged(quietDay(String(form.get("day"))), words);
    return async () => {
      const [state, button] = [byId("today"), document.querySelector("form[data-log=day]")];
      if (state !== null && button instanceof HTMLElement) {
        state.textContent = words;
        button.hidden = true;
      }
      await then();
    };
  },
  sweep: (form, words) => logged(sweep(String(form.get("first")), String(form.get("last"))), words),
};

/** @param {Operation} operation @param {string} words */
async function logged(operation, words) {
  await keep(await tapper(), [operation], undefined, true);
  return async () => {
    say(words, answerUndone(operation.entry_id));
    await flush();
  };
}

/** Whether the log opens without a network. */
const shellIsHere = async () => navigator.serviceWorker?.controller && (await caches.match(LOG));

async function reachable() {
  try {
    const answer = await fetch("/api/v1/session/", { signal: AbortSignal.timeout(3_000) });
    return "csrf_token" in (await answer.json());
  } catch {
    return false;
  }
}

/** Safety all the same, and nothing said that is not so. @param {string} kind */
async function notKept(kind) {
  if (await shellIsHere()) {
    sessionStorage.setItem("unsaved", kind);
    location.assign(LOG);
    return;
  }
  const content = copy("no-shell");
  for (const words of /** @type {NodeListOf<HTMLElement>} */ (content.querySelectorAll("[data-kept]"))) {
    words.hidden = !words.hidden;
  }
  showSafety(content);
}

/** What there is of the safety screen without the log. @param {DocumentFragment} content */
function showSafety(content) {
  byId("screen")?.replaceChildren(content);
  const heading = /** @type {HTMLElement} */ (document.querySelector("#screen h1"));
  heading.tabIndex = -1;
  heading.focus();
}

/** @param {SubmitEvent} event */
async function submitted(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  changed = false;
  const log = LOGS[form.dataset.log ?? ""];
  if (log !== undefined && form.dataset.straight === undefined) {
    event.preventDefault();
    event.stopImmediatePropagation();
    /** @type {() => Promise<void>} */
    let then;
    const data = new FormData(form);
    try {
      then = await log(data, form.dataset.said ?? "");
    } catch {
      if (form.dataset.log === "fall" && !(await reachable())) {
        await notKept(String(data.get("kind")));
        return;
      }
      // This phone keeps nothing (full, or private): straight to the server, and the page says how that went.
      form.dataset.straight = "";
      form.requestSubmit();
      return;
    }
    await then();
    await navigator.storage?.persist?.();
  } else if (form.dataset.leaving !== undefined && form.dataset.ready === undefined) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const { leave } = await import("./leaving.js");
    await leave(form, flush, look);
  }
}

/** Offers a new version when nothing that somebody has typed would be lost. */
/** @param {ServiceWorkerRegistration} registration */
function offer(registration) {
  const place = byId("new-version");
  const fresh = registration.waiting;
  if (place === null || fresh === null || changed || place.childElementCount > 0) {
    return;
  }
  place.replaceChildren(copy("use-new-version"));
  place.querySelector("button")?.addEventListener("click", () => {
    refresh = true;
    if (registration.waiting === fresh) {
      fresh.postMessage("use-now");
    } else {
      location.reload(); // another page has switched already
    }
  });
}

/** @param {string} address */
async function register(address) {
  const registration = await navigator.serviceWorker.register(address, {
    type: "module",
    updateViaCache: "none",
  });
  const listen = () =>
    registration.installing?.addEventListener("statechange", () => {
      if (navigator.serviceWorker.controller) {
        offer(registration);
      }
    });
  registration.addEventListener("updatefound", listen);
  listen();
  offer(registration);
  document.addEventListener("htmx:afterSettle", () => offer(registration));
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (refresh) {
      location.reload();
    }
  });
  await navigator.serviceWorker.ready;
  document.addEventListener("htmx:afterSettle", () => learn().catch(() => undefined));
  await learn();
}

/** It is switched off. Its successor does the same where no page of ours is opened, once the old one has nothing to do. */
async function removeWorker() {
  for (const old of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
    await old.unregister();
  }
  for (const name of await caches.keys()) {
    await caches.delete(name);
  }
}

/** What the safety screen and the sweep must know without a network. */
async function learn() {
  const owner = ownerHere();
  const known = /** @type {any} */ (owner ? await factsOf(owner) : null);
  const goes = byId("masthead")?.dataset.erasedSoon !== undefined;
  const isNews = Boolean(known?.erased_on) !== goes || byId("three-buttons") !== null;
  if (!owner || owner === NO_DIARY || (!isNews && Date.now() - (known?.at ?? 0) < OFTEN)) {
    return;
  }
  await learnFacts(owner);
}

document.addEventListener(
  "click",
  (event) => {
    spot = [event.clientX, event.clientY];
    if (event.target instanceof Element && event.target.closest("[data-entry][hx-boost=false]")) {
      event.stopPropagation(); // htmx would go where the link led before
    }
  },
  true,
);
document.addEventListener("submit", submitted, true);
document.addEventListener("input", () => {
  changed = true;
  byId("new-version")?.replaceChildren();
});
// Home is never drawn anew under a finger, nor over another page: a tap that begins on a button and ends on its
// copy is none.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  const isGone = byId("three-buttons") === null;
  if (detail.elt.id === "said" && (isGone || document.querySelector(PRESSED))) {
    detail.shouldSwap = false;
  }
});
document.addEventListener("htmx:beforeRequest", () => {
  askedAt = Date.now();
});
document.addEventListener("htmx:afterSettle", (event) => {
  changed = false;
  drawn = askedAt;
  if (/** @type {CustomEvent} */ (event).detail.pathInfo?.requestPath !== "/") {
    byId("said")?.replaceChildren();
  }
  flush();
});
for (const [place, name] of /** @type {[EventTarget, string][]} */ ([
  [window, "online"],
  [window, "pageshow"],
  [document, "visibilitychange"],
])) {
  place.addEventListener(name, (event) => {
    const isFirst = name === "pageshow" && !(/** @type {PageTransitionEvent} */ (event).persisted);
    if (document.visibilityState === "visible" && !isFirst) {
      flush(name === "online");
    }
  });
}
flush();
// What the log did before it led here.
if (/^#(all-saved|kept-for-later|taken-back)/.test(location.hash)) {
  import("./arriving.js").then(({ arrive }) => arrive(byId("said"), copy, flush));
}
new BroadcastChannel("outbox").addEventListener("message", look);
const address = document.documentElement.dataset.worker;
if (address && navigator.serviceWorker) {
  register(address).catch(() => undefined);
} else {
  removeWorker().catch(() => undefined);
}
