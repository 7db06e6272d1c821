// @ts-check
// Photos of an item: made smaller and without what a camera writes beside them, kept on this phone, shown at
// once, and taken away again before they are sent.

import { network, WIFI_ONLY } from "./photo_sending.js";
import { everything, keep, note, noted, photoOf, remove } from "./store.js";
import { fitted, MOST_PHOTOS, newPhoto } from "./walk_rules.js";

/** @typedef {import("./walk_rules.js").Walk} Walk */
/** @typedef {import("./walk.js").Ui} Ui */
/** @typedef {import("./store.js").Waiting} Waiting */

const QUALITY = 0.85;
/** Pictures that are to be seen; each is given back when it is not. @type {Set<string>} */
const shown = new Set();

/**
 * The photos of an item, and the way to add one.
 * @param {DocumentFragment} content
 * @param {Walk} walk
 * @param {string} code
 * @param {Ui} ui
 * @returns {Promise<() => void>} what is to be done once it is to be seen
 */
export async function photoList(content, walk, code, ui) {
  const input = /** @type {HTMLInputElement} */ (content.querySelector("input[type=file]"));
  await draw(content, walk, code, ui);
  ui.atEnd(forgetShown);
  return () => {
    const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
    input.addEventListener("change", async () => {
      const [file] = input.files ?? [];
      if (file === undefined) {
        return;
      }
      input.disabled = true;
      const trouble = ui.slot(screen, "trouble");
      const said = await add(file, walk, code);
      if (trouble.isConnected) {
        trouble.hidden = said === "";
        trouble.textContent = said === "" ? "" : ui.words(said);
        input.value = "";
        input.disabled = false;
        await draw(screen, walk, code, ui);
      }
      await ui.flush();
    });
  };
}

/** @param {File} file @param {Walk} walk @param {string} code @returns {Promise<string>} the name of the words of what went wrong */
async function add(file, walk, code) {
  /** @type {ArrayBuffer} */
  let bytes;
  try {
    bytes = await smaller(file);
  } catch {
    return "photoUnreadable";
  }
  const operation = newPhoto(walk, code);
  const photo = { entry_id: operation.entry_id, assessment: walk.entry_id, item: code, bytes };
  try {
    await keep(walk.owner, [operation], undefined, undefined, [["photos", photo]]);
  } catch {
    return "photoNoRoom";
  }
  return "";
}

/** A JPEG of the picture alone. @param {Blob} file @returns {Promise<ArrayBuffer>} */
async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = fitted(picture.width, picture.height);
  const paper = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  paper.fillStyle = "#fff"; // what is clear in a PNG
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return /** @type {Blob} */ (made).arrayBuffer();
}

/** @param {ParentNode} root @param {Walk} walk @param {string} code @param {Ui} ui */
async function draw(root, walk, code, ui) {
  const waiting = (await everything().catch(() => [])).filter(
    ({ operation: one }) => one.type === "photo" && one.assessment === walk.entry_id && one.item === code,
  );
  forgetShown();
  const list = ui.slot(root, "photos");
  list.replaceChildren();
  for (const [at, one] of waiting.entries()) {
    list.append(await line(one, String(at + 1), () => draw(root, walk, code, ui), ui));
  }
  const there = walk.photos[code] ?? 0;
  list.hidden = waiting.length === 0;
  say(ui.slot(root, "with-walk"), "photos-sent", there, ui);
  const isFull = waiting.length + there >= MOST_PHOTOS;
  ui.slot(root, "add").hidden = isFull;
  ui.slot(root, "most").hidden = !isFull;
  await wifiChoice(root, ui.flush);
  const choice = ui.slot(root, "wifi");
  choice.hidden = waiting.length === 0 && !choice.querySelector("input")?.checked;
}

/** @param {Waiting} one @param {string} number @param {() => Promise<void>} again @param {Ui} ui */
async function line(one, number, again, ui) {
  const content = ui.copy("walk-photo");
  const image = /** @type {HTMLImageElement} */ (content.querySelector("img"));
  const photo = await photoOf(one.operation.entry_id);
  if (photo !== undefined) {
    image.src = URL.createObjectURL(new Blob([photo.bytes], { type: "image/jpeg" }));
    shown.add(image.src);
  }
  image.alt = ui.words("photo").replace("%(number)s", number);
  const button = /** @type {HTMLButtonElement} */ (content.querySelector("button"));
  button.textContent = ui.words("remove").replace("%(number)s", number);
  button.hidden = one.sent === true; // the server may have it already
  button.addEventListener("click", async () => {
    await remove([one]);
    await again();
  });
  return content;
}

/** @param {HTMLElement} place @param {string} id of the words @param {number} count @param {Ui} ui */
function say(place, id, count, ui) {
  const words = /** @type {HTMLElement} */ (document.getElementById(id));
  place.hidden = count === 0;
  place.textContent = count === 0 ? "" : `${ui.counted(words, count)}.`;
}

/** The pictures of a screen that is gone. */
function forgetShown() {
  for (const address of shown) {
    URL.revokeObjectURL(address);
  }
  shown.clear();
}

/** "Send photos on Wi-Fi only", and what a browser cannot know. @param {ParentNode} root @param {Ui["flush"]} flush */
export async function wifiChoice(root, flush) {
  const place = /** @type {HTMLElement} */ (root.querySelector("[data-slot=wifi]"));
  const box = /** @type {HTMLInputElement} */ (place.querySelector("input"));
  const unknown = /** @type {HTMLElement} */ (place.querySelector("[data-slot=unknown]"));
  const tell = () => {
    unknown.hidden = !box.checked || network() !== undefined;
  };
  box.checked = (await noted(WIFI_ONLY).catch(() => false)) === true;
  tell();
  box.onchange = async () => {
    tell();
    await note(WIFI_ONLY, box.checked);
    await flush(true);
  };
}
