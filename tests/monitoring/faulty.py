"""The application with a fault that holds what somebody wrote, as faults do."""

from typing import Any

from fallrisk.wsgi import application

# isort: split
from django.conf import settings

from api.views import falls
from logs.domain.entries import FallEntry
from logs.models import Fall


def record_fall(*, entry: FallEntry, **_others: Any) -> None:
    if "row" in entry.note:
        # The database's complaint holds the row that it refuses.
        Fall.objects.create(
            patient=_others["patient"],
            entry_id=entry.entry_id,
            kind="neither",
            note=entry.note,
            occurred_at=entry.occurred_at,
            local_date=entry.occurred_at.date(),
            made_at=entry.made_at,
            told_at=entry.made_at,
        )
    raise ValueError(entry.note)


# Pages of refusals render without collectstatic, as in the other tests.
PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": PLAIN_FILES}}

falls.record_fall = record_fall  # type: ignore[assignment,attr-defined]  # the fault

__all__ = ["application"]
