// @ts-check
// How much waits, in a cookie: it stays when a browser clears what pages keep, and says then how much is gone.

const YEAR = 31_536_000; // seconds

/** @param {string} name */
const read = (name) => Number(document.cookie.match(`${name}=(\\d+)`)?.[1] ?? 0);

/** @param {string} name @param {number} count */
function write(name, count) {
  // biome-ignore lint/suspicious/noDocumentCookie: Safari has no other way, and nothing here needs escaping
  document.cookie = `${name}=${count}; path=/; samesite=lax; max-age=${count && YEAR}`;
}

/**
 * @param {string | null} owner
 * @param {number} count of their entries that wait
 * @param {boolean} [isNew] the phone knows nothing: who only sent everything leaves the note whose phone it is
 */
export function mark(owner, count, isNew = false) {
  const [waiting, gone] = [`waiting-${owner}`, `waiting-gone-${owner}`];
  const lost = read(gone) + (isNew && count === 0 ? read(waiting) : 0);
  write(gone, lost);
  write(waiting, count);
  const place = document.getElementById("gone");
  if (place === null || lost === 0) {
    return;
  }
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("storage-gone"));
  place.replaceChildren(document.importNode(template.content, true));
  const words = /** @type {HTMLElement} */ (place.querySelector("p"));
  words.textContent = (words.dataset.words ?? "").replace("%(count)s", String(lost));
  place.querySelector("button")?.addEventListener("click", () => {
    write(gone, 0);
    place.replaceChildren();
  });
}
