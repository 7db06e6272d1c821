// @ts-check
// A fall on this phone: safety first, then one question a screen, each answer kept when it is tapped.

import { onFall } from "./operations.js";
import { IMPLIED, impliedBy, safety } from "./safety.js";

/** @typedef {import("./store.js").Fall} Fall */
/** @typedef {import("./log.js").Ui} Ui */
/** @typedef {import("./log.js").Phone} Phone */

/** Answers that only a person who was on the floor can give. */
const FROM_THE_FLOOR = ["landing", "got_up", "minutes_on_floor"];

/** From then on a fall is not the one that was just logged (milliseconds). */
const A_WHILE = 300_000;

/**
 * Opens the fall where the person is in it, or at the place that is named.
 * @param {Fall} fall
 * @param {Phone} phone
 * @param {string | undefined} place "safety" or a question
 * @param {Ui} ui
 */
export async function tellFall(fall, phone, place, ui) {
  const at = place ?? (fall.next || (fall.kind === "fall" ? "safety" : questions(fall)[0]?.slug));
  // The address says where the person is, so that the browser's own Back leads from the first question to the safety screen.
  history.replaceState(null, "", `${location.pathname}#${fall.entry_id}/${at ?? "safety"}`);
  if (at === "safety" || at === undefined) {
    safety(fall, phone, ui, telling);
  } else {
    await question(fall, phone, at, ui);
  }
}

/**
 * @param {Fall} fall
 * @param {Record<string, any>} set
 * @param {Phone} phone
 * @param {Ui} ui
 */
async function change(fall, set, phone, ui) {
  Object.assign(fall.answers, set);
  if (set.landed_on_floor !== undefined && set.landed_on_floor !== null) {
    fall.kind = set.landed_on_floor ? "fall" : "near_fall";
    if (!set.landed_on_floor) {
      for (const name of FROM_THE_FLOOR) {
        delete fall.answers[name];
      }
    }
  }
  await ui.save(phone, [onFall(fall, "fall_change", { set })], fall);
}

/** "Saved on this phone. Undo", which stays as long as the fall is told. @param {ParentNode} root @param {Fall} fall @param {Phone} phone @param {Ui} ui */
function begin(root, fall, phone, ui) {
  if (!ui.savedHere()) {
    return;
  }
  const place = ui.slot(root, "said");
  place.replaceChildren(ui.copy("saved-here"));
  if (Date.now() - Date.parse(fall.made_at) > A_WHILE) {
    // Whoever comes back to a fall is told which it is.
    ui.slot(place, "what").textContent = `${ui.words(fall.kind)}, ${ui.momentWords(fall.made_at)}.`;
  }
  place.querySelector("button")?.addEventListener("click", () => ui.takeBack(fall, phone));
}

/** The templates of the questions that this fall is asked, in order. @param {Fall} fall */
function questions(fall) {
  const all = /** @type {NodeListOf<HTMLTemplateElement>} */ (
    document.querySelectorAll("template[data-slug]")
  );
  const { injuries, head_strike, blackout } = fall.answers;
  const hurt =
    injuries?.some((/** @type {string} */ one) => one !== "none") ||
    head_strike === "yes" ||
    blackout === "yes";
  return [...all]
    .filter(({ dataset }) => {
      const answered = fieldsOf(dataset).some(([name]) => (fall.answers[name] ?? "") !== "");
      return (
        answered ||
        (dataset.slug === "care" ? fall.kind === "fall" && hurt : fall.kind === "fall" || dataset.near)
      );
    })
    .map((template) => ({ slug: template.dataset.slug ?? "", template }));
}

/** @param {DOMStringMap} dataset @returns {[string, string][]} each field and its kind: one, yes_no, many, text */
const fieldsOf = (dataset) => Object.entries(JSON.parse(dataset.fields ?? "{}"));

/** @param {Fall} fall @param {Phone} phone @param {string | undefined} slug @param {Ui} ui */
async function go(fall, phone, slug, ui) {
  fall.next = slug ?? "";
  await ui.save(phone, [], fall);
  history.pushState(null, "", `#${fall.entry_id}/${slug}`);
  await tellFall(fall, phone, slug, ui);
}

