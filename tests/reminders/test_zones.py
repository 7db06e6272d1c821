"""Weeks are walked minute by minute, nearly: each reader has one digest a week, in their own morning."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.models import Patient
from reminders.domain.kinds import State
from reminders.domain.weeks import IsoWeek
from reminders.models import Delivery, DigestChoice
from reminders.services.delivering import deliver_due
from reminders.services.digests import promise_digests
from tests.people import make_patient
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db

STEP = timedelta(minutes=30)
MONDAY, SUNDAY, FRIDAY = 1, 7, 5
LORD_HOWE, KATHMANDU, SAO_PAULO = "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"
NEW_YORK, APIA = "America/New_York", "Pacific/Apia"
TOKYO, HONOLULU = "Asia/Tokyo", "Pacific/Honolulu"
# The first Monday, how many weeks, and what happens then.
WALKS = {
    "Apia's and Lord Howe's clocks go forward": (date(2020, 9, 21), 2),
    "New York's clocks go back": (date(2020, 10, 26), 1),
    "week 53": (date(2020, 12, 21), 3),
    "New York's clocks go forward": (date(2021, 3, 8), 1),
    "Apia's and Lord Howe's clocks go back": (date(2021, 3, 29), 1),
    "Sao Paulo's clocks go forward": (date(2018, 10, 29), 1),
    "Sao Paulo's clocks go back": (date(2019, 2, 11), 1),
    "Apia has no Friday": (date(2011, 12, 26), 1),
}


def reader(zone: str, first: date, *, weekday: int = MONDAY, hour: int = 7) -> Patient:
    """From the week of that Monday on."""
    patient = make_patient(time_zone=zone, began=datetime(2011, 1, 1, tzinfo=UTC))
    choice = DigestChoice(account=patient.user, time_zone=zone, weekday=weekday, hour=hour)
    choice.last_week = str(IsoWeek.of(first).previous())
    choice.plan(at_midnight(first) - timedelta(days=2))
    choice.save()
    return patient


def at_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def minutes_of(first: date, weeks: int) -> Iterator[datetime]:
    """From when the first Monday begins anywhere until the last Sunday has ended everywhere."""
    moment, end = (
        at_midnight(first) - timedelta(hours=15),
        at_midnight(first) + timedelta(weeks=weeks, hours=13),
    )
    while moment < end:
        yield moment
        moment += STEP


def pass_at(moment: datetime) -> None:
    promise_digests(now=moment)
    deliver_due(clock=lambda: moment)


def sent_to(patient: Patient) -> list[tuple[Delivery, datetime]]:
    """With when, by the clock on their wall."""
    zone = ZoneInfo(patient.time_zone)
    sent = Delivery.objects.filter(account=patient.user, state=State.SENT)
    return [(row, row.ended_at.astimezone(zone)) for row in sent if row.ended_at]


def moves(patient: Patient, zone: str, *, at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        patient.time_zone = zone
        patient.save()


def assert_one_a_week(patient: Patient, first: date, weeks: int, box: SmtpBox) -> None:
    """East of us the next week has begun as well when the last one ends in the west."""
    rows = list(Delivery.objects.filter(account=patient.user).order_by("period"))
    wanted = [IsoWeek.of(first).plus(number) for number in range(weeks)]
    assert [IsoWeek.read(row.period) for row in rows][:weeks] == wanted
    assert {row.state for row in rows} == {State.SENT}
    assert [mail["To"] for mail in box.messages].count(patient.user.email) == len(rows) <= weeks + 1


@pytest.mark.parametrize("walk", WALKS)
def test_everybody_has_one_digest_in_each_week_in_their_own_morning(walk: str, smtp_box: SmtpBox) -> None:
    first, weeks = WALKS[walk]
    readers = [reader(zone, first) for zone in (LORD_HOWE, KATHMANDU, SAO_PAULO, NEW_YORK, APIA, "UTC")]
    # At the hour, and on the day, that some clocks leave out.
    odd = [reader(zone, first, weekday=SUNDAY, hour=2) for zone in (LORD_HOWE, NEW_YORK, APIA)]
    odd += [reader(SAO_PAULO, first, weekday=SUNDAY, hour=0), reader(APIA, first, weekday=FRIDAY)]
    for moment in minutes_of(first, weeks):
        pass_at(moment)
    for patient in (*readers, *odd):
        assert_one_a_week(patient, first, weeks, smtp_box)
        for row, local in sent_to(patient):
            assert str(IsoWeek.of(local.date())) == row.period
            assert patient in odd or (local.isoweekday() == MONDAY and 7 <= local.hour < 9)


def test_who_moves_across_the_date_line_on_wednesday_has_one_digest_a_week(smtp_box: SmtpBox) -> None:
    first, weeks, elsewhere = date(2026, 12, 7), 2, {TOKYO: HONOLULU, HONOLULU: TOKYO}
    movers = [reader(zone, first, weekday=weekday) for zone in elsewhere for weekday in range(1, 8)]
    move = at_midnight(date(2026, 12, 9)) + timedelta(hours=12)
    for moment in minutes_of(first, weeks):
        if moment == move:
            for patient in movers:
                moves(patient, elsewhere[patient.time_zone], at=move)
        pass_at(moment)
    for patient in movers:
        assert_one_a_week(patient, first, weeks, smtp_box)
        assert all(7 <= local.hour < 9 for _row, local in sent_to(patient) if local > move)


def test_a_digest_that_was_promised_in_tokyo_leaves_when_its_week_begins_in_honolulu(
    smtp_box: SmtpBox,
) -> None:
    first = date(2026, 12, 7)
    anna = reader(TOKYO, first)
    promised_at = at_midnight(first) - timedelta(minutes=20)  # Monday morning there, and no mail server
    promise_digests(now=promised_at)
    moves(anna, HONOLULU, at=promised_at)
    for moment in minutes_of(first, 1):
        if moment > promised_at:
            pass_at(moment)
    ((_row, local),) = sent_to(anna)
    assert (local.date(), 7 <= local.hour < 9) == (first, True)
