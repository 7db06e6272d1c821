// @ts-check
// The safety screen of a fall: each choice shows its text, then "Anything else?", and nothing of it needs a network.
// Its texts are in the page, rendered from the reviewed catalogue; here is only which of them are shown.

/** @typedef {import("./store.js").Fall} Fall */
/** @typedef {import("./log.js").Ui} Ui */
/** @typedef {import("./log.js").Phone} Phone */
/** @typedef {typeof import("./fall.js").telling} Telling */

/** What a tap on the safety screen says about the fall. @type {Record<string, [string, string]>} */
export const IMPLIED = {
  head: ["head_strike", "yes"],
  blackout: ["blackout", "yes"],
  cannot_get_up: ["got_up", "could_not"],
  over_an_hour: ["minutes_on_floor", "over_60"],
};

/** Other answers that tell the same. @type {[string, [string, string]][]} */
const ALSO = [
  ["head", ["injuries", "head_injury"]],
  ["head", ["landing", "head"]],
  ["blackout", ["mechanisms", "blacked_out"]],
];

/** @param {ParentNode} root @param {Set<string>} told shows what its rule asks for: "a,b" or, "a+!b" and, not */
function showWhen(root, told) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-when]"))) {
    element.hidden = !(element.dataset.when ?? "")
      .split(",")
      .some((rule) =>
        rule.split("+").every((name) => (name.startsWith("!") ? !told.has(name.slice(1)) : told.has(name))),
      );
  }
}

/** What was chosen stands first in the list of signs. @param {ParentNode} root @param {Set<string>} told */
function putFirst(root, told) {
  for (const list of root.querySelectorAll(".signs")) {
    const signs = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-sign]")]);
    list.prepend(...signs.filter((sign) => told.has(sign.dataset.sign ?? "")));
  }
}

/** The choices that the answers of a fall say. @param {Fall} fall */
export const impliedBy = ({ answers }) =>
  [...Object.entries(IMPLIED), ...ALSO].flatMap(([choice, [field, value]]) =>
    [answers[field]].flat().includes(value) ? [choice] : [],
  );

/** What the safety texts depend on. Unknown is a word of its own: it shows the stricter text. @param {Fall} fall @param {any} facts */
function toldBy(fall, facts) {
  const told = new Set([...fall.chosen.filter((choice) => !IMPLIED[choice]), ...impliedBy(fall)]);
  told.add(told.size > 0 ? "chosen" : "first");
  for (const name of ["blood_thinner", "numb_legs", "baclofen_pump"]) {
    // Of a fall that nobody has claimed yet "no" is not known to be true.
    const known = facts?.[name] ?? "unknown";
    told.add(`${name}-${fall.owner === null && known === "no" ? "unknown" : known}`);
  }
  told.add(facts?.uses_wheelchair ? "wheelchair" : "no-wheelchair");
  told.add(facts?.person ? "person" : "no-person");
  return told;
}

/**
 * @param {Fall} fall
 * @param {Phone} phone
 * @param {Ui} ui
 * @param {Telling} telling
 * @param {string} [news] what was chosen just now
 */
export function safety(fall, phone, ui, telling, news = "") {
  const content = ui.copy("screen-safety");
  const told = toldBy(fall, phone.facts);
  const heading = /** @type {HTMLElement} */ (content.querySelector("h1"));
  heading.textContent = (told.has("chosen") ? heading.dataset.chosen : heading.dataset.first) ?? "";
  showWhen(content, told);
  putFirst(content, told);
  call(content, "emergency", phone.facts?.emergency);
  call(content, "person", phone.facts?.person);
  telling.begin(content, fall, phone, ui);
  ui.show(content);
  if (fall.chosen.length > 1) {
    // The top looks as it did before: to what the last tap has changed.
    const heading = /** @type {HTMLElement | null} */ (
      document.querySelector(`#screen [data-when="${news}"]:not([hidden]) > h2`)
    );
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  }
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
    document.querySelectorAll("button[data-choice], button[data-not-meant]")
  )) {
    button.addEventListener("click", async () => {
      const choice = button.dataset.choice ?? button.dataset.notMeant ?? "";
      const meant = button.dataset.choice !== undefined;
      fall.chosen = fall.chosen.filter((one) => one !== choice).concat(meant ? choice : []);
      const [field, value] = IMPLIED[choice] ?? [];
      if (field !== undefined && (meant || fall.answers[field] === value)) {
        await telling.change(fall, { [field]: meant ? value : null }, phone, ui);
      }
      safety(fall, phone, ui, telling, meant ? choice : "");
    });
  }
  for (const button of document.querySelectorAll("button[data-on]")) {
    button.addEventListener("click", () => telling.goOn(fall, phone, ui));
  }
}

/** @param {ParentNode} root @param {string} whom @param {{ dialled: string, shown: string, name?: string } | undefined} number */
function call(root, whom, number) {
  if (!number) {
    return;
  }
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (
    root.querySelectorAll(`a[data-call="${whom}"]`)
  )) {
    link.href = `tel:${number.dialled}`;
    for (const shown of link.querySelectorAll("[data-number]")) {
      shown.textContent = number.name || number.shown;
    }
  }
}
