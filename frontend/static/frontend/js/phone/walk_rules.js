// @ts-check
// A walk through a home as a phone knows it: what is asked, what comes next, what a tap says to the server, and
// how the walk of another phone and this one's become one. The server reckons the same way.

/** @typedef {import("./store.js").Operation} Operation */
/** @typedef {import("./store.js").Waiting} Waiting */
/** @typedef {{ code: string, room: string, text: string, why: string, fix: string, quick: string | null, extra: boolean }} Item */
/** @typedef {{ id: string, items: Item[] }} Checklist */
/**
 * `known` is the operation that gave the answer, `question` what a therapist asks about it, `again` that it was
 * answered since, `both` that two phones said different things.
 * @typedef {{ answer: string | null, note: string, known: string | null, question?: string, again?: boolean, both?: boolean }} Answer
 */
/**
 * `id` is the server's, where the phone has learned it; `photos` how many the server has; `sent`: the person has
 * finished it here; `opened` when they opened it last.
 * @typedef {{ entry_id: string, owner: string | null, id?: string, kind: string, state: string, checklist: string,
 *   asked: string[], items: Item[], answers: Record<string, Answer>, photos: Record<string, number>,
 *   made_at: string, sent: boolean, opened: number }} Walk
 */
/**
 * @typedef {{ id: string, begun: string[], kind: string, state: string, checklist: string, asked: string[],
 *   answers: Record<string, Answer>, photos: Record<string, number>, made_at: string, items: Item[] | null }} Told
 */

export const MOST_PHOTOS = 3; // of one item
const LONGEST_SIDE = 2048; // pixels
/** Answers that need words. */
const NEEDS_WORDS = new Set(["needs_work", "not_sure"]);

const now = () => new Date().toISOString();

/** The items of a walk, in their order. @param {Item[]} items @param {string} kind @param {boolean} wheelchair */
export function askedIn(items, kind, wheelchair) {
  const walkers = ["all", wheelchair ? "wheelchair" : "walking"];
  return items.filter((item) => (kind === "full" ? !item.extra : walkers.includes(item.quick ?? "")));
}

/**
 * @param {string} kind quick or full
 * @param {Checklist} checklist
 * @param {string | null} owner
 * @param {boolean} wheelchair
 * @returns {{ operation: Operation, walk: Walk }}
 */
export function newWalk(kind, checklist, owner, wheelchair) {
  const [entry_id, made_at] = [crypto.randomUUID(), now()];
  const items = askedIn(checklist.items, kind, wheelchair);
  return {
    operation: { type: "assessment", entry_id, checklist: checklist.id, kind, made_at },
    walk: {
      entry_id,
      owner,
      kind,
      state: "draft",
      checklist: checklist.id,
      asked: items.map((item) => item.code),
      items,
      answers: {},
      photos: {},
      made_at,
      sent: false,
      opened: Date.now(),
    },
  };
}

/** A full walk on top of a quick one asks the rest. @param {Walk} walk @param {Checklist} checklist @returns {Operation} */
export function widened(walk, checklist) {
  const full = askedIn(checklist.items, "full", false).map((item) => item.code);
  walk.items = checklist.items.filter(({ code }) => walk.asked.includes(code) || full.includes(code));
  walk.asked = walk.items.map((item) => item.code);
  walk.kind = "full";
  const { id } = checklist;
  return { type: "assessment", entry_id: crypto.randomUUID(), checklist: id, kind: "full", made_at: now() };
}

/**
 * An answer, or another note to it; the walk remembers it.
 * @param {Walk} walk
 * @param {string} item
 * @param {string | null} answer
 * @param {string} [note]
 * @returns {Operation}
 */
export function answering(walk, item, answer, note) {
  const before = walk.answers[item];
  const entry_id = crypto.randomUUID();
  walk.answers[item] = {
    ...before,
    answer,
    note: note ?? before?.note ?? "",
    known: entry_id,
    again: walk.state === "returned",
  };
  return {
    type: "assessment_answer",
    entry_id,
    assessment: walk.entry_id,
    item,
    answer,
    ...(note !== undefined && { note }),
    base: before?.known ?? null,
    made_at: now(),
  };
}

/** @param {Walk} walk @returns {Operation} */
export function submitting(walk) {
  walk.sent = true;
  const op_id = crypto.randomUUID();
  return { type: "assessment_submission", op_id, entry_id: walk.entry_id, made_at: now() };
}

/** @param {Walk} walk @param {string} item @returns {Operation} */
export function newPhoto(walk, item) {
  return {
    type: "photo",
    entry_id: crypto.randomUUID(),
    assessment: walk.entry_id,
    item,
    made_at: now(),
  };
}

/** @param {string | null | undefined} answer */
export const needsWords = (answer) => NEEDS_WORDS.has(answer ?? "");

