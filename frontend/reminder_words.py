"""What reminders are about, and how they come, in the words of their page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reminders.domain.kinds import Kind
from reminders.domain.ways import Way

# The evening's question is chosen by its hour.
OF_PATIENTS: Mapping[Kind, Promise] = {
    Kind.SWEEP: _("Open days of last week"),
    Kind.HEAD_CHECK: _("My head, a day after a knock"),
    Kind.FOLLOW_UP: _("An injury, three days later"),
    Kind.RECHECK: _("Looking at my home again"),
    Kind.OVERDUE: _("Advice for my home"),
}
OF_THERAPISTS: Mapping[Kind, Promise] = {Kind.REVIEW: _("A walk that waits for my review")}
WAYS: Mapping[Way, Promise] = {
    Way.PHONE_FIRST: _("Phone, else email"),
    Way.PHONE: _("Phone only"),
    Way.MAIL: _("Email only"),
}


def kinds_for(account: User) -> Mapping[Kind, Promise]:
    """What this account may be reminded of."""
    of_patients = OF_PATIENTS if account.is_patient else {}
    return {**of_patients, **(OF_THERAPISTS if account.is_therapist else {})}
