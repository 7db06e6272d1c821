"""CPU that a therapist's Today takes on the server at 300 patients, and its last page beside its first."""

import gc
import time
from typing import TYPE_CHECKING

from bench.figures import ROUNDS, Figure, show
from bench.system import prepare

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User

FLOOR = 30.0  # ms
PATIENTS, MANY = 300, 10_000
REQUESTS = 5  # a round


def measure(_size: int | None) -> Figure:
    prepare()
    from django.test import Client

    small, large = _therapist_of(PATIENTS), _therapist_of(MANY)
    client = Client()
    client.force_login(large)
    for page in (1, MANY // 50):
        name = f"page {page} of {MANY // 50}, {MANY} patients"
        show(name, [_cpu(client, f"/patients/?page={page}") for _ in range(ROUNDS)], "ms")
    client.force_login(small)
    client.get("/patients/")
    times = [_cpu(client, "/patients/") for _ in range(ROUNDS)]
    return Figure("caseload", show(f"Today, {PATIENTS} patients", times, "ms"), "ms", FLOOR)


def _therapist_of(number: int) -> "User":
    """A therapist whom so many patients let in: a third fell today with an injury, a third wrote nothing;
    each was contacted five times."""
    from datetime import timedelta
    from uuid import uuid4

    from django.utils import timezone

    from accounts.models import CareLink, Patient, Therapist, User
    from caseload.models import Contact
    from logs.models import DiaryDay, Fall

    now = timezone.now()
    began = now - timedelta(days=100)
    theo = User.objects.create(email=f"theo-{uuid4()}@example.org", name="Theo")
    Therapist.objects.create(user=theo, profession="occupational_therapist")
    users = User.objects.bulk_create(
        User(email=f"{uuid4()}@example.org", name=f"Patient {n:05}") for n in range(number)
    )
    patients = Patient.objects.bulk_create(
        Patient(user=user, time_zone="UTC", diary_began_at=began, diary_began_on=began.date())
        for user in users
    )
    CareLink.objects.bulk_create(
        CareLink(patient=one, person=theo, role="therapist", scope_falls=True, scope_home=True)
        for one in patients
    )
    Fall.objects.bulk_create(
        Fall(
            patient=one, entry_id=uuid4(), kind="fall", occurred_at=now, time_zone="UTC",
            local_date=now.date(), made_at=now, told_at=now, injury_grade="serious",
        )
        for one in patients[::3]
    )  # fmt: skip
    DiaryDay.objects.bulk_create(
        DiaryDay(
            patient=one, date=now.date(), answer="no_falls", given_at=now, given_zone="UTC", state="no_falls"
        )
        for one in patients[1::3]
    )
    Contact.objects.bulk_create(
        (
            Contact(
                patient=one, op_id=uuid4(), outcome="reached", made_by=theo, made_at=now - timedelta(days=n)
            )
            for one in patients
            for n in range(8, 13)
        ),
        batch_size=5000,
    )
    return theo


def _cpu(client: "Client", address: str) -> float:
    """Milliseconds of this process for one request, the database's own work not included."""
    gc.collect()
    before = time.process_time()
    for _ in range(REQUESTS):
        if client.get(address).status_code != 200:
            raise SystemExit("Today did not open, so there is nothing to measure.")
    return (time.process_time() - before) * 1000 / REQUESTS
