// @ts-check
// Sends what waits: one page or worker at a time, as whoever is signed in, and forgets only what the server
// has named as recorded.

import { corrected, idOf } from "./operations.js";
import { mayGo, postPhoto } from "./photo_sending.js";
import {
  belongsTo,
  change,
  entryOf,
  everything,
  fallsOf,
  forgetFalls,
  forgetWalks,
  learnFacts,
  note,
  noted,
  remove,
  SCHEMA,
  tell,
  walksOf,
  whose,
} from "./store.js";

/** @typedef {import("./store.js").Waiting} Waiting */
/** @typedef {import("./store.js").Outcome} Outcome */
/** @typedef {{ owner: string | null, csrf_token: string, now?: string }} Session */

const AT_ONCE = 50;
const PATIENCE = 15_000; // milliseconds for one answer
const TURN = 5_000; // milliseconds that a person waits while others send
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 300_000;
const DAY = 86_400_000;
const MINUTE = 60_000;
const RECORDED = new Set(["created", "changed", "already_recorded"]);
/** A further try would end in the same way. @type {Set<Stopped>} */
const SETTLED = new Set(["", "busy", "sign_in", "leaving", "reload"]);
const OUTCOMES = new Set([...RECORDED, "conflict", "invalid", "withdrawn", "erased"]);

/** Why sending stopped: "" all is sent; the page has words for the others. */
/** @typedef {"" | "busy" | "no_answer" | "sign_in" | "leaving" | "later" | "reload"} Stopped */

/** @type {{ tries: number, notBefore: number }} */
const pause = { tries: 0, notBefore: 0 };

/**
 * Sends everything of whoever is signed in. `pressed`: a person asked, so no pause is kept but the server's.
 * `photos`: on any network, as the person wants now.
 * @param {{ pressed?: boolean, photos?: boolean }} [how]
 * @returns {Promise<{ stopped: Stopped, wait: number }>} and how long to wait before the next try (milliseconds)
 */
export async function send({ pressed = false, photos = false } = {}) {
  const early = (await busyFor()) || (pressed ? 0 : pause.notBefore - performance.now());
  if (early > 0) {
    return { stopped: "later", wait: early };
  }
  const stopped = await alone(pressed, photos);
  if (SETTLED.has(stopped)) {
    pause.tries = 0;
    return { stopped, wait: stopped === "busy" ? FIRST_PAUSE : 0 };
  }
  // The browser wakes the worker when there is a network again, where it can.
  const registration = /** @type {any} */ (await navigator.serviceWorker?.getRegistration());
  await registration?.sync?.register("outbox").catch(() => undefined);
  const busy = await busyFor();
  // Full jitter, so that a hundred phones do not come back together.
  pause.tries += 1;
  const rest = Math.random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** pause.tries);
  pause.notBefore = performance.now() + rest;
  return { stopped: busy > 0 ? "later" : stopped, wait: busy || rest };
}

/**
 * Two pages and a worker may ask at once; who comes second finds the others at it, and a person waits for them.
 * @param {boolean} pressed
 * @param {boolean} photos
 * @returns {Promise<Stopped>}
 */
async function alone(pressed, photos) {
  if (!navigator.locks) {
    return sendAll(photos);
  }
  const how = pressed ? { signal: AbortSignal.timeout(TURN) } : { ifAvailable: true };
  /** @type {Promise<Stopped> | undefined} */
  let sending;
  try {
    return await navigator.locks.request("outbox", how, (lock) => {
      sending = lock === null ? Promise.resolve(/** @type {Stopped} */ ("busy")) : sendAll(photos);
      return sending;
    });
  } catch (error) {
    if (sending !== undefined) {
      throw error;
    }
    return "busy"; // they are still at it
  }
}

/** How long the server wants to be left alone, whichever page it told (milliseconds). */
async function busyFor() {
  const told = await noted("busy").catch(() => undefined);
  const now = Date.now();
  return told?.from <= now && now < told.until ? told.until - now : 0; // nothing from a clock that was set back
}

