"""Who looked at Anna's data, as she reads it."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import AuditAction, AuditSubject, Scope, TokenScope
from accounts.models import AuditEvent
from accounts.services.access import open_patient
from accounts.services.tokens import end_token, make_token
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


def test_every_action_has_words() -> None:
    assert set(BY_OTHERS) == set(AuditAction)
