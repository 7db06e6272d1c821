"""Anna lost her phone and her codes; the operator, who knows her, lets her begin anew."""

import io
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from accounts.domain.vocabulary import Scope
from accounts.models import AccountMail
from tests.api.client import Program
from tests.factors import by_password, with_app
from tests.guests import nobody_tried_before
from tests.letters import send_all
from tests.people import make_account, make_link, make_patient, make_therapist
from tests.servers.smtp import SmtpBox

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]


def remove_second_factor(address: str) -> str:
    printed = io.StringIO()
    call_command("remove_second_factor", address, stdout=printed)
    return printed.getvalue()


def test_anna_signs_in_with_her_password_and_all_that_was_open_is_closed(smtp_box: SmtpBox) -> None:
    anna = make_patient("Anna")
    elsewhere, _secret, _codes = with_app(anna.user)
    program = Program(anna.user)
    assert by_password(anna.user).get("/more/").status_code == 302
    AccountMail.objects.all().delete()
    assert "is signed out everywhere" in remove_second_factor(anna.user.email.title())
    assert not Authenticator.objects.exists()
    assert elsewhere.get("/more/").headers["Location"].startswith("/sign-in/")
    assert program.get("falls/").status == 401
    send_all()
    assert [(one["Subject"], one["To"]) for one in smtp_box.messages] == [
        ("Footing: How you sign in was changed", anna.user.email)
    ]
    page = by_password(anna.user).get("/people/log/").content.decode()
    assert "Whoever runs this service took your second step away" in page
    assert "You removed a way to sign in" not in page


def test_theo_sees_nobody_before_he_has_a_second_step_again(settings: Any) -> None:
    settings.SECOND_FACTOR = True
    theo = make_therapist("Theo")
    make_link(make_patient("Anna"), theo, Scope.FALLS)
    before, _secret, _codes = with_app(theo)
    assert "Anna" in before.get("/patients/").content.decode()
    remove_second_factor(theo.email)
    assert by_password(theo).get("/patients/").headers["Location"] == "/ways-in/"
    after, _secret, _codes = with_app(theo)
    assert "Anna" in after.get("/patients/").content.decode()


def test_the_operator_is_told_where_there_is_nothing_to_take_away() -> None:
    make_account("Ben", email="ben@example.org")
    make_account("Una", email="una@example.org", confirmed=False)
    with pytest.raises(CommandError, match="without a second step already"):
        remove_second_factor("ben@example.org")
    for address in ("una@example.org", "nobody@example.org", "rubbish"):
        with pytest.raises(CommandError, match=f"No account has confirmed {address}"):
            remove_second_factor(address)
    assert not AccountMail.objects.exists()
