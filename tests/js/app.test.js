// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

// The module wires itself to the page when it is loaded; here the page hears nothing.
Object.assign(globalThis, {
  document: { addEventListener() {}, querySelector: () => null },
  customElements: { define() {} },
  HTMLElement: class {},
});

const { BOUNCE, SECOND_TAP, isOurs, repeats } = await import("../../frontend/static/frontend/js/app.js");

const form = {};
const tap = { form, time: 10_000, x: 180, y: 300 };

test("the first tap is never a repetition", () => {
  assert.equal(repeats(null, tap), false);
});

test("a second tap on the same form within a second and a half does nothing, wherever it lands", () => {
  assert.equal(repeats(tap, { ...tap, x: 5, y: 5, time: tap.time + SECOND_TAP - 1 }), true);
});

test("the same form may be sent again later", () => {
  assert.equal(repeats(tap, { ...tap, time: tap.time + SECOND_TAP }), false);
});

test("a thumb that bounces does not press what has just appeared under it", () => {
  assert.equal(repeats(tap, { form: null, x: 190, y: 310, time: tap.time + BOUNCE - 1 }), true);
});

test("a quick tap somewhere else on the new screen counts", () => {
  assert.equal(repeats(tap, { form: null, x: 180, y: 500, time: tap.time + 200 }), false);
});

test("a keyboard has no place, so the next screen's button can be pressed at once", () => {
  const keyboard = { form: {}, x: Number.NaN, y: Number.NaN };
  assert.equal(repeats(tap, { ...keyboard, time: tap.time + 50 }), false);
  assert.equal(repeats({ ...keyboard, time: 0 }, { form: null, x: 1, y: 1, time: 50 }), false);
});

test("a captive portal's page is not taken for ours", () => {
  assert.equal(isOurs("<html><body>Welcome to our Wi-Fi</body></html>"), false);
  assert.equal(isOurs('<title>Home</title><main id="screen" tabindex="-1"></main>'), true);
  assert.equal(isOurs(""), true);
});
