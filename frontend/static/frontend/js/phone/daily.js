// @ts-check
// The daily check's shell: how somebody is, one question a screen, with or without a network. It knows nothing but
// what lies on this phone.

import {
  after,
  before,
  changing,
  goesOn,
  isEmpty,
  lastOf,
  newDaily,
  placeOf,
  sameAgain,
  saving,
  stepsOf,
  tellSame,
  undoing,
} from "./daily_rules.js";
import {
  copy,
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
import { dayMoved, dayOf } from "./operations.js";
import { dailyAt, learnFacts, waitingOf } from "./store.js";

/** @typedef {import("./daily_rules.js").Daily} Daily */
/** @typedef {import("./daily_rules.js").Catalogue} Catalogue */
/** @typedef {import("./store.js").Operation} Operation */
/** @typedef {import("./keeping.js").Phone} Phone */

const DAILY = "/daily/";
/** Another page was asked for, and there is no network. */
const IS_LOST = location.pathname !== DAILY;
/** So long the server may take to say what is followed (milliseconds). */
const PATIENCE = 10_000;
const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
/** @type {Catalogue} */
const catalogue = JSON.parse(document.getElementById("catalogue")?.textContent ?? "{}");

/** What is told, as this page knows it. @type {Daily | undefined} */
let daily;

/** @param {string} day */
function dayWords(day) {
  const ago = Math.round((Date.parse(dayOf()) - Date.parse(day)) / 86_400_000);
  const { lang } = document.documentElement;
  return ago === 0 || ago === 1
    ? new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(-ago, "day")
    : new Intl.DateTimeFormat(lang, {
        weekday: "long",
        day: "numeric",
        month: "long",
        timeZone: "UTC",
      }).format(Date.parse(day));
}

/** What somebody goes on with: what they began, or what they told today. @param {Phone} phone @returns {Promise<Daily>} */
async function current(phone) {
  const owner = phone.by;
  if (daily && daily.owner === owner && (!daily.saved || daily.day === dayOf())) {
    return daily;
  }
  /** @type {Daily | undefined} */
  const here = await dailyAt(placeOf(owner)).catch(() => undefined);
  const isOn = here && here.owner === owner && (here.saved ? here.day === dayOf() : !isEmpty(here));
  daily = isOn ? here : begun(phone, here);
  return daily;
}

/** @param {Phone} phone @param {Daily | undefined} here @returns {Daily} */
function begun({ by, facts }, here) {
  const told = facts?.symptoms;
  const pins = told?.pins ?? [];
  return newDaily(by, pins.length > 0 ? pins : (here?.asked ?? []), lastOf(here, told?.last));
}

/**
 * Keeps what is told, and says it to the server where it is more than begun.
 * @param {Operation[]} operations
 * @returns {Promise<boolean>}
 */
async function keepDaily(operations = []) {
  const phone = await phoneNow();
  const now = /** @type {Daily} */ (daily);
  return save({ ...phone, by: now.owner }, operations, undefined, [["daily", /** @type {any} */ (now)]]);
}

/** @param {string} name of the next screen */
async function go(name) {
  history.pushState(null, "", `${DAILY}#${name}`);
  await inTurn(open);
}

/** The step is done with, however it was answered. @param {string} step */
async function onwards(step) {
  const now = /** @type {Daily} */ (daily);
  now.opened = [...new Set([...now.opened, step])];
  if (now.saved) {
    const field = step === "aids" ? "aids_in_use" : "triggers";
    await keepDaily(now[field] ? [changing(now, { [field]: now[field] })] : []);
    return go("saved");
  }
  await keepDaily();
  return go(after(now, catalogue, step));
}

/** Shows what the address names; whatever it does not know is where somebody goes on. @returns {Promise<void>} */
async function open() {
  endTyping();
  const phone = await phoneNow();
  const now = await current(phone);
  const name = location.hash.slice(1);
  if (name !== "" && location.pathname !== DAILY) {
    history.replaceState(null, "", `${DAILY}${location.hash}`);
  }
  const steps = stepsOf(now, catalogue);
  if (now.saved && !(["triggers", "aids"].includes(name) && now.day === dayOf())) {
    return savedScreen(now, phone);
  }
  if (!now.saved && now.day !== dayOf() && !steps.includes(name)) {
    return overviewScreen(now, phone);
  }
  if (now.asked.length === 0 && name === "" && !now.opened.includes("choose")) {
    const { chooseScreen } = await import("./daily_step.js");
    return chooseScreen(now, phone, ui);
  }
  const step = steps.includes(name) ? name : goesOn(now, catalogue);
  if (step === "overview") {
    return overviewScreen(now, phone);
  }
  const { stepScreen } = await import("./daily_step.js");
  return stepScreen(now, step, phone, ui);
}

/** What stands above every question. @param {ParentNode} content @param {Daily} now @param {string} step @param {Phone} phone */
async function top(content, now, step, phone) {
  const steps = stepsOf(now, catalogue);
  const previous = now.saved ? "saved" : before(now, catalogue, step);
  const back = /** @type {HTMLAnchorElement} */ (slot(content, "back"));
  back.href = previous === undefined ? (back.dataset.home ?? "/") : `#${previous}`;
  if (steps.includes(step) && step !== "overview" && !now.saved) {
    slot(content, "progress").textContent = words("numberOf")
      .replace("%(number)s", String(steps.indexOf(step) + 1))
      .replace("%(total)s", String(steps.length - 1));
  }
  await lines(content, phone);
}

/** What waits, and what is possible. @param {ParentNode} content @param {Phone} phone */
async function lines(content, phone) {
  slot(content, "why").hidden = !IS_LOST;
  slot(content, "nobody").hidden = phone.by !== null;
  waitRow(content, await waitingOf(phone.owner).catch(() => []));
}

/** @param {Daily} now @param {string} code @param {number} value */
export function valueWords(now, code, value) {
  const symptom = catalogue.symptoms[code];
  const isWord = symptom?.scale === "steps" || symptom?.scale === "yes_no";
  const areas = now.areas[code]?.map((area) => symptom?.areas?.[area] ?? area) ?? [];
  return [(isWord && symptom?.words[value]) || String(value), ...areas].join(", ");
}

/** @param {string} field @param {string[]} values */
function chipWords(field, values) {
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById(`chips-${field}`));
  const said = values.map(
    (value) =>
      content
        .querySelector(`[value="${CSS.escape(value)}"]`)
        ?.closest("label")
        ?.textContent?.trim() ?? value,
  );
  return said.length > 0 ? said.join(", ") : words(`${field}None`);
}

