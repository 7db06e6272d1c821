// @ts-check
// The walk's shell: through a home room by room, with or without a network. It knows nothing but what lies on
// this phone, and asks the server what other phones have answered.

import {
  copy,
  counted,
  endTyping,
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
import { belongsTo, forgetWalks, keep, learnFacts, waitingOf, walksOf } from "./store.js";
import {
  answeredIn,
  askedIn,
  following,
  goneOf,
  isAskedAgain,
  maySend,
  merged,
  newWalk,
  roomsOf,
  sameWalk,
  submitting,
  widened,
} from "./walk_rules.js";

/** @typedef {import("./walk_rules.js").Walk} Walk */
/** @typedef {import("./walk_rules.js").Checklist} Checklist */
/** @typedef {import("./store.js").Operation} Operation */
/** @typedef {import("./keeping.js").Phone} Phone */

const WALK = "/walk/";
/** Another page was asked for, and there is no network. */
const IS_LOST = location.pathname !== WALK;
/** So long the server may take to say what is under way (milliseconds). */
const PATIENCE = 10_000;
/** So long somebody who begins a walk waits for that, where this phone knows what suits them. */
const SOON = 2_000;
const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
/** @type {Checklist | null} */
const FOR_EVERYBODY = JSON.parse(document.getElementById("checklist")?.textContent ?? "null");

/** The walk as only this page knows it, where the phone keeps nothing. @type {Walk | undefined} */
let unkept;
/** One change of a walk after the other. @type {Promise<unknown>} */
let turn = Promise.resolve();
/** Whether the last tap is kept, which the next screen says. */
let saved = false;
/** Gives back what the last screen held. */
let forget = () => {};
/** A walk is about to begin: its first question is the next thing to be seen. */
let beginning = false;
/** @type {Promise<boolean>} */
let learning = Promise.resolve(false);

/** The questions for whoever has this phone. @param {Phone} phone @returns {Checklist | null} */
const checklistFor = ({ facts }) => facts?.checklist ?? FOR_EVERYBODY;

/** The walk that somebody goes on with: the one that they opened last. @param {Phone} phone @returns {Promise<Walk | undefined>} */
async function current(phone) {
  if (unkept && !savedHere()) {
    return unkept;
  }
  const nobodys = phone.by === null ? walksOf(null) : [];
  const walks = (await Promise.all([walksOf(phone.owner), nobodys]).catch(() => [[]])).flat();
  return walks.filter((walk) => !walk.sent).sort((a, b) => b.opened - a.opened)[0] ?? unkept;
}

/**
 * Changes the walk and keeps what that says, all or nothing.
 * @param {(walk: Walk, phone: Phone) => Operation[]} work
 * @returns {Promise<boolean>} whether it is kept
 */
function change(work) {
  const done = turn.then(async () => {
    const phone = await phoneNow();
    const walk = await current(phone);
    saved = walk !== undefined && (await keepWalk(walk, work(walk, phone), phone));
    return saved;
  });
  turn = done.catch(() => undefined);
  return done;
}

/** @param {Walk} walk @param {Operation[]} operations @param {Phone} phone */
async function keepWalk(walk, operations, phone) {
  unkept = walk;
  const kept = await save({ ...phone, by: walk.owner }, operations, undefined, [["walks", walk]]);
  if (savedHere()) {
    unkept = undefined;
  }
  return kept;
}

/** Begins a walk, or goes on with the one that is under way. @param {string} kind @returns {Promise<void>} */
async function begin(kind) {
  const patience = (await phoneNow()).facts === undefined ? PATIENCE : SOON;
  beginning = true;
  await Promise.race([learn(), new Promise((resolve) => setTimeout(resolve, patience))]);
  beginning = false;
  const phone = await phoneNow();
  const checklist = checklistFor(phone);
  if (checklist === null) {
    return opened("");
  }
  const known = await current(phone);
  if (known?.state === "draft" && (kind === "quick" || known.kind === "full")) {
    return opened(following(known) ?? "");
  }
  if (known?.state === "draft") {
    await change((walk) => [widened(walk, checklist)]);
  } else {
    const { operation, walk } = newWalk(kind, checklist, phone.by, phone.facts?.uses_wheelchair ?? false);
    if (!(await keepWalk(walk, [operation], phone))) {
      return opened("");
    }
  }
  const walk = await current(await phoneNow());
  flush().then(learn);
  return opened((walk && following(walk)) ?? "");
}

/** @param {ParentNode} content */
function saySaved(content) {
  const place = slot(content, "saved");
  place.textContent = saved && savedHere() ? (place.dataset.words ?? "") : "";
  saved = false;
}

/** Instead of the address that began it: whoever goes back does not begin again. @param {string} name @returns {Promise<void>} */
function opened(name) {
  history.replaceState(null, "", `${WALK}#${name}`);
  return open();
}

/** @param {string} name of the next screen */
async function go(name) {
  history.pushState(null, "", `${WALK}#${name}`);
  await inTurn(open);
}

/** Shows what the address names; whatever it does not know are the rooms. @returns {Promise<void>} */
async function open() {
  endTyping();
  forget();
  await turn;
  const [name = "", place] = location.hash.slice(1).split("/");
  if (name !== "" && location.pathname !== WALK) {
    history.replaceState(null, "", `${WALK}${location.hash}`);
  }
  if (name === "quick" || name === "full") {
    return begin(name);
  }
  if (name === "go") {
    return goOn(place ?? "");
  }
  const phone = await phoneNow();
  if (name === "sent") {
    return sentScreen();
  }
  const walk = await current(phone);
  if (walk === undefined) {
    return beginScreen(phone);
  }
  const item = walk.items.find((one) => one.code === name);
  if (item === undefined) {
    return roomsScreen(walk, phone);
  }
  try {
    const { itemScreen, detailsScreen } = await import("./walk_item.js");
    await (place === "note" ? detailsScreen : itemScreen)(walk, item, ui);
  } catch (error) {
    if (!(error instanceof TypeError)) {
      throw error;
    }
    show(copy("screen-begin")); // the network went before the walk was whole
  }
}

/** The walk of this id, which My home named. @param {string} id @returns {Promise<void>} */
async function goOn(id) {
  const find = async () =>
    (await walksOf((await phoneNow()).owner).catch(() => [])).find((one) => one.id === id);
  if (!(await find())) {
    await learn();
  }
  const walk = await find();
  if (walk) {
    await keep(walk.owner, [], undefined, undefined, [["walks", { ...walk, opened: Date.now() }]]);
  }
  return opened("");
}

/** @param {Phone} phone */
async function beginScreen(phone) {
  const content = copy("screen-begin");
  const checklist = checklistFor(phone);
  for (const kind of ["quick", "full"]) {
    const link = slot(content, kind);
    const asked = askedIn(checklist?.items ?? [], kind, phone.facts?.uses_wheelchair ?? false);
    link.hidden = asked.length === 0;
    link.textContent = (link.dataset.words ?? "").replace("%(count)s", String(asked.length));
  }
  slot(content, "none").hidden = checklist !== null;
  await lines(content, phone);
  show(content);
}

/** What waits, and what is possible. @param {DocumentFragment} content @param {Phone} phone */
async function lines(content, phone) {
  slot(content, "why").hidden = !IS_LOST && navigator.onLine;
  slot(content, "nobody").hidden = phone.by !== null;
  waitRow(content, await waitingOf(phone.owner).catch(() => []));
}

/** @param {Walk} walk */
function progressWords(walk) {
  return answeredWords(answeredIn(walk), walk.items.length);
}

/** @param {number} answered @param {number} asked */
function answeredWords(answered, asked) {
  return words(answered === asked ? "allAnswered" : "answered")
    .replace("%(answered)s", String(answered))
    .replace("%(asked)s", String(asked));
}

/** @param {Walk} walk @param {Phone} phone @param {boolean} [again] */
async function roomsScreen(walk, phone, again = false) {
  const content = copy("screen-rooms");
  slot(content, "name").textContent = words(`walk_${walk.kind}`);
  slot(content, "progress").textContent = `${progressWords(walk)}.`;
  saySaved(content);
  await lines(content, phone);
  const isReturned = walk.state === "returned";
  const [answered, all] = [answeredIn(walk), walk.items.length];
  const next = following(walk);
  const onwards = /** @type {HTMLAnchorElement} */ (slot(content, "go-on"));
  onwards.hidden = next === undefined;
  onwards.href = `#${next ?? ""}`;
  onwards.textContent = (answered > 0 ? onwards.dataset.words : onwards.dataset.first) ?? "";
  const form = /** @type {HTMLFormElement} */ (slot(content, "send"));
  const send = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  form.hidden = !maySend(walk);
  send.textContent = (phone.facts?.has_reviewer ? send.dataset.reviewer : send.dataset.words) ?? "";
  send.classList.toggle("button-second", next !== undefined);
  slot(content, "as-it-is").hidden = form.hidden || answered === all || isReturned;
  const both = slot(content, "both");
  both.hidden = walk.id === undefined || !walk.items.some(({ code }) => walk.answers[code]?.both);
  /** @type {HTMLAnchorElement} */ (both.querySelector("a")).href = `/walks/${walk.id}/`;
  slot(content, "returned").hidden = !isReturned;
  slot(content, "rooms").closest("section")?.toggleAttribute("hidden", isReturned);
  for (const { code, text } of isReturned ? walk.items : []) {
    const { question = "" } = walk.answers[code] ?? {};
    if (question !== "") {
      const said = words(isAskedAgain(walk, code) ? "notAgain" : "again");
      slot(content, "questions").append(row(code, question, `${text} ${said}`, !isAskedAgain(walk, code)));
    }
  }
  for (const { room, asked, answered: done, first } of roomsOf(walk)) {
    slot(content, "rooms").append(
      row(first, words(`room_${room}`), answeredWords(done, asked), done === asked),
    );
  }
  await photoLines(content, walk.entry_id);
  show(content, again);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await change((fresh) => [submitting(fresh)])) {
      await go(`sent/${walk.entry_id}`);
    }
  });
}

