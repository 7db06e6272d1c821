// @ts-check
// The log's shell: Home without a network. It knows nothing but what lies on this phone.

import {
  copy,
  counted,
  endTyping,
  fallHere,
  flush,
  inTurn,
  marked,
  phoneNow,
  save,
  saveAgain,
  savedHere,
  show,
  slot,
  waitRow,
  words,
} from "./keeping.js";
import { answerUndone, dayOf, newFall, onFall, quietDay } from "./operations.js";
import { fallsOf, openDays, waitingOf } from "./store.js";

/** @typedef {import("./store.js").Fall} Fall */
/** @typedef {import("./store.js").Operation} Operation */
/** @typedef {import("./keeping.js").Phone} Phone */

const LOG = "/log/";
/** Another page was asked for, and there is no network. */
const IS_LOST = location.pathname !== LOG;
const ID_LENGTH = 36;
/** A second tap within this time does nothing (milliseconds). */
const SECOND_TAP = 1_500;
/** So long Home waits for the last answer to be sent (milliseconds). */
const HOME_PATIENCE = 3_000;
/** So long what is not to be seen may wait for the screen (milliseconds). */
const SOON = 1_000;
/** So far a shaking thumb comes down from where it was (CSS pixels). */
const SHAKE = 64;
/** On a screen of this same page a thumb comes to rest sooner (milliseconds). */
const BOUNCE = 500;
const EVENING = 18; // the hour from which a day may be said to be without falls
/** What was done before it opened Home: names of templates, and which fall. */
const SAID = /^(all-saved|kept-for-later|taken-back)/;
/** When the screen is drawn. Not every browser says so. @param {() => void} work */
const later = (work) => globalThis.requestIdleCallback?.(work, { timeout: SOON }) ?? setTimeout(work);
const LANGUAGE = document.documentElement.lang;
const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));

