"""What may happen to a walk through a home, and in which order: the table of the domain, and nothing else."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.domain.assessments import Assessment, State
from checklists.domain.errors import (
    AlreadySent,
    NothingAnswered,
    NothingReturned,
    NotInReview,
    NotNow,
    NotReturned,
    NotReviewedYet,
    QuestionMissing,
    ReturnedUnanswered,
    UnansweredItem,
    UnknownItem,
)
from checklists.domain.vocabulary import Answer

ASKED = frozenset({"B2", "E1", "G1"})
BEGUN = Assessment(asked=ASKED)
ANSWERED = BEGUN.answer("E1", Answer.NEEDS_WORK).answer("G1", Answer.OK)
SENT = ANSWERED.submit()
BACK = SENT.accept("G1").return_("E1", "Is it loose, or too far away?").send_back()


def test_a_walk_is_answered_in_any_order_and_changed_until_it_is_sent() -> None:
    changed = ANSWERED.answer("G1", Answer.NOT_SURE).answer("E1", None)
    assert changed.answers == {"G1": Answer.NOT_SURE}
    assert changed.submit().state == State.SUBMITTED


def test_a_walk_may_be_sent_unfinished_but_not_empty() -> None:
    assert SENT.answers.keys() < ASKED
    with pytest.raises(NothingAnswered):
        BEGUN.submit()


def test_an_item_that_this_walk_does_not_ask_has_no_answer() -> None:
    with pytest.raises(UnknownItem):
        BEGUN.answer("K1", Answer.OK)


def test_what_the_therapist_reads_does_not_change_meanwhile() -> None:
    with pytest.raises(AlreadySent):
        SENT.answer("E1", Answer.OK)
    with pytest.raises(AlreadySent):
        SENT.submit()


def test_a_returned_item_comes_back_with_its_question_and_only_it_is_answered_again() -> None:
    assert BACK.state == State.RETURNED
    assert BACK.questions == {"E1": "Is it loose, or too far away?"}
    for code, answer in (("G1", Answer.OK), ("B2", Answer.OK), ("E1", None)):
        with pytest.raises(NotReturned):
            BACK.answer(code, answer)
    with pytest.raises(ReturnedUnanswered):
        BACK.submit()
    again = BACK.answer("E1", Answer.OK).answer("E1", Answer.NEEDS_WORK).submit()
    assert again.state == State.SUBMITTED
    assert not again.questions
    assert again.accepted == {"G1"}
    assert again.accept("E1").sign().state == State.REVIEWED


def test_a_therapist_signs_what_is_accepted_and_no_more() -> None:
    with pytest.raises(NotReviewedYet):
        SENT.accept("E1").sign()
    with pytest.raises(UnansweredItem):
        SENT.accept("B2")
    reviewed = SENT.accept("E1").accept("G1").sign()
    for doing in (reviewed.sign, reviewed.send_back, lambda: reviewed.accept("E1")):
        with pytest.raises(NotInReview):
            doing()
    with pytest.raises(AlreadySent):
        reviewed.answer("E1", Answer.OK)


def test_a_walk_goes_back_only_with_a_question() -> None:
    with pytest.raises(NothingReturned):
        SENT.accept("G1").send_back()
    with pytest.raises(QuestionMissing):
        SENT.return_("E1", "  ")


def test_a_therapist_thinks_again_before_it_goes_back() -> None:
    returned = SENT.accept("E1").return_("E1", "Which wall?")
    assert (returned.accepted, returned.questions) == (frozenset(), {"E1": "Which wall?"})
    for again in (returned.accept("E1"), SENT.accept("E1")):
        assert again.accepted == {"E1"}
        assert not again.questions
    undone = returned.reconsider("E1")
    assert (undone.accepted, undone.questions) == (frozenset(), {})


STEPS: dict[str, Callable[[Assessment, str], Assessment]] = {
    "answer": lambda walk, code: walk.answer(code, Answer.OK),
    "unanswer": lambda walk, code: walk.answer(code, None),
    "submit": lambda walk, code: walk.submit(),
    "accept": lambda walk, code: walk.accept(code),
    "return": lambda walk, code: walk.return_(code, "Which one?"),
    "reconsider": lambda walk, code: walk.reconsider(code),
    "send_back": lambda walk, code: walk.send_back(),
    "sign": lambda walk, code: walk.sign(),
}
# Which state a step may be taken in, and where it leads.
TABLE = {
    "answer": {State.DRAFT: State.DRAFT, State.RETURNED: State.RETURNED},
    "unanswer": {State.DRAFT: State.DRAFT},
    "submit": {State.DRAFT: State.SUBMITTED, State.RETURNED: State.SUBMITTED},
    "accept": {State.SUBMITTED: State.SUBMITTED},
    "return": {State.SUBMITTED: State.SUBMITTED},
    "reconsider": {State.SUBMITTED: State.SUBMITTED},
    "send_back": {State.SUBMITTED: State.RETURNED},
    "sign": {State.SUBMITTED: State.REVIEWED},
}


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(sorted(ASKED))), min_size=20, max_size=40
    )
)
def test_in_whatever_order_people_try_a_walk_takes_the_steps_of_the_table_and_no_other(
    steps: list[tuple[str, str]],
) -> None:
    walk = BEGUN
    for name, code in steps:
        before = walk
        try:
            walk = STEPS[name](walk, code)
        except NotNow:
            continue
        assert TABLE[name].get(before.state) == walk.state
        assert walk.accepted <= walk.answers.keys() <= walk.asked
        assert not walk.accepted & walk.questions.keys()
        assert walk.state is not State.REVIEWED or walk.accepted == walk.answers.keys()
        assert bool(walk.questions) or walk.state is not State.RETURNED
