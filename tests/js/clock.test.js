// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

const { corrected, dayMoved, dayOf } = await import("../../frontend/static/frontend/js/phone/operations.js");

const YEARS = 3 * 365 * 86_400_000;
const made = new Date(2026, 10, 25, 9, 30);

test("two clocks that nearly agree leave the entry as it was tapped", () => {
  const day = { type: "diary_day", entry_id: "a", date: "2026-11-25", made_at: made.toISOString() };
  assert.equal(corrected(day, 119_000), day);
});

test("a phone three years behind means the same day, three years later", () => {
  const sweep = {
    type: "diary_sweep",
    entry_id: "a",
    first: "2026-11-20",
    last: "2026-11-24",
    made_at: made.toISOString(),
  };
  const right = corrected(sweep, YEARS);
  assert.deepEqual(
    [right.first, right.last],
    [dayMoved("2026-11-20", 3 * 365), dayMoved("2026-11-24", 3 * 365)],
  );
  assert.equal(right.made_at, new Date(+made + YEARS).toISOString());
});

test("a phone that is half an hour behind at midnight answers the day that it was", () => {
  const late = new Date(2026, 10, 24, 23, 45);
  const day = { type: "diary_day", entry_id: "a", date: dayOf(late), made_at: late.toISOString() };
  assert.equal(corrected(day, 1_800_000).date, "2026-11-25");
});

test("the time of a fall moves with the clock, in the answer about it too", () => {
  const set = { occurred_at: made.toISOString(), precision: "day" };
  const change = {
    type: "fall_change",
    op_id: "b",
    entry_id: "a",
    base: "a",
    set,
    made_at: made.toISOString(),
  };
  assert.equal(corrected(change, -YEARS).set.occurred_at, new Date(+made - YEARS).toISOString());
  assert.equal(change.set.occurred_at, made.toISOString());
});
