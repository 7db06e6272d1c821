"""Anna reads what she agrees to before she agrees, and finds it again later."""

import pytest
from django.utils import timezone

from accounts.domain.consents import VERSIONS, ConsentTo
from accounts.domain.vocabulary import Scope
from accounts.models import Consent
from logs.domain.times import local_date
from tests.people import fall, make_account, make_link, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db
BERLIN = "Europe/Berlin"


def test_a_diary_begins_with_agreeing_to_words_that_stand_above_the_button() -> None:
    anna = make_account("Anna")
    page = signed_in(anna).get("/joining/diary/").content.decode()
    assert page.index("are health data") < page.index("I agree: begin my diary")
    signed_in(anna).post("/joining/diary/", {"time_zone": BERLIN})
    kept = Consent.objects.get()
    assert (kept.account, kept.to, kept.version) == (anna, "diary", 1)
    told = signed_in(anna).get("/consents/").content.decode()
    assert f"You agreed on {local_date(timezone.now(), BERLIN):%-d %B %Y}." in told
    assert "agreed to how your data is kept" in signed_in(anna).get("/people/log/").content.decode()


def test_a_time_zone_that_is_none_begins_nothing_and_agrees_to_nothing() -> None:
    anna = make_account("Anna")
    assert signed_in(anna).post("/joining/diary/", {"time_zone": "Mars/Olympus"}).status_code == 422
    assert not Consent.objects.exists()


def test_whoever_lets_somebody_in_reads_that_the_time_before_is_seen_too() -> None:
    anna = make_patient("Anna")
    page = signed_in(anna.user).get("/people/invitation/?who=therapist-person").content.decode()
    assert page.index("also from before today") < page.index("I agree: make the code")
    told = {"who": "therapist-person", "scopes": ["falls"], "ends_on": ""}
    answer = signed_in(anna.user).post("/people/invitation/", told)
    assert "Your code" in answer.content.decode()
    assert Consent.objects.get().to == "sharing"


def test_new_words_are_shown_and_agreed_to_by_a_button(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = make_patient("Anna")
    Consent.objects.create(account=anna.user, to=ConsentTo.DIARY, version=0, given_at=timezone.now())
    page = signed_in(anna.user).get("/consents/").content.decode()
    assert "These words are new." in page
    assert "You agreed to earlier words on" in page
    signed_in(anna.user).post("/consents/diary/")
    assert Consent.objects.filter(version=VERSIONS[ConsentTo.DIARY]).exists()
    assert "These words are new." not in signed_in(anna.user).get("/consents/").content.decode()


def test_a_later_link_sees_the_time_before_it_and_an_ended_one_sees_nothing_of_any_time() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    known = fall(anna)
    link = make_link(anna, theo, Scope.FALLS)
    assert signed_in(theo).get(f"/falls/{known.public_id}/").status_code == 200
    signed_in(anna.user).post(f"/people/{link.public_id}/ending/")
    assert signed_in(theo).get(f"/falls/{known.public_id}/").status_code == 404


def test_nobody_agrees_to_what_is_not_asked_and_no_stranger_finds_the_page() -> None:
    assert signed_in(make_patient("Anna").user).post("/consents/everything/").status_code == 404
    assert signed_in(make_account("Eve")).get("/consents/").status_code == 404
