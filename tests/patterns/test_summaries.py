"""Fall days beside other days, from the diary of a person to the sentence that they read."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.domain.vocabulary import Aid, Scope
from accounts.models import AuditEvent, Patient
from ledger.domain.vocabulary import EntryState, Trigger
from logs.domain.vocabulary import Precision, Symptom
from patterns.domain.counting import DayCounts
from patterns.summaries import DayPatterns, day_patterns
from symptoms.models import SymptomEntry
from tests.people import fall, make_link, make_patient, make_therapist, quiet_days, signed_in

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def asked(patient: Patient, ago: int, *, hour: int = 19, **told: object) -> SymptomEntry:
    """The daily question, answered at that hour UTC so many days ago."""
    at = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(days=-ago, hours=hour)
    return SymptomEntry.objects.create(
        patient=patient, entry_id=uuid4(), occurred_at=at, made_at=at, time_zone="Europe/Berlin",
        local_date=TODAY - timedelta(days=ago), made_by=patient.user, **told,
    )  # fmt: skip


def diary() -> Patient:
    """12 fall days, 1 to 12 days ago, and 45 other days before them. Slept badly on 6 and on 9 of them."""
    anna = make_patient()
    for ago in range(1, 13):
        fall(anna, at=NOON - timedelta(days=ago))
    quiet_days(anna, TODAY - timedelta(days=57), TODAY - timedelta(days=13))
    for ago in range(1, 58):
        slept_badly = ago <= 6 or ago > 48
        asked(
            anna,
            ago,
            triggers=[Trigger.POOR_SLEEP] if slept_badly else [],
            values={"fatigue": 7 if ago == 1 else 3, "fear_of_falling": 5, "pain": None},
        )
    return anna


def page(patient: Patient) -> str:
    return " ".join(signed_in(patient.user).get(reverse("patterns")).content.decode().split())


def of(told: DayPatterns, code: str) -> DayCounts:
    (one,) = (counts for counts in told.counts if counts.factor.code == code)
    return one


def test_slept_badly_on_6_of_12_fall_days_and_on_9_of_45_others_is_read_as_that() -> None:
    said = page(diary())
    assert (
        "“Slept badly” was there on 6 of 12 fall days and on 9 of 45 other days that were answered." in said
    )
    assert (
        "“Tiredness” was worse than usual (above “3 of 10”) on 1 of 12 fall days and on 0 of 45 other days"
        in said
    )
    assert "Asked, and never there" in said
    assert "On 12 of 12 fall days the daily question was first answered after the fall." in said
    assert "Fisher" not in said


def test_what_is_asked_once_a_week_and_what_was_not_answered_is_in_no_count() -> None:
    codes = {counts.factor.code for counts in day_patterns(diary(), NOON).counts}
    assert "fatigue" in codes
    assert not codes & {"fear_of_falling", Aid.CANE}
    assert "pain" in codes  # the trigger of that name, asked each day; the rating was not
    assert of(day_patterns(diary(), NOON), "pain").usual is None


def test_a_withdrawn_answer_a_day_nobody_answered_and_today_do_not_count() -> None:
    anna = diary()
    asked(anna, 58, triggers=[Trigger.POOR_SLEEP])  # no day of the diary was answered there
    asked(anna, 0, triggers=[Trigger.POOR_SLEEP], hour=8)
    fall(anna, at=NOON)
    SymptomEntry.objects.filter(local_date=TODAY - timedelta(days=57)).update(state=EntryState.WITHDRAWN)
    told = of(day_patterns(anna, NOON), Trigger.POOR_SLEEP)
    assert (told.fall_days, told.fall_days_with, told.other_days, told.other_days_with) == (12, 6, 44, 8)


def test_with_9_fall_days_it_says_how_many_are_missing() -> None:
    anna = make_patient()
    for ago in range(1, 10):
        fall(anna, at=NOON - timedelta(days=ago))
        asked(anna, ago, triggers=[], aids_in_use=[Aid.CANE], values={"fatigue": 2})
    said = page(anna)
    needs = "needs 1 more fall day and 30 more other days with an answer."
    for name in ("What was there on the day", "Aids in use", "Tiredness"):
        assert said.count(f"{name}: {needs}") == 1
    assert "first answered after the fall" not in said


def test_where_fall_days_are_enough_it_says_only_what_other_days_are_missing() -> None:
    anna = make_patient()
    for ago in range(1, 11):
        fall(anna, at=NOON - timedelta(days=ago))
        asked(anna, ago, values={"fatigue": 2})
    assert "Tiredness: needs 30 more other days with an answer." in page(anna)


def test_chips_of_falls_are_counted_alone_and_say_of_how_many_falls() -> None:
    anna = make_patient()
    fall(anna, at=NOON - timedelta(days=1), triggers=(Trigger.HURRY,), symptoms=(Symptom.FATIGUE,))
    fall(anna, at=NOON - timedelta(days=2), triggers=())
    fall(anna, at=NOON - timedelta(days=3), aids_in_use=(Aid.NONE,))
    said = page(anna)
    assert "“In a hurry”: on 1 of 2 falls on which it was asked." in said
    assert "“Very tired”: on 1 of 1 fall on which it was asked." in said
    assert "No aid" not in said
    assert "On fall days and on other days" not in said


def test_the_answer_of_the_morning_before_the_fall_is_told_apart() -> None:
    anna = make_patient()
    fall(anna, at=NOON - timedelta(days=1))
    asked(anna, 1, hour=6, triggers=[])
    fall(anna, at=NOON - timedelta(days=2), precision=Precision.DAY)
    fall(anna, at=NOON - timedelta(days=2, hours=-3))
    asked(anna, 2, hour=6, triggers=[])
    told = day_patterns(anna, NOON)
    assert (told.answered_after, told.answered) == (1, 2)


def test_aids_in_use_read_as_in_use() -> None:
    anna = diary()
    for entry in SymptomEntry.objects.all():
        entry.aids_in_use = [Aid.CANE]
        entry.save()
    assert "“Walking stick” was in use on 12 of 12 fall days and on 45 of 45 other days" in page(anna)


def test_a_therapist_reads_exact_ranges_widened_for_how_many_things_are_looked_at() -> None:
    anna, theo = diary(), make_therapist()
    make_link(anna, theo, Scope.FALLS, Scope.SYMPTOMS)
    response = signed_in(theo).get(reverse("patient_patterns", args=[anna.public_id]))
    said = " ".join(response.content.decode().split())
    # SciPy: beta.ppf(0.05 / 8, 6, 7), beta.ppf(1 - 0.05 / 8, 7, 6); Fisher .0616, times 2
    assert "2 things looked at at once" in said
    assert "<td><strong>6 of 12</strong></td><td>16 to 84 in 100</td>" in said
    assert "<td><strong>9 of 45</strong></td><td>8 to 39 in 100</td><td>0.123</td>" in said
    assert AuditEvent.objects.filter(actor_key=theo.audit_key, action="read", subject="symptoms").count() == 1


def test_without_the_scope_symptoms_a_therapist_reads_when_and_where_alone() -> None:
    anna, theo = diary(), make_therapist()
    fall(anna, at=NOON - timedelta(hours=1), triggers=(Trigger.HURRY,))
    make_link(anna, theo, Scope.FALLS)
    said = signed_in(theo).get(reverse("patient_patterns", args=[anna.public_id])).content.decode()
    assert "Time of day" in said
    assert "Slept badly" not in said
    assert "In a hurry" not in said
    assert not AuditEvent.objects.filter(actor_key=theo.audit_key, subject="symptoms").exists()


def test_two_years_of_answers_cost_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    anna = diary()
    with django_assert_num_queries(3):
        day_patterns(anna, NOON)
