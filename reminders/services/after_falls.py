"""The check a day after a knock to the head, and the question three days after an injury."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace

from logs.domain.grades import INJURIOUS
from logs.domain.vocabulary import InjuryGrade, YesNoUnsure
from logs.models import Fall
from reminders.domain.due_after_fall import AFTER, HEAD_STRIKES, UNTIL, Harm
from reminders.domain.kinds import Kind, State, Why
from reminders.models import Delivery
from reminders.services.telling import Later

AT_ONCE = 500
# Two falls of one afternoon, or one that two people logged, are asked about once.
ONCE_WITHIN = timedelta(hours=12)
ASKED_ABOUT = {
    Kind.HEAD_CHECK: Q(head_strike__in=sorted(HEAD_STRIKES)),
    Kind.FOLLOW_UP: Q(injury_grade__in=sorted(INJURIOUS)),
}


def promise_after_falls(*, now: datetime) -> int:
    """A row for each fall that is to be asked about, as soon as it is known; how many."""
    made = 0
    for kind in AFTER:
        while rows := [
            Delivery(
                account_id=account,
                kind=kind,
                period=fall.hex,
                made_at=now,
                next_try_at=max(now, at + AFTER[kind]),
                last_at=at + UNTIL[kind],
            )
            for account, fall, at in _unpromised(kind, now)[:AT_ONCE]
        ]:
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)
            made += len(rows)
    return made


def check_after_fall(delivery: Delivery, now: datetime) -> Later | Why | None:
    """None: it is still to be asked."""
    kind = Kind(delivery.kind)
    fall = fall_of(delivery)
    if fall is None or not fall.is_active or not fall.is_fall:
        return Why.SETTLED
    harm = Harm(
        at=fall.occurred_at,
        head_strike=YesNoUnsure(fall.head_strike) if fall.head_strike else None,
        grade=InjuryGrade(fall.injury_grade) if fall.injury_grade else None,
    )
    if not harm.asks_for(kind) or (kind is Kind.FOLLOW_UP and fall.function_loss_3d is not None):
        return Why.SETTLED
    if harm.due(kind) > now:  # somebody said that it was later than it had seemed
        return Later(harm.due(kind))
    asked = Delivery.objects.filter(account=delivery.account, kind=kind, state=State.SENT)
    return Why.SETTLED if asked.filter(ended_at__gt=now - ONCE_WITHIN).exists() else None


def fall_of(delivery: Delivery) -> Fall | None:
    falls = Fall.objects.filter(patient__user=delivery.account, public_id=UUID(delivery.period))
    return falls.select_related("patient").first()


def _unpromised(kind: Kind, now: datetime) -> QuerySet[Fall, tuple[int, UUID, datetime]]:
    """Account, id and time of the falls of the last days. History is not asked about."""
    # Of one shape on both databases: one keeps an id without its dashes.
    period = Replace(Cast("public_id", CharField()), Value("-"), Value(""))
    promised = Delivery.objects.filter(
        account=OuterRef("patient__user"), kind=kind, period=OuterRef("as_period")
    )
    falls = Fall.objects.active().falls_only().filter(ASKED_ABOUT[kind])
    lately = falls.filter(occurred_at__gt=now - UNTIL[kind], occurred_at__lte=now)
    told = lately.filter(occurred_at__gte=F("patient__diary_began_at")).annotate(as_period=period)
    return told.exclude(Exists(promised)).values_list("patient__user", "public_id", "occurred_at")
