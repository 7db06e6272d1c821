"""The only sentences that stand on a locked screen: nothing of anybody's health, name or diary."""

from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from reminders.domain import kinds
from reminders.domain.messages import Action, Kind, Message


def test_message() -> Message:
    return Message(
        kind=Kind.TEST,
        title=settings.APP_NAME,
        body=_("This is a test. Reminders will look like this."),
        tag="test",
    )


def diary_message(day: date, *, wanted_for: timedelta | None = None) -> Message:
    """Asks about a local day; its buttons answer it without opening the app."""
    return Message(
        kind=Kind.DIARY,
        title=settings.APP_NAME,
        body=reminder_words(kinds.Kind.EVENING),
        tag=_tag(day),
        wanted_for=None if wanted_for is None else int(wanted_for.total_seconds()),
        actions=(
            Action(name="no_falls", title=_("No falls today")),
            Action(name="fell", title=_("I fell")),
        ),
        day=day,
    )


def answered_message(day: date, *, wanted_for: timedelta) -> Message:
    """Takes the place of `diary_message` of that day, on phones and at push services that still hold it."""
    return Message(
        kind=Kind.ANSWERED,
        title=settings.APP_NAME,
        body=_("Today is answered. Thank you."),
        tag=_tag(day),
        wanted_for=int(wanted_for.total_seconds()),
    )


def reminder_message(kind: kinds.Kind, *, path: str, wanted_for: timedelta) -> Message:
    """Of one kind a phone shows the last one alone."""
    return Message(
        kind=Kind.REMINDER,
        title=settings.APP_NAME,
        body=reminder_words(kind),
        tag=kind,
        path=path,
        wanted_for=int(wanted_for.total_seconds()),
    )


def reminder_words(kind: kinds.Kind) -> str:
    """What a reminder says to whoever sees the screen; what it is about stands behind the sign-in."""
    return {
        kinds.Kind.EVENING: _("How was your day?"),
        kinds.Kind.HEAD_CHECK: _("How are you today?"),
        kinds.Kind.FOLLOW_UP: _("How are you doing now?"),
        kinds.Kind.SWEEP: _("Some days of last week are still open. A minute is enough."),
        kinds.Kind.RECHECK: _("It may be time for another look around."),
        kinds.Kind.OVERDUE: _("There is something on your list, whenever it suits you."),
        kinds.Kind.REVIEW: _("Something is waiting for you."),
    }[kind]


def _tag(day: date) -> str:
    return f"diary-{day.isoformat()}"
