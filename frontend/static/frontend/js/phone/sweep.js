// @ts-check
// The sweep without a network: the days of the last week that this phone knows to be open, listed first.

import { sweep } from "./operations.js";
import { openDays } from "./store.js";

/** @typedef {import("./log.js").Ui} Ui */

/** @param {Ui} ui */
export async function sweepScreen(ui) {
  const { owner, facts } = await ui.phoneNow();
  const days = await openDays(owner, facts?.days);
  const content = ui.copy("screen-sweep");
  const [first, last] = [days[0], days.at(-1)];
  ui.slot(content, "none").hidden = days.length > 0;
  const list = ui.slot(content, "days");
  for (const day of days) {
    const line = ui.copy("sweep-day");
    ui.slot(line, "day").textContent = ui.dayWords(day);
    list.append(line);
  }
  const button = ui.slot(content, "sweep");
  button.hidden = days.length === 0;
  const said = ui.counted(button, days.length);
  button.textContent = said;
  ui.show(content);
  button.addEventListener("click", async () => {
    if (first !== undefined && last !== undefined) {
      history.pushState(null, "", location.pathname);
      await ui.answered(sweep(first, last), `${said}.`);
    }
  });
}
