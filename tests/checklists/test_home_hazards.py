"""What walks reveal in a home, what becomes of it, and what a move leaves behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Patient
from checklists.caseload import overdue_recommendations, overdue_rows, reviews_waiting, waiting_rows
from checklists.domain.errors import (
    AdviceMissing,
    DueInThePast,
    MovedBefore,
    MovesTomorrow,
    NotYet,
    ReasonMissing,
)
from checklists.domain.hazards import CannotHappen
from checklists.domain.vocabulary import Answer, Doer, Effort
from checklists.models import Hazard, Home, Recommendation
from checklists.services.hazards import (
    Advice,
    confirm,
    mark_done,
    mark_not_possible,
    recommend,
    reweigh,
    take_back,
)
from checklists.services.homes import move_home
from checklists.services.reviews import find_in_review
from checklists.summaries import hazards_shown
from tests.checklists.walks import TODAY, answer, fresh, reviewed, sent_back, sent_walk, submit
from tests.people import make_patient, make_therapist, sent

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=30)


def history(hazard: Hazard) -> list[str]:
    return list(hazard.events.values_list("what", flat=True))


def advised(hazard: Hazard, text: str = "A rail on the left.", **more: object) -> Recommendation:
    advice = Advice(text=text, doer=Doer.TRADESPERSON, effort=Effort.MADE_TO_COME, **more)  # type: ignore[arg-type]
    return recommend(hazard=hazard, advice=advice, by=make_therapist(), now=timezone.now(), today=TODAY)


def test_what_needs_work_is_a_hazard_from_the_day_it_is_sent() -> None:
    sent_walk(make_patient(), "E1", "G2")
    assert list(Hazard.objects.worst_first().values_list("code", "room", "weight", "open_since")) == [
        ("E1", "bathroom", 3, TODAY),
        ("G2", "floors", 3, TODAY),
    ]


def test_a_hazard_that_was_a_misunderstanding_is_withdrawn_when_it_is_answered_again() -> None:
    theo = make_therapist()
    walk = sent_walk(make_patient(), "E1", ok=["G1"])
    sent_back(walk, theo, "E1")
    submit(answer(fresh(walk), "E1", Answer.OK))
    hazard = Hazard.objects.get()
    assert (history(hazard), hazard.is_open) == (["found", "withdrawn"], False)
    assert hazards_shown(walk.home, with_photos=False) == []


def test_advice_done_and_seen_again_is_confirmed_and_what_comes_back_is_open_again() -> None:
    anna = make_patient()
    reviewed(sent_walk(anna, "E1"), make_therapist())
    hazard = Hazard.objects.get()
    advised(hazard)
    mark_done(hazard=hazard, on=TODAY, today=TODAY, by=anna.user, note="Fitted by Tom.")
    reviewed(sent_walk(anna, on=LATER), make_therapist(), on=LATER)
    assert history(hazard) == ["found", "recommended", "done", "confirmed"]
    sent_walk(anna, "E1", on=LATER)
    hazard.refresh_from_db()
    assert (hazard.state, hazard.is_open, hazard.open_since) == ("came_back", True, LATER)


def test_ok_in_the_next_walk_says_that_it_is_done_and_a_review_that_it_was_seen() -> None:
    anna = make_patient()
    sent_walk(anna, "E1")
    again = sent_walk(anna, on=LATER)
    hazard = Hazard.objects.get()
    assert history(hazard) == ["found", "done"]
    reviewed(again, make_therapist(), on=LATER)
    assert history(hazard) == ["found", "done", "confirmed"]


def test_a_therapist_finds_a_hazard_that_nobody_named() -> None:
    walk = sent_walk(make_patient(), ok=["E1"])
    theo = make_therapist()
    hazard = find_in_review(assessment=walk, code="E1", on=TODAY, by=theo)
    assert find_in_review(assessment=walk, code="E1", on=TODAY, by=theo) == hazard
    assert (Hazard.objects.get(), history(hazard)) == (hazard, ["found"])


def test_advice_is_frozen_and_a_new_one_replaces_it() -> None:
    sent_walk(make_patient(), "E1")
    hazard = Hazard.objects.get()
    first, second = advised(hazard), advised(hazard, "Two rails.", due_on=TODAY)
    first.refresh_from_db()
    assert (first.text, first.replaced_at is None) == ("A rail on the left.", False)
    assert list(Recommendation.objects.current()) == [second]
    assert history(hazard) == ["found", "recommended", "recommended"]


def test_advice_that_says_nothing_or_was_due_yesterday_is_not_issued() -> None:
    sent_walk(make_patient(), "E1")
    hazard = Hazard.objects.get()
    with pytest.raises(AdviceMissing):
        advised(hazard, "  ")
    with pytest.raises(DueInThePast):
        advised(hazard, due_on=TODAY - timedelta(days=1))
    assert history(hazard) == ["found"]


def test_done_and_not_possible_are_said_once_with_a_day_or_a_reason() -> None:
    anna = make_patient()
    sent_walk(anna, "E1", "G1")
    rail, rug = Hazard.objects.get(code="E1"), Hazard.objects.get(code="G1")
    advised(rug)
    for _press in range(2):
        mark_not_possible(hazard=rail, reason="The wall is tiled.", today=TODAY, by=anna.user)
        mark_done(hazard=rug, on=TODAY, today=TODAY, by=anna.user)
    assert (history(rail), rail.is_open) == (["found", "not_possible"], True)
    assert (history(rug), rug.recommendations.get().done_on) == (["found", "recommended", "done"], TODAY)
    with pytest.raises(ReasonMissing):
        mark_not_possible(hazard=rail, reason=" ", today=TODAY, by=anna.user)
    with pytest.raises(NotYet):
        mark_done(hazard=rail, on=LATER, today=TODAY, by=anna.user)
    take_back(hazard=rug, today=TODAY, by=anna.user)
    assert (history(rug)[-1], rug.recommendations.get().done_on) == ("came_back", None)
    with pytest.raises(CannotHappen):
        confirm(hazard=rug, today=TODAY, by=anna.user)


def test_a_hazard_that_was_done_is_confirmed_by_whoever_saw_it() -> None:
    anna = make_patient()
    sent_walk(anna, "E1")
    hazard = Hazard.objects.get()
    mark_done(hazard=hazard, on=TODAY, today=TODAY, by=anna.user)
    confirm(hazard=hazard, today=TODAY, by=make_therapist())
    assert history(hazard) == ["found", "done", "confirmed"]


def test_another_weight_has_a_reason() -> None:
    sent_walk(make_patient(), "E1")
    hazard = Hazard.objects.get()
    with pytest.raises(ReasonMissing):
        reweigh(hazard=hazard, weight=1, reason="", by=make_therapist())
    reweigh(hazard=hazard, weight=1, reason="She has a board.", by=make_therapist())
    assert (hazard.weight, hazard.weight_reason) == (1, "She has a board.")


def test_the_worst_stand_first_and_what_is_done_last() -> None:
    anna = make_patient()
    sent_walk(anna, "B2", "E1", "F2")
    mark_done(hazard=Hazard.objects.get(code="B2"), on=TODAY, today=TODAY, by=anna.user)
    home = Home.objects.get()
    assert [one.hazard.code for one in hazards_shown(home, with_photos=True)] == ["E1", "F2", "B2"]


def test_moving_closes_what_was_open_and_the_next_walk_is_in_the_new_home() -> None:
    anna = make_patient()
    sent_walk(anna, "E1")
    hazard = Hazard.objects.get()
    by = sent(anna.user)
    new = move_home(patient=anna, on=LATER, today=LATER, sent=by)
    assert move_home(patient=anna, on=LATER, today=LATER, sent=by) == new
    hazard.refresh_from_db()
    assert (history(hazard), hazard.is_open) == (["found", "moved"], False)
    assert sorted(Home.objects.values_list("since", "until"), key=str) == [(TODAY, LATER), (LATER, None)]
    assert sent_walk(anna, "E1", on=LATER).home == new
    assert Hazard.objects.count() == 2
    with pytest.raises(MovesTomorrow):
        move_home(patient=anna, on=LATER + timedelta(days=1), today=LATER, sent=sent(anna.user))
    with pytest.raises(MovedBefore):
        move_home(patient=anna, on=TODAY, today=LATER, sent=sent(anna.user))


def test_a_list_of_patients_says_which_walk_waits_and_what_is_overdue() -> None:
    anna, ben = make_patient(), make_patient("Ben")
    first = sent_walk(anna, "E1")
    sent_walk(anna, "E1")
    advised(Hazard.objects.get(), due_on=TODAY)
    reviewed(sent_walk(ben, "G1"), make_therapist())
    everybody = Patient.objects.all()
    assert [(one.patient, one.assessment) for one in reviews_waiting(waiting_rows(everybody))] == [
        (anna.pk, first.public_id)
    ]
    assert [
        (one.patient, one.since, one.count)
        for one in overdue_recommendations(overdue_rows(everybody, today=LATER))
    ] == [(anna.pk, TODAY, 1)]
    assert not list(overdue_recommendations(overdue_rows(everybody, today=TODAY)))
