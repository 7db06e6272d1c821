// @ts-check
// Forms whose button asks the browser for a passkey: to make one, or to sign in with one.

/** @param {HTMLFormElement} form @returns {Promise<any>} what the server asks for */
async function optionsOf(form) {
  const { options, optionsAt } = form.dataset;
  if (options) {
    return JSON.parse(options);
  }
  const answer = await fetch(optionsAt ?? "", { cache: "no-store" });
  return (await answer.json()).request_options;
}

/** @param {HTMLFormElement} form @returns {Promise<PublicKeyCredential>} */
async function ask(form) {
  const { publicKey } = await optionsOf(form);
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
        });
  return /** @type {PublicKeyCredential} */ (credential);
}

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement && form.dataset.passkey)) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation(); // htmx would send it before there is anything to send
    const trouble = /** @type {HTMLElement} */ (form.querySelector("[data-slot=trouble]"));
    trouble.hidden = true;
    try {
      const credential = await ask(form);
      /** @type {HTMLInputElement} */ (form.elements.namedItem("credential")).value = JSON.stringify(
        credential.toJSON(),
      );
      form.submit();
    } catch {
      trouble.hidden = false; // no passkey here, or the person said no
    }
  },
  true,
);
