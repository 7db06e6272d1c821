"""Programs that Anna lets in, and shuts out again."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import TokenScope
from accounts.models import ApiToken, User
from accounts.services.tokens import TOKENS_ALLOWED, make_token, make_tokens, token_behind
from tests.guests import nobody_tried_before
from tests.letters import link_in, send_all
from tests.people import PASSWORD, make_account, make_patient, signed_in
from tests.servers.smtp import SmtpBox

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]

PROGRAMS, STARTING, NEW = "/programs/", "/programs/starting/", "a gate made of ash"
LOSE = "programs will lose their access"


def let_in(client: Client, **told: str) -> "Answer":
    return client.post(STARTING, {"name": "Kitchen display", "scope": "read", "password": PASSWORD, **told})


def text(answer: "Answer") -> str:
    return bytes(answer.content).decode()


def key_on(answer: "Answer") -> str:
    shown = re.findall(r"frt_[\w-]+", text(answer))
    assert len(shown) == 1
    return str(shown[0])


def key_for(account: User, name: str = "a script") -> str:
    return make_token(account=account, name=name, scope=TokenScope.WRITE, now=timezone.now()).key


def opens(key: str) -> bool:
    return token_behind(key, now=timezone.now()) is not None


@pytest.mark.parametrize("scope", TokenScope)
def test_anna_lets_a_program_in_with_her_password_and_it_does_what_she_chose(scope: TokenScope) -> None:
    anna = make_patient("Anna").user
    answer = let_in(signed_in(anna), scope=scope)
    assert answer.status_code == 200
    token = token_behind(key_on(answer), now=timezone.now())
    assert token is not None
    assert (token.account, token.name, token.scope) == (anna, "Kitchen display", scope)


def test_the_key_is_shown_once_and_neither_kept_nor_cached_nor_in_an_address() -> None:
    client = signed_in(make_patient("Anna").user)
    answer = let_in(client)
    key = key_on(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "Location" not in answer
    assert key not in str(dict(client.session.items()))
    for address in (PROGRAMS, STARTING, "/more/", "/people/log/"):
        assert key not in text(client.get(address))


def test_a_key_made_for_reading_is_what_comes_unless_anna_says_otherwise() -> None:
    page = text(signed_in(make_patient("Anna").user).get(STARTING))
    assert re.search(r'value="read"[^>]*checked', page)
    assert not re.search(r'value="write"[^>]*checked', page)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"password": "a guess"}, "This is not your password"),
        ({"password": ""}, "Type your password"),
        ({"name": ""}, "Give the program a name"),
        ({"name": "   "}, "Give the program a name"),
        ({"name": "a\x00b"}, "There is a problem"),
        ({"name": "a" * 81}, "There is a problem"),
        ({"name": "two\nlines"}, "There is a problem"),
        ({"scope": "admin"}, "There is a problem"),
        ({"scope": ""}, "Choose what the program may do"),
    ],
)
def test_without_password_name_or_scope_there_is_no_key(told: dict[str, str], words: str) -> None:
    answer = let_in(signed_in(make_patient("Anna").user), **told)
    assert answer.status_code == 422
    assert words in text(answer)
    assert "frt_" not in text(answer)
    assert not ApiToken.objects.exists()


def test_the_password_is_not_said_back() -> None:
    answer = let_in(signed_in(make_patient("Anna").user), name="", password="a guess in the dark")
    assert "a guess in the dark" not in text(answer)


def test_whoever_found_annas_phone_guesses_ten_times_a_minute_and_the_asking_again_counts() -> None:
    client = signed_in(make_patient("Anna").user)
    guesses = [let_in(client, password=f"guess {number}").status_code for number in range(9)]
    assert client.post("/password/again/", {"password": "guess"}).status_code == 422
    assert set(guesses) == {422}
    answer = let_in(client)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Please wait" in text(answer)
    assert not ApiToken.objects.exists()
    assert let_in(signed_in(make_patient("Ben").user)).status_code == 200


def test_the_list_says_which_program_may_do_what_and_when_it_was_last_here() -> None:
    anna = make_patient("Anna").user
    now = timezone.now()
    with time_machine.travel(now - timedelta(days=1), tick=False):
        key = key_for(anna, "Diary export")
    make_token(account=anna, name="Kitchen <display>", scope=TokenScope.READ, now=now)
    client = signed_in(anna)
    page = text(client.get(PROGRAMS))
    assert page.index("Kitchen &lt;display&gt;") < page.index("Diary export")
    assert re.findall(r"Let in.*used\.", page) == [
        "Let in today. Never used.",
        "Let in yesterday. Never used.",
    ]
    assert page.index("May read<") < page.index("May read and write<")
    token_behind(key, now=now)
    assert "Let in yesterday. Last here today." in text(client.get(PROGRAMS))


def test_a_list_of_many_programs_takes_as_many_queries_as_a_list_of_one(
    django_assert_max_num_queries: object,
) -> None:
    anna = make_patient("Anna").user
    client = signed_in(anna)
    counted = []
    for more in (1, 20):
        make_tokens(accounts=[anna] * more, name="a script", scope=TokenScope.READ, now=timezone.now())
        with django_assert_max_num_queries(100) as queries:  # type: ignore[operator]
            client.get(PROGRAMS)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_without_programs_the_list_says_so() -> None:
    assert "No program has access" in text(signed_in(make_account("Theo")).get(PROGRAMS))


def test_anna_shuts_a_program_out_and_is_told_its_name() -> None:
    anna = make_patient("Anna").user
    client = signed_in(anna)
    key, other = key_for(anna, "Kitchen display"), key_for(anna, "Diary export")
    token = ApiToken.objects.get(name="Kitchen display")
    answer = client.post(f"{PROGRAMS}{token.public_id}/ending/", follow=True)
    assert "Kitchen display has no access any more" in text(answer)
    assert (opens(key), opens(other)) == (False, True)
    assert client.post(f"{PROGRAMS}{token.public_id}/ending/").status_code == 404


def test_a_program_of_somebody_else_is_neither_seen_nor_ended() -> None:
    key = key_for(make_patient("Anna").user, "Kitchen display")
    ben = signed_in(make_patient("Ben").user)
    assert "Kitchen display" not in text(ben.get(PROGRAMS))
    assert ben.post(f"{PROGRAMS}{ApiToken.objects.get().public_id}/ending/").status_code == 404
    assert opens(key)


def test_with_fifty_programs_anna_is_told_to_end_one() -> None:
    anna = make_patient("Anna").user
    now = timezone.now()
    make_tokens(accounts=[anna] * TOKENS_ALLOWED, name="a script", scope=TokenScope.READ, now=now)
    answer = let_in(signed_in(anna))
    assert answer.status_code == 422
    assert "End one that you no longer use" in text(answer)
    assert ApiToken.objects.count() == TOKENS_ALLOWED


def test_a_changed_password_shuts_every_program_of_anna_out_and_no_other() -> None:
    anna = make_patient("Anna").user
    keys, bens = [key_for(anna), key_for(anna)], key_for(make_patient("Ben").user)
    client = signed_in(anna)
    assert LOSE in text(client.get("/password/change/"))
    wrong = client.post("/password/change/", {"oldpassword": "no", "password1": NEW})
    assert wrong.status_code == 422
    assert all(map(opens, keys))
    client.post("/password/change/", {"oldpassword": PASSWORD, "password1": NEW})
    assert not any(map(opens, keys))
    assert opens(bens)
    assert LOSE not in text(client.get("/password/change/"))
    assert "A program lost its access" in text(client.get("/people/log/"))


def test_a_password_chosen_by_mail_shuts_every_program_out(smtp_box: SmtpBox) -> None:
    anna = make_patient("Anna").user
    key = key_for(anna)
    Client().post("/password/forgotten/", {"email": anna.email})
    send_all()
    assert opens(key)
    client = Client()
    form = client.get(link_in(smtp_box, "/password/new/"), follow=True)
    assert LOSE in text(form)
    client.post(form.redirect_chain[-1][0], {"password1": NEW})
    assert not opens(key)


def test_a_password_chosen_with_the_address_shuts_every_program_of_that_account_out(
    smtp_box: SmtpBox,
) -> None:
    anna, other = (make_account(name, email="anna@example.org", confirmed=False) for name in ("Anna", "Elm"))
    Client().post("/password/forgotten/", {"email": "anna@example.org"})
    send_all()
    link = link_in(smtp_box, "/password/recovery/")
    assert "Its programs lose their access" not in text(Client().get(link))
    key, others = key_for(anna), key_for(other)
    assert "Its programs lose their access" in text(Client().get(link))
    Client().post(link, {"account": str(anna.public_id), "password1": NEW})
    assert (opens(key), opens(others)) == (False, True)


def test_signing_in_with_the_old_hash_renewed_shuts_nobody_out() -> None:
    anna = make_patient("Anna").user
    key = key_for(anna)
    Client().post("/sign-in/", {"login": anna.email, "password": PASSWORD})
    assert opens(key)


def test_whoever_makes_a_key_reads_that_a_writing_program_lets_others_in_and_takes_everything() -> None:
    client = signed_in(make_patient("Anna").user)
    told = "can also let other people see your diary and fetch all of your data as one file."
    assert told in text(client.get(STARTING))
    assert told in text(let_in(client, scope="write"))
    assert told not in text(let_in(client, scope="read"))
    assert f"{told} It does not ask you again. It cannot delete your account" in text(client.get(PROGRAMS))
