// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, { HTMLElement: class {} });

const { zoneToFill } = await import("../../frontend/static/frontend/js/time_zone.js");

test("the phone's zone fills an empty field", () => {
  assert.equal(zoneToFill("", "Europe/Berlin", null), "Europe/Berlin");
  assert.equal(zoneToFill("", "Europe/Berlin", ["", "Europe/Berlin"]), "Europe/Berlin");
});

test("what the person chose stays", () => {
  assert.equal(zoneToFill("Asia/Tokyo", "Europe/Berlin", null), "Asia/Tokyo");
});

test("a zone that cannot be chosen, or that the phone does not tell, leaves the field alone", () => {
  assert.equal(zoneToFill("", "Mars/Olympus", ["", "UTC"]), "");
  assert.equal(zoneToFill("", undefined, null), "");
});
