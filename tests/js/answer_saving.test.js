// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

// The module wires itself to the page when it is loaded; here the page hears nothing.
Object.assign(globalThis, {
  document: { addEventListener() {}, querySelector: () => null },
  customElements: { define() {} },
  HTMLElement: class {},
});

const { saveAnswers } = await import("../../frontend/static/frontend/js/app.js");

/** Lets everything that waits happen. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A form of a question: it hears events, and has two hidden fields. */
function question() {
  const fields = { base: { value: "1" }, op_id: { value: "first" } };
  return Object.assign(new EventTarget(), {
    fields,
    elements: { namedItem: (/** @type {"base" | "op_id"} */ name) => fields[name] },
  });
}

/** @param {() => Promise<object>} answer */
function serve(answer) {
  /** @type {string[]} */
  const sent = [];
  Object.assign(globalThis, {
    location: { href: "/question/" },
    FormData: class {
      /** @param {ReturnType<typeof question>} form */
      constructor(form) {
        this.base = form.fields.base.value;
      }
      set() {}
    },
    fetch: (/** @type {string} */ _url, /** @type {{ body: { base: string } }} */ options) => {
      sent.push(options.body.base);
      return answer();
    },
  });
  return sent;
}

test("quick taps are sent one after the other, each on the version before it", async () => {
  let version = 1;
  const sent = serve(async () => {
    await settled();
    version += 1;
    return { status: 204, headers: new Headers({ "X-Version": String(version) }) };
  });
  const form = question();
  saveAnswers(/** @type {any} */ (form));
  form.dispatchEvent(new Event("change"));
  form.dispatchEvent(new Event("change"));
  await settled();
  assert.deepEqual(sent, ["1"]);
  await settled();
  await settled();
  await settled();
  assert.deepEqual(sent, ["1", "2"]);
  assert.equal(form.fields.base.value, "3");
  assert.notEqual(form.fields.op_id.value, "first");
});

test("what fails is silent and leaves the form as it was", async () => {
  serve(() => Promise.reject(new TypeError("no network")));
  const form = question();
  saveAnswers(/** @type {any} */ (form));
  form.dispatchEvent(new Event("change"));
  await settled();
  assert.deepEqual([form.fields.base.value, form.fields.op_id.value], ["1", "first"]);
});

test("Next waits for a save that is under way, and for nothing else", async () => {
  serve(async () => {
    await settled();
    return { status: 422, headers: new Headers() };
  });
  const form = question();
  saveAnswers(/** @type {any} */ (form));
  let issued = 0;
  const next = () => {
    const asked = new CustomEvent("htmx:confirm", {
      cancelable: true,
      detail: { issueRequest: () => issued++ },
    });
    return form.dispatchEvent(asked);
  };
  assert.equal(next(), true);
  form.dispatchEvent(new Event("change"));
  assert.equal(next(), false);
  assert.equal(issued, 0);
  await settled();
  await settled();
  assert.equal(issued, 1);
});
