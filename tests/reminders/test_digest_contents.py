"""What stands in somebody's digest, and in whose it does not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.domain.vocabulary import Role, Scope
from accounts.models import AuditEvent
from accounts.services.care_links import end_care_link
from caseload.domain.needs import Reason
from logs.domain.vocabulary import YesNoUnsure
from reminders.services.digest_contents import digest_of, is_reader, record_digest_read
from reminders.services.digest_words import headline_of, sections_of
from tests.people import (
    fall,
    hospital_day,
    make_account,
    make_caregiver,
    make_link,
    make_patient,
    make_therapist,
)
from tests.reminders.weeks_of_anna import (
    LAST_MONDAY,
    MORNING,
    WEEK,
    anna_and_her_weeks,
    monday_morning,
    noon,
)

__all__ = ["monday_morning"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]


def headlines(account: object) -> list[str]:
    digest = digest_of(account, WEEK, now=MORNING)  # type: ignore[arg-type]
    return [section.headline for section in sections_of(digest, with_names=True)]


def test_anna_reads_falls_and_near_falls_of_both_weeks_side_by_side() -> None:
    anna = anna_and_her_weeks()
    (section,) = sections_of(digest_of(anna.user, WEEK, now=MORNING), with_names=False)
    assert section.headline == "No falls and 3 near falls on 5 of 7 days."
    assert section.title == "Your week, 23 to 29 November"
    assert section.columns == ["Week", "23 to 29 November", "16 to 22 November"]
    assert [(row.name, *row.values) for row in section.rows] == [
        ("Falls", "0", "1"),
        ("Near falls", "3", "0"),
        ("Days answered", "5 of 7", "7 of 7"),
    ]
    assert section.notes == ["Not answered: Tuesday 24 and Thursday 26."]
    assert (section.links[0].words, section.links[0].path) == (
        "No falls this week?",
        "/diary/sweep/?first=2026-11-24&last=2026-11-26",
    )


def test_no_week_says_a_direction() -> None:
    anna = anna_and_her_weeks()
    said = repr(sections_of(digest_of(anna.user, WEEK, now=MORNING), with_names=True)).lower()
    assert not any(word in said for word in ("more than", "fewer", "less", "up from", "down from", "better"))


def test_a_quiet_week_says_both_that_there_were_no_falls_and_no_near_falls() -> None:
    anna = anna_and_her_weeks()
    week = digest_of(anna.user, WEEK.plus(-1), now=MORNING).own
    assert week is not None
    assert week.last is not None
    assert headline_of(week.last) == "1 fall and no near falls on 7 of 7 days."


def test_silence_is_no_week_without_falls() -> None:
    ben = make_patient("Ben")
    (section,) = sections_of(digest_of(ben.user, WEEK, now=MORNING), with_names=True)
    assert (section.headline, section.notes) == ("No day of this week was answered in time.", [])
    assert section.links[0].path == "/diary/sweep/?first=2026-11-23&last=2026-11-29"


def test_a_diary_that_began_on_monday_has_no_week_yet() -> None:
    assert headlines(make_patient("Ben", began=MORNING).user) == ["No day of the diary lies in this week."]


def test_a_week_in_hospital_has_nothing_to_say() -> None:
    anna = make_patient()
    for number in range(7):
        hospital_day(anna, LAST_MONDAY + timedelta(days=number))
    digest = digest_of(anna.user, WEEK, now=MORNING)
    assert not digest.has_news
    fall(anna, at=noon(LAST_MONDAY))
    assert headlines(anna.user) == ["1 fall and no near falls, and no day to count."]


def test_a_fall_just_before_midnight_is_in_one_week_only() -> None:
    anna = make_patient(time_zone="Asia/Kathmandu")
    fall(anna, at=datetime(2026, 11, 22, 18, 10, tzinfo=UTC))  # 23:55 on Sunday the 22nd there
    own = digest_of(anna.user, WEEK, now=MORNING).own
    assert own is not None
    assert own.last is not None
    assert own.before is not None
    assert (own.last.falls, own.before.falls) == (0, 1)


def test_theo_reads_counts_by_reason_the_worst_first_and_no_names() -> None:
    theo, anna, ben = make_therapist("Theo"), anna_and_her_weeks(), make_patient("Benedict")
    for patient in (anna, ben):
        make_link(patient, theo)
    fall(anna, at=MORNING - timedelta(days=1), head_strike=YesNoUnsure.YES, note="slid off the mat")
    digest = digest_of(theo, WEEK, now=MORNING)
    assert digest.caseload is not None
    assert digest.caseload.reasons == ((Reason.HEAD_STRIKE, 1), (Reason.SILENT, 1))
    (section,) = sections_of(digest, with_names=True)
    assert section.headline == "2 patients of 2 need a look."
    assert [(row.name, *row.values) for row in section.rows] == [
        ("Fall with a knock to the head", "1"),
        ("No entry for 7 days or more", "1"),
    ]
    said = repr(digest) + repr(section)
    assert not any(mark in said for mark in ("Anna", "Benedict", "mat", str(anna.public_id)))


def test_theo_without_a_second_factor_reads_nothing_of_anybody(settings: Settings) -> None:
    theo, anna = make_therapist("Theo"), anna_and_her_weeks()
    make_link(anna, theo)
    settings.SECOND_FACTOR = True
    assert digest_of(theo, WEEK, now=MORNING).is_empty
    assert not is_reader(theo, now=MORNING)


def test_carl_reads_what_anna_lets_him_see_and_her_name_on_the_web_alone() -> None:
    anna = anna_and_her_weeks()
    digest = digest_of(make_caregiver(anna, "Carl", Scope.FALLS), WEEK, now=MORNING)
    (on_the_web,), (in_the_mail,) = (sections_of(digest, with_names=names) for names in (True, False))
    assert on_the_web.headline == in_the_mail.headline == "No falls and 3 near falls on 5 of 7 days."
    assert on_the_web.title == "\u2068Anna\u2069, 23 to 29 November"
    assert in_the_mail.title == "The person you help, 23 to 29 November"
    assert "Anna" not in repr(in_the_mail)
    assert str(anna.public_id) not in repr(in_the_mail)


def test_hal_who_sees_the_home_alone_reads_nothing_of_falls() -> None:
    hal = make_caregiver(anna_and_her_weeks(), "Hal", Scope.HOME)
    (section,) = sections_of(digest_of(hal, WEEK, now=MORNING), with_names=True)
    assert (section.headline, section.rows) == ("Nothing is open at home.", ())


def test_lou_who_may_log_and_sees_nothing_has_nothing_to_read() -> None:
    assert digest_of(make_caregiver(anna_and_her_weeks(), "Lou", Scope.LOG), WEEK, now=MORNING).is_empty


def test_an_ended_link_leaves_nothing_to_read_and_another_access() -> None:
    anna = anna_and_her_weeks()
    carl = make_caregiver(anna, "Carl")
    before = digest_of(carl, WEEK, now=MORNING)
    end_care_link(care_link=carl.care_links.get(), by=anna.user, now=MORNING)
    after = digest_of(carl, WEEK, now=MORNING)
    assert after.is_empty
    assert before.access != after.access


def test_whoever_is_patient_therapist_and_caregiver_has_one_digest_with_all_three() -> None:
    anna = anna_and_her_weeks()
    nora = make_therapist("Nora")
    make_link(anna, nora, Scope.FALLS, role=Role.CAREGIVER)
    ben = make_patient("Ben")
    make_link(ben, nora)
    own = make_patient("Nora too")
    own.user_id = nora.pk
    own.save()
    nora.refresh_from_db()
    titles = [one.title for one in sections_of(digest_of(nora, WEEK, now=MORNING), with_names=False)]
    assert titles == [
        "Your week, 23 to 29 November",
        "Your patients, as of now",
        "The person you help, 23 to 29 November",
    ]


def test_a_digest_of_many_takes_as_many_questions_as_one_of_few() -> None:
    def asked(people: int) -> int:
        nora = make_therapist("Nora")
        for _number in range(people):
            make_link(make_patient(), nora)
            make_link(make_patient(), nora, Scope.FALLS, Scope.HOME, role=Role.CAREGIVER)
        nora.refresh_from_db()
        with CaptureQueriesContext(connection) as questions:
            digest_of(nora, WEEK, now=MORNING)
        return len(questions)

    assert asked(1) == asked(6) <= 14


def test_whoever_is_read_about_finds_it_in_their_trail() -> None:
    anna = anna_and_her_weeks()
    carl = make_caregiver(anna, "Carl")
    record_digest_read(reader=carl, digest=digest_of(carl, WEEK, now=MORNING))
    record_digest_read(reader=anna.user, digest=digest_of(anna.user, WEEK, now=MORNING))
    (event,) = AuditEvent.objects.filter(action="read")
    assert (event.actor_key, event.patient_key) == (carl.audit_key, anna.user.audit_key)


def test_nobody_without_diary_or_link_is_a_reader() -> None:
    assert not is_reader(make_account("Ada"), now=MORNING)
    assert is_reader(make_patient().user, now=MORNING)


def test_carl_who_may_see_neither_diary_nor_home_has_nothing_to_read() -> None:
    anna = anna_and_her_weeks()
    carl = make_caregiver(anna, "Carl", Scope.NOTES)
    assert digest_of(carl, WEEK, now=MORNING).is_empty
    assert not is_reader(carl, now=MORNING)
    make_link(anna, carl, Scope.HOME, role=Role.CAREGIVER)
    assert is_reader(carl, now=MORNING)
