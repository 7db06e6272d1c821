"""Walks of the tests: what people do with a checklist. Ordinary functions, as in tests.people."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

from django.utils import timezone
from PIL import Image

from accounts.models import Patient, User
from checklists.catalogue import written
from checklists.domain.vocabulary import Answer, Doer, Effort, Verdict, Walk
from checklists.models import Assessment, Checklist, Hazard, Photo
from checklists.services.assessments import Reply, answer_item, begin_assessment, submit_assessment
from checklists.services.checklists import publish
from checklists.services.hazards import Advice, recommend
from checklists.services.photos import OfItem, keep_photo
from checklists.services.reviews import decide, send_back, sign
from tests.people import sent

TODAY = date(2026, 11, 20)


def home_checklist() -> Checklist:
    return publish(written("home"))


def begin(patient: Patient, walk: Walk = Walk.QUICK, *, by: User | None = None) -> Assessment:
    return begin_assessment(
        patient=patient,
        checklist=home_checklist(),
        walk=walk,
        today=TODAY,
        sent=sent(by or patient.user),
    ).assessment


def answer(
    assessment: Assessment, code: str, word: Answer | None, note: str = "", *, by: User | None = None
) -> Assessment:
    reply = Reply(code=code, answer=word, note=note)
    return answer_item(
        assessment=assessment, reply=reply, sent=sent(by or assessment.patient.user)
    ).assessment


def submit(assessment: Assessment, *, by: User | None = None, on: date = TODAY) -> Assessment:
    done = submit_assessment(assessment=assessment, today=on, sent=sent(by or assessment.patient.user))
    return done.assessment


def sent_walk(
    patient: Patient,
    *needs_work: str,
    walk: Walk = Walk.QUICK,
    ok: Iterable[str] | None = None,
    on: date = TODAY,
) -> Assessment:
    """A walk that is answered whole and sent: these items need work, all others are OK."""
    assessment = begin(patient, walk)
    for code in assessment.asked if ok is None else [*needs_work, *ok]:
        assessment = answer(assessment, code, Answer.NEEDS_WORK if code in needs_work else Answer.OK)
    return submit(assessment, on=on)


def accept_all(assessment: Assessment, by: User) -> Assessment:
    for row in assessment.answers.select_related("item"):
        decide(
            assessment=assessment,
            code=row.item.code,
            verdict=Verdict.ACCEPTED,
            revision=row.revision,
            by=by,
            now=timezone.now(),
        )
    return fresh(assessment)


def reviewed(assessment: Assessment, by: User, *, on: date = TODAY) -> Assessment:
    assessment = accept_all(assessment, by)
    sign(assessment=assessment, version=assessment.version, by=by, now=timezone.now(), today=on)
    return fresh(assessment)


def sent_back(assessment: Assessment, by: User, code: str, question: str = "Which side?") -> Assessment:
    """To whoever walked, with a question about one item."""
    row = assessment.answers.get(item__code=code)
    decide(
        assessment=assessment,
        code=code,
        verdict=Verdict.RETURNED,
        revision=row.revision,
        by=by,
        now=timezone.now(),
        question=question,
    )
    walk = fresh(assessment)
    send_back(assessment=walk, version=walk.version, by=by, now=timezone.now())
    return fresh(walk)


def fresh(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_related("patient__user", "checklist").get(pk=assessment.pk)


def photo_of(assessment: Assessment, code: str, *, by: User | None = None) -> Photo:
    """A small grey picture of an item."""
    of = OfItem(assessment=assessment, code=code)
    sender = sent(by or assessment.patient.user)
    return keep_photo(patient=assessment.patient, of=of, file=grey_picture(), sent=sender)


def grey_picture() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (40, 30), "grey").save(file, "JPEG")
    file.seek(0)
    return file


def home_arguments(patient: Patient) -> dict[str, object]:
    """For addresses: a walk under way, one that was sent and showed a hazard, and a photo."""
    review, under_way = sent_walk(patient, "E1", ok=["G1"]), begin(patient)
    hazard = Hazard.objects.get(patient=patient)
    advice = Advice(text="A rail on the left.", doer=Doer.TRADESPERSON, effort=Effort.MADE_TO_COME)
    made = recommend(hazard=hazard, advice=advice, by=patient.user, now=timezone.now(), today=TODAY)
    return {
        "walk_id": under_way.public_id,
        "review_id": review.public_id,
        "hazard_id": hazard.public_id,
        "advice_id": made.public_id,
        "photo_id": photo_of(under_way, "E1").public_id,
        "code": "E1",
        "room": "bathroom",
    }
