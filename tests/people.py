"""The people of the tests, and what they do. Ordinary functions: ask for what the sentence needs."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import For, Profession, Role, Scope
from accounts.models import CareLink, Clinic, Patient, User
from accounts.services.care_links import invite, take_up_code
from accounts.services.clinics import start_clinic
from accounts.services.joining import become_therapist, begin_diary
from ledger.services.operations import Sent
from logs.domain.entries import FallEntry
from logs.domain.vocabulary import DayAnswer, ExclusionReason, Kind
from logs.models import Fall
from logs.services.diary import DayReply, answer_day
from logs.services.falls import record_fall

PASSWORD = "a door made of oak"
_number = count(1)


@cache
def hashed_password() -> str:
    """One Argon2 hash for everybody: hashing is slow on purpose."""
    return make_password(PASSWORD)


def make_account(name: str = "Nobody", *, email: str = "", confirmed: bool = True) -> User:
    email = email or f"{name.lower()}-{next(_number)}@example.org"
    user = User.objects.create(email=email, password=hashed_password(), name=name)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=confirmed)
    return user


def make_patient(
    name: str = "Anna", *, time_zone: str = "Europe/Berlin", began: datetime | None = None, **profile: object
) -> Patient:
    """A patient whose diary began 60 days ago, unless said otherwise."""
    began = began or timezone.now() - timedelta(days=60)
    patient = begin_diary(account=make_account(name), time_zone=time_zone, now=began)
    for field, value in profile.items():
        setattr(patient, field, value)
    patient.save()
    return patient


def make_therapist(name: str = "Theo") -> User:
    account = make_account(name)
    become_therapist(account=account, profession=Profession.OCCUPATIONAL_THERAPIST)
    return account


def make_admin(name: str = "Ada") -> User:
    account = make_account(name)
    account.is_staff = account.is_superuser = True
    account.save()
    return account


def make_clinic(name: str = "Riverside", *, by: User | None = None) -> Clinic:
    return start_clinic(name=name, account=by or make_therapist(), now=timezone.now())


def make_link(
    patient: Patient,
    person: User,
    *scopes: Scope,
    role: Role = Role.THERAPIST,
    clinic: Clinic | None = None,
    ends_on: date | None = None,
) -> CareLink:
    """A care link as people make one: a code, entered by the other side."""
    now = timezone.now()
    made = invite(
        patient=patient,
        now=now,
        role=role,
        is_for=For.CLINIC if clinic else For.PERSON,
        scopes=scopes or (Scope.FALLS, Scope.SYMPTOMS, Scope.HOME),
        ends_on=ends_on,
    )
    return take_up_code(code=made.code, account=person, now=now, clinic=clinic)


def make_caregiver(patient: Patient, name: str = "Carl", *scopes: Scope) -> User:
    account = make_account(name)
    make_link(patient, account, *(scopes or (Scope.FALLS, Scope.LOG)), role=Role.CAREGIVER)
    return account


def entry(
    *, at: datetime | None = None, kind: Kind = Kind.FALL, time_zone: str = "Europe/Berlin", **details: object
) -> FallEntry:
    at = at or timezone.now()
    told: dict[str, object] = {"entry_id": uuid4(), "made_at": at, **details}
    return FallEntry(kind=kind, occurred_at=at, time_zone=time_zone, **told)  # type: ignore[arg-type]


def fall(
    patient: Patient,
    *,
    by: User | None = None,
    at: datetime | None = None,
    kind: Kind = Kind.FALL,
    **details: object,
) -> Fall:
    """A fall that the patient, or `by`, logged when it happened, or at `made_at`; it arrives at once."""
    at = at or timezone.now()
    told = entry(at=at, kind=kind, time_zone=patient.time_zone, **details)
    arrived = max(at, told.made_at)
    return record_fall(patient=patient, entry=told, by=by or patient.user, received_at=arrived).fall


def near_fall(
    patient: Patient, *, by: User | None = None, at: datetime | None = None, **details: object
) -> Fall:
    return fall(patient, by=by, at=at, kind=Kind.NEAR_FALL, **details)


def sent(by: User, *, at: datetime | None = None) -> Sent:
    at = at or timezone.now()
    return Sent(op_id=uuid4(), by=by, made_at=at, received_at=at)


def quiet_day(patient: Patient, day: date, *, at: datetime | None = None) -> None:
    """A day answered "no falls", in the evening of that day unless said otherwise."""
    at = at or min(datetime(day.year, day.month, day.day, 20, tzinfo=UTC), timezone.now())
    answer_day(
        patient=patient, reply=DayReply(day=day, answer=DayAnswer.NO_FALLS), sent=sent(patient.user, at=at)
    )


def quiet_days(patient: Patient, first: date, last: date, *, but: Collection[date] = ()) -> None:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if day not in but:
            quiet_day(patient, day)


def hospital_day(patient: Patient, day: date) -> None:
    reply = DayReply(day=day, answer=DayAnswer.EXCLUDED, reason=ExclusionReason.HOSPITAL)
    at = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    answer_day(patient=patient, reply=reply, sent=sent(patient.user, at=at))


def signed_in(account: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=account.pk))  # as the account is now
    return client
