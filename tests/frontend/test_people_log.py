"""Who looked at Anna's data, as she reads it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.domain.vocabulary import AuditAction, AuditSubject, Scope, TokenScope
from accounts.models import AuditEvent, Patient, User
from accounts.services.access import open_patient
from accounts.services.audit import record_write
from accounts.services.tokens import end_token, make_token
from frontend.phrases import date_words
from frontend.trail_words import BY_OTHERS
from tests.people import make_caregiver, make_link, make_patient, make_therapist, signed_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db


def text(answer: "Answer") -> str:
    return bytes(answer.content).decode()


def test_anna_reads_in_words_who_looked() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, Scope.FALLS)
    open_patient(theo, anna.public_id, Scope.FALLS, subject=AuditSubject.FALLS)
    page = text(signed_in(anna.user).get("/people/log/"))
    assert "Theo, occupational therapist, looked at your falls." in page
    assert "Theo, occupational therapist, entered your code. Open to them: falls and diary." in page
    assert "You made a code for somebody: falls and diary." in page
    assert "Today at " in page


def test_anna_reads_which_programs_she_let_in_and_that_one_is_out() -> None:
    anna = make_patient("Anna").user
    made = [
        make_token(account=anna, name="a script", scope=scope, now=timezone.now()) for scope in TokenScope
    ]
    end_token(token=made[0].token, by=anna)
    page = text(signed_in(anna).get("/people/log/"))
    assert "You let in a program that may read." in page
    assert "You let in a program that may read and write." in page
    assert "A program lost its access." in page


def test_somebody_who_erased_their_account_has_left() -> None:
    anna = make_patient("Anna")
    carl = make_caregiver(anna, "Carl")
    open_patient(carl, anna.public_id, subject=AuditSubject.DIARY)
    carl.delete()
    page = text(signed_in(anna.user).get("/people/log/"))
    assert "Somebody who has left looked at your diary." in page


def test_what_was_looked_at_elsewhere_is_not_annas_to_read() -> None:
    theo, other = make_therapist("Theo"), make_patient("Other")
    make_link(other, theo)
    open_patient(theo, other.public_id, subject=AuditSubject.FALLS)
    assert "Theo" not in text(signed_in(make_patient("Anna").user).get("/people/log/"))


@pytest.mark.parametrize("page", ["-1", "abc", "9999", "\x00", ""])
def test_any_page_number_is_answered(page: str) -> None:
    assert signed_in(make_patient("Anna").user).get("/people/log/", {"page": page}).status_code == 200


def test_the_log_has_fifty_rows_a_page_and_the_newest_first() -> None:
    anna = make_patient("Anna").user
    then = timezone.now() - timedelta(days=3)
    AuditEvent.objects.bulk_create(
        AuditEvent(at=then, actor_key=uuid4(), patient_key=anna.audit_key, action="read", subject="falls")
        for _row in range(60)
    )
    client = signed_in(anna)
    first = client.get("/people/log/")
    assert len(first.context["lines"]) == 50
    assert first.context["lines"][0].sentence == "You signed in."
    assert "Page 1 of 2" in text(first)


def look(anna: Patient, viewer: User, subject: AuditSubject, *moments: datetime) -> None:
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            open_patient(viewer, anna.public_id, subject=subject)


def test_who_looked_at_the_same_several_times_on_a_day_is_one_line() -> None:
    anna, theo, tara = make_patient("Anna"), make_therapist("Theo"), make_therapist("Tara")
    for therapist in (theo, tara):
        make_link(anna, therapist, Scope.FALLS)
    noon = timezone.localtime(timezone=ZoneInfo("Europe/Berlin")).replace(hour=12, minute=0) - timedelta(
        days=9
    )
    look(anna, theo, AuditSubject.FALLS, *(noon + timedelta(minutes=7 * n) for n in range(60)))  # to 18:53
    look(anna, theo, AuditSubject.DIARY, noon, noon)
    look(anna, tara, AuditSubject.FALLS, noon)
    look(anna, theo, AuditSubject.FALLS, noon + timedelta(hours=12))  # the next day where Anna lives
    client = signed_in(anna.user)
    page = client.get("/people/log/")
    today = timezone.localdate()
    day, next_day = (date_words((noon + timedelta(days=n)).date(), today=today) for n in (0, 1))
    theos = "Theo, occupational therapist, looked at your"
    told = [(line.sentence, line.moment) for line in page.context["lines"]]
    assert [line for line in told if "looked" in line[0]] == [
        (f"{theos} falls.", f"{next_day} at 00:00"),
        (f"{theos} falls.", f"{day} from 12:00 to 18:53, 60 times"),
        ("Tara, occupational therapist, looked at your falls.", f"{day} at 12:00"),
        (f"{theos} diary.", f"{day} at 12:00, 2 times"),
    ]
    assert AuditEvent.objects.about(anna.user).filter(action=AuditAction.READ).count() == 64
    # Each of them is a tap away, on as many pages as it takes.
    address = f"/people/log/?day={noon.date().isoformat()}"
    assert text(page).count(f'href="{address}"') == 2
    first, second = client.get(address), client.get(address + "&page=2")
    assert "Page 1 of 2" in text(first)
    assert "day=" in text(first).partition('rel="next"')[0].rpartition("<a ")[2]
    moments = [line.moment for answer in (first, second) for line in answer.context["lines"]]
    assert len(moments) == 63
    assert moments[0].endswith("at 18:53")
    assert not any("times" in moment for moment in moments)


def test_what_others_wrote_and_own_sign_ins_stay_lines_of_their_own() -> None:
    anna = make_patient("Anna")
    carl = make_caregiver(anna, "Carl")
    for _time in range(3):
        record_write(by=carl, patient=anna, subject=AuditSubject.FALLS)
    client = signed_in(anna.user)
    signed_in(anna.user)
    page = text(client.get("/people/log/"))
    assert page.count("Carl wrote in your falls.") == 3
    assert page.count("You signed in.") == 2


def test_a_long_trail_takes_as_many_questions_as_a_short_one() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, Scope.FALLS)
    client, asked = signed_in(anna.user), []
    for days in (1, 40):
        look(
            anna,
            theo,
            AuditSubject.FALLS,
            *(timezone.now() - timedelta(days=n // 2) for n in range(2 * days)),
        )
        with CaptureQueriesContext(connection) as queries:
            client.get("/people/log/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    "day", ["", "abc", "\x00", "2026-02-30", "0001-01-01", "9999-12-31", "2000-01-01", "9" * 5000]
)
def test_any_day_is_answered(day: str) -> None:
    assert signed_in(make_patient("Anna").user).get("/people/log/", {"day": day}).status_code == 200


def test_every_action_has_words() -> None:
    assert set(BY_OTHERS) == set(AuditAction)
