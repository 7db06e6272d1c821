// @ts-check
// Signing out sends first, says what is left, and takes what is personal off this phone, the notifications of
// this account, too.

import { belongsTo, entriesIn } from "./store.js";

/**
 * @param {HTMLFormElement} form of the sign-out, with its token
 * @param {(pressed: boolean) => Promise<void>} flush
 * @param {() => Promise<import("./store.js").Waiting[]>} look
 */
export async function leave(form, flush, look) {
  await flush(true);
  const waiting = await look().catch(() => []); // a phone that keeps nothing can be left, too
  const left = entriesIn(waiting.filter((one) => one.owner !== null));
  const words = document.getElementById("left-here");
  if (left > 0 && words?.hidden) {
    words.hidden = false;
    words.textContent = (words.dataset.words ?? "").replace("%(count)s", String(left));
    return;
  }
  await endNotifications(form).catch(() => undefined);
  await belongsTo(null, true).catch(() => undefined);
  form.dataset.ready = "";
  form.requestSubmit();
}

/** @param {HTMLFormElement} form */
async function endNotifications(form) {
  const registration = await navigator.serviceWorker?.getRegistration();
  for (const notification of (await registration?.getNotifications?.()) ?? []) {
    notification.close();
  }
  const subscription = await registration?.pushManager?.getSubscription();
  const address = form.dataset.leaving;
  if (!subscription || !address) {
    return;
  }
  const data = new FormData(form);
  data.set("endpoint", subscription.endpoint);
  const answer = await fetch(address, { method: "POST", body: data });
  await answer.body?.cancel();
  await subscription.unsubscribe();
}
