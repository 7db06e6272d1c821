"""What works once works once, however many use it at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from allauth.core.context import request_context
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connections
from django.test import RequestFactory

from accounts.adapter import AccountAdapter
from accounts.errors import LinkUsed
from accounts.models import User
from frontend.forms.factors import CodeForm
from tests.factors import app_code
from tests.guests import nobody_tried_before
from tests.people import make_account, make_therapist

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_tried_before")]

AT_ONCE, THREADS = 200, 20


def at_once(use: Callable[[int], bool]) -> int:
    """How many of 200 uses succeed."""

    gate = Barrier(THREADS)

    def one(number: int) -> bool:
        connections["default"].ensure_connection()
        gate.wait()
        try:
            return use(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as threads:
        return sum(threads.map(one, range(AT_ONCE)))


def types(account: User, code: str) -> bool:
    """Whether the code is taken."""
    with request_context(RequestFactory().post("/")):
        return bool(CodeForm({"code": code}, user=account).is_valid())


def test_of_200_uses_of_one_link_for_a_new_password_one_succeeds() -> None:
    anna = make_account("Anna")
    read_by_each = [User.objects.get(pk=anna.pk) for _use in range(AT_ONCE)]

    def choose(number: int) -> bool:
        try:
            AccountAdapter().set_password(read_by_each[number], f"a gate made of ash {number}")
        except LinkUsed:
            return False
        return True

    assert at_once(choose) == 1


def test_of_many_uses_of_one_recovery_code_one_succeeds(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    theo = make_therapist("Theo")
    code = RecoveryCodes.activate(theo).get_unused_codes()[0]
    assert at_once(lambda _number: types(theo, code)) == 1


def test_of_many_uses_of_one_code_of_the_app_one_succeeds(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    theo, secret = make_therapist("Theo"), generate_totp_secret()
    TOTP.activate(theo, secret)
    code = app_code(secret)
    assert at_once(lambda _number: types(theo, code)) == 1
