"""Anna, everybody who may or may not come near her, and the marks by which they are found out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.vocabulary import ClinicRole, Role, Scope, TokenScope
from accounts.models import CareLink, Clinic, Patient, User
from accounts.services.care_links import end_care_link, invite
from accounts.services.clinics import leave_clinic, name_responsible
from accounts.services.tokens import make_token
from belongings.services.exports import ask_for_export
from caseload.domain.needs import ContactOutcome
from caseload.services.contacts import Told, know_as, record_contact
from checklists.models import ClinicChoices
from checklists.services.clinic_checklists import choose
from checklists.services.snippets import write_snippet
from logs.domain.vocabulary import Injury, Place, YesNoUnsure
from logs.domain.windows import Month
from logs.models import Fall
from logs.services.private_answers import keep_private_answer
from reminders.domain.kinds import Kind
from reminders.domain.weeks import IsoWeek
from reminders.models import Delivery
from reminders.services.unsubscribing import unsubscribe_token
from reports.services.links import make_link as make_report_link
from reports.services.questions import add_question
from tests.checklists.walks import home_checklist
from tests.frontend.addresses import urls
from tests.frontend.marked_home import NOTES, MarkedHome, marked_home, overdue_home
from tests.people import (
    fall,
    make_admin,
    make_caregiver,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    near_fall,
    signed_in,
)
from tests.reminders.phones import silent_phone_of
from tests.symptoms.people import felt
from tests.treatments.entries import treatments_of

EVERYBODY = (
    "anybody", "anna", "ben", "theo", "tara", "una", "eve", "carl", "ada", "fay", "hal", "cleo", "moe", "ned",
    "lou", "ivy",
)  # fmt: skip
THERAPISTS = ("Theo", "Tara", "Una", "Eve", "Fay", "Cleo", "Moe", "Ned", "Ivy")
# Who sees what of Anna.
LINKED = ("anna", "theo", "tara", "carl", "fay", "hal", "cleo", "ned", "lou", "ivy")
SEES_FALLS = ("anna", "theo", "carl", "fay", "cleo", "ivy")
TREATS_FALLS = ("theo", "fay", "cleo", "ivy")
SEES_HOME = ("anna", "theo", "tara", "hal", "ivy")
SEES_PHOTOS = ("anna", "theo", "ivy")
SEES_NOTES = ("anna", "theo")
RIVERSIDE = ("theo", "cleo", "ivy")

FALL_NOTE = "The mat slid away again."
BENS_NOTE = "Missed the kerb."
SNIPPET = "A ramp, as Riverside has them."
QUESTION = "May I drive?"
PLAN = "Ask about the new shoes."
PUSHED = "pushed or hurt them"
RING_RITA = "Ring Rita at Lakeside."


@dataclass(frozen=True, slots=True)
class World:
    """Anna's fall, link and diary, and everybody who may or may not come near them."""

    people: Mapping[str, User | None]
    arguments: Mapping[str, object]
    # Other things for the same addresses, by the variant of a row.
    variants: Mapping[str, Mapping[str, object]]
    # What stands on a page, and who may meet it there.
    marks: Mapping[str, tuple[str, ...]]
    lakeside_checklist: str
    urls: Mapping[str, str]
    # The addresses by their path.
    names: dict[str, str]

    @property
    def patient(self) -> str:
        return str(self.arguments["patient_id"])

    def client(self, who: str) -> Client:
        account = self.people[who]
        return Client() if account is None else signed_in(account)


