// @ts-check
// When a fall was, from a day and a part of it or an exact time. The server reckons the same way.

import { dayMoved, dayOf } from "./operations.js";

/** @typedef {import("./store.js").Fall} Fall */

/** So long a fall was "just now"; later the same answer needs other words (milliseconds). */
const JUST_NOW = 900_000;

/** @param {HTMLFormElement} form */
function given(form) {
  const data = new FormData(form);
  const text = (/** @type {string} */ name) => String(data.get(name) ?? "");
  return { when: text("when"), part: text("part"), day: text("day"), clock: text("clock") };
}

/** @param {HTMLFormElement} form @returns {boolean} whether it says enough to be kept */
export function isComplete(form) {
  const { when, day } = given(form);
  return when !== "" && (when !== "other" || day !== "");
}

/** @param {HTMLFormElement} form takes the words about what was wrong away */
export function forgive(form) {
  for (const error of form.querySelectorAll(".error")) {
    error.remove();
  }
  for (const wrong of form.querySelectorAll("[aria-invalid]")) {
    wrong.removeAttribute("aria-invalid");
    wrong.removeAttribute("aria-describedby");
  }
}

/** @param {HTMLFormElement} form @param {string} name @param {string} key of the words */
function complain(form, name, key) {
  forgive(form);
  const control = /** @type {HTMLElement} */ (form.querySelector(`[name="${name}"]`));
  const words = document.createElement("p");
  words.className = "error";
  words.id = `${name}-error`;
  words.setAttribute("role", "alert");
  words.textContent = document.getElementById("words")?.dataset[key] ?? "";
  (control.closest(".field") ?? control).prepend(words);
  control.setAttribute("aria-describedby", words.id);
  control.setAttribute("aria-invalid", "true");
  control.closest("details")?.setAttribute("open", "");
  control.focus();
}

/** The hour that stands for a part of the day; a day alone is noon. @type {Record<string, number>} */
const HOURS = { night: 3, morning: 9, afternoon: 15, evening: 20, "": 12 };

/**
 * What the form says as the fall's own fields; {} where nobody said anything, null where something is wrong.
 * A time that the clock skips is moved forward, of one that exists twice the first is taken: as Date does.
 * @param {HTMLFormElement} form
 * @param {Fall} fall
 * @returns {Record<string, string> | null}
 */
export function read(form, fall) {
  const { when, part, day, clock } = given(form);
  if (when === "" && part === "" && day === "" && clock === "") {
    return {};
  }
  if (when === "other" && day === "") {
    complain(form, "day", "enterDate");
    return null;
  }
  if (when === "now" && clock === "") {
    return differing(fall, fall.made_at, "exact");
  }
  const today = dayOf();
  const on = when === "other" ? day : when === "yesterday" ? dayMoved(today, -1) : today;
  const [year = 0, month = 1, date = 1] = on.split("-").map(Number);
  const [hour = 0, minute = 0] = clock === "" ? [HOURS[part]] : clock.split(":").map(Number);
  let moment = new Date(year, month - 1, date, hour, minute);
  const now = new Date();
  const begun =
    on === today && (part === "" || Math.floor(now.getHours() / 6) === Math.floor((HOURS[part] ?? 0) / 6));
  if (clock === "" && begun && moment > now) {
    moment = now;
  }
  if (moment > now) {
    complain(form, clock === "" ? (when === "other" ? "day" : "part") : "clock", "notYet");
    return null;
  }
  return differing(
    fall,
    moment.toISOString(),
    clock === "" ? (part === "" ? "day" : "part_of_day") : "exact",
  );
}

/** @param {Fall} fall @param {string} occurred_at @param {string} precision @returns {Record<string, string>} */
function differing(fall, occurred_at, precision) {
  const { answers } = fall;
  const same =
    (answers.occurred_at ?? fall.made_at) === occurred_at && (answers.precision ?? "exact") === precision;
  return same ? {} : { occurred_at, precision };
}

/** Shows what was said before. @param {HTMLFormElement} form @param {Fall} fall */
export function fill(form, fall) {
  const { occurred_at, precision } = fall.answers;
  const date = /** @type {HTMLInputElement} */ (form.elements.namedItem("day"));
  date.max = dayOf();
  if (Date.now() - Date.parse(fall.made_at) > JUST_NOW) {
    const now = form.querySelector('[value="now"] + span');
    if (now !== null) {
      now.textContent = document.getElementById("words")?.dataset.whenLogged ?? "";
    }
  }
  const none = /** @type {HTMLInputElement | null} */ (form.querySelector('[name="part"][value=""]'));
  if (none !== null && precision !== "part_of_day") {
    none.checked = false;
    none.closest("label")?.toggleAttribute("hidden", true);
  }
  if (occurred_at === undefined) {
    return;
  }
  const moment = new Date(occurred_at);
  const day = dayOf(moment);
  const today = dayOf();
  const when =
    occurred_at === fall.made_at
      ? "now"
      : day === today
        ? "today"
        : day === dayMoved(today, -1)
          ? "yesterday"
          : "other";
  check(form, "when", when);
  if (when === "other") {
    date.value = day;
  }
  if (precision === "part_of_day") {
    check(
      form,
      "part",
      ["night", "morning", "afternoon", "evening"][Math.floor(moment.getHours() / 6)] ?? "",
    );
  }
  if (precision === "exact" && when !== "now") {
    const clock = /** @type {HTMLInputElement} */ (form.elements.namedItem("clock"));
    clock.value = moment.toTimeString().slice(0, 5);
    clock.closest("details")?.setAttribute("open", "");
  }
}

/** @param {HTMLFormElement} form @param {string} name @param {string} value */
function check(form, name, value) {
  const input = /** @type {HTMLInputElement | null} */ (
    form.querySelector(`[name="${name}"][value="${value}"]`)
  );
  if (input !== null) {
    input.checked = true;
  }
}
