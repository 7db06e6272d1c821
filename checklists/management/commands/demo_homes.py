"""Homes for the demo's patients: walks under way, waiting and reviewed, with hazards and advice."""

from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import ClinicMember, Patient, User
from checklists.domain.vocabulary import Answer, Doer, Effort, Verdict, Walk
from checklists.models import Assessment, Hazard
from checklists.services.assessments import Reply, answer_item, begin_assessment, submit_assessment
from checklists.services.clinic_checklists import checklist_of
from checklists.services.hazards import Advice, mark_done, recommend
from checklists.services.reviews import decide, sign
from ledger.services.operations import Sent

if TYPE_CHECKING:
    from collections.abc import Sequence

# What is said in a walk of the demo, and how often.
SAID = ((Answer.OK, 70), (Answer.NEEDS_WORK, 14), (Answer.NOT_SURE, 6), (Answer.NOT_IN_HOME, 10))
NOTES = ("It moves a little.", "Only the towel bar.", "The cable is in the way when I turn.", "")
DAY = timedelta(days=1)


class Command(BaseCommand):
    help = "Adds walks, hazards and advice to the demo's patients who have none; harmless where they have."

    def handle(self, **_options: object) -> None:
        now, told = timezone.now(), 0
        for number, patient in enumerate(_without_a_home()):
            therapist = _therapist_of(patient)
            if therapist is None:
                continue
            told += 1
            rng = Random(f"home {number}")  # noqa: S311 - stories, not secrets
            _live(patient, therapist, rng, number, now)
        self.stdout.write(f"Homes: {told}.")


def _without_a_home() -> "Sequence[Patient]":
    return list(Patient.objects.filter(homes=None).select_related("user").order_by("pk")[:200])


def _therapist_of(patient: Patient) -> User | None:
    """Somebody of the clinic that may see this home."""
    links = patient.care_links.active().granting(Scope.HOME).exclude(clinic=None)
    member = ClinicMember.objects.current().filter(clinic__in=links.values("clinic")).order_by("pk").first()
    return member.account if member else None


def _live(patient: Patient, therapist: User, rng: Random, number: int, now: datetime) -> None:
    """The first patient has a reviewed home and a new walk that waits; others have what chance gives."""
    told = number % 4
    if told in (0, 1):
        old = _walk(patient, rng, at=now - 70 * DAY, walk=Walk.FULL)
        _review(old, therapist, rng, at=now - 63 * DAY)
    if told in (0, 2):
        _walk(patient, rng, at=now - (2 + number % 9) * DAY, walk=Walk.QUICK)
    if told == 3:  # noqa: PLR2004 - every fourth has a walk under way
        _walk(patient, rng, at=now - DAY, walk=Walk.QUICK, answered=5)


def _walk(
    patient: Patient, rng: Random, *, at: datetime, walk: Walk, answered: int | None = None
) -> Assessment:
    assessment = begin_assessment(
        patient=patient,
        checklist=checklist_of(patient),
        walk=walk,
        today=_day(at),
        sent=_sent(patient.user, at),
    ).assessment
    for code in assessment.asked[:answered]:
        word = rng.choices([word for word, _share in SAID], [share for _word, share in SAID])[0]
        note = rng.choice(NOTES) if word in (Answer.NEEDS_WORK, Answer.NOT_SURE) else ""
        reply = Reply(code=code, answer=word, note=note)
        answer_item(assessment=assessment, reply=reply, sent=_sent(patient.user, at))
    if answered is None:
        submit_assessment(assessment=assessment, today=_day(at), sent=_sent(patient.user, at))
    return assessment


def _review(assessment: Assessment, therapist: User, rng: Random, *, at: datetime) -> None:
    for row in assessment.answers.select_related("item"):
        decide(
            assessment=assessment,
            code=row.item.code,
            verdict=Verdict.ACCEPTED,
            revision=row.revision,
            by=therapist,
            now=at,
        )
    for place, hazard in enumerate(Hazard.objects.filter(home=assessment.home).open().worst_first()[:4]):
        advice = Advice(
            text=hazard.item.fix,
            doer=rng.choice((Doer.PATIENT, Doer.FAMILY, Doer.TRADESPERSON)),
            effort=Effort(hazard.item.effort),
            due_on=_day(at + (30 + 20 * place) * DAY),
        )
        recommend(hazard=hazard, advice=advice, by=therapist, now=at, today=_day(at))
        if place == 1:
            day = _day(at + 20 * DAY)
            mark_done(hazard=hazard, on=day, today=day, by=assessment.patient.user)
    fresh = Assessment.objects.get(pk=assessment.pk)
    fresh.patient = assessment.patient
    sign(assessment=fresh, version=fresh.version, by=therapist, now=at, today=_day(at))


def _day(at: datetime) -> date:
    return at.date()


def _sent(by: User, at: datetime) -> Sent:
    return Sent(op_id=uuid4(), by=by, made_at=at, received_at=at)
