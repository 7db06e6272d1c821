"""Keys of programs: what they open, and what ends them."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.domain.vocabulary import AuditAction, TokenScope
from accounts.errors import TooManyTokens, WrongPassword
from accounts.models import ApiToken, AuditEvent, User
from accounts.services.addresses import recover
from accounts.services.tokens import (
    TOKENS_ALLOWED,
    end_token,
    key_hash,
    make_token,
    make_tokens,
    token_behind,
)
from tests.people import make_account, make_patient, make_therapist

pytestmark = pytest.mark.django_db


def key_for(account: User, *, scope: TokenScope = TokenScope.WRITE, name: str = "my script") -> str:
    return make_token(account=account, name=name, scope=scope, now=timezone.now()).key


def opens(key: str) -> bool:
    return token_behind(key, now=timezone.now()) is not None


def trail(account: User) -> list[tuple[str, str]]:
    events = AuditEvent.objects.about(account).order_by("pk")
    return [(event.action, str(event.detail.get("scope"))) for event in events]


def test_a_key_opens_the_account_that_made_it() -> None:
    anna, ben = make_account("Anna"), make_account("Ben")
    key = key_for(anna, scope=TokenScope.READ)
    key_for(ben)
    found = token_behind(key, now=timezone.now())
    assert found is not None
    assert (found.account, found.scope, found.name) == (anna, TokenScope.READ, "my script")


def test_a_key_has_256_random_bits_and_only_its_hash_is_kept() -> None:
    anna = make_account("Anna")
    keys = {key_for(anna) for _key in range(3)}
    assert len(keys) == 3
    assert all(re.fullmatch(r"frt_[A-Za-z0-9_-]{43}", key) for key in keys)
    kept = str(list(ApiToken.objects.values())) + str(list(AuditEvent.objects.values()))
    assert not any(key in kept or key.removeprefix("frt_") in kept for key in keys)
    assert set(ApiToken.objects.values_list("key_hash", flat=True)) == {key_hash(key) for key in keys}


@pytest.mark.parametrize("key", ["", "frt_", "frt_" + "a" * 43, "\x00", "\ud800", "ü" * 9000])
def test_a_key_that_nobody_made_opens_nothing(key: str) -> None:
    key_for(make_account("Anna"))
    assert not opens(key)


def test_neither_the_hash_nor_a_part_of_a_key_is_a_key() -> None:
    key = key_for(make_account("Anna"))
    assert opens(key)
    for almost in (key_hash(key), key[:-1], key.upper(), f"{key} ", key.removeprefix("frt_")):
        assert not opens(almost)


def test_a_token_that_was_ended_opens_nothing_and_the_trail_keeps_both() -> None:
    anna = make_account("Anna")
    key, other = key_for(anna, scope=TokenScope.READ), key_for(anna)
    token = ApiToken.objects.get(key_hash=key_hash(key))
    end_token(token=token, by=anna)
    end_token(token=token, by=anna)
    assert not opens(key)
    assert opens(other)
    assert trail(anna) == [
        (AuditAction.TOKEN_MADE, "read"),
        (AuditAction.TOKEN_MADE, "write"),
        (AuditAction.TOKEN_ENDED, "read"),
    ]
    ended = AuditEvent.objects.get(action=AuditAction.TOKEN_ENDED)
    assert (ended.subject_key, ended.actor_key) == (token.public_id, anna.audit_key)


def test_the_trail_does_not_say_what_anna_called_her_program() -> None:
    key_for(make_account("Anna"), name="Marta’s laptop")
    assert "Marta" not in str(list(AuditEvent.objects.values()))


def test_a_closed_account_opens_to_no_program() -> None:
    anna = make_account("Anna")
    key = key_for(anna)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert not opens(key)


@pytest.mark.parametrize("who", ["patient", "therapist", "nobody"])
def test_knowing_who_is_behind_a_key_and_whose_diary_takes_one_query(who: str) -> None:
    account = {"patient": make_patient().user, "therapist": make_therapist(), "nobody": make_account()}[who]
    key, now = key_for(account), timezone.now()
    token_behind(key, now=now)
    with CaptureQueriesContext(connection) as queries:
        found = token_behind(key, now=now + timedelta(minutes=4))
        assert found is not None
        assert found.account.is_patient == (who == "patient")
    assert len(queries) == 1
    # Asked where codes are taken up, and only there.
    assert found.account.is_therapist == (who == "therapist")


def test_a_key_that_opens_nothing_takes_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert not opens("frt_" + "a" * 43)
    assert len(queries) == 1


def test_last_use_is_written_every_five_minutes_at_most() -> None:
    anna, now = make_account("Anna"), timezone.now()
    key = key_for(anna)
    seen = []
    for minutes in (0, 4, 6, 8, 12, 11):
        token_behind(key, now=now + timedelta(minutes=minutes))
        used = ApiToken.objects.get().last_used_at
        assert used is not None
        seen.append(round((used - now).total_seconds() / 60))
    assert seen == [0, 0, 6, 6, 12, 12]


def test_an_account_has_fifty_programs_and_may_end_one_for_another() -> None:
    anna = make_account("Anna")
    for _number in range(TOKENS_ALLOWED):
        key_for(anna)
    with pytest.raises(TooManyTokens):
        key_for(anna)
    assert ApiToken.objects.count() == TOKENS_ALLOWED
    key_for(make_account("Ben"))
    token = anna.api_tokens.first()
    assert token is not None
    end_token(token=token, by=anna)
    assert opens(key_for(anna))


def test_tokens_for_many_take_as_many_queries_as_for_two() -> None:
    accounts = [make_account(f"Number{number}") for number in range(6)]
    counted = []
    for some in (accounts[:2], accounts):
        with CaptureQueriesContext(connection) as queries:
            made = make_tokens(accounts=some, name="demo", scope=TokenScope.WRITE, now=timezone.now())
        counted.append(len(queries))
        found = [token_behind(each.key, now=timezone.now()) for each in made]
        assert [token.account for token in found if token] == some
    assert counted[0] == counted[1]
    assert AuditEvent.objects.filter(action=AuditAction.TOKEN_MADE).count() == 8


def test_the_database_refuses_a_scope_that_nobody_knows_and_a_hash_that_is_there() -> None:
    anna = make_account("Anna")
    key = key_for(anna)
    for wrong in ({"scope": "admin", "key_hash": "a" * 64}, {"scope": "read", "key_hash": key_hash(key)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiToken.objects.create(account=anna, name="x", **wrong)


def test_a_recovered_account_opens_to_no_program() -> None:
    anna = make_account("Anna", email="anna@example.org", confirmed=False)
    key, bens = key_for(anna), key_for(make_account("Ben"))
    recover(account=anna, address="anna@example.org", password="a gate made of ash")
    assert not opens(key)
    assert opens(bens)
    assert trail(anna)[-1] == (AuditAction.TOKEN_ENDED, "write")


def test_whoever_came_in_with_the_old_password_makes_no_token_after_the_new_one() -> None:
    """The account was read, then a new password was saved elsewhere, then the token is to be made."""
    read_before = make_account("Anna")
    anna = User.objects.get(pk=read_before.pk)
    anna.set_password("a gate made of ash")
    anna.save()
    with pytest.raises(WrongPassword):
        key_for(read_before)
    assert opens(key_for(anna))


def test_an_erased_account_takes_its_tokens_along() -> None:
    anna = make_account("Anna")
    key = key_for(anna)
    anna.delete()
    assert not opens(key)
    assert not ApiToken.objects.exists()
