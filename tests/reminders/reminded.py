"""People who are reminded, and the hours that pass for them."""

from datetime import UTC, date, datetime, time
from typing import Any

from accounts.models import Patient, User
from reminders.domain.kinds import Kind
from reminders.models import Delivery
from reminders.services.delivering import deliver_due
from reminders.services.evenings import promise_evenings
from reminders.services.reminder_choices import change_choice, give_choices
from tests.people import make_patient
from tests.reminders.promises import Clock

DAY = date(2026, 11, 25)  # a Wednesday


def at(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    """UTC, as is whoever `reminded` makes."""
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)


def reminded(
    name: str = "Anna", *, zone: str = "UTC", evening: time | None = time(19), **wishes: Any
) -> Patient:
    """A patient since the first of November, who is asked from DAY's morning on."""
    patient = make_patient(name, time_zone=zone, began=at(9, day=date(2026, 11, 1)), reminder_time=evening)
    give_choices(now=at(9, day=date(2026, 11, 24)))
    wished(patient.user, **wishes)
    return patient


def wished(account: User, *, now: datetime | None = None, **wishes: Any) -> None:
    change_choice(account, now=now or at(9), **wishes)


def evening_comes(moment: datetime) -> None:
    """A minute of beat and of a worker."""
    promise_evenings(now=moment)
    deliver_due(clock=Clock(moment))


def promised(
    account: User, kind: Kind, *, period: str = "x", moment: datetime, last_at: datetime
) -> Delivery:
    return Delivery.objects.create(
        account=account, kind=kind, period=period, made_at=moment, next_try_at=moment, last_at=last_at
    )


def became(delivery: Delivery) -> tuple[str, str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.why, delivery.channel


def all_became() -> list[tuple[str, str, str, str]]:
    return list(Delivery.objects.order_by("pk").values_list("kind", "state", "why", "channel"))
