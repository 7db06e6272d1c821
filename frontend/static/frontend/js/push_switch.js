// @ts-check

/** So long the button waits for the worker that shows notifications (milliseconds). */
const PATIENCE = 10_000;

/** Shows the words or the button that fit this phone; the button asks the phone and sends what it says. */
class PushSwitch extends HTMLElement {
  connectedCallback() {
    this.querySelector("button")?.addEventListener("click", (event) => {
      // The form goes when the phone has said what to send with it.
      event.preventDefault();
      this.turnOn(/** @type {HTMLButtonElement} */ (event.currentTarget));
    });
    this.show();
  }

  async show(failed = "off") {
    const found = await this.find(failed);
    for (const words of this.querySelectorAll("[data-case]")) {
      const { dataset } = /** @type {HTMLElement} */ (words);
      words.toggleAttribute("hidden", !dataset.case?.split(" ").includes(found));
    }
  }

  /** @param {string} otherwise */
  async find(otherwise) {
    if (!("PushManager" in window && "serviceWorker" in navigator)) {
      // Only Apple's browsers say whether they are on the Home Screen.
      return "standalone" in navigator && !navigator.standalone ? "install" : "unsupported";
    }
    if (Notification.permission === "denied") {
      return "denied";
    }
    const worker = await navigator.serviceWorker.getRegistration();
    const here = await worker?.pushManager.getSubscription();
    return here && "on" in this.dataset ? "on" : otherwise;
  }

  /** @param {HTMLButtonElement} button */
  async turnOn(button) {
    button.disabled = true;
    try {
      /** @type {ServiceWorkerRegistration} */
      const { pushManager } = await Promise.race([
        navigator.serviceWorker.ready,
        new Promise((_, late) => setTimeout(late, PATIENCE)),
      ]);
      const ours = { userVisibleOnly: true, applicationServerKey: this.dataset.key };
      // One that was made for another key stands in the way.
      const subscription = await pushManager.subscribe(ours).catch(async () => {
        await (await pushManager.getSubscription())?.unsubscribe();
        return pushManager.subscribe(ours);
      });
      const form = /** @type {HTMLFormElement} */ (button.form);
      /** @type {HTMLInputElement} */ (form.elements.namedItem("subscription")).value =
        JSON.stringify(subscription);
      form.requestSubmit();
    } catch {
      this.show("failed");
    }
    button.disabled = false;
  }
}

customElements.define("push-switch", PushSwitch);
