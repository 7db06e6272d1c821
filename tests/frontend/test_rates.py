"""How am I doing: the number with its days and range, and never a number without them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.domain.profile import RememberedFalls
from accounts.models import Patient
from accounts.services.joining import keep_remembered_falls
from frontend.rate_words import comparison_sentence
from logs.domain.rates import Counts, fall_rate
from logs.rate_words import rate_number, rate_sentence, why_no_rate_sentence
from logs.rates import refresh_rates
from tests.people import fall, make_patient, make_therapist, near_fall, quiet_days, signed_in

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 22, 19, tzinfo=UTC)
NOT_NUMBERS = re.compile(r"\b(inf|nan|None)\b")


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with time_machine.travel(EVENING, tick=False):
        yield


def counts(falls: int, observed: int, enrolled: int | None = None) -> Counts:
    return Counts(
        falls=falls,
        rated_falls=falls if observed else 0,
        injurious_falls=0,
        near_falls=0,
        observed_days=observed,
        enrolled_days=observed if enrolled is None else enrolled,
        excluded_days=0,
    )


def page_of(patient: Patient, *, compute: bool = True) -> str:
    if compute:
        for _done in refresh_rates([patient.pk], now=EVENING):
            pass
    response = signed_in(patient.user).get("/rates/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_sentence_is_the_one_of_the_domain() -> None:
    rate = fall_rate(counts(8, 164), population_baseline=1.0)
    assert rate_sentence(rate, own=True) == "8 falls on 164 days you answered. Likely between 0.6 and 2.9."
    assert rate_sentence(rate, own=False) == "8 falls on 164 days answered. Likely between 0.6 and 2.9."
    assert rate_number(rate.rate or 0) == "1.5"


def test_too_few_days_are_said_instead_of_a_rate() -> None:
    assert why_no_rate_sentence(counts(1, 19, 30)) == "19 of 30 days answered: too few for a rate yet."
    assert "no rate yet" in why_no_rate_sentence(counts(0, 0))


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "0"), (0.25, "0.3"), (0.0251, "0.03"), (0.0021, "0.002"), (0.0951, "0.1"), (12.96, "13.0")],
)
def test_numbers_are_rounded_and_a_small_one_is_never_zero(value: float, said: str) -> None:
    assert rate_number(value) == said


@pytest.mark.parametrize(
    ("falls", "days", "said"),
    [
        (20, 360, "Above the average of about 1 a month: 20 falls on 360 observed days"),
        (1, 360, "Below the average of about 1 a month: 1 fall on 360 observed days"),
        (12, 360, "Not distinguishable from the average of about 1 a month: 12 falls on 360 observed days"),
        (3, 19, "Not enough diary to compare"),
    ],
)
def test_a_therapist_reads_what_the_exact_test_says(falls: int, days: int, said: str) -> None:
    assert comparison_sentence(fall_rate(counts(falls, days), population_baseline=1.0)).startswith(said)


def test_a_patient_reads_the_number_its_days_and_range_and_no_verdict() -> None:
    patient = make_patient(began=datetime(2026, 6, 1, 4, tzinfo=UTC))
    quiet_days(patient, date(2026, 6, 1), date(2026, 11, 21))
    for month in range(6, 12):
        for day in (3, 9, 15, 20):
            fall(patient, at=datetime(2026, month, day, 12, tzinfo=UTC))
    near_fall(patient, at=datetime(2026, 11, 2, 12, tzinfo=UTC))
    page = page_of(patient)
    assert "June to November 2026" in page
    assert "24 falls on 174 days you answered. Likely between 2.7 and 6.2." in page
    assert "1 near fall in the same time, counted apart." in page
    assert "about 1 a month: average of 537" in page
    assert "44 in 100 had none in three months" in page
    assert "Days count up to Saturday 21 November 2026." in page
    assert not re.search(r"\b(above|below|distinguishable|risk|score)\b", page, re.IGNORECASE)
    assert "Being worked out" not in page


def test_a_new_patient_reads_words_where_there_is_no_number() -> None:
    page = page_of(make_patient(began=EVENING))
    assert "No whole day to count yet, so there is no rate yet." in page
    assert not NOT_NUMBERS.search(page)
    assert "figure-number" not in page


def test_with_nothing_computed_the_page_looks_again_by_itself_and_by_a_link() -> None:
    patient = make_patient()
    page = page_of(patient, compute=False)
    assert "Being worked out" in page
    assert '<a href="/rates/" hx-get="/rates/" hx-trigger="click, every 1s"' in page
    assert "hx-trigger" not in page_of(patient), "it stops when the rates are there"


def test_thin_diary_shows_counts_and_days_and_no_rate() -> None:
    patient = make_patient(began=datetime(2026, 10, 24, 4, tzinfo=UTC))
    quiet_days(patient, date(2026, 11, 1), date(2026, 11, 19))
    page = page_of(patient)
    assert "19 of 29 days answered: too few for a rate yet." in page
    assert "Too few days for a rate" in page
    assert not NOT_NUMBERS.search(page)


def test_todays_fall_is_named_apart_from_the_rate() -> None:
    patient = make_patient(began=datetime(2026, 9, 30, 4, tzinfo=UTC))
    quiet_days(patient, date(2026, 10, 1), date(2026, 11, 21))
    fall(patient, at=EVENING)
    assert "1 more fall is recorded and not in the rate." in page_of(patient)


def test_remembered_falls_are_shown_as_remembered() -> None:
    patient = make_patient()
    keep_remembered_falls(patient=patient, remembered=RememberedFalls(months_3=3, months_12=9), now=EVENING)
    page = page_of(patient)
    assert "3 falls remembered from the 3 months before joining." in page
    assert "9 falls remembered from the 12 months before joining." in page
    assert "They are in no rate." in page


def test_the_method_page_says_how_and_what_it_cannot_say() -> None:
    page = signed_in(make_therapist()).get("/rates/method/").content.decode()
    for words in ("30.4375", "Garwood 1936", "independent", "Nilsagård", "What it cannot say", "80 of 100"):
        assert words in page


def test_another_baseline_is_not_sold_as_the_studies_own(settings: Settings) -> None:
    settings.FALL_BASELINE_PER_MONTH = 0.7
    page = signed_in(make_therapist()).get("/rates/method/").content.decode()
    assert "The line stands at about 0.70 a month, as this installation chose." in page


def test_the_page_asks_as_often_after_a_year_as_after_a_day(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    patient = make_patient(began=datetime(2025, 9, 1, tzinfo=UTC))
    for _done in refresh_rates([patient.pk], now=EVENING):
        pass
    client: Client = signed_in(patient.user)
    with django_assert_max_num_queries(6):
        client.get("/rates/")
