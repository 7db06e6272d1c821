// @ts-check
// What lies on this phone: the outbox, falls that are being told, walks that go on and their photos, what the
// safety screen must know, and whose phone it is. Every promise resolves when the database has written, so that "saved" is true.

/**
 * Something that the server has not accepted yet. `refused` is its answer where somebody must decide.
 * `seq` is its place in the order; `owner` null: made while nobody was signed in; `dated`: its day is the server's.
 * @typedef {{ type: string, entry_id: string, op_id?: string, made_at: string, [field: string]: any }} Operation
 * @typedef {{ seq?: number, schema: number, owner: string | null, operation: Operation, dated?: boolean,
 *   sent?: boolean, refused?: Outcome | null, declined?: string[] }} Waiting
 * @typedef {{ outcome: string, version?: number, errors?: { field: string, code: string, message: string }[],
 *   current?: any, yours?: any }} Outcome
 * @typedef {{ entry_id: string, owner: string | null, kind: string, made_at: string, last_op: string,
 *   answers: Record<string, any>, chosen: string[], heard?: string[], next: string, finished: boolean, withdrawn: boolean }} Fall
 * @typedef {{ owner: string | null, signedOut: boolean, isNew?: boolean }} Whose
 * @typedef {{ entry_id: string, assessment: string, item: string, bytes: ArrayBuffer }} Photo bytes of a JPEG
 * @typedef {[name: "walks" | "photos" | "daily", record: { entry_id: string }]} Beside what is kept with operations
 */

import { dayMoved, dayOf } from "./operations.js";

const NAME = "fallrisk";
const SWEPT = 7; // days that one tap may answer
/** A database that has not opened by then counts as none; it is used once it opens (milliseconds). */
const PATIENCE = 2_000;
/** Layout of an operation; the server knows this one and the one before it. */
export const SCHEMA = 1;

/**
 * What each version of the database added. A new one is appended and leaves what waits as it is.
 * @type {((database: IDBDatabase) => void)[]}
 */
export const VERSIONS = [
  (database) => {
    database.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
    database.createObjectStore("falls", { keyPath: "entry_id" });
    database.createObjectStore("facts", { keyPath: "owner" });
    database.createObjectStore("phone");
  },
  (database) => {
    database.createObjectStore("walks", { keyPath: "entry_id" });
    database.createObjectStore("photos", { keyPath: "entry_id" });
  },
  (database) => {
    database.createObjectStore("daily", { keyPath: "place" });
  },
];

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} */
function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSIONS.length);
    const late = setTimeout(() => reject(new DOMException("", "TimeoutError")), PATIENCE);
    request.onupgradeneeded = (event) => {
      for (const add of VERSIONS.slice(event.oldVersion)) {
        add(request.result);
      }
    };
    request.onsuccess = () => {
      clearTimeout(late);
      opened = Promise.resolve(request.result);
      // A newer page upgrades, or the phone clears its storage: this page lets go and opens again.
      request.result.onversionchange = () => {
        request.result.close();
        opened = null;
      };
      request.result.onclose = () => {
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => {
      clearTimeout(late);
      opened = null;
      reject(request.error);
    };
  });
  return opened;
}

/** What goes on as it reads: it ends with its page, else a page that WebKit sets aside holds up all others. @type {Set<IDBTransaction>} */
const growing = new Set();
let isLeft = false;
globalThis.addEventListener?.("pageshow", () => {
  isLeft = false;
});
globalThis.addEventListener?.("pagehide", () => {
  isLeft = true;
  for (const transaction of growing) {
    try {
      transaction.abort();
    } catch {
      // It has just ended by itself.
    }
  }
});

/**
 * Runs `work` in one transaction and resolves when it is on the disk.
 * @template T
 * @param {string[]} names
 * @param {IDBTransactionMode} mode
 * @param {(store: (name: string) => IDBObjectStore) => IDBRequest<T> | void} work
 * @param {{ grows?: boolean }} [how] whether it asks for more when it has read
 * @returns {Promise<T>}
 */
async function within(names, mode, work, { grows = false } = {}) {
  const database = await open();
  if (grows && isLeft) {
    throw new DOMException("", "AbortError");
  }
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, mode, { durability: "strict" });
    const request = work((name) => transaction.objectStore(name));
    transaction.oncomplete = () => {
      growing.delete(transaction);
      resolve(/** @type {T} */ (request?.result));
    };
    transaction.onabort = () => {
      growing.delete(transaction);
      reject(transaction.error ?? new DOMException("", "AbortError"));
    };
    if (grows) {
      growing.add(transaction);
    } else {
      transaction.commit(); // it ends without its page
    }
  });
}

