"""The private question of a fall: the patient's answer, and the therapists who may know it.

None of it passes the ledger, the versions or the trail: each of them is read by somebody else.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.domain.vocabulary import Role, Scope
from accounts.models import CareLink, Clinic, Patient, User
from accounts.models.care_link import CareLinkQuerySet
from ledger.services.operations import writing
from logs.models import Fall, PrivateAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAnswer:
    """What the patient lets a therapist know, and the clinics where somebody is to be responsible."""

    pushed_or_hurt: bool
    clinics: tuple[Clinic, ...]


def keep_private_answer(*, fall: Fall, pushed_or_hurt: bool, for_therapist: bool, now: datetime) -> None:
    """Keep the patient's answer, in place of an earlier one. Only the patient may be behind the call."""
    with writing(fall.patient):
        given = {"pushed_or_hurt": pushed_or_hurt, "for_therapist": for_therapist, "changed_at": now}
        PrivateAnswer.objects.update_or_create(
            fall=fall, defaults=given, create_defaults={**given, "made_at": now}
        )


def take_back_private_answer(*, fall: Fall) -> None:
    """Keep nothing, as if the question had never been answered."""
    with writing(fall.patient):
        PrivateAnswer.objects.filter(fall=fall).delete()


def links_told(patient: Patient) -> CareLinkQuerySet:
    """The active links by which therapists would know an answer that the patient lets them see.

    Whoever has ever been this patient's caregiver is left out, even as their therapist: giving up the
    one link must not open the answer by the other.
    """
    helped = _helping_links(patient)
    people = helped.filter(person__isnull=False).values("person")
    clinics = helped.filter(clinic__isnull=False).values("clinic")
    therapists = CareLinkQuerySet(CareLink).active().granting(Scope.FALLS)
    return therapists.filter(patient=patient, role=Role.THERAPIST).exclude(
        Q(person__in=people) | Q(clinic__in=clinics)
    )


def told_answer(*, fall: Fall, viewer: User) -> ToldAnswer | None:
    """The answer, for a therapist whom the patient let know it; None for everybody else.

    Not for the patient either: their own pages look the same with and without an answer.
    """
    patient = fall.patient
    if patient.user_id == viewer.pk or _helping_links(patient).held_by(viewer).exists():
        return None
    links = list(links_told(patient).held_by(viewer).select_related("clinic"))
    answer = PrivateAnswer.objects.filter(fall=fall, for_therapist=True).first() if links else None
    named = [link for link in links if answer is not None and link.started_at <= answer.changed_at]
    if answer is None or not named:
        return None
    clinics = tuple(link.clinic for link in named if link.clinic is not None)
    return ToldAnswer(
        pushed_or_hurt=answer.pushed_or_hurt,
        clinics=clinics or tuple(Clinic.objects.of(viewer).order_by("pk")),
    )


def _helping_links(patient: Patient) -> CareLinkQuerySet:
    return CareLinkQuerySet(CareLink).filter(patient=patient, role=Role.CAREGIVER)
