// @ts-check
// One item a screen, and the note and photos beside its answer. Each tap is kept before the next screen comes.

import { answering, following, needsWords } from "./walk_rules.js";

/** @typedef {import("./walk_rules.js").Walk} Walk */
/** @typedef {import("./walk_rules.js").Item} Item */
/** @typedef {import("./walk.js").Ui} Ui */

/** @param {Walk} walk @param {Item} item @param {Ui} ui */
export async function itemScreen(walk, item, ui) {
  const { code } = item;
  const content = ui.copy("screen-item");
  const at = walk.items.indexOf(item);
  const given = walk.answers[code];
  /** @type {HTMLAnchorElement} */ (content.querySelector(".back")).href =
    `#${walk.items[at - 1]?.code ?? ""}`;
  ui.saySaved(content);
  const question = ui.slot(content, "question");
  question.hidden = !given?.question || given.again === true;
  question.textContent = given?.question ?? "";
  const asked = ui.slot(content, "asked");
  const [room, why] = asked.querySelectorAll("p");
  /** @type {HTMLElement} */ (asked.querySelector("h1")).textContent = item.text;
  if (room && why) {
    const progress = document.createElement("span");
    progress.textContent = ui
      .words("numberOf")
      .replace("%(number)s", String(at + 1))
      .replace("%(total)s", String(walk.items.length));
    room.replaceChildren(`${ui.words(`room_${item.room}`)} · `, progress);
    why.textContent = item.why;
  }
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
    content.querySelectorAll("button[name=answer]")
  )) {
    const isGiven = button.value === given?.answer;
    button.classList.toggle("choice-chosen", isGiven);
    if (isGiven) {
      button.setAttribute("aria-pressed", "true");
    }
  }
  const more = /** @type {HTMLAnchorElement} */ (ui.slot(content, "more"));
  more.href = `#${code}/note`;
  more.textContent = (given?.note || walk.photos[code] ? more.dataset.there : more.dataset.words) ?? "";
  const next = /** @type {HTMLAnchorElement} */ (ui.slot(content, "next"));
  next.href = `#${following(walk, code) ?? ""}`;
  next.textContent = (given?.answer ? next.dataset.words : next.dataset.skip) ?? "";
  const form = /** @type {HTMLFormElement} */ (content.querySelector("form"));
  ui.show(content);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = /** @type {HTMLButtonElement | null} */ (/** @type {SubmitEvent} */ (event).submitter)
      ?.value;
    if (!answer) {
      return;
    }
    /** @type {string | undefined} */
    let then;
    const kept = await ui.change((fresh) => {
      const operation = answering(fresh, code, answer);
      then = following(fresh, code);
      return [operation];
    });
    if (kept) {
      await ui.go(needsWords(answer) ? `${code}/note` : (then ?? ""));
    } else {
      scrollTo(0, 0); // nothing is called saved that is not: what is wrong stands above
    }
  });
}

/** @param {Walk} walk @param {Item} item @param {Ui} ui */
export async function detailsScreen(walk, item, ui) {
  const { code, text } = item;
  const { answer = null, note = "" } = walk.answers[code] ?? {};
  const content = ui.copy("screen-details");
  /** @type {HTMLAnchorElement} */ (content.querySelector(".back")).href = `#${code}`;
  ui.saySaved(content);
  ui.slot(content, "room").textContent = ui.words(`room_${item.room}`);
  const heading = ui.slot(content, "heading");
  heading.textContent = heading.dataset[answer ?? ""] ?? heading.dataset.words ?? "";
  ui.slot(content, "text").textContent = text;
  ui.slot(content, "said").textContent = answer === null ? "" : `${ui.words(`said_${answer}`)}.`;
  const fix = ui.slot(content, "fix");
  fix.hidden = answer !== "needs_work";
  fix.textContent = (fix.dataset.words ?? "").replace("%(fix)s", item.fix);
  const form = /** @type {HTMLFormElement} */ (content.querySelector("form"));
  const words = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
  words.value = note;
  const { photoList } = await import("./walk_photos.js");
  const drawn = await photoList(content, walk, code, ui);
  ui.show(content);
  drawn();
  let last = note;
  const keepNote = async () => {
    const typed = words.value.trim();
    if (typed === last) {
      return true;
    }
    last = typed;
    const kept = await ui.change((fresh) => [
      answering(fresh, code, fresh.answers[code]?.answer ?? null, typed),
    ]);
    if (!kept) {
      last = note;
    }
    return kept;
  };
  words.addEventListener("change", keepNote);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await keepNote()) {
      await ui.go(following(walk, code) ?? "");
    } else {
      scrollTo(0, 0);
    }
  });
}