/**
 * Where this phone keeps nothing: at once, or not at all.
 * @param {string | null} owner null where the phone does not know
 * @param {import("./store.js").Operation[]} operations
 * @returns {Promise<boolean>} whether all of them are recorded
 */
export async function straight(owner, operations) {
  const session = await handshake();
  if (!session?.owner || session.owner !== (owner ?? session.owner)) {
    return false;
  }
  const behind = lateBy(session);
  const right = operations.map((one) => corrected(one, behind));
  const answer = await post(session, { schema: SCHEMA, operations: right }, behind);
  return answer?.results?.every((/** @type {Outcome} */ one) => RECORDED.has(one?.outcome)) ?? false;
}

/** Operations first, in their order; then photos, one by one. @param {boolean} photos @returns {Promise<Stopped>} */
async function sendAll(photos) {
  let [most, handshakes] = [AT_ONCE, 0];
  /** @type {Session | null} */
  let session = null;
  for (;;) {
    const all = await everything();
    const ready = await mayGo(all, photos);
    const mine = all.filter((one) => one.owner !== null && !one.refused && ready(one));
    if (mine.length === 0) {
      return "";
    }
    session ??= await handshake();
    if (session === null) {
      return "no_answer";
    }
    const { owner } = session;
    await remember(owner);
    const theirs = mine.filter((one) => one.owner === owner);
    const told = theirs.filter((one) => one.operation.type !== "photo").slice(0, most);
    const batch = told.length > 0 ? told : theirs.slice(0, 1);
    if (owner === null && (await forgetErased(all, session))) {
      continue;
    }
    if (owner === null || batch.length === 0) {
      return owner === null ? "sign_in" : "";
    }
    const right = await madeRight(batch, lateBy(session));
    const photo = told.length > 0 ? undefined : right.operations[0];
    const answer = photo
      ? await postPhoto(photo, session.csrf_token, ask)
      : await post(session, right, lateBy(session));
    if (answer === null) {
      return "no_answer";
    }
    if (answer.results) {
      if (!(await settle(batch, answer.results))) {
        return "no_answer"; // it named none of ours
      }
    } else if (answer.code === "leaving") {
      await learnFacts(owner).catch(() => undefined); // the day on which the account goes
      return "leaving";
    } else if (answer.status === 403 || answer.status === 409 || answer.status === 401) {
      // Another token or another account since the handshake: once more, and then it is for the person.
      session = null;
      handshakes += 1;
      if (handshakes > 1) {
        return "sign_in";
      }
    } else if (answer.code === "unsupported_schema") {
      return "reload";
    } else if (answer.status === 413 || answer.status === 422 || answer.status === 400) {
      const [first] = batch;
      if (first !== undefined && batch.length === 1) {
        await settle(batch, [{ errors: answer.errors, op_id: idOf(first.operation), outcome: "invalid" }]);
      }
      most = 1; // one that the server cannot read does not hold up the others
    } else {
      return "no_answer";
    }
  }
}

/** Whose session this is, and a fresh token. An answer that is not ours is none. */
async function handshake() {
  const answer = await ask("/api/v1/session/", {});
  const told = answer?.body;
  if (typeof told?.csrf_token !== "string" || !("owner" in told)) {
    return null;
  }
  // An account without a diary has no time zone either, and nothing to send.
  return /** @type {Session} */ ({ ...told, owner: told.time_zone === null ? null : told.owner });
}

/** @param {string | null} owner of the session, null where nobody is signed in */
async function remember(owner) {
  const phone = await whose();
  if (owner === null ? !phone.signedOut : phone.owner !== owner || phone.signedOut) {
    await belongsTo(owner ?? phone.owner, owner === null);
    tell(); // what waits says now that it waits for somebody to sign in
  }
}

/**
 * Of somebody who was erased nothing is left on a phone either: nobody can sign in any more to decide about it.
 * The server is told of nothing but whose it was.
 * @param {Waiting[]} all
 * @param {Session} session
 * @returns {Promise<boolean>} whether anything went
 */
