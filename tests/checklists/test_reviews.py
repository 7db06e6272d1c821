"""A therapist reviews a walk: item by item, never over a colleague's head, and signs what was seen."""

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, User
from checklists.domain.errors import (
    AlreadySent,
    NothingReturned,
    NotInReview,
    NotReviewedYet,
    QuestionMissing,
    UnansweredItem,
    UnknownItem,
)
from checklists.domain.vocabulary import Answer, ReviewEnd, Room, Verdict
from checklists.errors import ChangedMeanwhile
from checklists.models import Assessment
from checklists.services.reviews import Decision, accept_room, decide, find_in_review, review, send_back, sign
from tests.checklists.walks import TODAY, accept_all, answer, fresh, reviewed, sent_back, sent_walk, submit
from tests.people import make_link, make_patient, make_therapist

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Assessment:
    return sent_walk(make_patient(), "E1", ok=["G1", "K1"])


def test_theo_accepts_everything_and_signs_what_he_saw(walk: Assessment) -> None:
    theo = make_therapist()
    make_link(walk.patient, theo)
    signed = reviewed(walk, theo)
    assert (signed.state, signed.reviewed_by, signed.seen) == (
        "reviewed",
        theo,
        {"needs_work": 1, "ok": 2, "photos": 0},
    )
    written = AuditEvent.objects.about(walk.patient.user).filter(action="wrote", subject="home")
    assert written.count() == 4


def test_a_returned_answer_comes_again_with_its_question_kept(walk: Assessment) -> None:
    walk = sent_back(walk, make_therapist(), "E1", "Is it loose?")
    with pytest.raises(NotInReview):
        accept_room(
            assessment=walk, room=Room.BATHROOM, version=walk.version, by=make_therapist(), now=timezone.now()
        )
    walk = submit(answer(walk, "E1", Answer.NOT_SURE, "It moves a little."))
    row = walk.answers.get(item__code="E1")
    assert (row.answer, row.verdict, row.question) == ("not_sure", None, "")
    assert row.earlier == [{"answer": "needs_work", "note": "", "question": "Is it loose?"}]
    assert walk.state == "submitted"


def test_the_second_therapist_is_told_and_nothing_is_overwritten(walk: Assessment) -> None:
    row = walk.answers.get(item__code="E1")
    said = {"assessment": walk, "code": "E1", "revision": row.revision, "now": timezone.now()}
    decide(**said, verdict=Verdict.RETURNED, question="Is it loose?", by=make_therapist("Theo"))  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhile) as told:
        decide(**said, verdict=Verdict.ACCEPTED, by=make_therapist("Tina"))  # type: ignore[arg-type]
    assert told.value.answer is not None
    assert told.value.answer.question == "Is it loose?"
    row.refresh_from_db()
    assert (row.verdict, row.decided_by and row.decided_by.name) == ("returned", "Theo")


def test_a_second_press_changes_nothing(walk: Assessment) -> None:
    row = walk.answers.get(item__code="G1")
    for _press in range(2):
        decide(
            assessment=walk,
            code="G1",
            verdict=Verdict.ACCEPTED,
            revision=row.revision,
            by=make_therapist(),
            now=timezone.now(),
        )
    row.refresh_from_db()
    assert row.revision == 2


def test_whoever_signs_has_seen_the_last_change(walk: Assessment) -> None:
    theo = make_therapist()
    walk = accept_all(walk, theo)
    row = walk.answers.get(item__code="G1")
    decide(
        assessment=walk,
        code="G1",
        verdict=None,
        revision=row.revision,
        by=make_therapist(),
        now=timezone.now(),
    )
    for version, refusal in ((walk.version, ChangedMeanwhile), (fresh(walk).version, NotReviewedYet)):
        with pytest.raises(refusal):
            sign(assessment=walk, version=version, by=theo, now=timezone.now(), today=TODAY)
    assert fresh(walk).state == "submitted"


def test_a_room_is_accepted_in_one_press_but_for_what_is_returned(walk: Assessment) -> None:
    theo = make_therapist()
    accept_room(assessment=walk, room=Room.BATHROOM, version=walk.version, by=theo, now=timezone.now())
    verdicts = dict(walk.answers.values_list("item__code", "verdict"))
    assert verdicts == {"E1": "accepted", "G1": None, "K1": None}
    with pytest.raises(ChangedMeanwhile):
        accept_room(assessment=walk, room=Room.FLOORS, version=walk.version, by=theo, now=timezone.now())


def test_what_a_review_cannot_do_it_says(walk: Assessment) -> None:
    by = {"by": make_therapist(), "now": timezone.now()}
    for code, verdict, refusal in (
        ("E1", Verdict.RETURNED, QuestionMissing),
        ("E3", Verdict.ACCEPTED, UnansweredItem),
    ):
        with pytest.raises(refusal):
            decide(assessment=walk, code=code, verdict=verdict, revision=1, question=" ", **by)  # type: ignore[arg-type]
    with pytest.raises(NothingReturned):
        send_back(assessment=walk, version=walk.version, **by)  # type: ignore[arg-type]
    with pytest.raises(UnknownItem):
        find_in_review(assessment=walk, code="Z9", on=TODAY, by=by["by"])  # type: ignore[arg-type]


def test_only_what_was_returned_is_answered_again(walk: Assessment) -> None:
    walk = sent_back(walk, make_therapist(), "E1", "Is it loose?")
    with pytest.raises(Exception, match="not asked about this again"):
        answer(walk, "G1", Answer.OK)
    signed = reviewed(submit(answer(walk, "E1", Answer.OK)), make_therapist())
    with pytest.raises(AlreadySent):
        answer(signed, "E1", Answer.OK)


def test_theo_reviews_a_whole_walk_at_once_and_a_colleague_before_him_is_not_overwritten(
    walk: Assessment,
) -> None:
    theo, tara = make_therapist("Theo"), make_therapist("Tara")
    read = fresh(walk).version
    decide_one(walk, by=tara)
    everything = [Decision(code=code, verdict=Verdict.ACCEPTED) for code in ("E1", "G1", "K1")]
    with pytest.raises(ChangedMeanwhile) as told:
        review_whole(walk, everything, version=read, by=theo)
    assert told.value.assessment.version == fresh(walk).version
    assert walk.answers.filter(decided_by=theo).count() == 0
    review_whole(walk, everything, version=fresh(walk).version, by=theo)
    assert (fresh(walk).state, fresh(walk).reviewed_by) == ("reviewed", theo)


def decide_one(walk: Assessment, *, by: User) -> None:
    row = walk.answers.get(item__code="E1")
    asked = {"verdict": Verdict.RETURNED, "question": "Is it loose?", "revision": row.revision}
    decide(assessment=walk, code="E1", by=by, now=timezone.now(), **asked)  # type: ignore[arg-type]


def review_whole(walk: Assessment, items: list[Decision], *, version: int, by: User) -> None:
    now, end = timezone.now(), ReviewEnd.SIGN
    review(assessment=walk, items=items, then=end, version=version, by=by, now=now, today=TODAY)
