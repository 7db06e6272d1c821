// @ts-check
// What every page needs: the guard against a shaking thumb, the focus after htmx swapped the screen,
// answers saved when tapped, and words when the network is gone. Behaviours that few pages need are fetched when their element is there.

/** A second tap on the same form within this time does nothing (milliseconds). */
export const SECOND_TAP = 1500;
/** A thumb that bounces must not press what has just appeared under it (milliseconds, CSS pixels). */
export const BOUNCE = 500;
export const BOUNCE_REACH = 48;

/**
 * @typedef {{ form: unknown, time: number, x: number, y: number }} Tap
 */

/**
 * Whether `tap` only repeats `last`: the same form again, or the same spot of a new screen.
 * A tap without a place (keyboard, switch, voice) repeats only on the same form.
 * @param {Tap | null} last
 * @param {Tap} tap
 * @returns {boolean}
 */
export function repeats(last, tap) {
  if (last === null) {
    return false;
  }
  const passed = tap.time - last.time;
  if (tap.form !== null && tap.form === last.form) {
    return passed < SECOND_TAP;
  }
  const near = Math.hypot(tap.x - last.x, tap.y - last.y) < BOUNCE_REACH;
  return near && passed < BOUNCE;
}

/**
 * Whether an answer is a page of ours. A captive portal says 200 with a page of its own.
 * @param {string} html
 * @returns {boolean}
 */
export function isOurs(html) {
  return html === "" || /\sid="screen"/.test(html);
}

/** @type {Tap | null} */
let lastTap = null;
/** Where the pointer went down last; NaN is near to nothing. */
let pointer = { x: Number.NaN, y: Number.NaN };
/** @type {WeakSet<object>} forms on their way to the server */
const underway = new WeakSet();
/** So long Next waits for a save that hangs (milliseconds). */
const PATIENCE = 5000;
/** @type {WeakSet<Element>} forms that save already */
const saving = new WeakSet();

/** @param {Event} event */
function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {MouseEvent} event */
function guardClick(event) {
  // Keyboards report detail 0 and no place worth comparing.
  const placed = event.detail > 0;
  pointer = placed ? { x: event.clientX, y: event.clientY } : { x: Number.NaN, y: Number.NaN };
  const target = event.target instanceof Element ? event.target.closest("a, button, label, summary") : null;
  if (target === null) {
    return;
  }
  const form = target instanceof HTMLButtonElement ? target.form : null;
  if (form === null || form !== lastTap?.form) {
    if (repeats(lastTap, { form: null, time: event.timeStamp, ...pointer })) {
      stop(event);
      return;
    }
  }
  if (form === null && event.button === 0) {
    // Answers stand close together, and each counts: a tap on one only shows that the thumb has moved on.
    lastTap = target.matches("a, button") ? { form: null, time: event.timeStamp, ...pointer } : null;
  }
}

/** @param {SubmitEvent} event */
function guardSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) {
    return;
  }
  const tap = { form, time: event.timeStamp, ...pointer };
  // What a script sends on has no button: it goes on with the tap that it waited for.
  if (underway.has(form) || (event.submitter !== null && repeats(lastTap, tap))) {
    stop(event);
    return;
  }
  lastTap = tap;
}

/** Focus goes to what is wrong, else to where the screen says, else to its heading. */
function focusScreen() {
  const screen = document.getElementById("screen");
  const target =
    screen?.querySelector(".error-summary") ??
    screen?.querySelector("[data-focus]") ??
    screen?.querySelector("h1") ??
    screen;
  if (target instanceof HTMLElement) {
    // What can be reached by Tab stays reachable.
    if (target.tabIndex < 0) {
      target.tabIndex = -1;
    }
    const atTop = target.matches("h1, main");
    target.focus({ preventScroll: atTop });
    if (!atTop) {
      // The page goes to its top after this: what somebody is at is seen all the same.
      requestAnimationFrame(() => target.scrollIntoView({ block: "nearest" }));
    }
  }
}

/** @param {boolean} shown */
function tellTrouble(shown) {
  const trouble = document.getElementById("trouble");
  if (trouble !== null) {
    trouble.hidden = !shown;
    // An alert is read out when its words arrive, not when it is unhidden.
    trouble.textContent = shown ? (trouble.dataset.words ?? "") : "";
  }
}

