"""How sending goes, for whoever runs the installation: numbers, moments and words of ours, and nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce

from reminders.domain.digest_times import MISSED_TOLD
from reminders.domain.kinds import Kind, State, Why, in_words
from reminders.domain.weeks import DAYS
from reminders.models import DeadAddress, Delivery, DigestChoice
from reminders.services.pausing import paused_since
from reminders.services.planner_runs import last_runs

DAY = timedelta(days=1)
WEEKS_TOLD = timedelta(days=DAYS * (MISSED_TOLD + 1))
LATE = timedelta(minutes=10)  # beat comes every minute, and a worker may have other work before
MANY = 10  # failures within a day that are no longer single people's mailboxes,
SHARE = 10  # where one of so many mails failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How many of one kind came to one end."""

    kind: str
    state: str
    why: str
    number: int

    @property
    def name(self) -> str:
        return in_words(self.kind)

    @property
    def reason(self) -> str:
        return in_words(self.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`due_since` is when the longest waiting row should have left, `digest_at` when the next digest is due,
    and `ended` is of the last day."""

    now: datetime
    paused_since: datetime | None
    last_runs: dict[str, datetime]
    digest_at: datetime | None
    waiting: int
    due_since: datetime | None
    ended: Sequence[Ended]

    @property
    def behind(self) -> timedelta:
        return max(self.now - self.due_since, timedelta()) if self.due_since else timedelta()

    @property
    def failed(self) -> dict[str, int]:
        """By reason."""
        found: dict[str, int] = {}
        for each in self.ended:
            if each.state == State.FAILED:
                found[each.why] = found.get(each.why, 0) + each.number
        return found

    @property
    def trouble(self) -> str:
        """The worst there is, in words; empty where all is well."""
        if self.paused_since:
            return f"sending is paused since {self.paused_since:%Y-%m-%d %H:%M} UTC"
        if self.digest_at and self.now - self.digest_at > LATE:
            return "digests are due, and nobody promises them"
        if self.behind > LATE:
            return f"mails wait, the oldest one for {self.behind // timedelta(minutes=1)} minutes"
        failed = sum(self.failed.values())
        sent = sum(each.number for each in self.ended if each.state == State.SENT)
        if failed >= MANY and failed * SHARE >= failed + sent:
            return f"{failed} mails failed within a day"
        return ""


def due_since(*, now: datetime) -> datetime | None:
    """When the one that waits longest should have left."""
    due = Delivery.objects.waiting().filter(Q(held_since__isnull=False) | Q(next_try_at__lte=now))
    since: datetime | None = due.aggregate(since=Min(Coalesce("held_since", "next_try_at")))["since"]
    return since


def next_digest_at() -> datetime | None:
    """When the next one is to be promised; in the past where nobody does."""
    return (
        DigestChoice.objects.values_list("next_at", flat=True).order_by("next_at").filter(is_on=True).first()
    )


def overview(*, now: datetime) -> Overview:
    ended = Delivery.objects.filter(ended_at__gt=now - DAY).values("kind", "state", "why")
    return Overview(
        now=now,
        paused_since=paused_since(),
        last_runs=last_runs(),
        digest_at=next_digest_at(),
        waiting=Delivery.objects.waiting().count(),
        due_since=due_since(now=now),
        ended=[Ended(**each) for each in ended.annotate(number=Count("pk")).order_by("kind", "state", "why")],
    )


def missed_digests(*, now: datetime) -> list[tuple[str, int]]:
    """Weeks whose morning came and went without a scheduler, with how many digests; the latest first."""
    missed = Delivery.objects.filter(
        kind=Kind.DIGEST, state=State.DROPPED, why=Why.TOO_LATE, ended_at__gt=now - WEEKS_TOLD
    )
    return list(missed.values_list("period").annotate(number=Count("pk")).order_by("-period"))


def addresses_off() -> int:
    return DeadAddress.objects.count()