/** @param {string} code @param {string} name @param {string} said @param {boolean} isDone */
function row(code, name, said, isDone) {
  const line = copy("walk-row");
  const link = /** @type {HTMLAnchorElement} */ (line.querySelector("a"));
  link.href = `#${code}`;
  slot(line, "name").textContent = name;
  slot(line, "words").textContent = said;
  if (!isDone) {
    link.querySelector("svg")?.remove();
  }
  return line;
}

/** How many photos wait, and on which network they may go. @param {DocumentFragment} content @param {string} walk */
async function photoLines(content, walk) {
  const waiting = await waitingOf((await phoneNow()).owner).catch(() => []);
  const photos = waiting.filter(
    ({ operation }) => operation.type === "photo" && operation.assessment === walk,
  );
  slot(content, "photos").hidden = photos.length === 0;
  if (photos.length > 0) {
    const { wifiChoice } = await import("./walk_photos.js");
    await wifiChoice(content, flush);
    const said = /** @type {HTMLElement} */ (document.getElementById("photos-here"));
    slot(content, "photo-count").textContent = `${counted(said, photos.length)}.`;
  }
}

/** @param {boolean} [again] */
async function sentScreen(again = false) {
  const walk = location.hash.split("/")[1] ?? "";
  const waiting = await waitingOf((await phoneNow()).owner).catch(() => []);
  const here = waiting.filter(({ operation: one }) => one.type !== "photo");
  const isHere = here.some(({ operation: one }) => (one.assessment ?? one.entry_id) === walk);
  const content = copy("screen-sent");
  for (const name of ["heading", "how"]) {
    const place = slot(content, name);
    place.textContent = (isHere ? place.dataset.here : place.dataset.sent) ?? "";
  }
  slot(content, "waits").hidden = waiting.length === 0;
  await photoLines(content, walk);
  show(content, again);
}

