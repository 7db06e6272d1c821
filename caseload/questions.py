"""What Today asks the database, with its SQL made once (docs/decisions/0009): of a list of 300 patients,
making it anew was more than half of the work.

Every moment is a blank: one that was read when the SQL was made would keep an ended link open.
"""

from typing import Any

from django.db.models import DateField, DateTimeField, Exists, F, Field, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from accounts.domain.vocabulary import Scope
from accounts.models import CareLink, Clinic, Patient, User
from accounts.questions import Question
from caseload.models import Contact, KnownAs
from checklists.caseload import overdue_rows, waiting_rows
from logs.domain.vocabulary import DayState
from logs.models import DiaryDay, Fall, FallVersion

VIEWER = User._meta.pk  # noqa: SLF001 - as Django names it
NOW: "Field[Any, Any]" = DateTimeField()
DAY: "Field[Any, Any]" = DateField()

LINKS = Question(
    lambda viewer, now: CareLink.objects.active(now)
    .held_by(viewer)
    .exclude(patient__user=viewer)
    .values_list(
        "role", "patient_id", "patient__user__name", "patient__time_zone", "ends_at", "clinic_id",
        "clinic__name", *(f"scope_{scope}" for scope in Scope),
    ),
    viewer=VIEWER,
    now=NOW,
)  # fmt: skip

NAMES = Question(
    lambda viewer: (
        KnownAs.objects.filter(clinic__in=Clinic.objects.of(viewer))
        .order_by("pk")
        .values_list("patient_id", "clinic_id", "name")
    ),
    viewer=VIEWER,
)

REVIEWS = Question(
    lambda viewer, now: waiting_rows(Patient.objects.treated_by(viewer, Scope.HOME, at=now)),
    viewer=VIEWER,
    now=NOW,
)
OVERDUE = Question(
    lambda viewer, now, today: overdue_rows(
        Patient.objects.treated_by(viewer, Scope.HOME, at=now), today=today
    ),
    viewer=VIEWER,
    now=NOW,
    today=DAY,
)

# Of each patient the newest one alone, however many there are.
_TURN = Window(RowNumber(), partition_by="patient", order_by=["-made_at", "-pk"])
CONTACTS = Question(
    lambda viewer: (
        Contact.objects.visible_to(viewer)
        .annotate(turn=_TURN)
        .filter(turn=1)
        .values_list("patient_id", "pk", "made_at", "follow_up_on", "handed_to_id")
    ),
    viewer=VIEWER,
)

OF_A_FALL = (
    "received_at", "told_later", "public_id", "head_strike", "injury_grade", "minutes_on_floor", "got_up",
)  # fmt: skip
# What makes a fall a reason, or makes it count: told after a contact, it is new.
_TELLING = ("head_strike", "injuries", "care", "minutes_on_floor", "got_up", "kind", "state")


def _told_later() -> Subquery:
    """When the last change came of what makes a fall a reason: answers follow the fall, some hours later."""
    changes = FallVersion.objects.filter(fall=OuterRef("pk"), after__has_any_keys=list(_TELLING))
    return Subquery(changes.order_by("-version").values("received_at")[:1])


# Counted falls since a day: patient, day, and what is OF_A_FALL.
FALLS = Question(
    lambda viewer, now, since: (
        Fall.objects.active()
        .falls_only()
        .filter(patient__in=Patient.objects.treated_by(viewer, Scope.FALLS, at=now), local_date__gte=since)
        .exclude(same_fall_as__isnull=False, is_same_fall=None)
        .exclude(is_same_fall=True)
        .annotate(told_later=_told_later())
        .values_list("patient_id", "local_date", *OF_A_FALL)
    ),
    viewer=VIEWER,
    now=NOW,
    since=DAY,
)

# Days that somebody answered, or that something happened on.
_KNOWN = DiaryDay.objects.filter(patient=OuterRef("pk")).exclude(state=DayState.UNKNOWN, near_falls=0)
# Patients of whom nothing came, and the last day that they told of.
QUIET = Question(
    lambda viewer, now, recent, recent_day, late_day: (
        Patient.objects.treated_by(viewer, Scope.FALLS, at=now)
        .filter(diary_began_on__lte=recent_day)
        .exclude(Exists(_KNOWN.filter(date__gt=recent_day)))
        .exclude(
            Exists(DiaryDay.objects.filter(patient=OuterRef("pk"), date__gt=late_day, given_at__gt=recent))
        )
        .exclude(Exists(Fall.objects.active().filter(patient=OuterRef("pk"), received_at__gt=recent)))
        .annotate(last=Subquery(_KNOWN.order_by("-date").values("date")[:1]))
        .values_list("pk", "diary_began_on", F("last"))
    ),
    viewer=VIEWER,
    now=NOW,
    recent=NOW,
    recent_day=DAY,
    late_day=DAY,
)
