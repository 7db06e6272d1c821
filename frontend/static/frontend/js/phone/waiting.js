// @ts-check
// What this phone has not sent: each entry in words, what somebody must decide, and "Send now".

import { idOf, onFall } from "./operations.js";
import { waitForWifi } from "./photo_sending.js";
import {
  change,
  entriesIn,
  entryOf,
  fallOf,
  fallsOf,
  forgetFalls,
  forgetWalks,
  keep,
  needAnswers,
  remove,
  waitingOf,
  walksOf,
  whose,
} from "./store.js";

/** @typedef {import("./store.js").Waiting} Waiting */
/** @typedef {import("./store.js").Fall} Fall */
/** @typedef {import("./log.js").Ui} Ui */

/** A list that changes while a finger is down is drawn when it is up (milliseconds between two looks). */
const FINGER = 100;
/** What came of the last press, and what takes it back. @type {{ said: string, undo?: () => Promise<unknown> }} */
let pressed = { said: "" };
let drawing = 0;

/** Opens the list. @param {Ui} ui */
export function waitingScreen(ui) {
  pressed = { said: "" };
  return draw(ui);
}

/** It changed by itself. @param {Ui} ui */
export function waitingAgain(ui) {
  return draw(ui, true);
}

/** @param {Ui} ui @param {boolean} [again] who reads it stays where they are */
async function draw(ui, again = false) {
  drawing += 1;
  const turn = drawing;
  const [{ owner, signedOut }, phone] = await Promise.all([whose(), ui.phoneNow()]);
  const goes = Boolean(phone.facts?.erased_on);
  const [waiting, falls] = await Promise.all([waitingOf(owner), fallsOf(owner)]);
  const waits = { goes, wifi: await waitForWifi() };
  const known = new Map(falls.map((fall) => [fall.entry_id, fall]));
  const mayGo = waiting.length > 0 && (await navigator.storage?.persisted?.()) === false;
  if (turn !== drawing) {
    return; // a later one knows more
  }
  if (again && document.querySelector("#screen :active")) {
    setTimeout(() => location.hash === "#waiting" && draw(ui, true), FINGER);
    return;
  }
  const content = ui.copy("screen-waiting");
  const heading = /** @type {HTMLElement} */ (content.querySelector("h1"));
  const named = ui.slot(content, needAnswers(waiting) ? "answers" : "unsent");
  heading.textContent =
    waiting.length === 0
      ? ((pressed.undo ? heading.dataset.left : heading.dataset.none) ?? "")
      : ui.counted(named, entriesIn(waiting));
  ui.slot(content, "sign-in").hidden = !signedOut || waiting.length === 0;
  ui.sayLeaving(content, phone);
  ui.slot(content, "send").hidden =
    goes || signedOut || waiting.every((one) => one.refused || one.owner === null);
  const result = ui.slot(content, "result");
  result.textContent = pressed.said;
  if (pressed.undo) {
    result.append(" ", button(ui, "undo", pressed.undo));
  }
  ui.slot(content, "may-go").hidden = !mayGo;
  const list = ui.slot(content, "list");
  for (const group of grouped(waiting)) {
    list.append(entry(group, what(group, waiting, known, ui), ui, signedOut ? null : owner, waits));
  }
  ui.show(content, again);
  ui.slot(document, "send").addEventListener("click", async () => {
    pressed = { said: ui.words("stopped_busy") };
    await draw(ui, true);
    const stopped = await ui.flush(true, true);
    pressed = { said: stopped === "" ? "" : ui.words(`stopped_${stopped}`) };
    await draw(ui, true);
  });
}

