"""Who needs a look, in which order, and what a contact settles."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.domain.needs import (
    ORDER,
    LastContact,
    Need,
    Reason,
    RecentFall,
    needs_of_falls,
    open_needs,
)

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


def need(reason: Reason, days_ago: float = 1) -> Need:
    return Need(reason=reason, since=NOW - days_ago * DAY)


def contact(days_ago: float = 0.5, follow_up_on: date | None = None) -> LastContact:
    return LastContact(at=NOW - days_ago * DAY, follow_up_on=follow_up_on)


def left(*needs: Need, last: LastContact | None = None) -> list[Reason]:
    return [one.reason for one in open_needs(needs, last, today=TODAY, now=NOW)]


def a_fall(days_ago: float, **more: bool) -> RecentFall:
    told = {"head_strike": False, "injury": False, "long_lie": False, **more}
    return RecentFall(at=NOW - days_ago * DAY, about=f"{days_ago}", **told)


def test_one_fall_without_harm_is_no_reason_and_two_are() -> None:
    assert needs_of_falls([a_fall(1)]) == []
    [twice] = needs_of_falls([a_fall(1), a_fall(3)])
    assert (twice.reason, twice.about) == (Reason.FALLS, "1")


def test_what_a_fall_did_is_named_with_the_last_fall_that_did_it() -> None:
    falls = [a_fall(4, injury=True), a_fall(2, head_strike=True), a_fall(1, injury=True, long_lie=True)]
    assert {one.reason: one.about for one in needs_of_falls(falls)} == {
        Reason.HEAD_STRIKE: "2",
        Reason.INJURY: "1",
        Reason.LONG_LIE: "1",
        Reason.FALLS: "1",
    }


def test_the_worst_stands_first_and_of_one_kind_the_oldest() -> None:
    found = open_needs(
        [need(Reason.SILENT), need(Reason.REVIEW, 2), need(Reason.REVIEW, 9), need(Reason.HEAD_STRIKE)],
        None,
        today=TODAY,
        now=NOW,
    )
    assert [(one.reason, one.since) for one in found] == [
        (Reason.HEAD_STRIKE, NOW - DAY),
        (Reason.REVIEW, NOW - 9 * DAY),
        (Reason.REVIEW, NOW - 2 * DAY),
        (Reason.SILENT, NOW - DAY),
    ]


def test_a_contact_settles_what_was_there_before_it_but_no_review() -> None:
    known = [need(Reason.INJURY), need(Reason.OVERDUE), need(Reason.LINK_ENDS), need(Reason.REVIEW)]
    assert left(*known, last=contact()) == [Reason.REVIEW]


def test_a_fall_after_the_contact_brings_the_row_back() -> None:
    assert left(need(Reason.INJURY, 0.1), last=contact()) == [Reason.INJURY]


def test_nothing_vanishes_until_the_follow_up_day_and_then_it_is_a_reason_itself() -> None:
    assert left(need(Reason.OVERDUE), last=contact(follow_up_on=TODAY + DAY)) == []
    assert left(need(Reason.OVERDUE), last=contact(follow_up_on=TODAY)) == [Reason.FOLLOW_UP, Reason.OVERDUE]
    assert left(need(Reason.FALLS), last=contact(follow_up_on=TODAY)) == [Reason.FOLLOW_UP]


def test_silence_that_goes_on_for_a_week_after_a_contact_comes_back() -> None:
    assert left(need(Reason.SILENT, 8), last=contact(6)) == []
    assert left(need(Reason.SILENT, 8), last=contact(7)) == [Reason.SILENT]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_place(reason: Reason) -> None:
    assert ORDER[reason] == list(Reason).index(reason)


@given(
    st.lists(st.tuples(st.sampled_from(Reason), st.floats(0, 20)), max_size=8),
    st.floats(0, 20),
    st.none() | st.integers(-3, 3),
)
def test_whatever_comes_together_nothing_new_is_ever_hidden(
    told: list[tuple[Reason, float]], contact_ago: float, follow_up: int | None
) -> None:
    needs = [need(reason, ago) for reason, ago in told]
    last = contact(contact_ago, None if follow_up is None else TODAY + follow_up * DAY)
    found = open_needs(needs, last, today=TODAY, now=NOW)
    assert [ORDER[one.reason] for one in found] == sorted(ORDER[one.reason] for one in found)
    for one in needs:
        if one.since > last.at or one.reason is Reason.REVIEW:
            assert one in found
    assert (Reason.FOLLOW_UP in [one.reason for one in found]) >= (follow_up is not None and follow_up <= 0)
