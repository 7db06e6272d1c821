// @ts-check
// From My home into the walk's shell, where every answer is kept on the phone first. Where the phone keeps
// nothing, the server's own pages follow, as without JavaScript.

import { whose } from "./phone/store.js";

const WALK = "/walk/";

/** @param {Event} event */
async function lead(event) {
  const element = event.target instanceof Element ? event.target.closest("[data-walk]") : null;
  const isLink = element instanceof HTMLAnchorElement;
  if (!(isLink || element instanceof HTMLFormElement) || isLink !== (event.type === "click")) {
    return;
  }
  if (element.dataset.straight !== undefined || /** @type {MouseEvent} */ (event).ctrlKey) {
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  try {
    await whose();
    location.assign(`${WALK}#${element.dataset.walk}`);
  } catch {
    element.dataset.straight = "";
    if (isLink) {
      element.click();
    } else {
      element.requestSubmit();
    }
  }
}

document.addEventListener("click", lead, true);
document.addEventListener("submit", lead, true);
