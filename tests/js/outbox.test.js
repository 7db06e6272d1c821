// @ts-check
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "fake-indexeddb/auto";
import { named, recorded, serve } from "./server.js";

// Node 20 has none; without locks the outbox sends all the same.
globalThis.navigator ??= /** @type {any} */ ({});

const store = await import("../../frontend/static/frontend/js/phone/store.js");
const { newFall, onFall, quietDay } = await import("../../frontend/static/frontend/js/phone/operations.js");
/** Each test has its own pauses. @type {typeof import("../../frontend/static/frontend/js/phone/sending.js")} */
let sending;
let tests = 0;

beforeEach(async () => {
  tests += 1;
  sending = await import(`../../frontend/static/frontend/js/phone/sending.js?${tests}`);
  await store.remove(await store.everything());
  await store.belongsTo("anna", false);
  await store.note("busy", undefined);
});

/** @param {number} count @param {string | null} [owner] */
async function days(count, owner = "anna") {
  for (let day = 1; day <= count; day += 1) {
    await store.keep(owner, [quietDay(`2026-10-${String(day).padStart(2, "0")}`)]);
  }
}

const left = async () => (await store.everything()).length;

test("what was logged without a network is sent in its order, fifty at once, and then forgotten", async () => {
  await days(31);
  await days(31);
  const batches = serve(recorded);
  assert.deepEqual(await sending.send(), { stopped: "", wait: 0 });
  assert.deepEqual(
    batches.map((batch) => batch.operations.length),
    [50, 12],
  );
  assert.equal(batches[0].operations[0].date, "2026-10-01");
  assert.equal(batches[0].owner, "anna");
  assert.equal(await left(), 0);
});

for (const [name, answer] of /** @type {[string, any][]} */ ([
  ["no network", null],
  ["a captive portal that says 200 with its own page", { body: "<html>Welcome to the station</html>" }],
  ["JSON that is not ours", { body: { results: "yes" } }],
  ["an answer that names none of the operations", { body: { results: [] } }],
  ["a server without a database", { status: 503, body: { code: "unavailable" } }],
  ["a fault", { status: 500, body: { code: "fault" } }],
  ["an ended session", { status: 401, body: { code: "not_authenticated" } }],
  ["an account that is about to be erased", { status: 403, body: { code: "leaving" } }],
  ["a refused token", { status: 403, body: { code: "csrf" } }],
  ["another account since the handshake", { status: 409, body: { code: "wrong_owner" } }],
])) {
  test(`nothing is lost by ${name}`, async () => {
    await days(3);
    serve(() => answer);
    const { stopped } = await sending.send();
    assert.notEqual(stopped, "");
    assert.equal(await left(), 3);
  });
}

test("a phone whose owner is leaving learns the day, and says that nothing more is tried", async () => {
  await days(1);
  const facts = { owner: "anna", erased_on: "2026-12-11" };
  const batches = serve(() => ({ status: 403, body: { code: "leaving" } }), undefined, facts);
  assert.deepEqual(await sending.send(), { stopped: "leaving", wait: 0 });
  assert.equal(batches.length, 1);
  assert.equal((await store.factsOf("anna")).erased_on, "2026-12-11");
});

test("only what the server named is forgotten", async () => {
  await days(3);
  const answers = [1, 2];
  serve((batch) => {
    const known = answers.shift();
    return known === undefined
      ? null
      : { body: { results: batch.operations.slice(0, known).map(named("changed")) } };
  });
  await sending.send();
  assert.equal(await left(), 0);
});

test("what must be decided stays, with the answer, and does not hold up the others", async () => {
  await days(2);
  const batches = serve((batch) => ({
    body: {
      results: batch.operations.map((/** @type {any} */ one, /** @type {number} */ at) =>
        named(at === 0 ? "invalid" : "created")(one),
      ),
    },
  }));
  await sending.send();
  const [refused] = await store.everything();
  assert.equal(refused?.refused?.outcome, "invalid");
  await sending.send();
  assert.equal(batches.length, 1);
});

test("an operation that the server cannot read is found, and the others are sent", async () => {
  await days(3);
  serve((batch) =>
    batch.operations.some((/** @type {any} */ one) => one.date === "2026-10-02")
      ? { status: 422, body: { code: "invalid", errors: [{ field: "date", code: "odd", message: "Odd." }] } }
      : recorded(batch),
  );
  await sending.send();
  const [refused] = await store.everything();
  assert.equal(await left(), 1);
  assert.equal(refused?.refused?.errors?.[0]?.code, "odd");
});

test("Ben's session sends nothing of Anna's, and nobody's entries wait to be claimed", async () => {
  await days(2, "anna");
  await days(1, null);
  const batches = serve(recorded, /** @type {any} */ ({ owner: "ben", csrf_token: "token" }));
  await sending.send();
  assert.equal(batches.length, 0);
  assert.equal(await left(), 3);
  assert.deepEqual(
    (await store.waitingOf("ben")).map((one) => one.owner),
    [null],
  );
});

