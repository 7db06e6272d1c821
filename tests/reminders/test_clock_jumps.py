"""A clock that leaps ahead or back, after a dead battery or a wrong server, loses and doubles nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from reminders.domain.kinds import State
from reminders.models import Delivery
from reminders.services.claiming import begin_try, claim_due
from reminders.tasks import promise_due_digests, send_due
from tests.people import make_patient
from tests.reminders.promises import MONDAY, WEEK, reads_on_mondays
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db

MORNING = MONDAY + timedelta(hours=1)  # the digest is due, and may still leave
AHEAD, BACK, RIGHT = timedelta(days=3), timedelta(hours=-2), timedelta()
WAYS = [
    [RIGHT], [AHEAD, RIGHT], [BACK, RIGHT], [AHEAD, BACK, RIGHT], [BACK, AHEAD, RIGHT], [RIGHT, AHEAD, RIGHT],
    [RIGHT, BACK, RIGHT], [AHEAD, AHEAD + BACK, RIGHT],
]  # fmt: skip


def a_minute_passes(wrong_by: timedelta) -> None:
    """What the scheduler asks for each minute, by a clock that is wrong by so much."""
    with time_machine.travel(MORNING + wrong_by, tick=False):
        promise_due_digests()
        send_due()


def the_week_passes() -> None:
    """By a clock that is right again."""
    for hours in range(1, 6 * 24):
        a_minute_passes(timedelta(hours=hours))


@pytest.mark.parametrize("way", WAYS)
def test_each_reader_has_one_digest_however_the_clock_jumps(way: list[timedelta], smtp_box: SmtpBox) -> None:
    for name in ("Anna", "Bea"):
        reads_on_mondays(make_patient(name).user)
    for wrong_by in way:
        a_minute_passes(wrong_by)
    the_week_passes()
    assert len({mail["To"] for mail in smtp_box.messages}) == len(smtp_box.messages) == 2
    assert list(Delivery.objects.values_list("period", "state")) == [(str(WEEK), State.SENT)] * 2


@pytest.mark.parametrize("wrong_by", [AHEAD, BACK])
@pytest.mark.parametrize("dies_in_a_try", [True, False])
def test_what_a_worker_has_when_the_clock_jumps_is_sent_once(
    wrong_by: timedelta, dies_in_a_try: bool, smtp_box: SmtpBox
) -> None:
    """Its worker dies while the clock is wrong: the lease ends too late, or at once."""
    reads_on_mondays(make_patient().user)
    with time_machine.travel(MORNING, tick=False):
        promise_due_digests()
    with time_machine.travel(MORNING + wrong_by, tick=False):
        claim, keys = claim_due(now=timezone.now(), most=1)
        for key in keys if dies_in_a_try else []:
            assert begin_try(key, claim=claim, now=timezone.now())
    a_minute_passes(RIGHT)
    the_week_passes()
    assert len(smtp_box.messages) == 1
    assert [each.state for each in Delivery.objects.all()] == [State.SENT]


@pytest.mark.parametrize("wrong_by", [AHEAD, BACK])
def test_a_worker_that_lives_on_after_a_jump_sends_nothing_that_another_one_has(
    wrong_by: timedelta, smtp_box: SmtpBox
) -> None:
    reads_on_mondays(make_patient().user)
    with time_machine.travel(MORNING, tick=False):
        promise_due_digests()
        claim, [key] = claim_due(now=timezone.now(), most=1)
    a_minute_passes(wrong_by)
    with time_machine.travel(MORNING, tick=False):
        still_its_own = begin_try(key, claim=claim, now=timezone.now())
    assert still_its_own == (smtp_box.messages == [])
    the_week_passes()
    assert len(smtp_box.messages) == 1
