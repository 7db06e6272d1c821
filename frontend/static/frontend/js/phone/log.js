// @ts-check
// The log's shell: Home without a network. It knows nothing but what lies on this phone.

import { tellFall } from "./fall.js";
import { fallHere, flush, marked, phoneNow, save, saveAgain, savedHere } from "./keeping.js";
import { answerUndone, dayMoved, dayOf, newFall, onFall, quietDay, sweep } from "./operations.js";
import { entriesIn, fallsOf, waitingOf } from "./store.js";

/** @typedef {import("./store.js").Fall} Fall */
/** @typedef {import("./store.js").Operation} Operation */
/** @typedef {import("./keeping.js").Phone} Phone */

const LOG = "/log/";
/** Another page was asked for, and there is no network. */
const IS_LOST = location.pathname !== LOG;
const SWEPT = 7; // days
/** A second tap within this time does nothing (milliseconds). */
const SECOND_TAP = 1_500;
const EVENING = 18; // the hour from which a day may be said to be without falls
/** What another page did before it opened Home: the names of templates. */
const SAID = ["all-saved", "kept-for-later", "taken-back"];
const LANGUAGE = document.documentElement.lang;
const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));

/** @param {string} id of a template @returns {DocumentFragment} */
function copy(id) {
  return document.importNode(/** @type {HTMLTemplateElement} */ (document.getElementById(id)).content, true);
}

/** @param {string} name @returns {string} the shell's own words */
function words(name) {
  return document.getElementById("words")?.dataset[name] ?? "";
}

/** @param {ParentNode} root @param {string} slot @returns {HTMLElement} */
function slot(root, slot) {
  return /** @type {HTMLElement} */ (root.querySelector(`[data-slot="${slot}"]`));
}

/** @param {DocumentFragment} content @param {boolean} [again] the same screen: whoever reads it stays where they are */
function show(content, again = false) {
  screen.replaceChildren(content);
  const heading = screen.querySelector("h1");
  if (heading !== null && !again) {
    document.title = `${heading.textContent?.trim()} – ${words("app")}`;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  if (!again) {
    scrollTo(0, 0);
  }
}

/** @param {string} day @param {Intl.DateTimeFormatOptions} [how] */
function dayWords(day, how = { weekday: "long", day: "numeric", month: "long" }) {
  return new Intl.DateTimeFormat(LANGUAGE, { ...how, timeZone: "UTC" }).format(Date.parse(day));
}

/** @param {string} moment as "today, 19:14", by this phone's clock and zone */
function momentWords(moment) {
  const made = new Date(moment);
  const ago = Math.round((Date.parse(dayOf()) - Date.parse(dayOf(made))) / 86_400_000);
  const day =
    ago === 0 || ago === 1
      ? new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" }).format(-ago, "day")
      : dayWords(dayOf(made));
  return `${day}, ${new Intl.DateTimeFormat(LANGUAGE, { hour: "numeric", minute: "2-digit" }).format(made)}`;
}

/** @param {string} kind */
async function fell(kind) {
  const phone = await phoneNow();
  const { operation, fall } = newFall(kind, phone.by);
  // Safety first, whether or not this phone could keep the fall.
  await save(phone, [operation], fall);
  await tellFall(fall, phone, undefined, ui);
  // The log's own address opens here with a network, too: whoever loads it again goes on with the fall.
  history.pushState(null, "", `${LOG}#${fall.entry_id}`);
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
      place.replaceChildren(copy("taken-back"));
    });
  }
}

/** @param {Fall} fall @param {Phone} phone */
async function takeBack(fall, phone) {
  fall.withdrawn = true;
  if (await save(phone, [onFall(fall, "fall_withdrawal")], fall)) {
    await leave("taken-back");
  }
}

/**
 * Goes Home, where it says what came of the tap: the whole one where a worker opens it, else this one.
 * @param {string} said
 */
async function leave(said) {
  if (navigator.serviceWorker?.controller && navigator.onLine) {
    location.assign(`/#${said}`);
    return;
  }
  history.pushState(null, "", location.pathname);
  await home();
  slot(screen, "said").replaceChildren(copy(said));
}

/** Days that nobody has answered as far as this phone knows, of the week before today. @param {Phone} phone */
async function openDays({ owner, facts }) {
  const said = new Set(
    (await waitingOf(owner)).flatMap(({ operation: { date, first, last } }) => {
      const [from, to] = [date ?? first, date ?? last];
      return from === undefined
        ? []
        : [...Array(SWEPT).keys()].map((by) => dayMoved(from, by)).filter((day) => day <= to);
    }),
  );
  for (const { kind, made_at } of await fallsOf(owner)) {
    if (kind === "fall") {
      said.add(dayOf(new Date(made_at)));
    }
  }
  const week = [...Array(SWEPT).keys()].map((ago) => dayMoved(dayOf(), ago - SWEPT));
  return week.filter((day) => !said.has(day) && (facts?.days[day] ?? "unknown") === "unknown");
}

