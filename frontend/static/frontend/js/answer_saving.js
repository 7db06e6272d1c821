// @ts-check
// Each answer is saved when it is tapped. Next sends it again, so what fails here is lost nowhere.

/** So long Next waits for a save that hangs (milliseconds). */
const PATIENCE = 5000;
/** @type {WeakSet<Element>} forms that save already */
const saving = new WeakSet();

/**
 * Saves `form` at every change, one request after the other.
 * @param {HTMLFormElement} form
 */
export function saveAnswers(form) {
  if (saving.has(form)) {
    return;
  }
  saving.add(form);
  const base = /** @type {HTMLInputElement} */ (form.elements.namedItem("base"));
  const opId = /** @type {HTMLInputElement} */ (form.elements.namedItem("op_id"));
  /** @type {Promise<void>} */
  let queue = Promise.resolve();
  let waiting = 0;

  async function save() {
    const data = new FormData(form);
    data.set("keep", "1");
    try {
      // Outlives the page: leaving it right after the tap loses nothing.
      const answer = await fetch(location.href, {
        method: "POST",
        body: data,
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.status === 204) {
        base.value = answer.headers.get("X-Version") ?? base.value;
        opId.value = crypto.randomUUID();
      }
    } catch {
      // No network: Next says so.
    }
    waiting -= 1;
  }

  form.addEventListener("change", () => {
    waiting += 1;
    queue = queue.then(save);
  });
  // htmx asks before it reads the form: Next takes the version that the last save has made.
  form.addEventListener("htmx:confirm", (event) => {
    if (waiting > 0) {
      event.preventDefault();
      const { issueRequest } = /** @type {CustomEvent} */ (event).detail;
      queue.then(() => issueRequest(true));
    }
  });
}