/**
 * Asks the server what is under way, and merges that with what lies here.
 * @returns {Promise<boolean>} whether it answered
 */
function learn() {
  learning = learning.then(() => learnOnce().catch(() => false));
  return learning;
}

/** @returns {Promise<boolean>} */
async function learnOnce() {
  const phone = await phoneNow();
  const id = checklistFor(phone)?.id ?? "";
  const before = await Promise.all([walksOf(phone.owner), waitingOf(phone.owner)]);
  const answer = await fetch(`${WALK}state/?has=${id}`, {
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const told = await answer.json();
  if (!("owner" in told) || !Array.isArray(told.walks)) {
    return false;
  }
  const { owner } = told;
  if (owner === null ? phone.by !== null : phone.by !== owner) {
    await belongsTo(owner ?? phone.owner, owner === null);
  }
  if (owner !== null && (owner !== phone.owner || phone.facts === undefined)) {
    // A browser that opens the walk first: which aid they use decides what is asked, and somebody may review it.
    await learnFacts(owner, AbortSignal.timeout(PATIENCE)).catch(() => undefined);
  }
  if (owner !== phone.owner && (owner !== null || phone.by !== null)) {
    if (!beginning) {
      await open();
    }
    return owner === null || learnOnce();
  }
  if (owner === null) {
    return true;
  }
  const done = turn.then(async () => {
    const [walks, waiting] = await Promise.all([walksOf(owner), waitingOf(owner)]);
    const all = [...before[1], ...waiting];
    const items = checklistFor(phone)?.items ?? [];
    const gone = goneOf(before[0], told.walks, all);
    for (const one of told.walks) {
      const walk = sameWalk(walks, one, all);
      if (walk?.sent !== true) {
        await keep(owner, [], undefined, undefined, [["walks", merged(walk, one, all, owner, items)]]);
      }
    }
    await forgetWalks(gone);
  });
  turn = done.catch(() => undefined);
  await done;
  await drawAgain();
  return true;
}

/** What stands on the screen may be other than it was; nothing moves under a finger that answers. */
async function drawAgain() {
  const phone = await phoneNow();
  const walk = await current(phone);
  const isBegin = screen.querySelector("[data-slot=quick]") !== null;
  const isRooms = screen.querySelector("[data-slot=rooms]") !== null;
  if (beginning || document.querySelector("#screen :active")) {
    return;
  }
  if ((isBegin && walk !== undefined) || (isRooms && walk === undefined)) {
    await open();
  } else if (isRooms && walk !== undefined) {
    await roomsScreen(walk, phone, true);
  }
}

/** @param {() => void} work when this screen goes */
function atEnd(work) {
  forget = work;
}

/** What the screens of an item use of this one. */
const ui = { atEnd, change, copy, counted, flush, go, saySaved, show, slot, words };
/** @typedef {typeof ui} Ui */

/** What has time until the screen is to be seen. */
function settle() {
  flush().then(learn);
  const { worker } = document.documentElement.dataset;
  if (worker) {
    navigator.serviceWorker?.register(worker, { type: "module", updateViaCache: "none" });
  }
  if (navigator.serviceWorker?.controller) {
    // The other screens are here before a newer version takes their place.
    Promise.all([import("./walk_item.js"), import("./walk_photos.js")]).catch(() => undefined);
  }
}

/** What waits is other than it was: said where it stands. */
async function changed() {
  await marked();
  if (location.hash.startsWith("#sent")) {
    await sentScreen(true);
  } else if (screen.querySelector("[data-slot=waiting]")) {
    waitRow(screen, await waitingOf((await phoneNow()).owner), true);
  }
}

addEventListener("hashchange", () => inTurn(open));
addEventListener("pagehide", endTyping);
new BroadcastChannel("outbox").addEventListener("message", changed);
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    inTurn(open); // whose phone it is may have changed since
  }
});
for (const [place, name] of /** @type {[EventTarget, string][]} */ ([
  [window, "online"],
  [document, "visibilitychange"],
])) {
  place.addEventListener(name, () => {
    if (document.visibilityState === "visible") {
      saveAgain();
      flush(name === "online").then(learn);
    }
  });
}
inTurn(open).finally(() => setTimeout(settle));
