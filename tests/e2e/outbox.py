"""What lies in a phone's outbox, put there and read by hand."""

from collections.abc import Collection
from typing import Any
from uuid import uuid4

from tests.e2e.installed import InstalledPhone

KEEP = """(records) => new Promise((kept, failed) => {
  const opening = indexedDB.open("fallrisk");
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const writing = opening.result.transaction("outbox", "readwrite");
    records.forEach((record) => writing.objectStore("outbox").add(record));
    writing.oncomplete = () => { opening.result.close(); kept(); };
  };
})"""


def keep(phone: InstalledPhone, records: Collection[dict[str, Any]]) -> None:
    """As if somebody had tapped that many times; no page has noticed yet."""
    phone.page.evaluate(KEEP, list(records))


def quiet_day(day: str, *, owner: str, made_at: str, **more: Any) -> dict[str, Any]:
    """A record as version 1 of the app kept it."""
    operation = {
        "type": "diary_day", "entry_id": str(uuid4()), "date": day, "answer": "no_falls", "made_at": made_at,
    }  # fmt: skip
    return {"schema": 1, "owner": owner, "operation": operation} | more