async function home() {
  const phone = await phoneNow();
  const content = copy("screen-home");
  const today = dayOf();
  slot(content, "date").textContent = dayWords(today, { weekday: "long", day: "numeric", month: "short" });
  slot(content, "why").hidden = !IS_LOST;
  const [open, falls, waiting] = await Promise.all([
    openDays(phone),
    fallsOf(phone.owner),
    waitingOf(phone.owner),
  ]).catch(() => [[], [], []]);
  const unfinished = falls.filter((fall) => !fall.finished && !fall.withdrawn);
  row(content, "unfinished", unfinished.length, `#${unfinished[0]?.entry_id}`);
  row(content, "sweep", phone.owner === null ? 0 : open.length, "#sweep");
  row(content, "unsent", entriesIn(waiting), "#waiting");
  const early = new Date().getHours() < EVENING;
  slot(content, "quiet").textContent = words(early ? "soFar" : "noFalls");
  show(content);
  let last = Number.NEGATIVE_INFINITY;
  for (const button of screen.querySelectorAll("button[data-kind]")) {
    button.addEventListener("click", (event) => {
      if (event.timeStamp - last < SECOND_TAP) {
        return undefined;
      }
      last = event.timeStamp;
      const kind = /** @type {HTMLElement} */ (button).dataset.kind ?? "";
      return kind === "no_falls"
        ? answered(quietDay(today), `${words(early ? "soFar" : "noFalls")}.`)
        : fell(kind);
    });
  }
  const named = location.hash.slice(1);
  /** @type {HTMLElement | null} */ (screen.querySelector(`[data-kind="${CSS.escape(named)}"]`))?.focus();
  if (SAID.includes(named)) {
    history.replaceState(null, "", location.pathname);
    slot(screen, "said").replaceChildren(copy(named));
  }
}

/** One line that leads on, where there is something. @param {ParentNode} root @param {string} name @param {number} count @param {string} href */
function row(root, name, count, href) {
  const line = slot(root, name);
  const link = /** @type {HTMLAnchorElement} */ (line.querySelector("a"));
  line.hidden = count === 0;
  link.href = href;
  slot(link, "count").textContent = counted(link, count);
}

/** @param {HTMLElement} element with its words for one and for more @param {number} count */
function counted(element, count) {
  const form = new Intl.PluralRules(LANGUAGE).select(count);
  return (element.dataset[form] ?? element.dataset.other ?? "").replace("%(count)s", String(count));
}

async function sweepScreen() {
  const phone = await phoneNow();
  const days = await openDays(phone);
  const content = copy("screen-sweep");
  const [first, last] = [days[0], days.at(-1)];
  slot(content, "none").hidden = days.length > 0;
  const list = slot(content, "days");
  for (const day of days) {
    const line = copy("sweep-day");
    slot(line, "day").textContent = dayWords(day);
    list.append(line);
  }
  const button = slot(content, "sweep");
  button.hidden = days.length === 0;
  const said = counted(button, days.length);
  button.textContent = said;
  show(content);
  button.addEventListener("click", async () => {
    if (first !== undefined && last !== undefined) {
      history.pushState(null, "", location.pathname);
      await answered(sweep(first, last), `${said}.`);
    }
  });
}

/** Shows what the address names; whatever it does not know is Home. */
async function open() {
  const [name = "", place] = location.hash.slice(1).split("/");
  if (name === "sweep") {
    return sweepScreen();
  }
  if (name === "waiting") {
    const { waitingScreen } = await import("./waiting.js");
    return waitingScreen(ui);
  }
  const fall = name.length > SWEPT * 2 ? await fallHere(name) : undefined;
  const phone = await phoneNow();
  if (fall !== undefined && !fall.withdrawn && (fall.owner === null || fall.owner === phone.owner)) {
    history.replaceState(null, "", `${LOG}${location.hash}`);
    return tellFall(fall, phone, place, ui);
  }
  return home();
}

/** What the screens of a fall and of the waiting list use of this one. */
const ui = {
  copy,
  counted,
  dayWords,
  flush,
  leave,
  momentWords,
  save,
  savedHere,
  show,
  slot,
  takeBack,
  words,
};
/** @typedef {typeof ui} Ui */

/** What waits is other than it was: said where it stands. */
async function changed() {
  await marked();
  if (location.hash === "#waiting") {
    await import("./waiting.js").then(({ waitingScreen }) => waitingScreen(ui, "", true));
  } else if (screen.querySelector("[data-slot=unsent]")) {
    row(screen, "unsent", entriesIn(await waitingOf((await phoneNow()).owner)), "#waiting");
  }
}

addEventListener("hashchange", open);
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
const unsaved = sessionStorage.getItem("unsaved");
sessionStorage.removeItem("unsaved"); // a fall that Home could not keep
(unsaved ? fell(unsaved) : open()).then(() => flush());
// Here before a newer version takes their place.
Promise.all([import("./waiting.js"), import("./when.js")]).catch(() => undefined);
const worker = document.documentElement.dataset.worker;
if (worker) {
  navigator.serviceWorker?.register(worker, { type: "module", updateViaCache: "none" });
}
