"""What a report says about one patient and one period, as values: the one source of page, file and tables.

Each part is None where its reader may not see it. What was told about being pushed or hurt is in no part:
nothing here reads it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from accounts.domain.vocabulary import Profession, Role, Scope
from accounts.models import CareLink, Patient
from checklists.models import Home
from checklists.summaries import HazardShown, hazards_shown
from logs.counts import count_by_month, counts_in, enrolment_of
from logs.domain.rates import FallRate, fall_rate
from logs.domain.vocabulary import Kind, WindowKind
from logs.domain.windows import Month, Window, complete_on, window_ending
from logs.reported import ReportedEvent, reported_events
from logs.summaries import StoredRate
from reports.domain.periods import Period
from reports.models import ReportQuestion

THERAPISTS_OF_MOVEMENT = (Profession.OCCUPATIONAL_THERAPIST, Profession.PHYSICAL_THERAPIST)


@dataclass(frozen=True, slots=True, kw_only=True)
class FallsPart:
    """The rate of the whole period, each month of it, and every fall and near fall, oldest first."""

    rate: FallRate
    months: Sequence[StoredRate]
    events: Sequence[ReportedEvent]

    @property
    def falls(self) -> list[ReportedEvent]:
        return [event for event in self.events if event.kind == Kind.FALL]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePart:
    """What is open in the home of today, the worst first; `is_known`: whether a home was ever looked at."""

    open: Sequence[HazardShown]
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One patient, one period, one reader.

    `lacks_therapist`: no occupational or physical therapist is linked.
    """

    patient: Patient
    period: Period
    first_day: date  # of the diary inside the period
    falls: FallsPart | None
    home: HomePart | None
    questions: Sequence[str]
    lacks_therapist: bool


def report_of(patient: Patient, period: Period, *, scopes: Collection[Scope], now: datetime) -> Report:
    """Counted now, by the functions behind every other page. Eight queries for any number of rows."""
    first_day = max(period.first, patient.diary_began_on)
    open_questions = ReportQuestion.objects.open().filter(patient=patient)
    return Report(
        patient=patient,
        period=period,
        first_day=first_day,
        falls=_falls(patient, period, first_day, now) if Scope.FALLS in scopes else None,
        home=_home(patient) if Scope.HOME in scopes else None,
        questions=list(open_questions.values_list("text", flat=True)) if Scope.NOTES in scopes else [],
        lacks_therapist=not _has_therapist(patient),
    )


def _falls(patient: Patient, period: Period, first_day: date, now: datetime) -> FallsPart:
    counted = count_by_month([patient], now=now, since=period.first).get(patient.pk, {})
    enrolment = enrolment_of(patient, now)

    def rate(window: Window) -> FallRate:
        counts = counts_in(window, counted, enrolment)
        return fall_rate(counts, population_baseline=settings.FALL_BASELINE_PER_MONTH)

    def month_rate(month: Month) -> StoredRate:
        window = window_ending(month, WindowKind.MONTH)
        return StoredRate(
            window=window,
            rate=rate(window),
            counted_to=min(window.last, enrolment.counted_to),
            complete=complete_on(window) <= period.today,
            computed_at=now,
        )

    # The kind only names windows that are stored, and this one is not.
    whole = Window(WindowKind.MONTHS_12, period.first, period.last)
    return FallsPart(
        rate=rate(whole),
        months=[month_rate(month) for month in period.months if month.last >= first_day],
        events=reported_events(patient, first_day, period.today),
    )


def _home(patient: Patient) -> HomePart:
    home = Home.objects.current().filter(patient=patient).first()
    if home is None:
        return HomePart(open=[], is_known=False)
    shown = hazards_shown(home, with_photos=False)
    return HomePart(open=[one for one in shown if one.hazard.is_open], is_known=home.assessments.exists())


def _has_therapist(patient: Patient) -> bool:
    links = CareLink.objects.active().filter(patient=patient, role=Role.THERAPIST)
    return links.filter(person__therapist__profession__in=THERAPISTS_OF_MOVEMENT).exists() or (
        links.filter(clinic__members__account__therapist__profession__in=THERAPISTS_OF_MOVEMENT).exists()
    )
