"""The weekly digest as a mail."""

from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string

from reminders.domain.kinds import Why
from reminders.domain.weeks import IsoWeek
from reminders.models import Delivery, DigestChoice
from reminders.services.addresses import address_of
from reminders.services.letters import Letter
from reminders.services.telling import Later


def digest_letter(delivery: Delivery, now: datetime) -> Letter | Later | Why:
    """As its reader wants it; in their morning, in the week that it is promised for."""
    choice = DigestChoice.objects.select_related("account").filter(pk=delivery.account_id).first()
    if choice is None or not choice.is_on:
        return Why.UNSUBSCRIBED
    opening = choice.times.opening_in(IsoWeek.read(delivery.period), now)
    if opening is None:
        return Why.TOO_LATE
    if opening > now:
        return Later(opening)
    address = address_of(delivery.account)
    if address is None:
        return Why.NO_ADDRESS
    link = urljoin(settings.ORIGIN, "/")
    return Letter(
        to=address,
        subject=settings.APP_NAME,
        text=render_to_string("reminders/mails/digest.txt", {"app_name": settings.APP_NAME, "link": link}),
    )
