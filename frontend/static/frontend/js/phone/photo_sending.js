// @ts-check
// Photos of a walk, as the outbox sends them: each by itself, once its walk is with the server, and on Wi-Fi
// alone where the person wants that.

import { noted, photoOf } from "./store.js";

/** @typedef {import("./store.js").Waiting} Waiting */
/** @typedef {(address: string, options: RequestInit) => Promise<{ status: number, body: any } | null>} Ask */

/** A slow network takes its time for a picture (milliseconds). */
const PATIENCE = 120_000;
/** Under this name the phone remembers the choice. */
export const WIFI_ONLY = "photos-on-wifi-only";
const UNMETERED = new Set(["wifi", "ethernet"]);
/** Answers about this one photo, which another try would not change. */
const REFUSALS = new Set([400, 404, 409, 413, 415, 422]);

/** What the browser says of its network; undefined where it says nothing. @returns {string | undefined} */
export const network = () => /** @type {any} */ (navigator).connection?.type;

/** Whether photos wait for another network than this. */
export async function waitForWifi() {
  return (await noted(WIFI_ONLY)) === true && !UNMETERED.has(network() ?? "");
}

/**
 * What may be sent now: everything but photos that wait for Wi-Fi, or whose walk was refused.
 * @param {Waiting[]} all
 * @param {boolean} photos on any network
 * @returns {Promise<(one: Waiting) => boolean>}
 */
export async function mayGo(all, photos) {
  const isPhoto = (/** @type {Waiting} */ { operation }) => operation.type === "photo";
  if (!all.some(isPhoto)) {
    return () => true;
  }
  const anyTime = photos || !(await waitForWifi());
  const refused = all.filter((one) => one.operation.type === "assessment" && one.refused);
  const unknown = new Set(refused.map((one) => one.operation.entry_id));
  return (one) => !isPhoto(one) || (anyTime && !unknown.has(one.operation.assessment));
}

/**
 * @param {import("./store.js").Operation} operation
 * @param {string} token
 * @param {Ask} ask
 * @returns {Promise<{ status: number, results?: any[], code?: string, errors?: any } | null>} as of a batch of one
 */
export async function postPhoto({ entry_id, assessment, item, made_at }, token, ask) {
  const photo = await photoOf(entry_id);
  if (photo === undefined) {
    return { status: 410, results: [{ op_id: entry_id, outcome: "erased" }] }; // the phone has lost it
  }
  const form = new FormData();
  for (const [name, value] of Object.entries({ entry_id, assessment, item, made_at })) {
    form.set(name, value);
  }
  form.set("file", new Blob([photo.bytes], { type: "image/jpeg" }), "photo.jpg");
  const answer = await ask("/api/v1/photos/", {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: form,
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer === null) {
    return null;
  }
  const { status, body } = answer;
  const outcome = outcomeOf(status, body);
  return outcome === undefined
    ? { status, code: body?.code, errors: body?.errors }
    : { status, results: [{ op_id: entry_id, outcome, errors: body?.errors }] };
}

/** Undefined where nothing is said of this photo. @param {number} status @param {any} body @returns {string | undefined} */
function outcomeOf(status, body) {
  if ((status === 200 || status === 201) && typeof body?.id === "string") {
    return status === 201 ? "created" : "already_recorded";
  }
  if (typeof body?.code !== "string") {
    return undefined;
  }
  return status === 410 ? "erased" : REFUSALS.has(status) ? "invalid" : undefined;
}
