// @ts-check
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "fake-indexeddb/auto";

globalThis.navigator ??= /** @type {any} */ ({});

const store = await import("../../frontend/static/frontend/js/phone/store.js");
const { answering, newPhoto, newWalk, submitting } = await import(
  "../../frontend/static/frontend/js/phone/walk_rules.js"
);
const { WIFI_ONLY } = await import("../../frontend/static/frontend/js/phone/photo_sending.js");
/** @type {typeof import("../../frontend/static/frontend/js/phone/sending.js")} */
let sending;
let tests = 0;
const ITEM = { code: "A1", room: "entrance", text: "", why: "", fix: "", quick: "all", extra: false };

beforeEach(async () => {
  tests += 1;
  sending = await import(`../../frontend/static/frontend/js/phone/sending.js?photos-${tests}`);
  await store.remove(await store.everything());
  await store.forgetWalks((await store.walksOf("anna")).map((walk) => walk.entry_id));
  await store.belongsTo("anna", false);
  await store.note("busy", undefined);
  await store.note(WIFI_ONLY, false);
});

/** Two photos are taken before the last answer. @param {string | null} [owner] */
async function walked(owner = "anna") {
  const { operation, walk } = newWalk("quick", { id: "list", items: [ITEM] }, owner, false);
  await store.keep(owner, [operation], undefined, undefined, [["walks", walk]]);
  for (const letter of ["one", "two"]) {
    const photo = newPhoto(walk, "A1");
    const { entry_id } = photo;
    const bytes = /** @type {ArrayBuffer} */ (new TextEncoder().encode(letter).buffer);
    const kept = { entry_id, assessment: walk.entry_id, item: "A1", bytes };
    await store.keep(owner, [photo], undefined, undefined, [["photos", kept]]);
  }
  await store.keep(owner, [answering(walk, "A1", "ok"), submitting(walk)], undefined, undefined, [
    ["walks", walk],
  ]);
  return walk;
}

/**
 * @param {(form: FormData) => { status: number, body: any } | null} photos
 * @param {(operation: any) => string} [outcome]
 */
function serve(photos, outcome = () => "created") {
  /** @type {string[]} */
  const sent = [];
  Object.assign(globalThis, {
    fetch: async (/** @type {string} */ address, /** @type {any} */ { body }) => {
      if (address.includes("session")) {
        return Response.json({ owner: "anna", csrf_token: "token", now: new Date().toISOString() });
      }
      if (address.includes("photos")) {
        sent.push(`photo ${await body.get("file").text()}`);
        const answer = photos(body);
        if (answer === null) {
          throw new TypeError("no network");
        }
        return Response.json(answer.body, { status: answer.status });
      }
      const { operations } = JSON.parse(body);
      sent.push(...operations.map((/** @type {any} */ one) => one.type));
      const results = operations.map((/** @type {any} */ one) => ({
        op_id: one.op_id ?? one.entry_id,
        outcome: outcome(one),
      }));
      return Response.json({ results });
    },
  });
  return sent;
}

const taken = () => ({ status: 201, body: { id: "photo" } });
const left = async () => (await store.everything()).map((one) => one.operation.type);
const WALK = ["assessment", "assessment_answer", "assessment_submission"];

test("photos follow one by one when all of their walk is with the server, and nothing of it stays", async () => {
  await walked();
  const sent = serve(taken);
  assert.deepEqual(await sending.send(), { stopped: "", wait: 0 });
  assert.deepEqual(sent, [...WALK, "photo one", "photo two"]);
  assert.deepEqual(await left(), []);
  assert.deepEqual(await store.walksOf("anna"), []);
});

test("a walk and its photos are one entry, as people count", async () => {
  await walked();
  assert.equal(store.entriesIn(await store.everything()), 1);
});

test("photos wait for Wi-Fi where a person wants that, until they say now", async () => {
  await walked();
  await store.note(WIFI_ONLY, true);
  const sent = serve(taken);
  assert.deepEqual(await sending.send(), { stopped: "", wait: 0 });
  assert.deepEqual(sent, WALK);
  assert.deepEqual(await left(), ["photo", "photo"]);
  assert.equal((await store.walksOf("anna")).length, 1);
  await sending.send({ pressed: true });
  assert.equal(sent.length, WALK.length);
  await sending.send({ pressed: true, photos: true });
  assert.deepEqual(await left(), []);
});

test("an answer that is lost brings the same photo again", async () => {
  await walked();
  let tries = 0;
  serve(() => (++tries === 1 ? null : { status: 200, body: { id: "photo" } }));
  assert.equal((await sending.send()).stopped, "no_answer");
  assert.deepEqual(await left(), ["photo", "photo"]);
  assert.equal((await sending.send({ pressed: true })).stopped, "");
  assert.deepEqual(await left(), []);
});

for (const [name, answer, outcome] of /** @type {[string, any, string]} */ (
  /** @type {unknown} */ ([
    ["that was taken away for good", { status: 410, body: { code: "gone" } }, "erased"],
    ["that the server cannot read", { status: 422, body: { code: "invalid", errors: [] } }, "invalid"],
    ["that is too large", { status: 413, body: { code: "too_large" } }, "invalid"],
  ])
)) {
  test(`a photo ${name} stays for its person and holds up no other`, async () => {
    await walked();
    let tries = 0;
    serve(() => (++tries === 1 ? answer : taken()));
    assert.equal((await sending.send()).stopped, "");
    const [one, ...others] = await store.everything();
    assert.deepEqual([one?.refused?.outcome, others], [outcome, []]);
  });
}

for (const status of [401, 403]) {
  test(`a session that ended (${status}) keeps the photos`, async () => {
    await walked();
    serve(() => ({ status, body: { code: "no" } }));
    assert.equal((await sending.send()).stopped, "sign_in");
    assert.deepEqual(await left(), ["photo", "photo"]);
  });
}

test("photos of a walk that the server refused are not sent", async () => {
  await walked();
  const sent = serve(taken, ({ type }) => (type === "assessment" ? "invalid" : "created"));
  await sending.send();
  assert.deepEqual(sent, WALK);
  assert.deepEqual(await left(), ["assessment", "photo", "photo"]);
});

test("Ben's session sends no photo of Anna's, and nobody's waits to be claimed", async () => {
  await walked("ben");
  await walked(null);
  const sent = serve(taken);
  await sending.send();
  assert.deepEqual(sent, []);
});

test("signing out takes a walk of which nothing waits off the phone, and no other", async () => {
  const walk = await walked();
  await store.belongsTo(null, true);
  assert.equal((await store.walksOf("anna")).length, 1);
  await store.remove(await store.everything());
  await store.belongsTo(null, true);
  assert.deepEqual(await store.walksOf("anna"), []);
  assert.equal(await store.photoOf(walk.entry_id), undefined);
});

test("a photo that is taken away goes with its picture", async () => {
  await walked();
  const photos = (await store.everything()).filter((one) => one.operation.type === "photo");
  const { entry_id } = photos[0]?.operation ?? { entry_id: "" };
  assert.notEqual(await store.photoOf(entry_id), undefined);
  await store.remove(photos);
  assert.equal(await store.photoOf(entry_id), undefined);
});
