// @ts-check
// What a tap means, as the server's outbox door takes it. Times are this phone's own until they are sent.

/** @typedef {import("./store.js").Operation} Operation */
/** @typedef {import("./store.js").Fall} Fall */

const DAY = 86_400_000; // milliseconds
/** Clocks this close agree (milliseconds); the server holds the same. */
const CLOCKS_AGREE = 120_000;

/** @param {Date} [moment] the local calendar day, as 2026-11-25 */
export function dayOf(moment = new Date()) {
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** @param {string} day @param {number} by days @returns {string} */
export function dayMoved(day, by) {
  return new Date(Date.parse(day) + by * DAY).toISOString().slice(0, 10);
}

const now = () => new Date().toISOString();
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * A fall or near fall of this moment: what is sent, and what the phone remembers to go on from.
 * @param {string} kind
 * @param {string | null} owner
 * @returns {{ operation: Operation, fall: Fall }}
 */
export function newFall(kind, owner) {
  const [entry_id, made_at] = [crypto.randomUUID(), now()];
  return {
    operation: { type: "fall", entry_id, kind, occurred_at: made_at, made_at, time_zone: zone() },
    fall: {
      entry_id,
      owner,
      kind,
      made_at,
      last_op: entry_id,
      answers: {},
      chosen: [],
      next: "",
      finished: false,
      withdrawn: false,
    },
  };
}

/**
 * A further operation on a fall; the fall remembers it as the newest.
 * @param {Fall} fall
 * @param {string} type
 * @param {Record<string, any>} [more]
 * @returns {Operation}
 */
export function onFall(fall, type, more = {}) {
  const op_id = crypto.randomUUID();
  const operation = { type, op_id, entry_id: fall.entry_id, made_at: now(), ...more };
  if (type === "fall_change") {
    Object.assign(operation, { base: fall.last_op });
    fall.last_op = op_id;
  }
  return operation;
}

/** @param {string} date @returns {Operation} */
export function quietDay(date) {
  return { type: "diary_day", entry_id: crypto.randomUUID(), date, answer: "no_falls", made_at: now() };
}

/** @param {string} first @param {string} last @returns {Operation} */
export function sweep(first, last) {
  return {
    type: "diary_sweep",
    entry_id: crypto.randomUUID(),
    first,
    last,
    answer: "no_falls",
    made_at: now(),
  };
}

/** @param {string} entryId of the answer that is taken back @returns {Operation} */
export function answerUndone(entryId) {
  return { type: "answer_undoing", op_id: crypto.randomUUID(), entry_id: entryId, made_at: now() };
}

/** @param {Operation} operation @returns {string} by which the server names it */
export function idOf(operation) {
  return operation.op_id ?? operation.entry_id;
}

/**
 * The operation by a clock that is right. A phone that is years off neither wins nor loses by it.
 * @param {Operation} operation
 * @param {number} behind milliseconds by which this phone's clock is late
 * @param {boolean} [dated] its days came from the server and are right
 * @returns {Operation}
 */
export function corrected(operation, behind, dated = false) {
  if (Math.abs(behind) < CLOCKS_AGREE) {
    return operation;
  }
  const moved = (/** @type {string} */ moment) => new Date(Date.parse(moment) + behind).toISOString();
  const made = new Date(operation.made_at);
  const days = Math.round((Date.parse(dayOf(new Date(+made + behind))) - Date.parse(dayOf(made))) / DAY);
  /** @type {Operation} */
  const right = { ...operation };
  for (const [name, value] of Object.entries(operation)) {
    if (name === "made_at" || name === "occurred_at") {
      right[name] = moved(value);
    } else if (!dated && (name === "date" || name === "first" || name === "last")) {
      right[name] = dayMoved(value, days);
    } else if (name === "set" && value.occurred_at !== undefined) {
      right.set = { ...value, occurred_at: moved(value.occurred_at) };
    }
  }
  return right;
}
