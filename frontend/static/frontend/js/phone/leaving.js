// @ts-check
// Signing out sends first, says what is left, and takes what is personal off this phone, the notifications of
// this account, too.

import { belongsTo, entriesIn } from "./store.js";

let busy = false;

/**
 * A second press means "all the same" only once it is said what is left.
 * @param {HTMLFormElement} form of the sign-out, with its token
 * @param {(pressed: boolean) => Promise<void>} flush
 * @param {() => Promise<import("./store.js").Waiting[]>} look
 */
export async function leave(form, flush, look) {
  if (busy) {
    return;
  }
  busy = true;
  try {
    await leaveOnce(form, flush, look);
  } finally {
    busy = false;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {(pressed: boolean) => Promise<void>} flush
 * @param {() => Promise<import("./store.js").Waiting[]>} look
 */
async function leaveOnce(form, flush, look) {
  const words = document.getElementById("left-here");
  const button = form.querySelector("button");
  if ((await leftBy(look)) > 0) {
    say(button, "sending"); // it may take a while, and a button that does nothing is pressed again
  }
  await flush(true);
  const left = await leftBy(look);
  if (left > 0) {
    say(button, "allTheSame");
  }
  if (left > 0 && words?.hidden) {
    words.hidden = false;
    words.textContent = (words.dataset.words ?? "").replace("%(count)s", String(left));
    button?.setAttribute("aria-describedby", words.id);
    return;
  }
  await endNotifications(form).catch(() => undefined);
  await belongsTo(null, true).catch(() => undefined);
  form.dataset.ready = "";
  form.requestSubmit();
}

/** How many entries of somebody's wait here. @param {() => Promise<import("./store.js").Waiting[]>} look */
async function leftBy(look) {
  const waiting = await look().catch(() => []); // a phone that keeps nothing can be left, too
  return entriesIn(waiting.filter((one) => one.owner !== null));
}

/** @param {HTMLButtonElement | null} button @param {string} name of its words */
function say(button, name) {
  if (button) {
    button.textContent = button.dataset[name] ?? button.textContent;
  }
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
