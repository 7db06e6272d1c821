"""What `manage.py demo` promises to whoever runs it."""

import json
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Sum
from django.utils import timezone
from pytest_django import Settings

from accounts.domain.vocabulary import Scope, TokenScope
from accounts.domain.zones import zone
from accounts.models import AuditEvent, CareLink, Clinic, Patient, User
from accounts.services.tokens import token_behind
from ledger.models import Operation
from logs.demo.accounts import PASSWORD
from logs.demo.diaries import Answer, diary_of
from logs.demo.people import MEAN_FALLS, NEAR_FALLS_PER_FALL, person
from logs.domain.entries import FallEntry, payload_hash
from logs.domain.times import local_date
from logs.domain.vocabulary import (
    INDOOR_PLACES,
    DayState,
    InjuryGrade,
    Kind,
    Precision,
    WhyNoRate,
    WindowKind,
)
from logs.domain.windows import Month
from logs.management.commands.demo import _rng
from logs.models import DiaryDay, Fall, FallRate
from logs.rates import behind_their_day, refresh_rates
from logs.services.derived_days import derive_days
from logs.services.diary import DayReply, answer_day
from logs.services.fall_rows import entry_of
from logs.services.falls import record_fall
from logs.summaries import unanswered_stretch
from tests.people import make_patient, sent, signed_in

pytestmark = pytest.mark.django_db

DERIVED = ("date", "state", "answered_at", "on_time", "early", "falls", "injurious_falls", "near_falls")


def demo(
    *, patients: int = 5, months: int = 14, seed: int = 1, **options: Any
) -> list[dict[str, str | None]]:
    printed = StringIO()
    call_command("demo", patients=patients, months=months, seed=seed, json=True, stdout=printed, **options)
    made: list[dict[str, str | None]] = json.loads(printed.getvalue())
    return made


def told(patient: Patient) -> list[Any]:
    """A patient's whole diary, but for the ids that are made when it is stored."""
    days = DiaryDay.objects.filter(patient=patient).order_by("date")
    falls = Fall.objects.filter(patient=patient).order_by("occurred_at", "entry_id")
    return [*days.values_list("given_in", *DERIVED), *(entry_of(fall) for fall in falls)]


def patients_in_order() -> list[Patient]:
    return list(Patient.objects.select_related("user").order_by("pk"))


def month_rates(patient: Patient) -> list[FallRate]:
    return list(FallRate.objects.filter(patient=patient, window=WindowKind.MONTH).order_by("first"))


def test_everybody_printed_can_sign_in_and_patients_are_known_by_their_opaque_id() -> None:
    made = demo()
    assert Counter(account["role"] for account in made) == {"patient": 5, "therapist": 2, "caregiver": 1}
    for account in made:
        user = User.objects.get(email=account["email"])
        assert user.check_password(str(account["password"]))
        assert EmailAddress.objects.get(user=user).verified
        expected = str(user.patient.public_id) if account["role"] == "patient" else None
        assert account["patient_id"] == expected
        assert str(account["email"]).endswith("@example.org")


def test_everybody_printed_has_a_token_of_their_own_that_may_write() -> None:
    made = demo(patients=3, months=1)
    for account in made:
        token = token_behind(str(account["token"]), now=timezone.now())
        assert token is not None
        assert (token.account.email, token.scope) == (account["email"], TokenScope.WRITE)


def test_a_second_call_adds_patients_to_the_same_clinic_and_prints_the_therapists_again() -> None:
    first, second = demo(patients=2, months=2), demo(patients=3, months=2)
    known, again = ([a for a in made if a["role"] == "therapist"] for made in (first, second))
    assert [a | {"token": None} for a in known] == [a | {"token": None} for a in again]
    assert Clinic.objects.count() == 1
    assert CareLink.objects.filter(clinic=Clinic.objects.get()).count() == Patient.objects.count() == 5
    assert len({account["email"] for account in first + second}) == 2 + 3 + 2 + 1


def test_a_second_call_gives_the_therapists_a_further_token_and_the_first_still_opens() -> None:
    made = demo(patients=1, months=0) + demo(patients=1, months=0)
    tokens = [str(account["token"]) for account in made if account["role"] == "therapist"]
    assert len(set(tokens)) == 4
    assert all(token_behind(token, now=timezone.now()) for token in tokens)


def test_both_therapists_see_every_patient_and_the_caregiver_may_log_for_the_first() -> None:
    made = demo(patients=3, months=1)
    for account in made:
        user = User.objects.get(email=account["email"])
        if account["role"] == "therapist":
            assert Patient.objects.visible_to(user, Scope.FALLS, Scope.SYMPTOMS, Scope.HOME).count() == 3
        if account["role"] == "caregiver":
            assert list(Patient.objects.visible_to(user, Scope.FALLS, Scope.LOG)) == patients_in_order()[:1]