/** Tells all pages and the worker that the outbox differs now, or who may send it. */
export function tell() {
  const channel = new BroadcastChannel("outbox");
  channel.postMessage(null);
  channel.close();
}

/**
 * Keeps operations in their order, and the fall or the walk that they belong to, all or nothing.
 * @param {string | null} owner
 * @param {Operation[]} operations
 * @param {Fall} [fall]
 * @param {boolean} [dated]
 * @param {Beside[]} [beside]
 */
export async function keep(owner, operations, fall, dated, beside = []) {
  await within(["outbox", "falls", ...beside.map(([name]) => name)], "readwrite", (store) => {
    for (const [name, record] of beside) {
      store(name).put(record);
    }
    for (const operation of operations) {
      store("outbox").add({ schema: SCHEMA, owner, operation, dated });
    }
    if (fall !== undefined) {
      store("falls").put(fall);
    }
  });
  tell();
}

/** @returns {Promise<Waiting[]>} everything that waits, of anybody, in order */
export function everything() {
  return within(["outbox"], "readonly", (store) => store("outbox").getAll());
}

/**
 * What somebody may see and send or claim: their own, and what nobody has claimed.
 * @param {string | null} owner
 */
export async function waitingOf(owner) {
  const found = await everything();
  return found.filter(
    (one) => one.owner === owner || (one.owner === null && !one.declined?.includes(owner ?? "")),
  );
}

/** What it belongs to: a fall, a day, a walk. @param {Waiting} one @returns {string} */
export const entryOf = ({ operation }) => operation.assessment ?? operation.entry_id;

/** As people count: a fall and its answers are one entry, a walk and its photos, too. @param {Waiting[]} waiting */
export function entriesIn(waiting) {
  return new Set(waiting.map(entryOf)).size;
}

/** Whether all that waits waits for its person. @param {Waiting[]} waiting */
export function needAnswers(waiting) {
  return waiting.every((one) => one.refused);
}

/** @param {Waiting[]} records */
export async function change(records) {
  await within(["outbox"], "readwrite", (store) => {
    for (const record of records) {
      store("outbox").put(record);
    }
  });
  tell();
}

/** A photo goes with its picture. @param {Waiting[]} records */
export async function remove(records) {
  await within(["outbox", "photos"], "readwrite", (store) => {
    for (const { seq, operation } of records) {
      store("outbox").delete(/** @type {number} */ (seq));
      if (operation.type === "photo") {
        store("photos").delete(operation.entry_id);
      }
    }
  });
  tell();
}

/**
 * @param {string} entryId
 * @returns {Promise<Fall | undefined>}
 */
export function fallOf(entryId) {
  return within(["falls"], "readonly", (store) => store("falls").get(entryId));
}

/** @param {string | null} owner @returns {Promise<Fall[]>} newest first */
export async function fallsOf(owner) {
  /** @type {Fall[]} */
  const falls = await within(["falls"], "readonly", (store) => store("falls").getAll());
  return falls.filter((fall) => fall.owner === owner).sort((a, b) => b.made_at.localeCompare(a.made_at));
}

/**
 * The days of the week before today that nobody has answered as far as this phone knows.
 * @param {string | null} owner
 * @param {Record<string, string>} [known] what the server said of each day when it was last asked
 * @returns {Promise<string[]>} oldest first
 */
export async function openDays(owner, known = {}) {
  const operations = (await waitingOf(owner)).map((one) => one.operation);
  const undone = operations.map(({ type, entry_id }) => type === "answer_undoing" && entry_id);
  const said = new Set(
    (await fallsOf(owner)).map(({ kind, made_at }) => kind === "fall" && dayOf(new Date(made_at))),
  );
  const week = [...Array(SWEPT).keys()].map((ago) => dayMoved(dayOf(), ago - SWEPT));
  return week.filter(
    (day) =>
      !said.has(day) &&
      (known[day] ?? "unknown") === "unknown" &&
      !operations.some(
        ({ date, first = date, last = date, entry_id }) =>
          first <= day && day <= last && !undone.includes(entry_id),
      ),
  );
}

/** @param {string[]} entryIds */
export function forgetFalls(entryIds) {
  return within(["falls"], "readwrite", (store) => {
    for (const entryId of entryIds) {
      store("falls").delete(entryId);
    }
  });
}

/** @param {string | null} owner @returns {Promise<any[]>} their walks through the home, see walk_rules.js */
export async function walksOf(owner) {
  /** @type {any[]} */
  const walks = await within(["walks"], "readonly", (store) => store("walks").getAll());
  return walks.filter((walk) => walk.owner === owner);
}

