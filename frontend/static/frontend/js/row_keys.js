// @ts-check
// A list by keyboard: j and k go from row to row, other letters press what a row offers. The keys work
// only while the focus is among the rows, so that nobody who speaks or types elsewhere presses them.

class RowKeys extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("textarea, input, select")) {
      return;
    }
    // A link or button that has the focus is pressed by Enter itself.
    if (event.key === "Enter" && target.closest("a, button, summary")) {
      return;
    }
    const rows = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-row]")]);
    const here = rows.findIndex((row) => row.contains(target));
    if (event.key === "j" || event.key === "k") {
      rows[Math.max(0, Math.min(rows.length - 1, here + (event.key === "j" ? 1 : -1)))]?.focus();
    } else {
      const offered = this.offered(event.key, rows[here]);
      if (offered === null) {
        return;
      }
      if (offered instanceof HTMLDetailsElement) {
        offered.open = !offered.open;
        offered.querySelector("textarea")?.focus();
      } else {
        offered.click();
      }
    }
    event.preventDefault();
  }

  /**
   * What a key presses: in the row that has the focus, or of the whole room.
   * @param {string} key
   * @param {HTMLElement | undefined} row
   * @returns {HTMLElement | null}
   */
  offered(key, row) {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    return row?.querySelector(wanted) ?? this.querySelector(`${wanted}[data-room]`);
  }
}

customElements.define("row-keys", RowKeys);