/** Names and answers of all that is asked. @param {Daily} now @returns {[string, string, string][]} */
function answersOf(now) {
  const symptoms = now.asked.flatMap((code) => {
    const value = now.values[code];
    const name = catalogue.symptoms[code]?.name;
    return name === undefined ? [] : [[code, name, value === undefined ? "" : valueWords(now, code, value)]];
  });
  return /** @type {[string, string, string][]} */ ([
    ...symptoms,
    ["triggers", words("triggersName"), now.triggers ? chipWords("triggers", now.triggers) : ""],
    ["aids", words("aidsName"), now.aids_in_use ? chipWords("aids", now.aids_in_use) : ""],
  ]);
}

/** @param {Daily} now @param {Phone} phone */
async function overviewScreen(now, phone) {
  const content = copy("screen-overview");
  await top(content, now, "overview", phone);
  const day = slot(content, "day");
  day.hidden = now.day === dayOf();
  day.textContent = (day.dataset.words ?? "").replace("%(day)s", dayWords(now.day));
  for (const [step, name, said] of answersOf(now)) {
    slot(content, "rows").append(row(step, name, said || words("noAnswer")));
  }
  const form = /** @type {HTMLFormElement} */ (content.querySelector("form"));
  const note = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("note"));
  note.value = now.note;
  show(content);
  note.addEventListener("change", () => {
    now.note = note.value;
    keepDaily();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    now.note = note.value.trim();
    if (isEmpty(now)) {
      location.assign("/");
    } else {
      await saveIt();
    }
  });
}

async function saveIt() {
  const now = /** @type {Daily} */ (daily);
  await keepDaily([saving(now)]);
  await go("saved");
  await navigator.storage?.persist?.();
}

