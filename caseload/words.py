"""Why a patient needs a look, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from caseload.domain.needs import Reason

REASONS: dict[str, Promise] = {
    Reason.FOLLOW_UP: gettext_lazy("To be contacted again"),
    Reason.HEAD_STRIKE: gettext_lazy("Fall with a knock to the head"),
    Reason.INJURY: gettext_lazy("Fall with an injury"),
    Reason.LONG_LIE: gettext_lazy("Long on the floor, or could not get up"),
    Reason.FALLS: gettext_lazy("Two falls or more in 7 days"),
    Reason.REVIEW: gettext_lazy("Home walk waits for a review"),
    Reason.OVERDUE: gettext_lazy("Advice is overdue"),
    Reason.SILENT: gettext_lazy("No entry for 7 days or more"),
    Reason.LINK_ENDS: gettext_lazy("Access ends soon"),
}
