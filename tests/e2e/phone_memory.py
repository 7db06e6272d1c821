"""What lies on a phone where people do not look: its database and everything that its caches hold."""

from typing import Any

from playwright.sync_api import Page

READ = """(store) => new Promise((found, failed) => {
  const opening = indexedDB.open("fallrisk");
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const all = opening.result.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => { opening.result.close(); found(all.result); };
  };
})"""
WRITE = """([store, record]) => new Promise((done, failed) => {
  const opening = indexedDB.open("fallrisk");
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const transaction = opening.result.transaction(store, "readwrite");
    transaction.objectStore(store).put(record);
    transaction.oncomplete = () => { opening.result.close(); done(); };
  };
})"""
CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push(request.url + " " + await (await cache.match(request)).text());
    }
  }
  return found.join("\\n");
}"""
STORED = "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
STORES = ("outbox", "falls", "facts", "phone")


def records(page: Page, store: str) -> list[Any]:
    """Everything in one store of the phone's database."""
    found: list[Any] = page.evaluate(READ, store)
    return found


def write(page: Page, store: str, record: dict[str, Any]) -> None:
    page.evaluate(WRITE, [store, record])


def everything_kept(page: Page) -> str:
    """Database, caches and storage as one text, to look for what must not be there."""
    kept = [str(records(page, store)) for store in STORES]
    return "\n".join([*kept, page.evaluate(CACHED), page.evaluate(STORED)])
