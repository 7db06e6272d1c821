// @ts-check

/**
 * The zone to fill in: what was chosen stays; else the phone's, if it can be chosen.
 * @param {string} chosen
 * @param {string | undefined} phone
 * @param {string[] | null} choices null where anything may be typed
 * @returns {string}
 */
export function zoneToFill(chosen, phone, choices) {
  if (chosen !== "" || phone === undefined) {
    return chosen;
  }
  return choices === null || choices.includes(phone) ? phone : chosen;
}

/** Fills the time zone field inside it from the phone's own setting. */
class TimeZone extends HTMLElement {
  connectedCallback() {
    const control = this.querySelector("input, select");
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) {
      return;
    }
    const choices =
      control instanceof HTMLSelectElement ? Array.from(control.options, (option) => option.value) : null;
    const phone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    control.value = zoneToFill(control.value, phone, choices);
  }
}

globalThis.customElements?.define("time-zone", TimeZone);