@pytest.fixture
def world() -> World:
    now = timezone.now()
    anna, ben = make_patient("Anna", began=now - timedelta(days=50)), make_patient("Ben")
    therapists = {name.lower(): make_therapist(name) for name in THERAPISTS}
    theo, tara, eve, fay, cleo, moe, ned = (
        therapists[name] for name in ("theo", "tara", "eve", "fay", "cleo", "moe", "ned")
    )
    home = marked_home(anna)
    riverside, lakeside, hillside = (
        make_clinic(name, by=by) for name, by in (("Riverside", theo), ("Lakeside", tara), ("Hillside", cleo))
    )
    theos_link = make_link(anna, theo, Scope.FALLS, Scope.SYMPTOMS, Scope.HOME, Scope.PHOTOS, Scope.NOTES)
    make_link(anna, tara, Scope.HOME)
    # What is over: Lakeside's link, Eve's, and what Fay, Hal and Ned were let see before.
    _end(anna, make_link(anna, tara, Scope.FALLS, Scope.HOME, clinic=lakeside))
    ended = make_link(anna, eve)
    _end(anna, ended)
    _end(anna, make_link(anna, fay, Scope.FALLS))
    hal = make_caregiver(anna, "Hal", Scope.FALLS)
    _end(anna, hal.care_links.get())
    make_link(anna, hal, Scope.HOME, role=Role.CAREGIVER)
    # Ned saw everything once, as a therapist, and helps with little today.
    all_of_it = make_link(anna, ned, *Scope)
    neds = near_fall(anna, by=ned, at=now - timedelta(days=9))
    _end(anna, all_of_it)
    make_link(anna, ned, Scope.SYMPTOMS, role=Role.CAREGIVER)
    make_link(anna, cleo, Scope.SYMPTOMS, clinic=hillside)
    one = fall(
        anna,
        note=FALL_NOTE,
        place=Place.BATHROOM,
        head_strike=YesNoUnsure.YES,
        injuries=(Injury.BRUISE,),
    )
    keep_private_answer(fall=one, pushed_or_hurt=True, for_therapist=True, now=timezone.now())
    _an_hour_passes(anna)
    # Whoever was let in since then does not know the answer: Fay, and those who work in Riverside.
    make_link(anna, fay, Scope.FALLS)
    fays = near_fall(anna, by=fay, at=now - timedelta(days=8))
    rivers_link = _let_in_riverside(anna, riverside, therapists)
    lou = make_caregiver(anna, "Lou", Scope.LOG, Scope.PHOTOS, Scope.NOTES)
    double = fall(anna, by=lou, at=one.occurred_at + timedelta(minutes=1))
    make_link(anna, therapists["ivy"], Scope.HOME, Scope.PHOTOS, role=Role.CAREGIVER)
    carl = make_caregiver(anna, "Carl")
    _an_hour_passes(anna)
    arguments: dict[str, object] = {
        "fall_id": one.public_id,
        "patient_id": anna.public_id,
        "symptoms_id": felt(anna).public_id,
        "link_id": theos_link.public_id,
        "invitation_id": invite(patient=anna, now=now).public_id,
        "clinic_id": riverside.public_id,
        "token_id": make_token(
            account=anna.user, name="a script", scope=TokenScope.READ, now=now
        ).token.public_id,
        "subscription_id": silent_phone_of(anna.user).public_id,
        "reminder_id": _reminder_about(one).public_id,
        "account_id": theo.public_id,
        "snippet_id": write_snippet(clinic=riverside, text=SNIPPET).public_id,
        "slug": "where",
        "to": "diary",
        "pk": 1,
        "day": one.local_date,
        "month": Month.of(timezone.localdate()),
        "week": IsoWeek.of(timezone.localdate()).previous(),
        "token": unsubscribe_token(account=anna.user.public_id, of=Kind.DIGEST),
        "given_in": uuid4(),
        **home.arguments,
        **treatments_of(anna),
        "export_id": ask_for_export(account=anna.user, with_private_answers=False, now=now).public_id,
        "question_id": add_question(patient=anna, text=QUESTION, now=now).public_id,
        "shared_id": make_report_link(patient=anna, months=6, now=now).public_id,
        "table": "months",
        "session_id": 1,
        "key": "no-such-key",
        "uidb36": "1",
        "mail_name": "1-1-1",
    }
    variants: dict[str, Mapping[str, object]] = {
        **home.variants,
        "clinic": {"link_id": rivers_link.public_id},
        "ended": {"link_id": ended.public_id},
        "left": {"account_id": moe.public_id},
        "double": {"fall_id": double.public_id},
        "neds": {"fall_id": neds.public_id},
        "fays": {"fall_id": fays.public_id},
        "quiet": {"day": one.local_date - timedelta(days=2)},
    }
    checklists, of_checklists = _checklists(riverside, lakeside)
    led = urls(arguments, variants)
    return World(
        people={
            "anybody": None,
            "anna": anna.user,
            "ben": ben.user,
            "carl": carl,
            "ada": make_admin("Ada"),
            "hal": hal,
            "lou": lou,
            **therapists,
        },
        arguments=arguments,
        variants=variants,
        marks={
            anna.user.name: LINKED,
            str(anna.public_id): LINKED,
            f'began_on":"{anna.diary_began_on}"': SEES_FALLS,
            **{str(each.public_id): SEES_FALLS for each in (one, neds, fays)},
            str(double.public_id): (*SEES_FALLS, "lou"),
            FALL_NOTE: SEES_NOTES,
            QUESTION: SEES_FALLS,
            # Words for therapists.
            "moderate injury": TREATS_FALLS,
            "Remembered at joining": TREATS_FALLS,
            PUSHED: ("theo",),
            str(theos_link.public_id): ("anna", "theo"),
            str(arguments["invitation_id"]): ("anna",),
            **_marks_of_home(home),
            **_marks_of_clinics(anna, riverside, lakeside, therapists),
            **of_checklists,
            **_marks_of_others(ben, therapists),
        },
        lakeside_checklist=checklists["lakeside"],
        urls=led,
        names={url: name for name, url in reversed(led.items())},
    )


