// @ts-check

/** A button in words that shows the password while it is typed; hidden again before it is sent. */
class RevealPassword extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (input === null || this.querySelector("button") !== null) {
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-link";
    button.textContent = this.dataset.show ?? "";
    button.setAttribute("aria-controls", input.id);
    /** @param {boolean} shown */
    const show = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = (shown ? this.dataset.hide : this.dataset.show) ?? "";
    };
    button.addEventListener("click", () => show(input.type === "password"));
    // Password managers and autofill look at the type.
    input.form?.addEventListener("submit", () => show(false));
    input.spellcheck = false;
    input.autocapitalize = "none";
    this.append(button);
  }
}

customElements.define("reveal-password", RevealPassword);
