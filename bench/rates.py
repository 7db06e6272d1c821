"""Rates of all patients beside one hand-written statement that only counts. SIZE is how many patients."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bench.figures import Figure, show
from bench.system import prepare

if TYPE_CHECKING:
    from logs.domain.windows import Month

FLOOR = 3.0
PATIENTS = 2000
MONTHS = 14
ROUNDS = 5

ACCOUNTS = """
    INSERT INTO accounts_user (password, is_superuser, public_id, audit_key, email, name, is_staff,
        is_active, date_joined)
    SELECT '!', false, gen_random_uuid(), gen_random_uuid(), 'patient.' || n || '@example.org', '', false,
        true, now()
    FROM generate_series(1, %(patients)s) n
"""
PATIENT_ROWS = """
    INSERT INTO accounts_patient (user_id, public_id, time_zone, diary_began_at, diary_began_on,
        emergency_number, person_name, person_number, blood_thinner, numb_legs, baclofen_pump, aids)
    SELECT id, gen_random_uuid(), 'UTC', %(began)s, %(began)s, '', '', '', 'no', 'no', 'no', '[]'
    FROM accounts_user
"""
# Nine days in ten answered, a fall in one of 28, a near fall in one of six: the mean of the demo's people.
DAYS = """
    INSERT INTO logs_diaryday (patient_id, date, answer, reason, tags, given_at, given_zone, early_answer,
        state, answered_at, on_time, early, falls, injurious_falls, near_falls)
    SELECT patient, day, CASE WHEN fell = 0 THEN 'no_falls' END, '', '[]', day + interval '20 hours', 'UTC',
        false, CASE WHEN fell = 0 THEN 'no_falls' ELSE 'events' END, day + interval '20 hours', true, false,
        fell, CASE WHEN fell > 0 AND random() < 0.11 THEN 1 ELSE 0 END,
        CASE WHEN random() < 0.17 THEN 1 ELSE 0 END
    FROM (
        SELECT id AS patient, day, CASE WHEN random() < 1 / 28.0 THEN 1 ELSE 0 END AS fell
        FROM accounts_patient, generate_series(%(began)s::timestamptz, %(yesterday)s, interval '1 day') day
        WHERE random() < 0.9
    ) lived
"""
# What anybody would write who wants the counts of a month and of the 3, 6 and 12 months that end with it.
PLAIN_TABLE = """
    CREATE TABLE plain_counts (patient_id bigint, kind text, first date, last date, falls int,
        rated_falls int, injurious_falls int, near_falls int, observed_days int, excluded_days int,
        PRIMARY KEY (patient_id, kind, first))
"""
PLAIN = """
    INSERT INTO plain_counts
    SELECT patient_id, w.kind, w.first, w.last, sum(falls),
        coalesce(sum(falls) FILTER (WHERE on_time AND state IN ('no_falls', 'events')), 0),
        sum(injurious_falls), sum(near_falls),
        count(*) FILTER (WHERE on_time AND state IN ('no_falls', 'events')),
        count(*) FILTER (WHERE state = 'excluded')
    FROM logs_diaryday
    JOIN (VALUES %(windows)s) AS w (kind, first, last) ON date BETWEEN w.first AND w.last
    GROUP BY patient_id, w.kind, w.first, w.last
"""


def measure(size: int | None) -> Figure:
    prepare()
    from django.db import connection
    from django.utils import timezone

    from accounts.models import Patient
    from logs.domain.windows import Month
    from logs.rates import refresh_rates

    now = timezone.now()
    month = Month.of(now.date())
    _fill(size or PATIENTS, now)
    keys = list(Patient.objects.values_list("pk", flat=True))
    ours: list[float] = []
    plain: list[float] = []
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_TABLE)
        for _ in range(ROUNDS):
            cursor.execute("TRUNCATE plain_counts, logs_fallrate")
            plain.append(_seconds(lambda: cursor.execute(_plain(month))))
            ours.append(_seconds(lambda: sum(refresh_rates(keys, now=now, since=month))))
        cursor.execute("SELECT count(*) FROM plain_counts")
        print(f"{len(keys)} patients, {cursor.fetchone()[0]} windows counted plainly", flush=True)
    again = [_seconds(lambda: sum(refresh_rates(keys, now=now, since=month))) for _ in range(ROUNDS)]
    show("the same pass with nothing to change", again, "s")
    print(
        f"every window since the diaries began: {_seconds(lambda: sum(refresh_rates(keys, now=now))):.2f} s"
    )
    ratio = show("rates of one month's windows", ours, "s") / show("plain counts", plain, "s")
    return Figure("rates", ratio, "x", FLOOR)


def _plain(month: "Month") -> str:
    from logs.domain.windows import windows_ending

    values = ", ".join(
        f"('{window.kind}', date '{window.first}', date '{window.last}')" for window in windows_ending(month)
    )
    return PLAIN % {"windows": values}


def _fill(patients: int, now: datetime) -> None:
    from django.db import connection

    yesterday = (now - timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    began = yesterday - timedelta(days=round(MONTHS * 30.4375))
    values: dict[str, int | datetime] = {"patients": patients, "began": began, "yesterday": yesterday}
    with connection.cursor() as cursor:
        for statement in (ACCOUNTS, PATIENT_ROWS, DAYS):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE")


def _seconds(work: Callable[[], object]) -> float:
    before = time.monotonic()
    work()
    return time.monotonic() - before