def test_every_care_link_is_in_the_audit_trail() -> None:
    demo(patients=3, months=1)
    started = AuditEvent.objects.filter(action="link_started").values_list("subject_key", flat=True)
    assert set(started) == set(CareLink.objects.values_list("public_id", flat=True))


def test_without_months_a_patient_in_utc_has_an_empty_diary_and_is_linked_to_nobody() -> None:
    demo(patients=2, months=0)
    for patient in patients_in_order():
        assert patient.time_zone == "UTC"
        assert patient.diary_began_on == timezone.now().date() - timedelta(days=30)
        assert not patient.falls.exists()
        assert not patient.diary_days.exists()
    assert not CareLink.objects.exists()


def test_the_same_seed_tells_the_same_stories_however_many_patients() -> None:
    demo(patients=2, months=3)
    demo(patients=3, months=3)
    demo(patients=2, months=3, seed=2)
    diaries = [told(patient) for patient in patients_in_order()]
    assert diaries[:2] == diaries[2:4]
    assert diaries[0] != diaries[5]


def test_rows_made_at_once_are_what_the_services_derive() -> None:
    demo(patients=6)
    for patient in patients_in_order():
        before = told(patient)
        days = {fall.local_date for fall in patient.falls.all()}
        days |= set(patient.diary_days.values_list("date", flat=True))
        derive_days(patient, days)
        assert told(patient) == before
        for fall in patient.falls.all():
            operation = Operation.objects.get(patient=patient, op_id=fall.entry_id)
            assert operation.about_key == fall.public_id
            assert operation.payload_hash == payload_hash(entry_of(fall))


@pytest.mark.parametrize("index", [0, 4])
def test_a_diary_tapped_day_by_day_through_the_services_is_the_same_one(index: int) -> None:
    demo(patients=index + 1, months=4)
    written = patients_in_order()[index]
    tapped = make_patient(time_zone=written.time_zone, began=written.diary_began_at, born_in=written.born_in)
    diary = diary_of(
        person(_rng(1, "person", index), index),
        _rng(1, "diary", index),
        began_at=written.diary_began_at,
        began_on=written.diary_began_on,
        today=local_date(timezone.now(), written.time_zone),
    )
    taps: list[Answer | FallEntry] = sorted([*diary.answers, *diary.entries], key=lambda tap: tap.made_at)
    for tap in taps:
        if isinstance(tap, Answer):
            reply = DayReply(day=tap.day, answer=tap.answer, reason=tap.reason, tags=tap.tags)
            answer_day(patient=tapped, reply=reply, sent=sent(tapped.user, at=tap.made_at))
        else:
            record_fall(patient=tapped, entry=tap, by=tapped.user, received_at=tap.made_at)
    assert days_of(written) == days_of(tapped)
    assert falls_of(written) == falls_of(tapped)


def days_of(patient: Patient) -> list[Any]:
    given = ("answer", "reason", "tags", "given_at", "early_answer")
    days = DiaryDay.objects.filter(patient=patient).order_by("date")
    assert {day.given_by_id for day in days if day.answer} == {patient.user_id}
    return list(days.values_list(*given, *DERIVED))


def falls_of(patient: Patient) -> list[Any]:
    """Falls and their ledger rows, but for their keys and for when they were finished."""
    others = {"id", "public_id", "patient_id", "made_by_id", "finished_at", "about_key", "pk"}
    rows = [
        *Fall.objects.filter(patient=patient).order_by("entry_id").values(),
        *Operation.objects.filter(patient=patient, type="fall").order_by("op_id").values(),
    ]
    return [{name: value for name, value in row.items() if name not in others} for row in rows]


def test_rates_are_up_to_date_when_the_command_ends() -> None:
    demo(patients=4)
    now = timezone.now()
    assert not behind_their_day(now=now).exists()
    before = list(FallRate.objects.order_by("pk").values_list("pk", "rate", "version", "computed_at"))
    sum(refresh_rates(Patient.objects.values_list("pk", flat=True), now=now))
    assert list(FallRate.objects.order_by("pk").values_list("pk", "rate", "version", "computed_at")) == before


def test_the_first_patient_has_a_rate_most_months_a_gap_and_two_days_to_catch_up_on() -> None:
    demo(patients=1)
    patient = patients_in_order()[0]
    today = local_date(timezone.now(), patient.time_zone)
    rates = month_rates(patient)[-12:]
    assert sum(rate.rate is not None for rate in rates) >= 8
    gap = next(rate for rate in rates if rate.first == Month.of(today).plus(-4).first)
    assert gap.why_no_rate == WhyNoRate.TOO_FEW_DAYS
    assert unanswered_stretch(patient, today, days=3) == [today - timedelta(days=n) for n in (2, 1, 0)]
    year = patient.falls.filter(local_date__gt=today - timedelta(days=365))
    assert 10 <= year.falls_only().count() <= 28
    assert year.filter(kind=Kind.NEAR_FALL).count() > 2 * year.falls_only().count()


