"""When the work of every minute was last done."""

from datetime import datetime

from reminders.models import PlannerRun

DIGESTS, SENDING = "digests", "sending"


def note_run(name: str, *, now: datetime) -> None:
    PlannerRun.objects.update_or_create(name=name, defaults={"last_at": now})


def last_runs() -> dict[str, datetime]:
    return dict(PlannerRun.objects.values_list("name", "last_at"))