async function forgetErased(all, session) {
  let went = false;
  for (const owner of new Set(all.map((one) => one.owner))) {
    const answer = owner ? await post({ ...session, owner }, { schema: SCHEMA, operations: [] }, 0) : null;
    if (answer?.results) {
      const phone = await whose();
      await remove(all.filter((one) => one.owner === owner));
      await belongsTo(phone.owner === owner ? null : phone.owner, true);
      tell();
      went = true;
    }
  }
  return went;
}

/**
 * By how much this phone's clock is late (milliseconds), in whole minutes: an answer's way takes a moment.
 * @param {Session} session
 */
const lateBy = ({ now }) =>
  now === undefined ? 0 : Math.round((Date.parse(now) - Date.now()) / MINUTE) * MINUTE;

/**
 * The batch by the server's clock. What was sent once is sent the same way again.
 * @param {Waiting[]} batch
 * @param {number} behind
 */
async function madeRight(batch, behind) {
  const fresh = batch.filter((one) => !one.sent);
  for (const one of fresh) {
    one.operation = corrected(one.operation, behind, one.dated);
    one.sent = true;
  }
  if (fresh.length > 0) {
    await change(fresh);
  }
  return {
    schema: Math.min(...batch.map((one) => one.schema), SCHEMA),
    operations: batch.map((one) => one.operation),
  };
}

/** @param {Session} session @param {object} batch @param {number} behind */
async function post({ owner, csrf_token }, batch, behind) {
  const sent_at = new Date(Date.now() + behind).toISOString();
  const answer = await ask("/api/v1/entries/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf_token },
    body: JSON.stringify({ owner, sent_at, ...batch }),
  });
  if (answer === null) {
    return null;
  }
  const { body, status } = answer;
  if (status === 200) {
    return Array.isArray(body?.results) ? { status, results: body.results } : null;
  }
  return typeof body?.code === "string" ? { status, code: body.code, errors: body.errors } : null;
}

/**
 * @param {string} address
 * @param {RequestInit} options
 * @returns {Promise<{ status: number, body: any } | null>} null: no answer, or none of ours
 */
async function ask(address, options) {
  try {
    const answer = await fetch(address, {
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
    });
    const text = await answer.text();
    const until = answer.headers.get("Retry-After");
    if (until !== null && (answer.status === 503 || answer.status === 429)) {
      // Seconds, or a date by the server's own clock.
      const rest = Number(until) * 1000 || Date.parse(until) - Date.parse(answer.headers.get("Date") ?? "");
      const from = Date.now();
      await note("busy", { from, until: from + Math.min(rest || 0, DAY) });
    }
    return { status: answer.status, body: JSON.parse(text) };
  } catch {
    return null;
  }
}

/**
 * Forgets what is recorded, and keeps what somebody must decide with the server's answer.
 * @param {Waiting[]} batch
 * @param {(Outcome & { op_id: string })[]} results
 * @returns {Promise<boolean>} whether the server named any of them
 */
async function settle(batch, results) {
  const told = new Map(results.map((result) => [result?.op_id, result]));
  const named = batch.filter((one) => OUTCOMES.has(told.get(idOf(one.operation))?.outcome ?? ""));
  if (named.length === 0) {
    return false;
  }
  const recorded = named.filter((one) => RECORDED.has(told.get(idOf(one.operation))?.outcome ?? ""));
  const refused = named.filter((one) => !recorded.includes(one));
  for (const one of refused) {
    one.refused = told.get(idOf(one.operation)) ?? null;
  }
  await note("sent", Date.now()); // Home is drawn anew if it is older
  await change(refused);
  await remove(recorded);
  await forgetFinished(batch[0]?.owner ?? null);
  return true;
}

/** Falls that are told to the end and walks that are sent, of which nothing waits. @param {string | null} owner */
async function forgetFinished(owner) {
  const waiting = new Set((await everything()).map(entryOf));
  const done = (await fallsOf(owner)).filter(
    (fall) => (fall.finished || fall.withdrawn) && !waiting.has(fall.entry_id),
  );
  await forgetFalls(done.map((fall) => fall.entry_id));
  const walked = (await walksOf(owner)).filter((walk) => walk.sent && !waiting.has(walk.entry_id));
  await forgetWalks(walked.map((walk) => walk.entry_id));
}