/** @param {string} place @returns {Promise<any>} how they are, see daily_rules.js */
export function dailyAt(place) {
  return within(["daily"], "readonly", (store) => store("daily").get(place));
}

/** @param {string[]} entryIds */
export function forgetWalks(entryIds) {
  return within(["walks"], "readwrite", (store) => {
    for (const entryId of entryIds) {
      store("walks").delete(entryId);
    }
  });
}

/**
 * Chromium calls a transaction complete before it has read a large value, where it was told to commit.
 * @param {string} entryId
 * @returns {Promise<Photo | undefined>}
 */
export function photoOf(entryId) {
  return within(["photos"], "readonly", (store) => store("photos").get(entryId), { grows: true });
}

/** What the phone remembers under a name. @param {string} name @returns {Promise<any>} */
export function noted(name) {
  return within(["phone"], "readonly", (store) => store("phone").get(name));
}

/** @param {string} name @param {any} value */
export function note(name, value) {
  return within(["phone"], "readwrite", (store) => {
    store("phone").put(value, name);
  });
}

/** @type {Whose} */
const NOBODY = { owner: null, signedOut: true, isNew: true };

/** @returns {Promise<Whose>} */
export async function whose() {
  return (await noted("whose")) ?? NOBODY;
}

/**
 * Whose phone it is from now on. Of anybody else the facts go, and falls and walks of which nothing waits; an
 * ended session keeps them.
 * @param {string | null} owner
 * @param {boolean} signedOut
 */
export function belongsTo(owner, signedOut) {
  return within(
    ["phone", "facts", "falls", "walks", "daily", "outbox"],
    "readwrite",
    (store) => {
      store("phone").put({ owner, signedOut }, "whose");
      deleteWhere(store("facts"), (facts) => facts.owner !== owner);
      deleteWhere(store("daily"), (one) => one.owner !== owner && (one.owner !== null || one.saved));
      store("outbox").getAll().onsuccess = (event) => {
        /** @type {Waiting[]} */
        const waiting = /** @type {IDBRequest} */ (event.target).result;
        const needed = new Set(waiting.map(entryOf));
        for (const name of ["falls", "walks"]) {
          deleteWhere(
            store(name),
            (one) => one.owner !== owner && one.owner !== null && !needed.has(one.entry_id),
          );
        }
      };
    },
    { grows: true },
  );
}

/** @param {IDBObjectStore} store @param {(record: any) => boolean} goes */
function deleteWhere(store, goes) {
  store.openCursor().onsuccess = (event) => {
    /** @type {IDBCursorWithValue | null} */
    const cursor = /** @type {IDBRequest} */ (event.target).result;
    if (cursor !== null) {
      if (goes(cursor.value)) {
        cursor.delete();
      }
      cursor.continue();
    }
  };
}

/** Whose phone it is, with what is known of them: one look, for a cold start. @returns {Promise<Whose & { facts: any }>} */
export async function whoseWithFacts() {
  /** @type {Whose | undefined} */
  let phone;
  /** @type {any} */
  let facts;
  await within(
    ["phone", "facts"],
    "readonly",
    (store) => {
      store("phone").get("whose").onsuccess = (event) => {
        phone = /** @type {IDBRequest<Whose | undefined>} */ (event.target).result;
        if (phone?.owner) {
          store("facts").get(phone.owner).onsuccess = (found) => {
            facts = /** @type {IDBRequest} */ (found.target).result;
          };
        }
      };
    },
    { grows: true },
  );
  return { ...(phone ?? NOBODY), facts };
}

/** @param {string | null} owner */
export async function factsOf(owner) {
  return owner === null ? undefined : within(["facts"], "readonly", (store) => store("facts").get(owner));
}

/** Asks the server for them, if it is the owner's. @param {string} owner @param {AbortSignal} [signal] */
export async function learnFacts(owner, signal) {
  const answer = await fetch("/log/facts/", { cache: "no-store", signal });
  const facts = await answer.json();
  if (facts.owner === owner) {
    await keepFacts({ ...facts, at: Date.now() });
  }
}

/** Unless they have signed out meanwhile. @param {{ owner: string }} facts */
export function keepFacts(facts) {
  return within(
    ["facts", "phone"],
    "readwrite",
    (store) => {
      store("phone").get("whose").onsuccess = (event) => {
        if (/** @type {IDBRequest<Whose>} */ (event.target).result?.owner === facts.owner) {
          store("facts").put(facts);
        }
      };
    },
    { grows: true },
  );
}

// The database opens while the page is still being read.
if ("document" in globalThis) {
  open().catch(() => undefined);
}