def test_one_patient_falls_three_times_as_often_of_late() -> None:
    demo(patients=2)
    patient = patients_in_order()[1]
    since = local_date(timezone.now(), patient.time_zone) - timedelta(days=91)
    of_late = patient.falls.falls_only().filter(local_date__gte=since).count() / 3
    before = patient.falls.falls_only().filter(local_date__lt=since).count() / 11
    assert of_late > 2 * before > 0


def test_one_patient_has_said_nothing_for_three_weeks() -> None:
    demo(patients=3)
    patient = patients_in_order()[2]
    today = local_date(timezone.now(), patient.time_zone)
    last = max(patient.diary_days.latest("date").date, patient.falls.latest("made_at").made_at.date())
    assert timedelta(days=22) <= today - last <= timedelta(days=40)


def test_one_patient_keeps_too_little_diary_for_any_rate() -> None:
    demo(patients=4)
    rates = month_rates(patients_in_order()[3])
    assert {rate.rate for rate in rates[1:-1]} == {None}
    assert sum(rate.observed_days for rate in rates) > 20


def test_falls_happen_where_when_and_as_hard_as_studies_say() -> None:
    demo(patients=60, seed=3)
    falls = list(Fall.objects.falls_only())
    assert len(falls) > 300
    indoors = sum(fall.place in INDOOR_PLACES for fall in falls) / len(falls)
    exact = [fall for fall in falls if fall.precision == Precision.EXACT]
    by_day = sum(6 <= fall.occurred_at.astimezone(zone(fall.time_zone)).hour < 18 for fall in exact) / len(
        exact
    )
    hurt = sum(fall.injury_grade != InjuryGrade.NONE for fall in falls) / len(falls)
    assert 0.58 < indoors < 0.74
    assert 0.68 < by_day < 0.82
    assert 0.06 < hurt < 0.17


def test_people_differ_as_in_the_pooled_studies() -> None:
    people = [person(_rng(7, "person", number), number) for number in range(10, 4010)]
    falls = sorted(someone.falls for someone in people)
    assert sum(falls) / len(falls) == pytest.approx(MEAN_FALLS, rel=0.12)
    assert falls[2000] == pytest.approx(0.34, abs=0.08)  # half of them fall once in three months or less
    assert sum(rate > 1 for rate in falls) / len(falls) == pytest.approx(0.30, abs=0.03)
    near_falls = sum(someone.near_falls for someone in people)
    assert near_falls / sum(falls) == pytest.approx(NEAR_FALLS_PER_FALL, rel=0.12)


def test_diaries_hold_late_answers_hospital_days_tags_and_three_continents() -> None:
    demo(patients=12)  # as many as `make run` shows
    days = DiaryDay.objects.all()
    assert days.filter(state=DayState.NO_FALLS, on_time=False).exists()
    assert days.filter(state=DayState.EXCLUDED, reason="hospital").exists()
    assert any(tags for tags in days.values_list("tags", flat=True))
    assert days.filter(early=True).exists()
    zones = set(Patient.objects.values_list("time_zone", flat=True))
    assert {"Europe", "America", "Australia"} <= {name.partition("/")[0] for name in zones}
    assert days.filter(state=DayState.NO_FALLS).aggregate(Sum("falls"))["falls__sum"] == 0


def test_nothing_is_dated_after_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even right after midnight, nor on the day after a leap day."""
    now = timezone.now().replace(year=2028, month=3, day=1, hour=0, minute=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    demo(patients=8, months=3)
    assert not Fall.objects.filter(received_at__gt=now).exists()
    assert not DiaryDay.objects.filter(answered_at__gt=now).exists()
    assert max(Fall.objects.values_list("local_date", flat=True)) <= date(2028, 3, 1)


def test_outside_the_loopback_demo_nobody_is_made_unless_one_insists(settings: Settings) -> None:
    settings.LOOPBACK_DEMO = False
    with pytest.raises(CommandError, match="not a loopback demo"):
        demo(patients=1, months=1)
    assert not User.objects.exists()
    assert demo(patients=1, months=1, anywhere=True)


@pytest.mark.parametrize("wrong", [{"patients": 0}, {"months": 121}])
def test_a_senseless_number_is_one_sentence(wrong: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="1 patient or more"):
        demo(**wrong)


def test_the_passwords_share_one_hash_so_that_300_patients_take_no_300_hashes() -> None:
    demo(patients=3, months=0)
    hashes = set(User.objects.values_list("password", flat=True))
    assert len(hashes) == 1
    assert signed_in(User.objects.latest("pk")).session
    assert User.objects.latest("pk").check_password(PASSWORD)
