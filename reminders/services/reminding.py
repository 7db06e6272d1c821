"""A reminder, looked at again when its time has come: is it still wanted, may it come now, and how."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from logs.domain.times import at_local, local_date
from logs.domain.vocabulary import DayState
from logs.models import DiaryDay
from reminders.domain.enough import IN_TURN, TURN, Room, room_today
from reminders.domain.kinds import Kind, State, Why
from reminders.domain.messages import Message
from reminders.domain.ways import Way
from reminders.models import Delivery, ReminderChoice
from reminders.services.addresses import address_of
from reminders.services.after_falls import check_after_fall
from reminders.services.evenings import evening_question
from reminders.services.letters import Letter
from reminders.services.messages import diary_message, reminder_message, reminder_words
from reminders.services.reminder_choices import choice_of, zone_of
from reminders.services.reviews import check_review
from reminders.services.telling import Later, Nudge, Told
from reminders.services.unsubscribing import REMINDERS, unsubscribe_token
from reminders.services.weekly_looks import check_weekly

MORNING = time(8)
SOON = timedelta(minutes=5)

# Why it is not wanted any more, or when it is; None: now.
CHECKS: Mapping[Kind, Callable[[Delivery, datetime], Why | Later | None]] = {
    Kind.HEAD_CHECK: check_after_fall,
    Kind.FOLLOW_UP: check_after_fall,
    Kind.SWEEP: check_weekly,
    Kind.RECHECK: check_weekly,
    Kind.OVERDUE: check_weekly,
    Kind.REVIEW: check_review,
}


def reminder(delivery: Delivery, now: datetime) -> Told:
    account, kind = delivery.account, Kind(delivery.kind)
    choice, zone = choice_of(account), zone_of(account)
    if not choice.wants(kind):
        return Why.UNSUBSCRIBED
    settled = evening_question(delivery) if kind is Kind.EVENING else CHECKS[kind](delivery, now)
    if settled is not None:
        return settled
    paused = _paused(choice, zone, kind, now)
    wait = paused or _quiet(choice, zone, kind, now) or _full(delivery, choice, zone, now)
    if wait is not None:
        at, why = wait
        return Later(at) if at <= delivery.last_at else why
    return _by_its_way(choice, _message(delivery, _stale_at(delivery, choice, zone, now) - now), delivery)


Wait = tuple[datetime, Why]


def _paused(choice: ReminderChoice, zone: str, kind: Kind, now: datetime) -> Wait | None:
    """A bleeding inside the head heeds no pause: its check waits only while others look after the patient,
    a day at a time."""
    until, today = choice.paused_until, local_date(now, zone)
    if until is None or today >= until:
        return None
    if kind is Kind.HEAD_CHECK:
        here = DiaryDay.objects.filter(patient__user=choice.account_id, date=today)
        if not here.filter(state=DayState.EXCLUDED).exists():
            return None
        until = today + timedelta(days=1)
    return at_local(until, MORNING, zone), Why.PAUSED


def _quiet(choice: ReminderChoice, zone: str, kind: Kind, now: datetime) -> Wait | None:
    """The evening's question comes at an hour that its patient chose: that one is not too late for them."""
    over = None if kind is Kind.EVENING else choice.quiet_hours(zone).over_at(now)
    return (over, Why.TOO_LATE) if over else None


def _stale_at(delivery: Delivery, choice: ReminderChoice, zone: str, now: datetime) -> datetime:
    """A phone that is turned on in the night shows nothing new."""
    quiet = None if delivery.kind == Kind.EVENING else choice.quiet_hours(zone).begins_at(now)
    return min(delivery.last_at, quiet) if quiet else delivery.last_at


def _full(delivery: Delivery, choice: ReminderChoice, zone: str, now: datetime) -> Wait | None:
    """Each day has two places. What can't wait has them first, even where its hour is still to come."""
    today = local_date(now, zone)
    midnight, tomorrow = (at_local(day, time(), zone) for day in (today, today + timedelta(days=1)))
    turn = TURN[Kind(delivery.kind)]
    waiting = Q(state=State.WAITING)
    before = Q(kind__in=IN_TURN[:turn]) | Q(kind=delivery.kind, pk__lt=delivery.pk)
    others = Delivery.objects.filter(account=delivery.account, kind__in=IN_TURN).exclude(pk=delivery.pk)
    found = others.aggregate(
        sent=Count("pk", filter=Q(state=State.SENT, ended_at__gte=midnight)),
        ahead=Count("pk", filter=waiting & before & Q(next_try_at__lt=tomorrow)),
        under_way=Count("pk", filter=waiting & ~before & Q(tries__gt=0, claimed_until__gt=now)),
    )
    evening = choice.evening_at
    if turn > TURN[Kind.EVENING] and evening is not None and evening < tomorrow:
        found["ahead"] += 1
    match room_today(**found):
        case Room.TOMORROW:
            return at_local(today + timedelta(days=1), MORNING, zone), Why.ENOUGH_TODAY
        case Room.SOON:
            return now + SOON, Why.ENOUGH_TODAY
        case _:
            return None


def _message(delivery: Delivery, wanted_for: timedelta) -> Message:
    kind = Kind(delivery.kind)
    if kind is Kind.EVENING:
        return diary_message(date.fromisoformat(delivery.period), wanted_for=wanted_for)
    return reminder_message(kind, path=_path(delivery), wanted_for=wanted_for)


def _by_its_way(choice: ReminderChoice, message: Message, delivery: Delivery) -> Letter | Nudge | Why:
    if choice.way == Way.PHONE:
        return Nudge(push=message, letter=None)
    address = address_of(delivery.account)
    letter = _letter(delivery, address) if address else None
    if choice.way == Way.MAIL:
        return letter or Why.NO_ADDRESS
    return Nudge(push=message, letter=letter)


def _letter(delivery: Delivery, address: str) -> Letter:
    """The line of the locked screen and a way in: whoever reads somebody's mail learns no more."""
    names = {"app_name": settings.APP_NAME}
    unsubscribe = _unsubscribing(delivery.account)
    context = {
        **names,
        "words": reminder_words(Kind(delivery.kind)),
        "link": urljoin(settings.ORIGIN, _path(delivery)),
        "choices": urljoin(settings.ORIGIN, reverse("reminders")),
        "unsubscribe": unsubscribe,
    }
    return Letter(
        to=address,
        subject=_("A reminder from %(app_name)s") % names,
        text=render_to_string("reminders/mails/reminder.txt", context),
        unsubscribe=unsubscribe,
    )


def _path(delivery: Delivery) -> str:
    """It names nothing but the reminder: what it is about is found behind the sign-in."""
    return reverse("reminder", args=[delivery.public_id])


def _unsubscribing(account: User) -> str:
    token = unsubscribe_token(account=account.public_id, of=REMINDERS)
    return urljoin(settings.ORIGIN, reverse("unsubscribe", args=[token]))
