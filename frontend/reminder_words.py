"""What reminders are about, and how they come, in the words of their page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reminders.domain.kinds import Kind
from reminders.domain.ways import Way

# The evening's question is chosen by its hour.
OF_PATIENTS: Mapping[Kind, Promise] = {
    Kind.SWEEP: _("Days of last week that are still open"),
    Kind.HEAD_CHECK: _("How I am, a day after I hit my head"),
    Kind.FOLLOW_UP: _("How I am, three days after I was hurt"),
    Kind.RECHECK: _("When it is time to look at my home again"),
    Kind.OVERDUE: _("Advice for my home whose day has passed"),
}
OF_THERAPISTS: Mapping[Kind, Promise] = {Kind.REVIEW: _("A walk through a home that waits for my review")}
WAYS: Mapping[Way, Promise] = {
    Way.PHONE_FIRST: _("On my phone, and by email where that does not work"),
    Way.PHONE: _("On my phone only"),
    Way.MAIL: _("By email only"),
}


def kinds_for(account: User) -> Mapping[Kind, Promise]:
    """What this account may be reminded of."""
    of_patients = OF_PATIENTS if account.is_patient else {}
    return {**of_patients, **(OF_THERAPISTS if account.is_therapist else {})}
