// @ts-check
// How somebody is today, as a phone knows it: what is asked, what comes next, which answer calls for help, and what
// a tap says to the server. What stood there last time is shown, and counts only once it is tapped.

/** @typedef {import("./store.js").Operation} Operation */
/**
 * `scale`: nrs, steps, count, yes_no; `words` of its answers by value; `sudden`: help is needed where it is new.
 * @typedef {{ name: string, question: string, scale: string, words: Record<string, string>,
 *   areas: Record<string, string> | null, sudden: boolean }} Symptom
 * @typedef {{ symptoms: Record<string, Symptom>, suggested: string[] }} Catalogue
 */
/** `days` of each value, where they differ. @typedef {{ day: string, days?: Record<string, string>, values: Record<string, number | null>, areas: Record<string, string[]>, aids_in_use: string[] | null }} Last */
/**
 * `place` is whose it is on this phone; `base` the operation that a change builds on; `saved`: it is in the outbox
 * or with the server.
 * @typedef {{ place: string, entry_id: string, owner: string | null, made_at: string, day: string, asked: string[],
 *   values: Record<string, number>, areas: Record<string, string[]>, triggers: string[] | null,
 *   aids_in_use: string[] | null, note: string, last: Last | null, saved: boolean, base: string, opened: string[] }} Daily
 */

import { dayOf } from "./operations.js";

/** Loss of feeling here is an emergency where it is new. */
const SADDLE = "saddle";
export const AREAS = "areas-";
const now = () => new Date().toISOString();
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param {string | null} owner */
export const placeOf = (owner) => owner ?? "nobody";

/**
 * @param {string | null} owner
 * @param {string[]} asked codes of symptoms
 * @param {Last | null} last
 * @returns {Daily}
 */
export function newDaily(owner, asked, last) {
  return {
    place: placeOf(owner),
    entry_id: crypto.randomUUID(),
    owner,
    made_at: now(),
    day: dayOf(),
    asked,
    values: {},
    areas: {},
    triggers: null,
    aids_in_use: null,
    note: "",
    last,
    saved: false,
    base: "",
    opened: [],
  };
}

/** What stood there last: the later one of what this phone and what the server knows. @param {Daily | undefined} here @param {Last | null | undefined} told @returns {Last | null} */
export function lastOf(here, told) {
  const own = here?.saved ? here : here?.last;
  if (!own || (told && told.day > own.day)) {
    return told ?? null;
  }
  const { day, values, areas, aids_in_use } = own;
  return { day, values, areas, aids_in_use };
}

/** The screens, in their order. @param {Daily} daily @param {Catalogue} catalogue @returns {string[]} */
export function stepsOf({ asked, values }, { symptoms }) {
  const known = asked.filter((code) => symptoms[code] !== undefined);
  return [
    ...known.flatMap((code) =>
      symptoms[code]?.areas && (values[code] ?? 0) > 0 ? [code, AREAS + code] : [code],
    ),
    "triggers",
    "aids",
    "overview",
  ];
}

/** @param {Daily} daily @param {Catalogue} catalogue @param {string} step */
export function after(daily, catalogue, step) {
  const steps = stepsOf(daily, catalogue);
  return steps[steps.indexOf(step) + 1] ?? "overview";
}

/** @param {Daily} daily @param {Catalogue} catalogue @param {string} step none before the first */
export function before(daily, catalogue, step) {
  const steps = stepsOf(daily, catalogue);
  return steps[steps.indexOf(step) - 1];
}

/** Where somebody goes on who has been away. @param {Daily} daily @param {Catalogue} catalogue */
export function goesOn(daily, catalogue) {
  return stepsOf(daily, catalogue).find((step) => !daily.opened.includes(step)) ?? "overview";
}

/** @param {Daily} daily */
export function isEmpty({ values, triggers, aids_in_use, note }) {
  return Object.keys(values).length === 0 && triggers === null && aids_in_use === null && note === "";
}

/** What one answer calls for at once: "sight", "numb", "saddle" or nothing. @param {Daily} daily @param {Catalogue} catalogue @param {string} step */
export function warningOf({ values, areas, last }, { symptoms }, step) {
  if (step.startsWith(AREAS)) {
    return areas[step.slice(AREAS.length)]?.includes(SADDLE) ? SADDLE : "";
  }
  const isNew = (values[step] ?? 0) > 0 && !((last?.values[step] ?? 0) > 0);
  if (!symptoms[step]?.sudden || !isNew) {
    return "";
  }
  return step === "numbness" ? "numb" : "sight";
}

/** An answer, or null where it is skipped. @param {Daily} daily @param {string} code @param {number | null} value */
export function tell(daily, code, value) {
  if (value === null) {
    delete daily.values[code];
  } else {
    daily.values[code] = value;
  }
  if (!((daily.values[code] ?? 0) > 0)) {
    delete daily.areas[code];
  }
}

/** What is asked today that was answered last time. @param {Daily} daily @returns {[string, number][]} */
export function sameAgain({ asked, last }) {
  return asked.flatMap((code) => {
    const value = last?.values[code];
    const isOfThatDay = (last?.days?.[code] ?? last?.day) === last?.day;
    return value === null || value === undefined || !isOfThatDay
      ? []
      : [/** @type {[string, number]} */ ([code, value])];
  });
}

/** One tap says it all again. @param {Daily} daily */
export function tellSame(daily) {
  for (const [code, value] of sameAgain(daily)) {
    tell(daily, code, value);
    const areas = daily.last?.areas[code];
    if (areas && value > 0) {
      daily.areas[code] = areas;
    }
  }
}

/** What the server is told; from now on it is changed, not told anew. @param {Daily} daily @returns {Operation} */
export function saving(daily) {
  const made_at = now();
  const { entry_id, values, areas, triggers, aids_in_use, note } = daily;
  daily.saved = true;
  daily.base = entry_id;
  return {
    type: "symptom",
    entry_id,
    made_at,
    // What was begun on an earlier day is about that day.
    occurred_at: daily.day === dayOf(new Date(made_at)) ? made_at : daily.made_at,
    time_zone: zone(),
    values: { ...values },
    areas: { ...areas },
    ...(triggers && { triggers: [...triggers] }),
    ...(aids_in_use && { aids_in_use: [...aids_in_use] }),
    ...(note !== "" && { note }),
  };
}

/** @param {Daily} daily @param {Record<string, any>} set @returns {Operation} */
export function changing(daily, set) {
  const op_id = crypto.randomUUID();
  const operation = {
    type: "symptom_change",
    op_id,
    entry_id: daily.entry_id,
    made_at: now(),
    base: daily.base,
    set,
  };
  daily.base = op_id;
  return operation;
}

/** It is taken back, and what was tapped can be put right and told anew. @param {Daily} daily @returns {Operation} */
export function undoing(daily) {
  const { entry_id } = daily;
  Object.assign(daily, { saved: false, base: "", entry_id: crypto.randomUUID() });
  return { type: "symptom_withdrawal", op_id: crypto.randomUUID(), entry_id, made_at: now() };
}
