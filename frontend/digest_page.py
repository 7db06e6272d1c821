"""A week on the web: what its mail says, with names, and the chart of one's own falls as it is now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from frontend.rate_page import RatePage, rate_page
from reminders.domain.digests import Digest
from reminders.services.digest_words import Section, sections_of, stretch_words
from reminders.services.fall_charts import fall_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPage:
    """`heading` says whose the first section is. `rates` is None where there is no rate to draw."""

    heading: str
    sections: list[Section]
    rates: RatePage | None
    rates_sentence: str


def digest_page(reader: User, digest: Digest, *, now: datetime) -> DigestPage:
    sections = sections_of(digest, with_names=True)
    week = digest.week.previous()
    heading = _("Your week, %(week)s") % {"week": stretch_words(week.first, week.last)}
    page = rate_page(reader.patient, now=now, own=True) if digest.own is not None else None
    stored = page.stored if page is not None else None
    if page is None or stored is None or stored.rate.rate is None:
        page, sentence = None, ""
    else:
        sentence = fall_sentence(stored.window, stored.rate, stored.rate.rate)
    return DigestPage(
        heading=sections[0].title if sections else heading,
        sections=sections,
        rates=page,
        rates_sentence=sentence,
    )