/** Returned with a question that has no answer yet. @param {Walk} walk @param {string} code */
export function isAskedAgain(walk, code) {
  const { question = "", again = false } = walk.answers[code] ?? {};
  return question !== "" && !again;
}

/** @param {Walk} walk how many of its items have an answer */
export const answeredIn = (walk) => walk.items.filter(({ code }) => walk.answers[code]?.answer).length;

/**
 * The item to go on with; undefined after the last one. Of a walk that came back only what was returned is
 * asked. None begins at the first item without an answer.
 * @param {Walk} walk
 * @param {string} [after]
 * @returns {string | undefined}
 */
export function following(walk, after) {
  const codes = walk.items.map((item) => item.code);
  const asked = walk.state === "returned" ? codes.filter((code) => isAskedAgain(walk, code)) : codes;
  return after === undefined
    ? asked.find((code) => !walk.answers[code]?.answer || isAskedAgain(walk, code))
    : asked.find((code) => codes.indexOf(code) > codes.indexOf(after));
}

/** @param {Walk} walk */
export function maySend(walk) {
  return answeredIn(walk) > 0 && !walk.items.some(({ code }) => isAskedAgain(walk, code));
}

/** @param {Walk} walk @returns {{ room: string, asked: number, answered: number, first: string }[]} as somebody walks */
export function roomsOf(walk) {
  const rooms = [...new Set(walk.items.map((item) => item.room))];
  return rooms.map((room) => {
    const codes = walk.items.filter((item) => item.room === room).map((item) => item.code);
    const open = codes.filter((code) => !walk.answers[code]?.answer);
    const first = open[0] ?? codes[0] ?? "";
    return { room, asked: codes.length, answered: codes.length - open.length, first };
  });
}

/** Of the walk, and not sent yet. @param {Walk} walk @param {Waiting[]} waiting */
const ofWalk = (walk, waiting) =>
  waiting.map((one) => one.operation).filter((one) => (one.assessment ?? one.entry_id) === walk.entry_id);

/**
 * The walk of this phone that the server tells of. One that it has not heard of goes on in the draft there.
 * @param {Walk[]} walks
 * @param {Told} told
 * @param {Waiting[]} waiting
 */
export function sameWalk(walks, told, waiting) {
  const begun = walks.find(({ entry_id }) => entry_id === told.id || told.begun.includes(entry_id));
  const isNew = (/** @type {Walk} */ walk) =>
    !walk.sent && ofWalk(walk, waiting).some((one) => one.type === "assessment");
  return begun ?? (told.state === "draft" ? walks.find(isNew) : undefined);
}

/**
 * The walk as both know it: what this phone has not sent stands here, and else the server's.
 * @param {Walk | undefined} walk
 * @param {Told} told
 * @param {Waiting[]} waiting
 * @param {string | null} owner
 * @param {Item[]} known the items of the checklist that this phone has
 * @returns {Walk}
 */
export function merged(walk, told, waiting, owner, known) {
  const mine = walk === undefined ? [] : ofWalk(walk, waiting);
  const answers = { ...told.answers };
  for (const { type, item } of mine) {
    const here = walk?.answers[item];
    if (type === "assessment_answer" && here !== undefined) {
      const { answer, note, known: by, again } = here;
      answers[item] = { ...told.answers[item], answer, note, known: by, ...(again && { again }) };
    }
  }
  const isNew = walk !== undefined && mine.some((one) => one.type === "assessment");
  const asked = new Set([...told.asked, ...(isNew ? walk.asked : [])]);
  const items = [...(told.items ?? known)];
  return {
    entry_id: walk?.entry_id ?? told.id,
    owner,
    id: told.id,
    kind: isNew && walk.kind === "full" ? walk.kind : told.kind,
    state: told.state,
    checklist: told.checklist,
    items: items.filter(({ code }) => asked.has(code)),
    asked: items.map(({ code }) => code).filter((code) => asked.has(code)),
    answers,
    photos: told.photos,
    made_at: told.made_at,
    sent: walk?.sent ?? false,
    opened: walk?.opened ?? 0,
  };
}

/**
 * Walks of this phone that the server no longer has under way, and of which nothing waits here.
 * @param {Walk[]} walks as they were before the server was asked
 * @param {Told[]} told
 * @param {Waiting[]} waiting before or after it was asked
 * @returns {string[]}
 */
export function goneOf(walks, told, waiting) {
  const there = new Set(told.map((one) => sameWalk(walks, one, waiting)?.entry_id));
  return walks
    .filter((walk) => !there.has(walk.entry_id) && ofWalk(walk, waiting).length === 0)
    .map((walk) => walk.entry_id);
}

/** The size of a photo as it is kept. @param {number} width @param {number} height @returns {[number, number]} */
export function fitted(width, height) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}