/** @param {Fall} fall @param {Phone} phone @param {string} slug @param {Ui} ui */
async function question(fall, phone, slug, ui) {
  const asked = questions(fall);
  const at = asked.findIndex((one) => one.slug === slug);
  const here = asked[at];
  if (here === undefined) {
    return safety(fall, phone, ui, telling);
  }
  const fields = fieldsOf(here.template.dataset);
  const content = ui.copy("screen-question");
  const form = /** @type {HTMLFormElement} */ (content.querySelector("form"));
  ui.slot(form, "fields").replaceWith(document.importNode(here.template.content, true));
  const isLast = at === asked.length - 1;
  const progress = ui.slot(content, "progress");
  progress.textContent = (progress.dataset.words ?? "")
    .replace("%(number)s", String(at + 1))
    .replace("%(total)s", String(asked.length));
  for (const name of ["skips", "next"]) {
    const place = ui.slot(content, name);
    place.textContent = (isLast ? place.dataset.last : place.dataset.words) ?? "";
  }
  const back = /** @type {HTMLAnchorElement} */ (ui.slot(content, "back"));
  const before = asked[at - 1]?.slug ?? (fall.kind === "fall" ? "safety" : undefined);
  back.href = before === undefined ? "#" : `#${fall.entry_id}/${before}`;
  begin(content, fall, phone, ui);
  const when = slug === "when" ? await import("./when.js") : null;
  for (const [name, kind] of fields) {
    fill(form, name, kind, fall, phone);
  }
  when?.fill(form, fall);
  ui.show(content);

  const read = () => (when ? when.read(form, fall) : answersIn(form, fields, fall));
  const keepAnswers = async () => {
    const set = read();
    if (set !== null && Object.keys(set).length > 0) {
      await change(fall, set, phone, ui);
    }
    return set !== null;
  };
  form.addEventListener("change", ({ target }) => {
    none(form, target);
    when?.forgive(form);
    // A day without its date is no answer yet; Next says so.
    if (!when || when.isComplete(form)) {
      keepAnswers();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const leaves = /** @type {SubmitEvent} */ (event).submitter?.getAttribute("value") === "later";
    if (!(await keepAnswers())) {
      return;
    }
    await onwards(fall, phone, slug, leaves, ui);
  });
}

/** @param {Fall} fall @param {Phone} phone @param {string} slug that was answered @param {boolean} leaves @param {Ui} ui */
async function onwards(fall, phone, slug, leaves, ui) {
  const asked = questions(fall);
  const order = [...document.querySelectorAll("template[data-slug]")].map((one) =>
    one.getAttribute("data-slug"),
  );
  const next = asked.find((one) => order.indexOf(one.slug) > order.indexOf(slug))?.slug;
  const implied = impliedBy(fall);
  const news = implied.some((choice) => !fall.chosen.includes(choice) && !fall.heard?.includes(choice));
  fall.heard = implied;
  if (fall.kind === "fall" && news && next !== undefined) {
    fall.next = next;
    await ui.save(phone, [], fall);
    history.pushState(null, "", `#${fall.entry_id}/safety`);
    return safety(fall, phone, ui, telling);
  }
  if (next !== undefined && !leaves) {
    return go(fall, phone, next, ui);
  }
  fall.next = next ?? "";
  fall.finished = next === undefined;
  if (!(await ui.save(phone, fall.finished ? [onFall(fall, "fall_completion")] : [], fall))) {
    scrollTo(0, 0); // nothing is called saved that is not: what is wrong stands above
    return;
  }
  await ui.leave(fall.finished ? "all-saved" : "kept-for-later");
}

/**
 * Shows what is answered, with the answers that this person gives most often first.
 * @param {HTMLFormElement} form @param {string} name @param {string} kind @param {Fall} fall @param {Phone} phone
 */
function fill(form, name, kind, fall, phone) {
  const value = fall.answers[name];
  const inputs = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(`[name="${name}"]`)]);
  const group = inputs[0]?.closest("fieldset");
  if (form.elements.namedItem("injuries") && fall.chosen.some((choice) => IMPLIED[choice]?.[0] === name)) {
    group?.remove(); // the safety screen has heard it
    return;
  }
  if (kind === "text" && inputs[0]) {
    inputs[0].value = value ?? "";
    return;
  }
  const chips = group?.querySelector(".chips");
  for (const best of phone.facts?.order?.[name] ?? []) {
    const chip = inputs.find((input) => input.value === best)?.closest("label");
    if (chip) {
      chips?.append(chip);
    }
  }
  for (const input of inputs) {
    input.checked = Array.isArray(value) ? value.includes(input.value) : asInput(value) === input.value;
    const chip = input.closest("label");
    if (input.value === "" && chip) {
      chip.hidden = value === undefined || value === null;
      chips?.append(chip);
    }
  }
}

/** @param {unknown} value */
const asInput = (value) => (value === true ? "yes" : value === false ? "no" : value);

/**
 * "Not hurt" and "a bruise" do not go together: the last tap counts.
 * @param {HTMLFormElement} form @param {EventTarget | null} tapped
 */
function none(form, tapped) {
  if (tapped instanceof HTMLInputElement && tapped.type === "checkbox" && tapped.checked) {
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (
      form.querySelectorAll(`[name="${tapped.name}"]`)
    )) {
      box.checked &&= box === tapped || (box.value === "none") === (tapped.value === "none");
    }
  }
}

/** What differs from what the fall says. @param {HTMLFormElement} form @param {[string, string][]} fields @param {Fall} fall */
function answersIn(form, fields, fall) {
  const given = new FormData(form);
  /** @type {Record<string, any>} */
  const set = {};
  for (const [name, kind] of fields.filter(([name]) => form.elements.namedItem(name) !== null)) {
    const one = String(given.get(name) ?? "");
    const many = given.getAll(name).map(String);
    const value =
      kind === "many"
        ? many.length > 0
          ? many
          : null
        : kind === "text"
          ? one
          : one === ""
            ? null
            : kind === "yes_no"
              ? one === "yes"
              : one;
    if (JSON.stringify(value) !== JSON.stringify(fall.answers[name] ?? (kind === "text" ? "" : null))) {
      set[name] = value;
    }
  }
  return set;
}

/** What the safety screen does to a fall. */
export const telling = {
  begin,
  change,
  /** @param {Fall} fall @param {Phone} phone @param {Ui} ui */
  goOn: (fall, phone, ui) => go(fall, phone, fall.next || questions(fall)[0]?.slug, ui),
};
