// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  after,
  before,
  changing,
  goesOn,
  isEmpty,
  lastOf,
  newDaily,
  sameAgain,
  saving,
  stepsOf,
  tell,
  tellSame,
  undoing,
  warningOf,
} from "../../frontend/static/frontend/js/phone/daily_rules.js";

/** @param {Partial<import("../../frontend/static/frontend/js/phone/daily_rules.js").Symptom>} [more] */
const symptom = (more = {}) => ({
  name: "",
  question: "",
  scale: "nrs",
  words: {},
  areas: null,
  sudden: false,
  ...more,
});
const CATALOGUE = {
  symptoms: {
    fatigue: symptom(),
    numbness: symptom({ areas: { feet: "Feet", saddle: "Between the legs" }, sudden: true }),
    double_vision: symptom({ scale: "yes_no", sudden: true }),
  },
  suggested: ["fatigue"],
};
const LAST = {
  day: "2026-11-25",
  days: { fatigue: "2026-11-25", double_vision: "2026-11-01" },
  values: { fatigue: 4, double_vision: 1 },
  areas: {},
  aids_in_use: null,
};
const daily = (asked = ["fatigue", "numbness"], last = /** @type {any} */ (null)) =>
  newDaily("anna", asked, last);

test("where it is is asked only of a symptom that is there", () => {
  const now = daily();
  assert.deepEqual(stepsOf(now, CATALOGUE), ["fatigue", "numbness", "triggers", "aids", "overview"]);
  tell(now, "numbness", 2);
  assert.equal(after(now, CATALOGUE, "numbness"), "areas-numbness");
  tell(now, "numbness", 0);
  assert.equal(after(now, CATALOGUE, "numbness"), "triggers");
  assert.equal(before(now, CATALOGUE, "fatigue"), undefined);
});

test("a code that the catalogue has no more is not asked", () => {
  assert.deepEqual(stepsOf(daily(["gone"]), CATALOGUE), ["triggers", "aids", "overview"]);
});

test("what is skipped is not zero", () => {
  const now = daily();
  tell(now, "fatigue", 0);
  tell(now, "numbness", null);
  assert.deepEqual(saving(now).values, { fatigue: 0 });
  assert.ok(!("triggers" in saving(now)));
});

test("none of these is an answer", () => {
  const now = { ...daily(), triggers: [] };
  assert.ok(!isEmpty(now));
  assert.deepEqual(saving(now).triggers, []);
});

test("last time counts only once it is tapped, and only what was said then", () => {
  const now = daily(["fatigue", "double_vision"], LAST);
  assert.ok(isEmpty(now));
  assert.deepEqual(sameAgain(now), [["fatigue", 4]]);
  tellSame(now);
  assert.deepEqual(now.values, { fatigue: 4 });
});

test("whoever was away goes on where they were", () => {
  const now = daily();
  assert.equal(goesOn(now, CATALOGUE), "fatigue");
  now.opened = ["fatigue"];
  assert.equal(goesOn(now, CATALOGUE), "numbness");
});

test("trouble with seeing calls for help where it is new", () => {
  const now = daily(["double_vision"]);
  tell(now, "double_vision", 1);
  assert.equal(warningOf(now, CATALOGUE, "double_vision"), "sight");
  assert.equal(warningOf({ ...now, last: LAST }, CATALOGUE, "double_vision"), "");
  tell(now, "double_vision", 0);
  assert.equal(warningOf(now, CATALOGUE, "double_vision"), "");
});

test("numbness between the legs calls for help whatever was said last time", () => {
  const now = daily(["numbness"], { ...LAST, values: { numbness: 3 }, areas: { numbness: ["saddle"] } });
  tell(now, "numbness", 3);
  assert.equal(warningOf(now, CATALOGUE, "numbness"), "");
  now.areas = { numbness: ["saddle"] };
  assert.equal(warningOf(now, CATALOGUE, "areas-numbness"), "saddle");
  assert.equal(warningOf(daily(["numbness"]), CATALOGUE, "areas-numbness"), "");
});

test("what was begun on an earlier day is about that day", () => {
  const now = { ...daily(), day: "2026-11-20", made_at: "2026-11-20T10:00:00.000Z" };
  assert.equal(saving(now).occurred_at, "2026-11-20T10:00:00.000Z");
  const today = saving(daily());
  assert.equal(today.occurred_at, today.made_at);
});

test("a change builds on what this phone said before, and Undo makes a new entry possible", () => {
  const now = daily();
  const first = saving(now);
  const second = changing(now, { triggers: [] });
  assert.equal(second.base, first.entry_id);
  assert.equal(changing(now, { triggers: ["fever"] }).base, second.op_id);
  const undo = undoing(now);
  assert.equal(undo.entry_id, first.entry_id);
  assert.notEqual(now.entry_id, first.entry_id);
  assert.ok(!now.saved);
});

test("the later one of what the phone and the server know is last time", () => {
  const here = { ...daily(), saved: true, day: "2026-11-26", values: { fatigue: 9 } };
  assert.equal(lastOf(here, LAST)?.values.fatigue, 9);
  assert.equal(lastOf({ ...here, day: "2026-11-20" }, LAST)?.values.fatigue, 4);
  assert.equal(lastOf(undefined, null), null);
});
