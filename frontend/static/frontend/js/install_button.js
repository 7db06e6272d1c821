// @ts-check
// Loaded with its page, before the browser offers to install: it offers once.

/** The browser's own question, asked when the person taps. Hidden where the browser has none. */
class InstallButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const told = this.querySelector("p");
    if (button === null || told === null) {
      return;
    }
    /** @type {(Event & { prompt: () => Promise<unknown> }) | null} */
    let question = null;
    const installed = () => {
      button.hidden = true;
      told.hidden = false;
    };
    if (matchMedia("(display-mode: standalone)").matches) {
      installed();
    }
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      question = /** @type {typeof question} */ (event);
      button.hidden = false;
    });
    addEventListener("appinstalled", installed);
    button.addEventListener("click", () => {
      // It can be asked once.
      button.hidden = true;
      question?.prompt();
    });
  }
}

customElements.define("install-button", InstallButton);
