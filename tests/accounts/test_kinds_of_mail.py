"""No kind of mail about an account outlives its sending, its account or its month."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.domain.leaving import GRACE
from accounts.models import AccountMail, User
from accounts.services.addresses import change_address, claimed_address, confirm_address
from accounts.services.leaving import ask_to_be_erased
from accounts.tasks import clean_up_accounts
from belongings.services.erasing import erase
from tests.factors import with_app
from tests.guests import nobody_tried_before
from tests.letters import send_all
from tests.people import PASSWORD, make_patient
from tests.servers.smtp import SmtpBox

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]

Kind = AccountMail.Kind
NOW = timezone.now()


def confirms_another_address(account: User) -> None:
    change_address(account=account, address="elsewhere@example.org")
    AccountMail.objects.all().delete()
    claim = claimed_address(account)
    assert claim is not None
    confirm_address(claim=claim)


# What somebody does that promises them such a mail. A new kind has to be told here.
PROMISED_BY: Mapping[Kind, Callable[[User], object]] = {
    Kind.CONFIRM_ADDRESS: lambda account: change_address(account=account, address="elsewhere@example.org"),
    Kind.RESET_PASSWORD: lambda account: Client().post("/password/forgotten/", {"email": account.email}),
    Kind.NEW_DEVICE: lambda account: Client().post(
        "/sign-in/", {"login": account.email, "password": PASSWORD}
    ),
    Kind.FACTORS_CHANGED: with_app,
    Kind.LEAVING: lambda account: ask_to_be_erased(account=account, now=NOW),
    Kind.ADDRESS_CHANGED: confirms_another_address,
}


@pytest.fixture(params=list(Kind))
def promised(request: pytest.FixtureRequest, django_capture_on_commit_callbacks: Any) -> AccountMail:
    """A mail of each kind, to Anna."""
    anna = make_patient("Anna").user
    with django_capture_on_commit_callbacks(execute=True):
        PROMISED_BY[request.param](anna)
    return AccountMail.objects.get(kind=request.param)


def test_it_is_forgotten_when_it_is_sent(promised: AccountMail, smtp_box: SmtpBox) -> None:
    send_all()
    assert promised.address in [message["X-Envelope-To"] for message in smtp_box.messages]
    assert not AccountMail.objects.exists()


@pytest.mark.parametrize("gave_up", [True, False])
def test_it_goes_after_a_month_though_nobody_sent_it(
    promised: AccountMail,
    *,
    gave_up: bool,
) -> None:
    for days, is_kept in ((29, True), (31, False)):
        made_at = timezone.now() - timedelta(days=days)
        AccountMail.objects.filter(pk=promised.pk).update(made_at=made_at, gave_up=gave_up)
        clean_up_accounts()
        assert AccountMail.objects.filter(pk=promised.pk).exists() == is_kept


@pytest.mark.parametrize("gave_up", [True, False])
def test_it_is_erased_with_the_account(promised: AccountMail, *, gave_up: bool) -> None:
    AccountMail.objects.update(gave_up=gave_up)
    anna = User.objects.get()
    ask_to_be_erased(account=anna, now=NOW)
    assert erase(account_key=anna.pk, now=NOW + GRACE)
    assert not AccountMail.objects.exists()
