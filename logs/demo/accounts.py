"""The demo's clinic, therapists and patients, with sign-ins that work and care links that say so."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.domain.vocabulary import AuditAction, AuditSubject, Profession, Role, Scope, YesNoUnknown
from accounts.models import AuditEvent, CareLink, Clinic, Patient, User
from accounts.services.clinics import invite_colleague, join_clinic, start_clinic
from accounts.services.joining import become_therapist
from logs.demo.people import Person
from logs.domain.rates import DAYS_PER_MONTH
from logs.domain.times import at_local, local_date

# Everybody who reads this knows it, which is why the demo stays on loopback.
PASSWORD = "a quiet walk home"  # noqa: S105
CLINIC = "Riverside Neurology"
THERAPISTS = (
    ("Ines Halloway", Profession.OCCUPATIONAL_THERAPIST),
    ("Bram Sorrel", Profession.PHYSICAL_THERAPIST),
)
CAREGIVER = "Carl Larkmoor"
EMPTY_DIARY_DAYS = 30
JOINED_AT = time(10)


@dataclass(frozen=True, slots=True)
class Accounts:
    """Makes accounts with confirmed addresses, all with one password that is hashed once."""

    password: str

    @classmethod
    def with_password(cls, password: str) -> "Accounts":
        return cls(make_password(password))

    def make(self, names: Sequence[str], *, joined_at: Sequence[datetime]) -> list[User]:
        taken = set(User.objects.filter(email__endswith="@example.org").values_list("email", flat=True))
        users = []
        for name, joined in zip(names, joined_at, strict=True):
            email = _free_address(name, taken)
            taken.add(email)
            users.append(User(name=name, email=email, password=self.password, date_joined=joined))
        User.objects.bulk_create(users)
        EmailAddress.objects.bulk_create(
            EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in users
        )
        return users


def demo_therapists(accounts: Accounts, now: datetime) -> tuple[Clinic, list[User]]:
    """The clinic and its two therapists; the first call makes them."""
    known = {
        user.name: user for user in User.objects.filter(email__in=[_address(name) for name, _ in THERAPISTS])
    }
    clinic = Clinic.objects.filter(name=CLINIC, members__account__in=known.values()).first()
    if clinic is not None:
        return clinic, [known[name] for name, _ in THERAPISTS]
    users = accounts.make([name for name, _ in THERAPISTS], joined_at=[now] * len(THERAPISTS))
    for user, (_name, profession) in zip(users, THERAPISTS, strict=True):
        become_therapist(account=user, profession=profession)
    first, *others = users
    clinic = start_clinic(name=CLINIC, account=first, now=now)
    for user in others:
        join_clinic(code=invite_colleague(clinic=clinic, by=first, now=now).code, account=user, now=now)
    return clinic, users


def make_patients(
    accounts: Accounts, people: Sequence[Person], *, months: int, now: datetime
) -> list[Patient]:
    """Patients whose diary began so many months ago; with none, 30 days ago in UTC."""
    zones = [person.time_zone if months else "UTC" for person in people]
    days = round(months * DAYS_PER_MONTH) if months else EMPTY_DIARY_DAYS
    began_on = [local_date(now, zone) - timedelta(days=days) for zone in zones]
    began_at = [at_local(day, JOINED_AT, zone) for day, zone in zip(began_on, zones, strict=True)]
    users = accounts.make([person.name for person in people], joined_at=began_at)
    patients = [
        _patient(user, person, zone, at, on)
        for user, person, zone, at, on in zip(users, people, zones, began_at, began_on, strict=True)
    ]
    return Patient.objects.bulk_create(patients)


def link_patients(patients: Sequence[Patient], *, clinic: Clinic, by: User, now: datetime) -> None:
    """Care links to the clinic, a week after each diary began; some patients share their notes."""
    links = []
    for number, patient in enumerate(patients):
        at = min(patient.diary_began_at + timedelta(days=7), now)
        link = CareLink(patient=patient, role=Role.THERAPIST, clinic=clinic, started_at=at)
        notes = {Scope.NOTES} if number % 3 == 0 else set()
        link.scopes = frozenset({Scope.FALLS, Scope.SYMPTOMS, Scope.HOME} | notes)
        links.append(link)
    _start(links, by=by)


def make_caregiver(accounts: Accounts, patient: Patient, now: datetime) -> User | None:
    """Somebody at home who sees and logs the patient's falls; None where the demo has one."""
    if User.objects.filter(email=_address(CAREGIVER)).exists():
        return None
    caregiver = accounts.make([CAREGIVER], joined_at=[now])[0]
    link = CareLink(patient=patient, role=Role.CAREGIVER, person=caregiver, started_at=now)
    link.scopes = frozenset({Scope.FALLS, Scope.LOG})
    _start([link], by=caregiver)
    return caregiver


def _start(links: Collection[CareLink], *, by: User) -> None:
    CareLink.objects.bulk_create(links)
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=link.started_at,
            actor_key=by.audit_key,
            patient_key=link.patient.user.audit_key,
            action=AuditAction.LINK_STARTED,
            subject=AuditSubject.CARE_LINK,
            subject_key=link.public_id,
            detail={"role": link.role, "scopes": sorted(link.scopes)},
        )
        for link in links
    )


def _patient(user: User, person: Person, zone: str, began_at: datetime, began_on: date) -> Patient:
    return Patient(
        user=user,
        time_zone=zone,
        diary_began_at=began_at,
        diary_began_on=began_on,
        blood_thinner=YesNoUnknown.NO,
        aids=[str(aid) for aid in person.aids],
        lives_alone=person.lives_alone,
        ms_type=person.ms_type,
        born_in=person.born_in,
        remembered_falls_3_months=round(3 * person.falls),
        remembered_on=began_on,
    )


def _address(name: str, suffix: str = "") -> str:
    return f"{name.lower().replace(' ', '.')}{suffix}@example.org"


def _free_address(name: str, taken: Collection[str]) -> str:
    address, number = _address(name), 1
    while address in taken:
        number += 1
        address = _address(name, f".{number}")
    return address
