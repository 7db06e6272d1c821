// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answeredIn,
  answering,
  askedIn,
  fitted,
  following,
  goneOf,
  maySend,
  merged,
  newPhoto,
  newWalk,
  roomsOf,
  sameWalk,
  submitting,
  widened,
} from "../../frontend/static/frontend/js/phone/walk_rules.js";

/** @typedef {import("../../frontend/static/frontend/js/phone/walk_rules.js").Walk} Walk */
/** @typedef {import("../../frontend/static/frontend/js/phone/walk_rules.js").Told} Told */

/** @param {string} code @param {string} room @param {string | null} quick @param {boolean} [extra] */
const item = (code, room, quick, extra = false) => ({
  code,
  room,
  quick,
  extra,
  text: `${code}?`,
  why: "",
  fix: "",
});
const CHECKLIST = {
  id: "list",
  items: [
    item("A1", "entrance", null),
    item("B1", "hallway_and_stairs", "walking"),
    item("D1", "bedroom", "wheelchair"),
    item("D2", "bedroom", "all"),
    item("X1", "bedroom", null, true),
  ],
};
const codes = (/** @type {{ code: string }[]} */ items) => items.map(({ code }) => code).join(" ");

/** @param {...any} operations @returns {any[]} */
const waiting = (...operations) => operations.map((operation) => ({ schema: 1, owner: "anna", operation }));

/** @param {Walk} walk @param {Partial<Told>} [more] @returns {Told} */
function told(walk, more = {}) {
  const { kind, state, checklist, asked, made_at } = walk;
  return {
    id: "server",
    begun: [walk.entry_id],
    kind,
    state,
    checklist,
    asked,
    answers: {},
    photos: {},
    made_at,
    items: null,
    ...more,
  };
}

const begin = (kind = "full") => newWalk(kind, CHECKLIST, "anna", false);

test("a quick walk asks of somebody in a wheelchair transfers in place of the stairs, a full one all but extras", () => {
  assert.equal(codes(askedIn(CHECKLIST.items, "quick", false)), "B1 D2");
  assert.equal(codes(askedIn(CHECKLIST.items, "quick", true)), "D1 D2");
  assert.equal(codes(askedIn(CHECKLIST.items, "full", true)), "A1 B1 D1 D2");
});

test("an answer names the one that this phone knew, and a note goes only where it was written", () => {
  const { walk } = begin();
  const first = answering(walk, "A1", "needs_work");
  const second = answering(walk, "A1", "needs_work", "The step is loose.");
  assert.deepEqual([first.base, "note" in first], [null, false]);
  assert.deepEqual([second.base, second.note], [first.entry_id, "The step is loose."]);
  assert.equal(answering(walk, "A1", "ok").base, second.entry_id);
  assert.deepEqual([walk.answers.A1?.answer, walk.answers.A1?.note], ["ok", "The step is loose."]);
});

test("a walk goes on with the first item without an answer, and after an item with the next one", () => {
  const { walk } = begin();
  assert.equal(following(walk), "A1");
  answering(walk, "A1", "ok");
  answering(walk, "D1", "not_sure");
  assert.equal(following(walk), "B1");
  assert.equal(following(walk, "B1"), "D1");
  assert.equal(following(walk, "D2"), undefined);
  assert.equal(answeredIn(walk), 2);
  assert.deepEqual(roomsOf(walk).at(-1), { room: "bedroom", asked: 2, answered: 1, first: "D2" });
});

test("what came back is asked again alone, and is sent when all of it is answered", () => {
  const { walk } = begin();
  walk.state = "returned";
  walk.answers = {
    A1: { answer: "ok", note: "", known: "1" },
    B1: { answer: "ok", note: "", known: "2", question: "Which side?" },
    D2: { answer: "ok", note: "", known: "3", question: "How high?" },
  };
  assert.equal(following(walk), "B1");
  assert.equal(maySend(walk), false);
  answering(walk, "B1", "needs_work");
  assert.equal(following(walk), "D2");
  answering(walk, "D2", "ok");
  assert.equal(following(walk), undefined);
  assert.equal(maySend(walk), true);
});

test("an empty walk is not sent", () => {
  assert.equal(maySend(begin().walk), false);
});

test("a walk is begun, answered, sent, and its photos name it", () => {
  const { operation, walk } = begin();
  const photo = newPhoto(walk, "A1");
  const end = submitting(walk);
  assert.equal(operation.checklist, "list");
  assert.deepEqual([photo.assessment, photo.item], [walk.entry_id, "A1"]);
  assert.deepEqual([end.entry_id, walk.sent], [operation.entry_id, true]);
});

test("a full walk on top of a quick one asks the rest in the order of the rooms", () => {
  const { walk } = begin("quick");
  const operation = widened(walk, CHECKLIST);
  assert.equal(walk.asked.join(" "), "A1 B1 D1 D2");
  assert.deepEqual([walk.kind, operation.kind], ["full", "full"]);
});

test("what this phone has not sent wins here, and else what another phone answered", () => {
  const { walk } = begin();
  const here = answering(walk, "A1", "ok");
  answering(walk, "B1", "ok"); // sent already
  const server = told(walk, {
    answers: {
      A1: { answer: "needs_work", note: "", known: "there" },
      B1: { answer: "not_sure", note: "Dark.", known: "later" },
    },
  });
  const one = merged(walk, server, waiting(here), "anna", CHECKLIST.items);
  assert.deepEqual([one.answers.A1?.answer, one.answers.A1?.known], ["ok", here.entry_id]);
  assert.deepEqual([one.answers.B1?.answer, one.answers.B1?.note], ["not_sure", "Dark."]);
  assert.equal(answering(one, "B1", "ok").base, "later");
  assert.equal(one.entry_id, walk.entry_id);
});

test("a walk that was begun on another phone goes on here by the server's own id", () => {
  const server = told(begin("quick").walk, { begun: ["elsewhere"] });
  const walk = merged(undefined, server, [], "anna", CHECKLIST.items);
  assert.equal(answering(walk, "B1", "ok").assessment, "server");
  assert.equal(codes(walk.items), "B1 D2");
});

test("a walk that the server has not heard of goes on in the draft there, and in no other", () => {
  const { operation, walk } = begin();
  const draft = told(walk, { begun: ["elsewhere"] });
  assert.equal(sameWalk([walk], draft, waiting(operation)), walk);
  assert.equal(sameWalk([walk], { ...draft, state: "returned" }, waiting(operation)), undefined);
  assert.equal(sameWalk([walk], draft, []), undefined);
});

test("a walk that was sent from another phone leaves this one, unless something of it waits here", () => {
  const { walk } = begin();
  const here = answering(walk, "A1", "ok");
  assert.deepEqual(goneOf([walk], [], []), [walk.entry_id]);
  assert.deepEqual(goneOf([walk], [], waiting(here)), []);
  assert.deepEqual(goneOf([walk], [told(walk)], []), []);
});

test("a photo is as large as it was, or 2048 pixels on its longest side", () => {
  assert.deepEqual(fitted(3000, 2000), [2048, 1365]);
  assert.deepEqual(fitted(1000, 4096), [500, 2048]);
  assert.deepEqual(fitted(800, 600), [800, 600]);
});