/**
 * Saves `form` at every change, one request after the other. Next sends it again, so what fails here is
 * lost nowhere.
 * @param {HTMLFormElement} form
 */
export function saveAnswers(form) {
  if (saving.has(form)) {
    return;
  }
  saving.add(form);
  const base = /** @type {HTMLInputElement} */ (form.elements.namedItem("base"));
  const opId = /** @type {HTMLInputElement} */ (form.elements.namedItem("op_id"));
  /** @type {Promise<void>} */
  let queue = Promise.resolve();
  let waiting = 0;

  async function save() {
    const data = new FormData(form);
    data.set("keep", "1");
    try {
      // Outlives the page: leaving it right after the tap loses nothing.
      const answer = await fetch(location.href, {
        method: "POST",
        body: data,
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.status === 204) {
        base.value = answer.headers.get("X-Version") ?? base.value;
        opId.value = crypto.randomUUID();
      }
    } catch {
      // No network: Next says so.
    }
    waiting -= 1;
  }

  form.addEventListener("change", () => {
    waiting += 1;
    queue = queue.then(save);
  });
  // htmx asks before it reads the form: Next takes the version that the last save has made.
  form.addEventListener("htmx:confirm", (event) => {
    if (waiting > 0) {
      event.preventDefault();
      const { issueRequest } = /** @type {CustomEvent} */ (event).detail;
      queue.then(() => issueRequest(true));
    }
  });
}

/** @param {Element | Document} root */
function fetchBehaviours(root) {
  if (root.querySelector("reveal-password") !== null) {
    import("./reveal_password.js");
  }
  if (root.querySelector("time-zone") !== null) {
    import("./time_zone.js");
  }
  if (root.querySelector("push-switch") !== null) {
    import("./push_switch.js");
  }
  if (root.querySelector("row-keys") !== null) {
    import("./row_keys.js");
  }
  if (root.querySelector("[data-walk]") !== null) {
    import("./walk_ways.js");
  }
  if (root.querySelector("form[data-passkey]") !== null) {
    import("./passkeys.js");
  }
  const question = /** @type {HTMLFormElement | null} */ (root.querySelector("form[data-keep]"));
  if (question !== null) {
    saveAnswers(question);
  }
}

/** The links of an error summary show the question, not only its control. */
class ErrorSummary extends HTMLElement {
  connectedCallback() {
    this.focus();
    this.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const control = link === null ? null : document.getElementById(link.hash.slice(1));
      if (control === null) {
        return;
      }
      event.preventDefault();
      const words =
        control.closest("fieldset")?.querySelector("legend") ?? control.closest(".field") ?? control;
      words.scrollIntoView();
      control.focus({ preventScroll: true });
    });
  }
}

/** @typedef {CustomEvent<{ elt: Element, target: Element, xhr: XMLHttpRequest, shouldSwap: boolean }>} HtmxEvent */

/** @param {Event} event */
function refuseForeign(event) {
  const { detail } = /** @type {HtmxEvent} */ (event);
  if (detail.target.id === "screen" && detail.shouldSwap && !isOurs(detail.xhr.responseText)) {
    detail.shouldSwap = false;
    tellTrouble(true);
    return;
  }
  tellTrouble(false);
}

document.addEventListener("click", guardClick, true);
document.addEventListener("submit", guardSubmit, true);
document.addEventListener("htmx:beforeRequest", (event) => {
  underway.add(/** @type {HtmxEvent} */ (event).detail.elt);
});
document.addEventListener("htmx:afterRequest", (event) => {
  underway.delete(/** @type {HtmxEvent} */ (event).detail.elt);
});
document.addEventListener("htmx:beforeSwap", refuseForeign);
document.addEventListener("htmx:sendError", () => tellTrouble(true));
document.addEventListener("htmx:timeout", () => tellTrouble(true));
document.addEventListener("htmx:afterSettle", (event) => {
  if (/** @type {HtmxEvent} */ (event).detail.target?.id === "screen") {
    focusScreen();
    fetchBehaviours(document);
  }
});
customElements.define("error-summary", ErrorSummary);
fetchBehaviours(document);
// A page that came by itself, not by htmx, has its keys at once, too.
if (document.activeElement === document.body && document.querySelector("#screen [data-focus]")) {
  focusScreen();
}
