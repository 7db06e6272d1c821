// @ts-check
// What the two shells share: their templates and words, and where a tap is kept: on this phone; where that keeps
// nothing, on the server; else it is said.

import { entriesIn, fallOf, keep, needAnswers, waitingOf, whose, whoseWithFacts } from "./store.js";

/** @typedef {import("./store.js").Fall} Fall */
/** @typedef {import("./store.js").Operation} Operation */
/** @typedef {{ owner: string | null, by: string | null, facts: any }} Phone */

/** So long somebody who may be hurt waits for a server (milliseconds). */
const SOON = 2_000;
/** So long what is kept nowhere waits for the next try (milliseconds). */
const AGAIN = 5_000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;
/** The last try to send. @type {Promise<string>} */
let flushing = Promise.resolve("");
/** Whether the last tap is kept. @type {Promise<boolean>} */
let saving = Promise.resolve(true);
/** What is kept nowhere yet: it goes with the next tap. @type {Operation[]} */
let unsaved = [];
/** The fall that is being told, where only this page knows it. @type {Fall | undefined} */
let told;
let here = true;

/** @param {string} id of a template @returns {DocumentFragment} */
export function copy(id) {
  return document.importNode(/** @type {HTMLTemplateElement} */ (document.getElementById(id)).content, true);
}

/** @param {string} name @returns {string} the shell's own words */
export function words(name) {
  return document.getElementById("words")?.dataset[name] ?? "";
}

/** @param {ParentNode} root @param {string} slot @returns {HTMLElement} */
export function slot(root, slot) {
  return /** @type {HTMLElement} */ (root.querySelector(`[data-slot="${slot}"]`));
}

/** @param {DocumentFragment} content @param {boolean} [again] the same screen: whoever reads it stays where they are */
export function show(content, again = false) {
  const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
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

let opening = Promise.resolve();

/** One screen after the other: a slow one never comes over what was asked for after it. @param {() => Promise<void>} open */
export function inTurn(open) {
  opening = opening.then(open, open);
  return opening;
}

/** @param {HTMLElement} element with its words for one and for more @param {number} count */
export function counted(element, count) {
  const form = new Intl.PluralRules(document.documentElement.lang).select(count);
  return (element.dataset[form] ?? element.dataset.other ?? "").replace("%(count)s", String(count));
}

/** Words that are half typed are an answer when their screen goes. */
export function endTyping() {
  if (document.activeElement instanceof HTMLTextAreaElement) {
    document.activeElement.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/**
 * @param {ParentNode} root
 * @param {import("./store.js").Waiting[]} waiting
 * @param {boolean} [stays] a line that is to be seen keeps its place, with other words: nothing moves under a finger
 */
export function waitRow(root, waiting, stays = false) {
  const count = entriesIn(waiting);
  const name = needAnswers(waiting) ? "answers" : "unsent";
  const place = slot(root, "waiting");
  const link = /** @type {HTMLAnchorElement} */ (place.querySelector("a"));
  const words = slot(link, "count");
  place.hidden = count === 0 && (place.hidden || !stays);
  words.textContent = count > 0 ? counted(slot(link, name), count) : (words.dataset.none ?? "");
}

/** Whether this phone has kept the last tap. */
export const savedHere = () => here;

/** Nobody's, where the phone keeps nothing. @returns {Promise<Phone>} */
export async function phoneNow() {
  try {
    const { owner, signedOut, facts } = await whoseWithFacts();
    return { owner, by: signedOut ? null : owner, facts };
  } catch (error) {
    // Not while something would go with this page.
    if (/** @type {Error} */ (error).name === "VersionError" && unsaved.length === 0) {
      tell(document.getElementById("words")?.dataset.stopped_reload);
    }
    return { owner: null, by: null, facts: undefined };
  }
}

/** @param {string} entryId @returns {Promise<Fall | undefined>} */
export async function fallHere(entryId) {
  const found = await fallOf(entryId).catch(() => undefined);
  return found ?? (told?.entry_id === entryId ? told : undefined);
}

/**
 * Sends what waits, and again later.
 * @param {boolean} [pressed]
 * @param {boolean} [photos] on any network
 * @returns {Promise<string>} why it stopped
 */
export function flush(pressed = false, photos = false) {
  // One after the other: who asks during a try hears how things stand after it.
  flushing = flushing.then(() => flushOnce(pressed, photos));
  return flushing;
}

/** @param {boolean} pressed @param {boolean} photos @returns {Promise<string>} */
async function flushOnce(pressed, photos) {
  clearTimeout(timer);
  try {
    if ((await marked()) === 0) {
      return "";
    }
    const { send } = await import("./sending.js");
    const { stopped, wait } = await send({ pressed, photos });
    if (wait > 0) {
      timer = setTimeout(flush, wait);
    }
    return stopped;
  } catch {
    return "reload";
  }
}

/** @returns {Promise<number>} how many operations wait, which a cookie says, too */
export async function marked() {
  const { owner, isNew } = await whose();
  const waiting = await waitingOf(owner);
  if (!isNew || waiting.length > 0) {
    const { mark } = await import("./gone.js");
    mark(owner, entriesIn(waiting));
  }
  return waiting.length;
}

/**
 * Keeps it, or says that this phone cannot.
 * @param {Phone} phone
 * @param {Operation[]} operations
 * @param {Fall} [fall]
 * @param {import("./store.js").Beside[]} [beside]
 */
export function save(phone, operations, fall, beside) {
  // One after the other: none takes for saved what another is still trying to save.
  saving = saving.then(() => saveOnce(phone, operations, fall, beside));
  return saving;
}

/**
 * @param {Phone} phone
 * @param {Operation[]} operations
 * @param {Fall} [fall]
 * @param {import("./store.js").Beside[]} [beside]
 */
async function saveOnce({ by }, operations, fall, beside) {
  const owner = fall ? fall.owner : by;
  const all = [...unsaved, ...operations];
  unsaved = [];
  told = fall ?? told;
  try {
    await keep(owner, all, fall, undefined, beside);
    here = true;
    flush();
  } catch (error) {
    here = false;
    unsaved = [...all, ...unsaved];
    if (!(await soon(sendStraight(owner, all)))) {
      const { old, words } = document.getElementById("not-saved")?.dataset ?? {};
      tell(/** @type {Error} */ (error).name === "VersionError" ? old : words);
      clearTimeout(again);
      again = setTimeout(saveAgain, AGAIN);
      return false;
    }
  }
  if (unsaved.length > 0) {
    return false; // an earlier tap is kept nowhere yet, which is said
  }
  tell();
  return true;
}

/** To the server, and then it is saved after all. @param {string | null} owner @param {Operation[]} operations */
async function sendStraight(owner, operations) {
  const { straight } = await import("./sending.js");
  const sent = operations.length === 0 || (await straight(owner, operations));
  if (sent) {
    unsaved = unsaved.filter((one) => !operations.includes(one));
    if (unsaved.length === 0) {
      tell();
    }
  }
  return sent;
}

/** Whether it is true within a moment. @param {Promise<boolean>} sent */
function soon(sent) {
  const late = new Promise((resolve) => setTimeout(() => resolve(false), SOON));
  return Promise.race([sent.catch(() => false), late]);
}

/** What only this page knows, as soon as that may be possible. */
export async function saveAgain() {
  if (unsaved.length > 0) {
    await save(await phoneNow(), [], told);
  }
}

/** @param {string} [words] none: what was said no longer holds */
function tell(words = "") {
  const trouble = document.getElementById("not-saved");
  if (trouble !== null) {
    trouble.hidden = words === "";
    trouble.textContent = words;
  }
}
