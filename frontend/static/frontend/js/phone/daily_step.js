// @ts-check
// One question of the daily check: numbers, steps or chips, and what calls for help at once.

import { AREAS, tell, warningOf } from "./daily_rules.js";
import { copy, show, slot, words } from "./keeping.js";

/** @typedef {import("./daily_rules.js").Daily} Daily */
/** @typedef {import("./daily.js").Ui} Ui */
/** @typedef {import("./keeping.js").Phone} Phone */

const MOST = 10;

/** @param {Daily} daily @param {string} step @param {Phone} phone @param {Ui} ui */
export async function stepScreen(daily, step, phone, ui) {
  const symptom = ui.catalogue.symptoms[step];
  const content = symptom ? questionOf(daily, step, symptom, ui) : copy("screen-chips");
  await ui.top(content, daily, step, phone);
  if (!symptom) {
    chips(content, daily, step, phone, ui);
  } else {
    ui.offerSame(content, daily);
    show(content);
    const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (screen.querySelectorAll("[data-value]"))) {
      button.addEventListener("click", async () => {
        tell(daily, step, Number(button.dataset.value));
        await (warn(daily, step, phone, ui) ?? ui.onwards(step));
      });
    }
    slot(screen, "skip").addEventListener("click", () => {
      tell(daily, step, null);
      ui.onwards(step);
    });
    toTheEnd(screen, ui);
  }
}

/** @param {ParentNode} screen @param {Ui} ui */
function toTheEnd(screen, ui) {
  slot(screen, "end").addEventListener("click", () => ui.go("overview"));
}

/** @param {Daily} daily @param {string} code @param {import("./daily_rules.js").Symptom} symptom @param {Ui} ui */
function questionOf(daily, code, symptom, ui) {
  const isNumber = symptom.scale === "nrs" || symptom.scale === "count";
  const content = copy(isNumber ? "screen-scale" : "screen-steps");
  slot(content, "question").textContent = symptom.question;
  const answers = slot(content, "scale");
  answers.setAttribute("aria-label", symptom.question);
  const before = daily.last?.values[code] ?? undefined;
  const values = isNumber ? [...Array(MOST + 1).keys()] : Object.keys(symptom.words).map(Number);
  for (const value of values) {
    const line = copy(isNumber ? "answer-number" : "answer-step");
    const button = /** @type {HTMLButtonElement} */ (line.querySelector("button"));
    button.dataset.value = String(value);
    button.setAttribute("aria-pressed", String(daily.values[code] === value));
    slot(line, "words").textContent = isNumber ? String(value) : (symptom.words[value] ?? "");
    const more = [isNumber && symptom.words[value], value === before && words("lastMark")].filter(Boolean);
    if (more.length > 0) {
      const hidden = document.createElement("span");
      hidden.className = "visually-hidden";
      hidden.textContent = `, ${more.join(", ")}`;
      button.append(hidden);
    }
    button.classList.toggle("was", value === before);
    answers.append(line);
  }
  if (isNumber) {
    for (const value of [0, MOST]) {
      const end = /** @type {HTMLElement} */ (copy("scale-end").querySelector("p"));
      end.textContent = words("end")
        .replace("%(value)s", String(value))
        .replace("%(words)s", symptom.words[value] ?? "");
      value === 0 ? answers.before(end) : answers.after(end);
      end.classList.toggle("scale-top", value === MOST);
    }
  }
  const last = slot(content, "last");
  if (before !== undefined && daily.last) {
    last.hidden = false;
    last.textContent = words("lastTime")
      .replace("%(value)s", ui.valueWords({ ...daily, areas: daily.last.areas }, code, before))
      .replace("%(day)s", ui.dayWords(daily.last.days?.[code] ?? daily.last.day));
  }
  return content;
}