test("a phone whose owner was erased keeps nothing of theirs, and tells nobody what it had", async () => {
  const { operation, fall } = newFall("fall", "anna");
  await store.keep("anna", [operation], fall);
  await days(2);
  await days(1, "ben");
  const batches = serve(
    (batch) =>
      batch.owner === "anna"
        ? { body: { results: [] } }
        : { status: 401, body: { code: "not_authenticated" } },
    { owner: null, csrf_token: "token", time_zone: null },
  );
  assert.equal((await sending.send()).stopped, "sign_in");
  assert.deepEqual(
    (await store.everything()).map((one) => one.owner),
    ["ben"],
  );
  assert.deepEqual(await store.fallsOf("anna"), []);
  assert.equal((await store.whose()).owner, null);
  assert.deepEqual(
    batches.flatMap((batch) => batch.operations),
    [],
  );
});

test("a phone that nobody is signed in on keeps everything of those who are still here", async () => {
  await days(3);
  serve(() => ({ status: 401, body: { code: "not_authenticated" } }), { owner: null, csrf_token: "token" });
  assert.equal((await sending.send()).stopped, "sign_in");
  assert.equal(await left(), 3);
});

test("a resend is the same to the letter, whatever the clock says by then", async () => {
  await store.keep("anna", [newFall("fall", "anna").operation]);
  let first = true;
  const behind = 3 * 365 * 86_400_000;
  const batches = serve(
    (batch) => {
      const answer = first ? null : recorded(batch);
      first = false;
      return answer;
    },
    /** @type {any} */ (
      () => ({ owner: "anna", csrf_token: "t", now: new Date(Date.now() + behind).toISOString() })
    ),
  );
  await sending.send();
  await sending.send({ pressed: true });
  assert.deepEqual(batches[0].operations, batches[1].operations);
  const moved = Date.parse(batches[0].operations[0].occurred_at) - Date.now();
  assert.ok(Math.abs(moved - behind) < 60_000);
});

test("a server that says when to come again is not asked before", async () => {
  await days(1);
  const batches = serve(() => ({
    status: 503,
    body: { code: "unavailable" },
    headers: { "Retry-After": "30" },
  }));
  const { wait } = await sending.send();
  assert.ok(wait > 25_000 && wait <= 30_000);
  assert.equal((await sending.send({ pressed: true })).stopped, "later");
  const otherPage = await import("../../frontend/static/frontend/js/phone/sending.js?another page");
  assert.equal((await otherPage.send({ pressed: true })).stopped, "later");
  assert.equal(batches.length, 1);
});

test("a day that the server named stays, however wrong the clock of the phone is", async () => {
  await store.keep("anna", [quietDay("2026-10-01")], undefined, true);
  const years = 3 * 365 * 86_400_000;
  const now = new Date(Date.now() + years).toISOString();
  const batches = serve(recorded, { owner: "anna", csrf_token: "token", now });
  await sending.send();
  assert.equal(batches[0].operations[0].date, "2026-10-01");
  assert.ok(Date.parse(batches[0].operations[0].made_at) > Date.now() + years - 60_000);
});

test("what a phone cannot keep goes straight to the server, and into nobody else's diary", async () => {
  const batches = serve(recorded);
  assert.equal(await sending.straight("ben", [quietDay("2026-10-01")]), false);
  assert.equal(batches.length, 0);
  assert.equal(await sending.straight(null, [quietDay("2026-10-01")]), true);
  assert.equal(batches[0].owner, "anna");
  serve(() => ({ body: "<html>Welcome to the station</html>" }));
  assert.equal(await sending.straight("anna", [quietDay("2026-10-01")]), false);
});

test("each answer of a fall follows the one before it, without knowing the server's version", async () => {
  const { operation, fall } = newFall("fall", "anna");
  const where = onFall(fall, "fall_change", { set: { place: "kitchen" } });
  const doing = onFall(fall, "fall_change", { set: { activity: "walking" } });
  assert.deepEqual([where.base, doing.base], [operation.entry_id, where.op_id]);
});

test("a fall that is told and sent leaves the phone", async () => {
  const { operation, fall } = newFall("fall", "anna");
  await store.keep("anna", [operation], fall);
  serve(recorded);
  await sending.send();
  assert.ok(await store.fallOf(fall.entry_id));
  await store.keep("anna", [onFall(fall, "fall_completion")], { ...fall, finished: true });
  await sending.send();
  assert.equal(await store.fallOf(fall.entry_id), undefined);
});

test("what the safety screen knows of Anna is gone when she signs out, and stays when her session ends", async () => {
  await store.keepFacts({ owner: "anna" });
  await store.belongsTo("anna", true);
  assert.deepEqual(await store.factsOf("anna"), { owner: "anna" });
  await store.belongsTo(null, true);
  assert.equal(await store.factsOf("anna"), undefined);
});
