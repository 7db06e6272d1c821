"""The weekly digest as a mail."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.domain.consents import VERSIONS, ConsentTo
from reminders.domain.digests import Digest
from reminders.domain.kinds import Kind, Why
from reminders.domain.periods import DigestPeriod
from reminders.models import Delivery, DigestChoice
from reminders.services.addresses import address_of
from reminders.services.digest_choices import numbers_are_shown
from reminders.services.digest_contents import digest_of, is_reader, record_digest_read
from reminders.services.digest_words import sections_of
from reminders.services.fall_charts import FallChart, fall_chart
from reminders.services.letters import Letter
from reminders.services.mail_pages import mail_page
from reminders.services.telling import Later
from reminders.services.unsubscribing import unsubscribe_token

PRIVATE = "private"


def digest_letter(delivery: Delivery, now: datetime) -> Letter | Later | Why:
    """As its reader wants it; in their morning, in the week that it is promised for. An example at once."""
    choice = (
        DigestChoice.objects.select_related("account__patient", "account__therapist")
        .filter(pk=delivery.account_id)
        .first()
    )
    period = DigestPeriod.read(delivery.period)
    if choice is None or not (choice.is_on or period.is_example):
        return Why.UNSUBSCRIBED
    if not delivery.at_once:
        opening = choice.times.opening_in(period.week, now)
        if opening is None:
            return Why.TOO_LATE
        if opening > now:
            return Later(opening)
    address = address_of(delivery.account)
    if address is None:
        return Why.NO_ADDRESS
    with translation.override(settings.LANGUAGE_CODE):
        return _letter(delivery, choice, period, address, now)


def _letter(
    delivery: Delivery, choice: DigestChoice, period: DigestPeriod, address: str, now: datetime
) -> Letter | Why:
    with_numbers = numbers_are_shown(choice)
    if not with_numbers and not choice.only_news:
        return _private(choice, period, address) if is_reader(choice.account, now=now) else Why.NOT_ALLOWED
    digest = digest_of(choice.account, period.week, now=now)
    if digest.is_empty:
        return Why.NOT_ALLOWED
    if choice.only_news and not digest.has_news and not period.is_example:
        return Why.NOTHING_TO_SAY
    if not with_numbers:
        return _private(choice, period, address)
    if delivery.letter is None:  # a second try tells them nothing more
        record_digest_read(reader=choice.account, digest=digest)
    return _with_numbers(choice, period, address, digest, now)


def _private(choice: DigestChoice, period: DigestPeriod, address: str) -> Letter:
    """Nothing of anybody's health, here or in a subject: a mail box is read by others, too."""
    return _mail(choice, period, address, basis=PRIVATE)


def _with_numbers(
    choice: DigestChoice, period: DigestPeriod, address: str, digest: Digest, now: datetime
) -> Letter:
    chart = fall_chart(choice.account.patient, now=now) if digest.own is not None else None
    return _mail(
        choice,
        period,
        address,
        basis=f"numbers-{VERSIONS[ConsentTo.NUMBERS_IN_MAIL]}-{digest.access}",
        sections=sections_of(digest, with_names=False),
        chart=chart,
    )


def _mail(
    choice: DigestChoice,
    period: DigestPeriod,
    address: str,
    *,
    basis: str,
    sections: object = (),
    chart: FallChart | None = None,
) -> Letter:
    token = unsubscribe_token(account=choice.account.public_id, of=Kind.DIGEST)
    unsubscribe = urljoin(settings.ORIGIN, reverse("unsubscribe", args=[token]))
    subject = _("%(app_name)s: your week") % {"app_name": settings.APP_NAME}
    context: Mapping[str, object] = {
        "app_name": settings.APP_NAME,
        "subject": subject,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "is_example": period.is_example,
        "sections": sections,
        "chart": chart,
        "origin": settings.ORIGIN,
        "link": urljoin(settings.ORIGIN, reverse("digest", args=[period.week])),
        "settings_link": urljoin(settings.ORIGIN, reverse("digests")),
        "unsubscribe": unsubscribe,
    }
    return Letter(
        to=address,
        subject=subject,
        text=render_to_string("reminders/mails/digest.txt", dict(context)),
        html=mail_page("reminders/mails/digest.html", context),
        images={"falls": chart.png} if chart is not None else {},
        unsubscribe=unsubscribe,
        basis=basis,
    )