/** @param {DocumentFragment} content @param {Daily} daily @param {string} step @param {Phone} phone @param {Ui} ui */
function chips(content, daily, step, phone, ui) {
  const code = step.startsWith(AREAS) ? step.slice(AREAS.length) : "";
  const field = step === "aids" ? "aids_in_use" : "triggers";
  const list = slot(content, "chips");
  const symptom = ui.catalogue.symptoms[code];
  slot(content, "question").textContent = code ? `${symptom?.name}: ${words("where")}` : words(step);
  list.setAttribute("aria-label", code ? words("where") : words(step));
  if (code) {
    for (const [value, said] of Object.entries(symptom?.areas ?? {})) {
      list.append(chip(value, said));
    }
  } else {
    list.append(copy(`chips-${step}`));
    inOrder(list, phone.facts?.order?.[field] ?? []);
  }
  const chosen = (code ? daily.areas[code] : daily[field]) ?? [];
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll("input"))) {
    input.checked = chosen.includes(input.value);
  }
  const keep = async (/** @type {string[] | null} */ values) => {
    if (!code) {
      daily[field] = values;
    } else if (values === null || values.length === 0) {
      delete daily.areas[code];
    } else {
      daily.areas[code] = values;
    }
    await (warn(daily, step, phone, ui) ?? ui.onwards(step));
  };
  const none = slot(content, "none");
  none.textContent = code ? words("whereNone") : words(`${step}None`);
  none.addEventListener("click", () => keep([]));
  const before = (code ? daily.last?.areas[code] : field === "aids_in_use" && daily.last?.aids_in_use) || [];
  const asLast = slot(content, "as-last");
  asLast.hidden = before.length === 0;
  const said = code
    ? before.map((area) => symptom?.areas?.[area] ?? area).join(", ")
    : ui.chipWords("aids", before);
  asLast.textContent = words("asLast").replace("%(values)s", said);
  asLast.addEventListener("click", () => keep([...before]));
  const form = /** @type {HTMLFormElement} */ (content.querySelector("form"));
  const next = slot(content, "next");
  const checked = () =>
    /** @type {HTMLInputElement[]} */ ([...list.querySelectorAll("input:checked")]).map(({ value }) => value);
  const name = () => {
    next.textContent = (checked().length > 0 ? next.dataset.words : next.dataset.skip) ?? "";
  };
  name();
  form.addEventListener("change", async (event) => {
    name();
    if (/** @type {HTMLInputElement} */ (event.target).value === "saddle" && checked().includes("saddle")) {
      daily.areas[code] = checked();
      await warn(daily, step, phone, ui); // at once, not after Next
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(checked().length > 0 ? checked() : null);
  });
  toTheEnd(content, ui);
  slot(content, "end").hidden = daily.saved;
  show(content);
}

/** @param {string} value @param {string} said */
function chip(value, said) {
  const line = copy("chip");
  const input = /** @type {HTMLInputElement} */ (line.querySelector("input"));
  input.value = value;
  const place = /** @type {HTMLElement} */ (line.querySelector("span"));
  place.textContent = said;
  return line;
}

/** Those first that this person gives most often. @param {HTMLElement} list @param {string[]} order */
function inOrder(list, order) {
  for (const value of order) {
    const label = list.querySelector(`[value="${CSS.escape(value)}"]`)?.closest("label");
    if (label) {
      list.append(label);
    }
  }
}

/**
 * What calls for help is shown before anything else is asked.
 * @param {Daily} daily
 * @param {string} step
 * @param {Phone} phone
 * @param {Ui} ui
 */
function warn(daily, step, phone, ui) {
  const warning = warningOf(daily, ui.catalogue, step);
  if (warning === "") {
    return undefined;
  }
  const content = copy("screen-warning");
  for (const words of /** @type {NodeListOf<HTMLElement>} */ (content.querySelectorAll("[data-warning]"))) {
    words.hidden = words.dataset.warning !== warning;
  }
  const { emergency } = phone.facts ?? {};
  const call = /** @type {HTMLAnchorElement} */ (content.querySelector("a[data-call]"));
  if (emergency) {
    call.href = `tel:${emergency.dialled}`;
    /** @type {HTMLElement} */ (call.querySelector("[data-number]")).textContent = emergency.shown;
  }
  const kept = ui.keepDaily();
  slot(content, "on").addEventListener("click", () => ui.onwards(step));
  slot(content, "not-meant").addEventListener("click", async () => {
    const code = step.startsWith(AREAS) ? step.slice(AREAS.length) : step;
    if (step.startsWith(AREAS)) {
      daily.areas[code] = (daily.areas[code] ?? []).filter((area) => area !== "saddle");
    } else {
      tell(daily, code, null);
    }
    await stepScreen(daily, step, phone, ui);
  });
  show(content);
  return kept;
}

/** Nobody follows anything yet: three are offered, none is taken. @param {Daily} daily @param {Phone} phone @param {Ui} ui */
export async function chooseScreen(daily, phone, ui) {
  const content = copy("screen-choose");
  await ui.top(content, daily, "choose", phone);
  const list = slot(content, "chips");
  for (const code of phone.facts?.symptoms?.suggested ?? ui.catalogue.suggested) {
    list.append(chip(code, ui.catalogue.symptoms[code]?.name ?? code));
  }
  const next = slot(content, "next");
  const checked = () =>
    /** @type {HTMLInputElement[]} */ ([...list.querySelectorAll("input:checked")]).map(({ value }) => value);
  next.textContent = next.dataset.skip ?? "";
  const form = /** @type {HTMLFormElement} */ (content.querySelector("form"));
  form.addEventListener("change", () => {
    next.textContent = (checked().length > 0 ? next.dataset.words : next.dataset.skip) ?? "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    daily.asked = checked();
    daily.opened = ["choose"];
    ui.go(daily.asked[0] ?? "triggers");
  });
  show(content);
}
