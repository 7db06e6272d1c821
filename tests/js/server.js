// @ts-check
// A server as the phone sees it: answers that a test lines up, and what it was sent.

/** @param {(batch: any) => { status?: number, body: any, headers?: Record<string, string> } | null} entries */
export function serve(
  entries,
  session = { owner: "anna", csrf_token: "token", now: new Date().toISOString() },
  facts = { owner: "anna", erased_on: /** @type {string | null} */ (null) },
) {
  /** @type {any[]} */
  const batches = [];
  let handshakes = 0;
  Object.assign(globalThis, {
    fetch: async (/** @type {string} */ address, /** @type {{ body: string }} */ options) => {
      const answer = address.includes("session")
        ? { body: typeof session === "function" ? /** @type {any} */ (session)(++handshakes) : session }
        : address.includes("facts")
          ? { body: facts }
          : entries(batches[batches.push(JSON.parse(options.body)) - 1]);
      if (answer === null) {
        throw new TypeError("no network");
      }
      const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
      return new Response(text, { status: answer.status ?? 200, headers: answer.headers });
    },
  });
  return batches;
}

/** Every operation is recorded. @param {any} batch */
export const recorded = (batch) => ({ body: { results: batch.operations.map(named("created")) } });

/** @param {string} outcome @returns {(operation: any) => object} */
export const named = (outcome) => (operation) => ({ op_id: operation.op_id ?? operation.entry_id, outcome });