/** @param {string} step @param {string} name @param {string} said */
function row(step, name, said) {
  const line = copy("daily-row");
  /** @type {HTMLAnchorElement} */ (line.querySelector("a")).href = `#${step}`;
  slot(line, "name").textContent = name;
  slot(line, "words").textContent = said;
  return line;
}

/** @param {Daily} now @param {Phone} phone */
async function savedScreen(now, phone) {
  const content = copy("screen-saved");
  const said = slot(content, "said");
  said.textContent = (savedHere() ? said.dataset.here : said.dataset.sent) ?? "";
  const heading = slot(content, "heading");
  heading.textContent =
    now.day === dayOf()
      ? (heading.dataset.today ?? "")
      : (heading.dataset.day ?? "").replace("%(day)s", dayWords(now.day));
  await lines(content, phone);
  for (const [step, name, answer] of answersOf(now)) {
    if (answer !== "") {
      fact(content, name, answer);
    } else if (step === "triggers" || step === "aids") {
      slot(content, "more").append(row(step, words(step), words("noAnswer")));
    }
  }
  if (now.note !== "") {
    fact(content, words("noteName"), now.note);
  }
  show(content);
  slot(screen, "undo").addEventListener("click", async () => {
    await keepDaily([undoing(now)]);
    await go("overview");
  });
  slot(screen, "again").addEventListener("click", async () => {
    daily = newDaily(now.owner, now.asked, lastOf(now, null));
    await go("");
  });
}

/** @param {ParentNode} content @param {string} name @param {string} said */
function fact(content, name, said) {
  const line = copy("daily-fact");
  slot(line, "name").textContent = name;
  slot(line, "words").textContent = said;
  slot(content, "facts").append(line);
}

/** One tap, and all is as it was last time. @param {ParentNode} content @param {Daily} now */
function offerSame(content, now) {
  const same = sameAgain(now);
  const place = slot(content, "same");
  if (same.length === 0 || !now.last || now.opened.length > 0) {
    return;
  }
  place.hidden = false;
  const { day } = now.last;
  const said = day === dayOf() ? "sameToday" : day === dayMoved(dayOf(), -1) ? "sameYesterday" : "sameOn";
  slot(place, "same-words").textContent = words(said).replace("%(day)s", dayWords(day));
  slot(place, "same-values").textContent = same
    .map(([code, value]) => {
      return `${catalogue.symptoms[code]?.name} ${valueWords({ ...now, areas: {} }, code, value)}`;
    })
    .join(" · ");
  place.querySelector("button")?.addEventListener("click", async () => {
    tellSame(now);
    await saveIt();
  });
}

/** What is followed now, and what stood there last on another phone. */
async function learn() {
  const phone = await phoneNow();
  if (phone.owner === null || phone.by === null) {
    return;
  }
  await learnFacts(phone.owner, AbortSignal.timeout(PATIENCE));
  // Nothing moves where somebody has begun.
  if (daily && !daily.saved && isEmpty(daily) && daily.opened.length === 0) {
    const fresh = begun(await phoneNow(), daily);
    if (String(fresh.asked) !== String(daily.asked) || fresh.last?.day !== daily.last?.day) {
      daily = fresh;
      await inTurn(open);
    }
  }
}

/** What the screens of a question use of this one. */
const ui = { catalogue, chipWords, dayWords, offerSame, onwards, go, keepDaily, top, valueWords };
/** @typedef {typeof ui} Ui */

/** What has time until the screen is to be seen. */
function settle() {
  flush().then(() => learn().catch(() => undefined));
  const { worker } = document.documentElement.dataset;
  if (worker) {
    navigator.serviceWorker?.register(worker, { type: "module", updateViaCache: "none" });
  }
}

/** What waits is other than it was: said where it stands. */
async function changed() {
  await marked();
  if (screen.querySelector("[data-slot=waiting]")) {
    waitRow(screen, await waitingOf((await phoneNow()).owner), true);
  }
}

addEventListener("hashchange", () => inTurn(open));
addEventListener("pagehide", endTyping);
new BroadcastChannel("outbox").addEventListener("message", changed);
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    daily = undefined;
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
      flush(name === "online");
    }
  });
}
inTurn(open).finally(() => setTimeout(settle));
