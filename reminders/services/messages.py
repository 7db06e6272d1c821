"""The only sentences that stand on a locked screen: nothing of anybody's health, name or diary."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from reminders.domain.messages import Action, Kind, Message


def test_message() -> Message:
    return Message(
        kind=Kind.TEST,
        title=settings.APP_NAME,
        body=_("This is a test. Reminders will look like this."),
        tag="test",
    )


def diary_message(day: date) -> Message:
    """Asks about a local day; its buttons answer it without opening the app."""
    return Message(
        kind=Kind.DIARY,
        title=settings.APP_NAME,
        body=_("How was your day?"),
        tag=f"diary-{day.isoformat()}",
        actions=(
            Action(name="no_falls", title=_("No falls today")),
            Action(name="fell", title=_("I fell")),
        ),
        day=day,
    )
