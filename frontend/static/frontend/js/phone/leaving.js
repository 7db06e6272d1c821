// @ts-check
// Signing out ends the notifications of this account on this phone, too.

/** @param {HTMLFormElement} form of the sign-out, with its token */
export async function leave(form) {
  const registration = await navigator.serviceWorker?.getRegistration();
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