def _reminder_about(fall: Fall) -> Delivery:
    moments = dict.fromkeys(("made_at", "next_try_at", "last_at"), fall.occurred_at)
    return Delivery.objects.create(
        account=fall.patient.user, kind=Kind.HEAD_CHECK, period=fall.public_id.hex, **moments
    )


def _end(anna: Patient, link: CareLink) -> None:
    end_care_link(care_link=link, by=anna.user, now=timezone.now())


def _an_hour_passes(anna: Patient) -> None:
    """So that she may make codes again."""
    anna.care_invitations.update(made_at=F("made_at") - timedelta(hours=1))


def _let_in_riverside(anna: Patient, riverside: Clinic, therapists: Mapping[str, User]) -> CareLink:
    """Cleo and Ivy work in the clinic that Anna let see her falls; Moe managed it, and has left."""
    cleo, moe = therapists["cleo"], therapists["moe"]
    for member in (cleo, therapists["ivy"]):
        riverside.members.create(account=member)
    left = riverside.members.create(account=moe, role=ClinicRole.ADMIN)
    link = make_link(anna, cleo, Scope.FALLS, clinic=riverside)
    leave_clinic(member=left, by=moe, now=timezone.now())
    return link


def _marks_of_home(home: MarkedHome) -> dict[str, tuple[str, ...]]:
    return {
        **dict.fromkeys(home.shown, SEES_HOME),
        **dict.fromkeys(home.photos, SEES_PHOTOS),
        **dict.fromkeys(NOTES.values(), SEES_NOTES),
        # Falls beside hazards: for who sees both.
        "logged there": tuple(who for who in SEES_FALLS if who in SEES_HOME),
    }


def _marks_of_clinics(
    anna: Patient, riverside: Clinic, lakeside: Clinic, therapists: Mapping[str, User]
) -> dict[str, tuple[str, ...]]:
    """What clinics write down about Anna and for themselves."""
    theo, tara, cleo = therapists["theo"], therapists["tara"], therapists["cleo"]
    told = Told(outcome=ContactOutcome.REACHED, plan=PLAN, handed_to=cleo)
    now = timezone.now()
    record_contact(patient=anna, told=told, by=theo, op_id=uuid4(), now=now, today=now.date())
    know_as(patient=anna, clinic=riverside, name="Mrs River", by=theo)
    know_as(patient=anna, clinic=lakeside, name="Mrs Lake", by=tara)
    name_responsible(clinic=lakeside, words=RING_RITA)
    return {
        SNIPPET: RIVERSIDE,
        PLAN: RIVERSIDE,
        "Handed to Cleo": RIVERSIDE,
        "Mrs River": RIVERSIDE,
        # Anna does not let Lakeside in any more.
        "Mrs Lake": (),
        RING_RITA: ("tara",),
        str(riverside.public_id): ("anna", *RIVERSIDE),
        str(lakeside.public_id): ("tara",),
        str(therapists["moe"].public_id): ("moe",),
    }


def _checklists(riverside: Clinic, lakeside: Clinic) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Each clinic's own; a quick walk asks three things of Lakeside's, and nobody is asked those."""
    usual = home_checklist()
    asked = [item.code for item in usual.items.exclude(quick=None).exclude(quick="wheelchair")]
    rivers = choose(clinic=riverside, choices=ClinicChoices(off=["A1"]))
    lakes = choose(clinic=lakeside, choices=ClinicChoices(off=asked[3:]))
    found = {"riverside": str(rivers.public_id), "lakeside": str(lakes.public_id)}
    return found, {
        found["riverside"]: ("anna", *RIVERSIDE),
        found["lakeside"]: ("tara",),
        ": 3 questions": (),
    }


def _marks_of_others(ben: Patient, therapists: Mapping[str, User]) -> dict[str, tuple[str, ...]]:
    """Ben is nobody's patient. Fay sees Ida's falls and not her home; Tara sees Uwe's home and not his falls,
    and Una neither. Ida and Uwe have been silent for long."""
    ida, uwe = make_patient("Ida"), make_patient("Uwe")
    make_link(ida, therapists["fay"], Scope.FALLS)
    make_link(uwe, therapists["tara"], Scope.HOME)
    make_link(uwe, therapists["una"], Scope.SYMPTOMS)
    walks = [overdue_home(each) for each in (ida, ben)]
    return {
        str(ben.public_id): ("ben",),
        str(fall(ben, note=BENS_NOTE).public_id): ("ben",),
        BENS_NOTE: ("ben",),
        str(walks[1].public_id): ("ben",),
        str(ida.public_id): ("fay",),
        str(walks[0].public_id): (),
        reverse("patient_home", args=[ida.public_id]): (),
        str(uwe.public_id): ("tara", "una"),
        reverse("patient_home", args=[uwe.public_id]): ("tara",),
        # The next step with who is silent, for who sees the diary.
        "Make contact": ("fay",),
    }
