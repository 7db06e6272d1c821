"""A person with a life here: two years of diary, a walk, photos, mails, people; and marks in every word."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope, TokenScope
from accounts.models import AccountMail, Patient, User
from accounts.services.care_links import invite
from accounts.services.mails import promise_mail
from accounts.services.tokens import make_token
from caseload.domain.needs import ContactOutcome
from caseload.domain.weakness import Origin
from caseload.models import Contact, KnownAs, WeaknessOrigin
from checklists.domain.vocabulary import Answer as Word
from checklists.domain.vocabulary import Doer, Effort
from checklists.models import Hazard
from checklists.services.hazards import Advice, recommend
from ledger.services.operations import Sent
from logs.models import Fall, PrivateAnswer
from logs.rates import refresh_rates
from symptoms.domain.vocabulary import SymptomCode
from symptoms.services.entries import SymptomChange, amend_symptoms
from symptoms.services.pins import pin_symptoms
from tests.checklists.walks import TODAY, answer, begin, photo_of, reviewed, submit
from tests.people import (
    PASSWORD,
    fall,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    near_fall,
    quiet_days,
)
from tests.reminders.phones import silent_phone_of
from tests.symptoms.people import felt

MARK = "zebrafish"  # in everything that the person wrote, and that was written about them
YEARS = timedelta(days=730)


def a_life(*, days: int = 730) -> Patient:
    """Anna Zebrafish, her therapist Theo and her caregiver Carl; everything that a person can have here."""
    now = timezone.now()
    anna = make_patient(
        f"Anna-{MARK}",
        began=now - timedelta(days=days),
        person_name=f"Carl {MARK}",
        person_number="0555 123",
    )
    theo, carl = make_therapist("Theo"), make_patient("Carl").user
    clinic = make_clinic(by=theo)
    make_link(anna, theo, Scope.FALLS, Scope.HOME, Scope.PHOTOS, Scope.NOTES)
    make_link(anna, theo, Scope.FALLS, clinic=clinic)
    make_link(anna, carl, Scope.FALLS, Scope.LOG, role=Role.CAREGIVER)
    _diary(anna, carl, days)
    _symptoms(anna)
    _home(anna, theo)
    Contact.objects.create(
        patient=anna,
        clinic=clinic,
        op_id=anna.public_id,
        outcome=ContactOutcome.REACHED,
        plan=f"{MARK} rings",
    )
    WeaknessOrigin.objects.create(patient=anna, op_id=anna.public_id, origin=Origin.DISUSE, made_by=theo)
    KnownAs.objects.create(patient=anna, clinic=clinic, name=f"Mrs {MARK}")
    invite(patient=anna, now=now)
    make_token(account=anna.user, name=f"{MARK} script", scope=TokenScope.WRITE, now=now)
    silent_phone_of(anna.user)
    for kind in (AccountMail.Kind.RESET_PASSWORD, AccountMail.Kind.CONFIRM_ADDRESS):
        promise_mail(kind=kind, address=anna.user.email)
    assert Client().login(email=anna.user.email, password=PASSWORD)
    return anna


def _diary(anna: Patient, carl: User, days: int) -> None:
    today = timezone.localdate()
    fell = [today - timedelta(days=back) for back in range(5, days - 5, 40)]
    for day in fell:
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        fall(anna, at=at, note=f"{MARK} in the hall", place="hallway", injuries=["bruise"])
        near_fall(anna, at=at + timedelta(hours=5), by=carl)
    quiet_days(anna, today - timedelta(days=min(60, days - 1)), today - timedelta(days=1), but=fell)
    latest = Fall.objects.filter(patient=anna, kind="fall").newest_first()[0]
    PrivateAnswer.objects.create(
        fall=latest, pushed_or_hurt=True, made_at=timezone.now(), changed_at=timezone.now()
    )
    for _done in refresh_rates([anna.pk], now=timezone.now()):
        pass


def _symptoms(anna: Patient) -> None:
    entry = felt(
        anna,
        values={"pain": 0, "fatigue": 6, "numbness": None},
        areas={"pain": ("back",)},
        triggers=(),
        note=f"{MARK} all day",
    )
    sent = Sent(op_id=uuid4(), by=anna.user, made_at=entry.made_at, received_at=entry.received_at)
    change = SymptomChange(set={"values": {"fatigue": None}}, base=1)
    amend_symptoms(entry=entry, change=change, sent=sent)
    pin_symptoms(patient=anna, codes=[SymptomCode.PAIN, SymptomCode.FATIGUE], by=anna.user)


def _home(anna: Patient, theo: User) -> None:
    walk = begin(anna)
    for code in walk.asked:
        walk = answer(walk, code, Word.NEEDS_WORK if code == "E1" else Word.OK, f"{MARK} mat")
    photo_of(walk, "E1")
    walk = reviewed(submit(walk), theo)
    told = Advice(text=f"{MARK}, put a rail here.", doer=Doer.TRADESPERSON, effort=Effort.MADE_TO_COME)
    hazard = Hazard.objects.get(patient=anna)
    recommend(hazard=hazard, advice=told, by=theo, now=timezone.now(), today=TODAY)