/** @param {string} day */
function dayWords(day) {
  const how = /** @type {const} */ ({ weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  return new Intl.DateTimeFormat(LANGUAGE, how).format(Date.parse(day));
}

/** As the whole Home writes it: a browser's own words take a slow phone a tenth of a second. @param {Date} date */
function dateWords(date) {
  const [weekdays, months] = [words("weekdays").split("|"), words("months").split("|")];
  return words("date")
    .replace("%(weekday)s", weekdays[(date.getDay() + 6) % 7] ?? "") // Django's week begins on Monday
    .replace("%(day)s", String(date.getDate()))
    .replace("%(month)s", months[date.getMonth()] ?? "");
}

/** @param {Date} moment as "today", by this phone's clock and zone */
function nearDayWords(moment) {
  const ago = Math.round((Date.parse(dayOf()) - Date.parse(dayOf(moment))) / 86_400_000);
  return ago === 0 || ago === 1
    ? new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" }).format(-ago, "day")
    : dayWords(dayOf(moment));
}

/** @param {string} moment as "today, 19:14" */
function momentWords(moment) {
  const made = new Date(moment);
  return `${nearDayWords(made)}, ${new Intl.DateTimeFormat(LANGUAGE, { hour: "numeric", minute: "2-digit" }).format(made)}`;
}

/** @param {string} kind */
async function fell(kind) {
  const phone = await phoneNow();
  const { operation, fall } = newFall(kind, phone.by);
  // Safety first, whether or not this phone could keep the fall.
  await save(phone, [operation], fall);
  // The log's own address opens here with a network, too: whoever loads it again goes on with the fall.
  history.pushState(null, "", `${LOG}#${fall.entry_id}`);
  try {
    const { tellFall } = await import("./fall.js");
    await tellFall(fall, phone, undefined, ui);
  } catch {
    show(copy("no-shell")); // the network went before the log was whole
  }
}

/** @param {Operation} operation @param {string} said */
async function answered(operation, said) {
  const phone = await phoneNow(); // whose it is may have changed since the screen was shown
  if (await save(phone, [operation])) {
    await home();
    const place = slot(screen, "said");
    if (!savedHere()) {
      place.replaceChildren(copy("all-saved"));
      return;
    }
    place.replaceChildren(copy("saved-here"));
    slot(place, "what").textContent = said;
    place.querySelector("button")?.addEventListener("click", async () => {
      await save(phone, [answerUndone(operation.entry_id)]);
      await home(); // where the day can be answered again
      slot(screen, "said").replaceChildren(copy("taken-back"));
    });
  }
}

/** @param {Fall} fall @param {Phone} phone */
async function takeBack(fall, phone) {
  fall.withdrawn = true;
  if (await save(phone, [onFall(fall, "fall_withdrawal")], fall)) {
    await leave(`taken-back/${fall.entry_id}`);
  }
}

/**
 * Goes Home, where it says what came of the tap: the whole one once it knows of it, else this one.
 * @param {string} said
 */
async function leave(said) {
  const late = new Promise((resolve) => setTimeout(() => resolve("later"), HOME_PATIENCE));
  const stopped = await Promise.race([flush(), late]);
  // Without a worker the browser's own error might come; what was sent just now shows that there is a network.
  if (stopped === "" || (stopped === "busy" && navigator.serviceWorker?.controller)) {
    location.assign(`/#${said}`);
    return;
  }
  history.pushState(null, "", `#${said}`);
  await home();
}

/**
 * Whether this phone has answered the day: by a fall, or by "no falls", which before the evening is only "so far".
 * @param {string} day
 * @param {boolean} early
 * @param {Fall[]} falls
 * @param {import("./store.js").Waiting[]} waiting
 */
function isAnswered(day, early, falls, waiting) {
  const undone = waiting.map(({ operation }) => operation.type === "answer_undoing" && operation.entry_id);
  return (
    falls.some((fall) => fall.kind === "fall" && !fall.withdrawn && dayOf(new Date(fall.made_at)) === day) ||
    waiting.some(
      ({ operation: { date, entry_id, made_at } }) =>
        date === day && !undone.includes(entry_id) && (early || new Date(made_at).getHours() >= EVENING),
    )
  );
}

async function home() {
  const asked = phoneNow(); // looks while the words are made
  const content = copy("screen-home");
  const today = dayOf();
  slot(content, "date").textContent = dateWords(new Date());
  slot(content, "why").hidden = !IS_LOST;
  const early = new Date().getHours() < EVENING;
  slot(content, "quiet").textContent = words(early ? "soFar" : "noFalls");
  const phone = await asked;
  slot(content, "nobody").hidden = phone.by !== null;
  sayLeaving(content, phone);
  const [open, falls, waiting] = await Promise.all([
    openDays(phone.owner, phone.facts?.days),
    fallsOf(phone.owner),
    waitingOf(phone.owner),
  ]).catch(() => [[], [], []]);
  const unfinished = falls.filter((fall) => !fall.finished && !fall.withdrawn);
  row(content, "unfinished", unfinished.length, `#${unfinished[0]?.entry_id}`);
  row(content, "sweep", phone.owner === null || phone.facts?.erased_on ? 0 : open.length, "#sweep");
  waitRow(content, waiting);
  const answer = slot(content, "answered");
  answer.hidden = !isAnswered(today, early, falls, waiting);
  slot(content, "no-falls").hidden = !answer.hidden;
  show(content);
  let last = Number.NEGATIVE_INFINITY;
  for (const button of screen.querySelectorAll("button[data-kind]")) {
    button.addEventListener("click", (event) => {
      if (event.timeStamp - last < SECOND_TAP) {
        return undefined;
      }
      last = event.timeStamp;
      // The next screen comes under the thumb that may still shake.
      const { clientX, clientY } = /** @type {MouseEvent} */ (event);
      [tapped, x, y] = [Date.now() - SECOND_TAP + BOUNCE, clientX, clientY];
      const kind = /** @type {HTMLElement} */ (button).dataset.kind ?? "";
      return kind === "no_falls"
        ? answered(quietDay(today), `${words(early ? "soFar" : "noFalls")}.`)
        : fell(kind);
    });
  }
  const named = location.hash.slice(1);
  /** @type {HTMLElement | null} */ (screen.querySelector(`[data-kind="${CSS.escape(named)}"]`))?.focus();
  if (SAID.test(named)) {
    const { arrive } = await import("./arriving.js");
    arrive(slot(screen, "said"), copy, flush);
  }
}

/** On which day the account goes, where its person has asked for that. @param {ParentNode} root @param {Phone} phone */
function sayLeaving(root, { facts }) {
  const notice = slot(root, "leaving");
  const said = /** @type {HTMLElement} */ (notice.querySelector("[data-words]"));
  notice.hidden = !facts?.erased_on;
  said.textContent = (said.dataset.words ?? "").replace("%(day)s", dayWords(facts?.erased_on ?? dayOf()));
}

/** One line that leads on, where there is something. @param {ParentNode} root @param {string} name @param {number} count @param {string} href */
function row(root, name, count, href) {
  const line = slot(root, name);
  const link = /** @type {HTMLAnchorElement} */ (line.querySelector("a"));
  line.hidden = count === 0;
  link.href = href;
  slot(link, "count").textContent = count === 0 ? "" : counted(link, count);
}

/** Shows what the address names; whatever it does not know is Home. */
const open = () => inTurn(showNamed);

async function showNamed() {
  endTyping();
  const named = location.hash;
  const [name = "", place] = named.slice(1).split("/");
  if (name === "sweep") {
    const { sweepScreen } = await import("./sweep.js");
    return sweepScreen(ui);
  }
  if (name === "waiting") {
    const { waitingScreen } = await import("./waiting.js");
    return waitingScreen(ui);
  }
  const fall = name.length === ID_LENGTH ? await fallHere(name) : undefined;
  const phone = fall && (await phoneNow());
  if (fall && phone && !fall.withdrawn && (fall.owner === null || fall.owner === phone.owner)) {
    history.replaceState(null, "", `${LOG}${location.hash}`);
    const { tellFall } = await import("./fall.js");
    // Where something else was asked for meanwhile, that is shown next: this one must not write over its name.
    return location.hash === named ? tellFall(fall, phone, place, ui) : undefined;
  }
  return home();
}

/** What the screens of a fall and of the waiting list use of this one. */
const ui = {
  answered,
  copy,
  counted,
  dayWords,
  flush,
  leave,
  momentWords,
  nearDayWords,
  phoneNow,
  save,
  savedHere,
  sayLeaving,
  show,
  slot,
  takeBack,
  words,
};
/** @typedef {typeof ui} Ui */

/** What has time until the screen is to be seen. */
function settle() {
  flush();
  const { worker } = document.documentElement.dataset;
  if (worker) {
    navigator.serviceWorker?.register(worker, { type: "module", updateViaCache: "none" });
  }
  if (navigator.serviceWorker?.controller) {
    // The other screens are here before a newer version takes their place.
    Promise.all([
      import("./arriving.js"),
      import("./fall.js"),
      import("./sweep.js"),
      import("./waiting.js"),
      import("./when.js"),
    ]).catch(() => undefined);
  }
}

/** What waits is other than it was: said where it stands. */
async function changed() {
  await marked();
  if (location.hash === "#waiting") {
    await import("./waiting.js").then(({ waitingAgain }) => waitingAgain(ui));
  } else if (screen.querySelector("[data-slot=waiting]")) {
    waitRow(screen, await waitingOf((await phoneNow()).owner), true);
  }
}

addEventListener("hashchange", open);
addEventListener("popstate", () => {
  if (IS_LOST && location.pathname !== LOG && location.hash === "") {
    open(); // back to the page that did not come
  }
});
addEventListener("pagehide", endTyping);
new BroadcastChannel("outbox").addEventListener("message", changed);
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    open(); // whose phone it is may have changed since
  }
});
for (const [place, name] of /** @type {[EventTarget, string][]} */ ([
  [window, "online"],
  [document, "visibilitychange"],
])) {
  place.addEventListener(name, () => {
    if (document.visibilityState === "visible") {
      saveAgain();
      flush(name === "online");
    }
  });
}
// A thumb that shook on Home's button presses nothing where that was. Keys and voices have no place to shake over.
let [tapped = 0, x = 0, y = 0] = (sessionStorage.getItem("tapped") ?? "").split(",").map(Number);
sessionStorage.removeItem("tapped");
document.addEventListener(
  "click",
  (event) => {
    const near = Math.hypot(event.clientX - x, event.clientY - y) < SHAKE;
    if (event.detail > 0 && near && Date.now() - tapped < SECOND_TAP) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      tapped = 0; // the thumb has moved on
    }
  },
  true,
);
const unsaved = sessionStorage.getItem("unsaved");
sessionStorage.removeItem("unsaved"); // a fall that Home could not keep
// The safety screen is here before a thumb has come up again.
addEventListener("pointerdown", () => import("./fall.js"), { once: true });
(unsaved ? fell(unsaved) : open()).finally(() => later(settle));
