// @ts-check
// What the log did before it led Home, in words; a fall that was taken back comes back from here.

import { onFall } from "./operations.js";
import { fallOf, keep, whose } from "./store.js";

/**
 * @param {HTMLElement | null} place
 * @param {(id: string) => DocumentFragment} copy
 * @param {() => Promise<unknown>} flush
 */
export function arrive(place, copy, flush) {
  const [name = "", entryId] = location.hash.slice(1).split("/");
  history.replaceState(null, "", location.pathname);
  place?.replaceChildren(copy(name));
  const undo = place?.querySelector("button");
  if (undo && entryId) {
    undo.hidden = false;
    undo.addEventListener("click", async () => {
      await restore(entryId);
      place?.replaceChildren(copy("restored"));
      await flush();
    });
  }
}

/** @param {string} entryId */
async function restore(entryId) {
  const { owner, signedOut } = await whose();
  const known = await fallOf(entryId);
  const fall = /** @type {import("./store.js").Fall} */ (known ?? { entry_id: entryId });
  const by = known ? known.owner : signedOut ? null : owner;
  await keep(by, [onFall(fall, "fall_restoration")], known && { ...known, withdrawn: false });
}