/** Answers stand with the fall that they belong to; what must be decided stands alone. @param {Waiting[]} waiting */
function grouped(waiting) {
  /** @type {Map<string, Waiting[]>} */
  const groups = new Map();
  for (const one of waiting) {
    const { outcome = "" } = one.refused ?? {};
    const { set, type } = one.operation;
    // Of answers to one question, given one after the other, the last one counts.
    const asked = outcome === "conflict" ? Object.keys(set ?? {}).join() : "";
    const alone = outcome === "invalid";
    const key = alone
      ? idOf(one.operation)
      : `${entryOf(one)} ${one.owner} ${outcome} ${asked} ${type === "photo"}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups.values();
}

/**
 * @param {Waiting[]} group
 * @param {string} named what it is, in words
 * @param {Ui} ui
 * @param {string | null} by who is signed in
 * @param {{ goes: boolean, wifi: boolean }} waits for a decision about the account; photos for Wi-Fi
 */
function entry(group, named, ui, by, { goes, wifi }) {
  const line = ui.copy("waiting-entry");
  const [first] = /** @type {[Waiting]} */ (group);
  ui.slot(line, "what").textContent = named;
  const why = ui.slot(line, "why");
  const act = (
    /** @type {string} */ name,
    /** @type {() => Promise<unknown>} */ done,
    /** @type {(() => Promise<unknown>) | undefined} */ undo = undefined,
  ) => ui.slot(line, "actions").append(button(ui, name, done, undo));
  if (first.owner === null && by !== null) {
    why.textContent = ui.words("wasThisYou");
    act("itWasMe", () => claim(group, by));
    act(
      "notMe",
      () => change(group.map((one) => ({ ...one, declined: [...(one.declined ?? []), by] }))),
      () => change(group),
    );
  } else if (first.owner === null) {
    why.textContent = ui.words("nobodys");
  } else if (first.refused) {
    refused(group, why, act, ui);
  } else {
    const forWifi = wifi && first.operation.type === "photo";
    why.textContent = ui.words(goes ? "waitsToStay" : forWifi ? "waitsForWifi" : "waits");
  }
  return line;
}

/**
 * @param {Ui} ui
 * @param {string} name of its words
 * @param {() => Promise<unknown>} done what a press does
 * @param {() => Promise<unknown>} [undo]
 */
function button(ui, name, done, undo = undefined) {
  const made = /** @type {HTMLButtonElement} */ (ui.copy("waiting-button").querySelector("button"));
  made.textContent = ui.words(name);
  made.addEventListener("click", async () => {
    await done();
    pressed = undo ? { said: ui.words(`said_${name}`), undo } : { said: "" };
    await ui.flush(true);
    await draw(ui);
  });
  return made;
}

/** A walk is theirs with its photos. @param {Waiting[]} group @param {string} by */
async function claim(group, by) {
  const entry = entryOf(/** @type {Waiting} */ (group[0]));
  const all = (await waitingOf(null)).filter((one) => entryOf(one) === entry);
  await change(all.map((one) => ({ ...one, owner: by })));
  const walk = (await walksOf(null)).find((one) => one.entry_id === entry);
  if (walk !== undefined) {
    await keep(by, [], undefined, undefined, [["walks", { ...walk, owner: by }]]);
  }
  const fall = await fallOf(entry);
  if (fall !== undefined) {
    await keep(by, [], { ...fall, owner: by });
  }
}

/**
 * @param {Waiting[]} group
 * @param {HTMLElement} why
 * @param {(name: string, done: () => Promise<unknown>, undo?: () => Promise<unknown>) => void} act
 * @param {Ui} ui
 */
function refused(group, why, act, ui) {
  const one = /** @type {Waiting} */ (group.at(-1));
  const { refused: answer, operation } = one;
  const outcome = answer?.outcome ?? "invalid";
  if (outcome === "conflict" && answer?.current && operation.set) {
    why.textContent = ui.words("conflict");
    const here = { ...answer.current, ...operation.set };
    for (const name of Object.keys(operation.set)) {
      if (name === "precision") {
        continue; // a part of the moment
      }
      const both = ui.copy("waiting-both");
      ui.slot(both, "name").textContent = nameOf(name);
      ui.slot(both, "here").textContent = wordsOf(name, here, ui);
      ui.slot(both, "there").textContent = wordsOf(name, answer.current, ui);
      why.after(both);
    }
    act("useHere", () => settle(group, answer.current, operation.set));
    act("useThere", () => settle(group, answer.current, null));
  } else if (outcome === "withdrawn") {
    const of = isOfSymptoms(one) ? "_symptom" : "";
    why.textContent = ui.words(`withdrawn${of}`);
    act(`restore${of}`, async () => {
      await keep(one.owner, [
        onFall(
          /** @type {Fall} */ ({ entry_id: operation.entry_id }),
          of ? "symptom_restoration" : "fall_restoration",
        ),
      ]);
      await remove(group);
    });
    act("leaveWithdrawn", () => leaveIt(group));
  } else {
    const error = answer?.errors?.[0];
    const known = ui.words(`refused_${error?.code}`);
    why.textContent = known || error?.message || ui.words(outcome);
    if (outcome === "erased") {
      act("removeHere", () => leaveIt(group));
    } else {
      if (known === "") {
        act("tryAgain", () => change(group.map((one) => ({ ...one, refused: null }))));
      }
      act(
        "removeHere",
        () => remove(group),
        // A picture is gone with its entry.
        operation.type === "photo" ? undefined : () => change(group),
      );
    }
  }
}

/**
 * The person has chosen: what they told this phone is told again with the other answer known, or the other
 * answer is this phone's, too.
 * @param {Waiting[]} group answers to one question
 * @param {any} current the fall as the server has it
 * @param {Record<string, any> | null} set null: the other answer stands
 */
async function settle(group, current, set) {
  const one = /** @type {Waiting} */ (group.at(-1));
  const known = await fallOf(one.operation.entry_id);
  const fall = /** @type {Fall} */ (known ?? { entry_id: one.operation.entry_id });
  const operations = set ? [{ ...onFall(fall, one.operation.type, { set }), base: current.version }] : [];
  if (known && !set) {
    for (const name of Object.keys(one.operation.set)) {
      known.answers[name] = current[name];
    }
    known.last_op = current.version;
  }
  await keep(one.owner, operations, known);
  await remove(group);
}

/** The fall is gone from here as it is from everywhere. @param {Waiting[]} group */
async function leaveIt(group) {
  await remove(group);
  const entry = entryOf(/** @type {Waiting} */ (group[0]));
  await Promise.all([forgetFalls([entry]), group.some(isOfWalk) && forgetWalks([entry])]);
}

/**
 * @param {Waiting[]} group
 * @param {Waiting[]} all
 * @param {Map<string, Fall>} falls of this phone: an answer is named by its fall
 * @param {Ui} ui
 */
function what(group, all, falls, ui) {
  const { operation } = /** @type {Waiting} */ (group[0]);
  const { type, date, first, last, entry_id } = operation;
  const counting = (/** @type {string} */ id) => document.getElementById(id) ?? document.body;
  if (type === "photo") {
    return ui.counted(counting("photos-wait"), group.length);
  }
  if (isOfWalk(/** @type {Waiting} */ (group[0]))) {
    const answers = group.filter((one) => one.operation.type === "assessment_answer").length;
    const said = answers > 0 ? ` · ${ui.counted(counting("answers"), answers)}` : "";
    return `${ui.words("walk")}, ${ui.momentWords(operation.made_at)}${said}`;
  }
  if (type === "diary_day" || type === "diary_sweep") {
    const days = [...new Set([date ?? first, date ?? last])].map((day) => ui.dayWords(day)).join(" – ");
    return `${ui.words("quiet")}: ${days}${isUndone(group) ? ` · ${ui.words("undone")}` : ""}`;
  }
  if (isOfSymptoms(/** @type {Waiting} */ (group[0]))) {
    const back = isUndone(group) ? ` · ${ui.words("undone")}` : "";
    return `${ui.words(type)}, ${ui.momentWords(operation.occurred_at ?? operation.made_at)}${back}`;
  }
  const made = all.find((one) => one.operation.entry_id === entry_id && one.operation.type === "fall");
  const fall = falls.get(entry_id);
  const near = type === "fall_change" && fall?.kind === "near_fall" ? "near_" : "";
  const name = ui.words(made ? made.operation.kind : `${near}${type}`);
  const answers = group.filter((one) => one.operation.type === "fall_change").length;
  const said = isUndone(group)
    ? ` · ${ui.words("undone")}`
    : type === "fall" && answers > 0
      ? ` · ${ui.counted(counting("answers"), answers)}`
      : "";
  const moment = made?.operation.made_at ?? fall?.made_at ?? operation.made_at;
  return `${name}, ${ui.momentWords(moment)}${said}`;
}

/** @param {Waiting} one */
const isOfWalk = ({ operation }) => operation.type.startsWith("assessment");

/** @param {Waiting} one */
const isOfSymptoms = ({ operation }) => operation.type.startsWith("symptom");

/** Whether the person has taken back what they logged here. @param {Waiting[]} group */
function isUndone([first, ...others]) {
  const types = others.map(({ operation }) => operation.type);
  const [back, again] = [types.lastIndexOf("fall_withdrawal"), types.lastIndexOf("fall_restoration")];
  return (
    types.includes("answer_undoing") ||
    (first?.operation.type === "symptom" && types.includes("symptom_withdrawal")) ||
    (first?.operation.type === "fall" && back > again)
  );
}

/** @param {string} name of a field @returns {HTMLElement[]} its controls, from whichever question asks it */
function controls(name) {
  return /** @type {HTMLTemplateElement[]} */ ([...document.querySelectorAll("template[data-slug]")]).flatMap(
    ({ content }) =>
      /** @type {HTMLElement[]} */ ([...content.querySelectorAll(`[name="${CSS.escape(name)}"]`)]),
  );
}

/** @param {string} name */
function nameOf(name) {
  const field = controls(name === "occurred_at" || name === "precision" ? "when" : name)[0]?.closest(
    "fieldset, .field",
  );
  return field?.querySelector("legend, label")?.textContent?.trim() ?? name;
}

/** @param {string} name @param {any} fall @param {Ui} ui @returns {string} */
function wordsOf(name, fall, ui) {
  const value = fall[name];
  if (value === null || value === undefined || value === "") {
    return ui.words("noAnswer");
  }
  if (name === "occurred_at") {
    return whenWords(new Date(value), fall.precision, ui);
  }
  const values = (Array.isArray(value) ? value : [value]).map((one) =>
    one === true ? "yes" : one === false ? "no" : one,
  );
  return values
    .map((one) => {
      const input = controls(name).find((control) => control.getAttribute("value") === one);
      return input?.closest("label")?.textContent?.trim() ?? String(one);
    })
    .join(", ");
}

/** As it was told: "yesterday, morning" has no minutes. @param {Date} moment @param {string} precision @param {Ui} ui */
function whenWords(moment, precision, ui) {
  if (precision === "exact") {
    return ui.momentWords(moment.toISOString());
  }
  const part = ["night", "morning", "afternoon", "evening"][Math.floor(moment.getHours() / 6)];
  const input = controls("part").find((control) => control.getAttribute("value") === part);
  const words = precision === "part_of_day" ? `, ${input?.closest("label")?.textContent?.trim()}` : "";
  return ui.nearDayWords(moment) + words;
}
