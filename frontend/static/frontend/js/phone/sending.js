// @ts-check
// Sends what waits: one page or worker at a time, as whoever is signed in, and forgets only what the server
// has named as recorded.

import { corrected, idOf } from "./operations.js";
import { belongsTo, change, everything, fallsOf, forgetFalls, remove, SCHEMA, whose } from "./store.js";

/** @typedef {import("./store.js").Waiting} Waiting */
/** @typedef {import("./store.js").Outcome} Outcome */
/** @typedef {{ owner: string | null, csrf_token: string, now?: string }} Session */

const AT_ONCE = 50;
const PATIENCE = 15_000; // milliseconds for one answer
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 300_000;
const RECORDED = new Set(["created", "changed", "already_recorded"]);
const OUTCOMES = new Set([...RECORDED, "conflict", "invalid", "withdrawn", "erased"]);

/** Why sending stopped: "" all is sent; the page has words for the others. */
/** @typedef {"" | "busy" | "no_answer" | "sign_in" | "later" | "reload"} Stopped */

/** @type {{ tries: number, notBefore: number }} */
const pause = { tries: 0, notBefore: 0 };

/**
 * Sends everything of whoever is signed in. `pressed`: a person asked, so no pause is kept but the server's.
 * @param {{ pressed?: boolean }} [how]
 * @returns {Promise<{ stopped: Stopped, wait: number }>} and how long to wait before the next try (milliseconds)
 */
export async function send({ pressed = false } = {}) {
  if (Date.now() < pause.notBefore && !(pressed && pause.tries > 0)) {
    return { stopped: "later", wait: pause.notBefore - Date.now() };
  }
  // Two pages and a worker may ask at once; who comes second finds the others at it.
  const stopped = await (navigator.locks?.request("outbox", { ifAvailable: true }, (lock) =>
    lock === null ? /** @type {Stopped} */ ("busy") : sendAll(),
  ) ?? sendAll());
  if (stopped === "" || stopped === "busy" || stopped === "sign_in" || stopped === "reload") {
    pause.tries = 0;
    return { stopped, wait: stopped === "busy" ? FIRST_PAUSE : 0 };
  }
  if (Date.now() >= pause.notBefore) {
    // Full jitter, so that a hundred phones do not come back together.
    pause.tries += 1;
    pause.notBefore = Date.now() + Math.random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** pause.tries);
  }
  return { stopped, wait: pause.notBefore - Date.now() };
}

/** @returns {Promise<Stopped>} */
async function sendAll() {
  let [most, handshakes] = [AT_ONCE, 0];
  /** @type {Session | null} */
  let session = null;
  for (;;) {
    const mine = (await everything()).filter((one) => one.owner !== null && !one.refused);
    if (mine.length === 0) {
      return "";
    }
    session ??= await handshake();
    if (session === null) {
      return "no_answer";
    }
    const { owner } = session;
    await remember(owner);
    const batch = mine.filter((one) => one.owner === owner).slice(0, most);
    if (owner === null || batch.length === 0) {
      return owner === null ? "sign_in" : "";
    }
    const answer = await post(session, await madeRight(batch, session));
    if (answer === null) {
      return "no_answer";
    }
    if (answer.results) {
      if (!(await settle(batch, answer.results))) {
        return "no_answer"; // it named none of ours
      }
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
  return typeof told?.csrf_token === "string" && "owner" in told ? /** @type {Session} */ (told) : null;
}

/** @param {string | null} owner of the session, null where nobody is signed in */
async function remember(owner) {
  const phone = await whose();
  if (owner === null ? !phone.signedOut : phone.owner !== owner || phone.signedOut) {
    await belongsTo(owner ?? phone.owner, owner === null);
  }
}

/**
 * The batch by the server's clock. What was sent once is sent the same way again.
 * @param {Waiting[]} batch
 * @param {Session} session
 */
async function madeRight(batch, session) {
  const behind = session.now === undefined ? 0 : Date.parse(session.now) - Date.now();
  const fresh = batch.filter((one) => !one.sent);
  for (const one of fresh) {
    one.operation = corrected(one.operation, behind);
    one.sent = true;
  }
  if (fresh.length > 0) {
    await change(fresh);
  }
  return {
    schema: Math.min(...batch.map((one) => one.schema), SCHEMA),
    owner: session.owner,
    sent_at: new Date(Date.now() + behind).toISOString(),
    operations: batch.map((one) => one.operation),
  };
}

/** @param {Session} session @param {object} batch */
async function post(session, batch) {
  const answer = await ask("/api/v1/entries/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": session.csrf_token },
    body: JSON.stringify(batch),
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
    const seconds = Number(answer.headers.get("Retry-After"));
    if (answer.status === 503 || answer.status === 429) {
      pause.tries += 1;
      pause.notBefore = Date.now() + Math.max(1, seconds || 1) * 1000;
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
  await change(refused);
  await remove(recorded);
  await forgetFinished(batch[0]?.owner ?? null);
  return true;
}

/** Falls that are told to the end, and of which nothing waits. @param {string | null} owner */
async function forgetFinished(owner) {
  const waiting = new Set((await everything()).map((one) => one.operation.entry_id));
  const done = (await fallsOf(owner)).filter(
    (fall) => (fall.finished || fall.withdrawn) && !waiting.has(fall.entry_id),
  );
  await forgetFalls(done.map((fall) => fall.entry_id));
}
