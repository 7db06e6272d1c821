"""A walk through a home as the database keeps it: once, whole, and by more than one phone."""

from uuid import uuid4

import pytest
from django.db import IntegrityError

from accounts.domain.errors import ControlCharacter
from checklists.domain.errors import AlreadySent, NothingAnswered, NotYourWalk, UnknownItem
from checklists.domain.vocabulary import Answer, Walk
from checklists.models import Assessment
from checklists.services.assessments import (
    Reply,
    answer_item,
    begin_assessment,
    choose_answer,
    walk_of,
)
from checklists.summaries import changed_since_last_time, walk_shown
from ledger.domain.outcomes import Outcome
from ledger.errors import DifferentContent
from tests.checklists.walks import TODAY, answer, begin, home_checklist, sent_walk, submit
from tests.people import make_patient, sent

pytestmark = pytest.mark.django_db


def test_anna_walks_twelve_questions_and_sends_them() -> None:
    walk = sent_walk(make_patient(), "E1", "G1")
    assert (len(walk.asked), walk.state) == (12, "submitted")
    shown = walk_shown(walk, with_photos=True)
    assert [(room.room, room.answered, len(room.items)) for room in shown.rooms][:2] == [
        ("hallway_and_stairs", 3, 3),
        ("bedroom", 2, 2),
    ]
    assert {item.code for item in shown.items if item.word == Answer.NEEDS_WORK} == {"E1", "G1"}


def test_the_long_walk_asks_44_and_with_the_extra_ones_49() -> None:
    anna = make_patient()
    assert len(begin(anna, Walk.FULL).asked) == 44
    more = begin_assessment(
        patient=anna,
        checklist=home_checklist(),
        walk=Walk.FULL,
        today=TODAY,
        sent=sent(anna.user),
        with_extra=True,
    )
    assert (more.outcome, len(more.assessment.asked)) == (Outcome.CHANGED, 49)


def test_who_uses_a_wheelchair_is_asked_about_transfers_and_brakes_and_not_about_stairs() -> None:
    asked = set(begin(make_patient(aids=["manual_wheelchair"])).asked)
    assert {"D1", "E2", "I3"} < asked
    assert not {"B2", "B5", "B6"} & asked


def test_a_walk_begun_on_two_phones_is_one_walk_and_both_ids_lead_to_it() -> None:
    anna = make_patient()
    checklist = home_checklist()
    phone, tablet = sent(anna.user), sent(anna.user)
    ids = [
        begin_assessment(patient=anna, checklist=checklist, walk=walk, today=TODAY, sent=by).assessment.pk
        for walk, by in ((Walk.QUICK, phone), (Walk.FULL, tablet))
    ]
    assert len(set(ids)) == 1
    assert walk_of(anna, phone.op_id) == walk_of(anna, tablet.op_id)
    walk = Assessment.objects.get()
    assert (walk.walk, len(walk.asked)) == (Walk.FULL, 44)


def test_what_is_sent_twice_is_kept_once() -> None:
    anna = make_patient()
    walk = begin(anna)
    by, reply = sent(anna.user), Reply(code="E1", answer=Answer.NEEDS_WORK, note="The rail is loose.")
    assert answer_item(assessment=walk, reply=reply, sent=by).outcome == Outcome.CREATED
    assert answer_item(assessment=walk, reply=reply, sent=by).outcome == Outcome.ALREADY_RECORDED
    with pytest.raises(DifferentContent):
        answer_item(assessment=walk, reply=Reply(code="E1", answer=Answer.OK), sent=by)
    row = walk.answers.get()
    assert (row.answer, row.note, row.revision) == ("needs_work", "The rail is loose.", 1)


def test_two_phones_that_did_not_know_each_other_keep_both_answers_until_anna_chooses() -> None:
    anna = make_patient()
    walk = begin(anna)
    answer_item(assessment=walk, reply=Reply(code="E1", answer=Answer.OK, base=None), sent=sent(anna.user))
    late = Reply(code="E1", answer=Answer.NEEDS_WORK, note="Loose", base=None)
    answer_item(assessment=walk, reply=late, sent=sent(anna.user))
    row = walk.answers.get()
    kept = {"answer": "needs_work", "note": "Loose", "by": str(anna.user.public_id)}
    assert (row.answer, row.other) == ("ok", kept)
    for _press in range(2):
        choose_answer(assessment=walk, code="E1", take_other=True, sent=sent(anna.user))
    row.refresh_from_db()
    assert (row.answer, row.note, row.other) == ("needs_work", "Loose", None)


def test_a_phone_that_knew_the_answer_changes_it() -> None:
    anna = make_patient()
    walk = begin(anna)
    first = sent(anna.user)
    answer_item(assessment=walk, reply=Reply(code="E1", answer=Answer.OK, base=None), sent=first)
    better = Reply(code="E1", answer=Answer.NOT_SURE, base=first.op_id)
    answer_item(assessment=walk, reply=better, sent=sent(anna.user))
    assert [(row.answer, row.other) for row in walk.answers.all()] == [("not_sure", None)]


def test_an_answer_can_be_taken_back_and_its_note_stays() -> None:
    walk = answer(begin(make_patient()), "E1", Answer.NEEDS_WORK, "Loose")
    answer(walk, "E1", None, "Loose")
    assert walk_shown(walk, with_photos=False).answered == 0
    assert walk.answers.get().note == "Loose"


def test_nothing_is_kept_of_an_answer_that_cannot_be() -> None:
    walk = begin(make_patient())
    with pytest.raises(UnknownItem):
        answer(walk, "A1", Answer.OK)
    with pytest.raises(ControlCharacter):
        answer(walk, "E1", Answer.OK, "a\x00b")
    with pytest.raises(NothingAnswered):
        submit(walk)
    assert not walk.answers.exists()


def test_a_sent_walk_is_neither_answered_nor_sent_again() -> None:
    walk = sent_walk(make_patient(), ok=["E1"])
    with pytest.raises(AlreadySent):
        answer(walk, "E1", Answer.OK)
    with pytest.raises(AlreadySent):
        submit(walk)


def test_another_persons_walk_has_no_id_here() -> None:
    walk = begin(make_patient())
    for key in (walk.public_id, walk.entry_id, uuid4()):
        with pytest.raises(NotYourWalk):
            walk_of(make_patient("Ben"), key)


def test_the_database_keeps_one_draft_of_a_home() -> None:
    walk = begin(make_patient())
    with pytest.raises(IntegrityError):
        Assessment.objects.create(
            patient=walk.patient,
            home=walk.home,
            checklist=walk.checklist,
            entry_id=uuid4(),
            walk=Walk.QUICK,
            asked=[],
            made_at=walk.made_at,
        )


def test_anna_sees_what_has_changed_since_last_time() -> None:
    anna = make_patient()
    first = sent_walk(anna, "E1", "G1")
    second = sent_walk(anna, "G1", "K1")
    before, changed = changed_since_last_time(second)
    assert before == first
    assert [(one.code, one.before, one.now) for one in changed] == [
        ("E1", Answer.NEEDS_WORK, Answer.OK),
        ("K1", Answer.OK, Answer.NEEDS_WORK),
    ]
    assert changed_since_last_time(first) == (None, [])
