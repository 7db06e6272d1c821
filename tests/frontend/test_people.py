"""Who sees Anna's diary, how they got there, and how she ends it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope
from accounts.models import CareLink, Patient, User
from accounts.services import care_links
from accounts.services.care_links import end_care_link
from accounts.services.leaving import ask_to_be_erased, stay
from tests.people import (
    make_account,
    make_caregiver,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    signed_in,
)

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db


def text(answer: "Answer") -> str:
    return bytes(answer.content).decode()


def invite(client: Client, who: str = "therapist-person", *scopes: str, **more: str) -> str:
    """The code that Anna reads to somebody."""
    typed = {"who": who, "scopes": list(scopes or ("falls", "symptoms")), **more}
    return str(client.post("/people/invitation/", typed).context["code"])


def test_anna_gives_theo_a_code_and_he_sees_her_falls() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    answer = signed_in(anna.user).post(
        "/people/invitation/", {"who": "therapist-person", "scopes": ["falls"]}
    )
    code = answer.context["code"]
    assert f">{code}</strong>" in text(answer)
    assert "It works once, for ten minutes" in text(answer)
    assert "<svg" in text(answer)
    assert "style=" not in text(answer)
    opened = signed_in(theo).post("/codes/", {"code": code.lower()}, follow=True)
    assert "Anna has opened their diary to you: falls and diary." in text(opened)
    assert Patient.objects.visible_to(theo, Scope.FALLS).get() == anna


@pytest.mark.parametrize(
    ("scopes", "page"),
    [
        (("falls", "home"), ("See Anna’s page", "/patients/{}/")),
        (("home",), ("See Anna’s home", "/patients/{}/home/")),
        (("symptoms",), None),  # by a program: her page asks for what goes with it
    ],
)
def test_a_code_that_is_taken_up_leads_on_to_the_page_it_opened(
    scopes: tuple[str, ...], page: tuple[str, str] | None
) -> None:
    anna, theo = make_patient("Anna"), signed_in(make_therapist("Theo"))
    code = care_links.invite(patient=anna, now=timezone.now(), scopes=[Scope(scope) for scope in scopes]).code
    told = text(theo.post("/codes/", {"code": code}, follow=True))
    assert "Anna has opened their diary to you" in told
    if page is None:
        assert "See Anna" not in told
        return
    words, address = page[0], page[1].format(anna.public_id)
    assert f'<a class="target" href="{address}">{words}</a>' in told  # in the message
    assert f'<a class="button" href="{address}">{words}</a>' in told  # and beside her name, for later
    assert theo.get(address).status_code == 200


def test_a_name_that_looks_like_html_is_a_name_in_the_message() -> None:
    anna, theo = make_patient("<b>Anna</b>"), signed_in(make_therapist("Theo"))
    told = text(theo.post("/codes/", {"code": invite(signed_in(anna.user))}, follow=True))
    assert "&lt;b&gt;Anna&lt;/b&gt; has opened" in told
    assert "<b>Anna" not in told


def test_without_a_second_step_a_therapist_is_led_to_it_and_not_told_that_nobody_let_them_in(
    settings: Any,
) -> None:
    settings.SECOND_FACTOR = True
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    told = text(signed_in(theo).post("/codes/", {"code": invite(signed_in(anna.user))}, follow=True))
    assert '<a class="target" href="/ways-in/">Add a second step to see it</a>' in told
    assert "once you have a second step" in told
    assert "See Anna" not in told
    assert "No diary is open to you" not in told
    # Who logs for her as a caregiver needs none for that.
    code = invite(signed_in(anna.user), "caregiver-person", "falls", "log")
    assert "See Anna’s page" in text(
        signed_in(make_account("Carl")).post("/codes/", {"code": code}, follow=True)
    )


def test_choosing_whom_suggests_what_they_may_see() -> None:
    client = signed_in(make_patient("Anna").user)
    assert "?who=caregiver-person" in text(client.get("/people/invitation/"))
    for who, scopes in (
        ("therapist-clinic", {"falls", "symptoms", "home"}),
        ("caregiver-person", {"falls", "log"}),
    ):
        form = client.get("/people/invitation/", {"who": who}).context["form"]
        assert set(form.initial["scopes"]) == scopes


def test_a_code_for_a_caregiver_lets_carl_log() -> None:
    anna, carl = make_patient("Anna"), make_account("Carl")
    code = invite(signed_in(anna.user), "caregiver-person", "falls", "log", ends_on="2099-01-31")
    signed_in(carl).post("/codes/", {"code": code})
    link = CareLink.objects.get()
    assert (link.role, set(link.scopes)) == ("caregiver", {Scope.FALLS, Scope.LOG})
    assert "until 31 January 2099" in text(signed_in(anna.user).get("/people/"))


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"who": "therapist-person"},
        {"who": "caregiver-clinic", "scopes": ["falls"]},
        {"who": "therapist-person", "scopes": ["everything"]},
        {"who": "therapist-person", "scopes": ["falls"], "ends_on": "2000-01-01"},
        {"who": "therapist-person", "scopes": ["falls"], "ends_on": "2026-02-30"},
        {"who": "\x00", "scopes": "\x00", "ends_on": "\x00"},
    ],
)
def test_an_invitation_without_sense_is_answered_in_words(typed: dict[str, str]) -> None:
    answer = signed_in(make_patient("Anna").user).post("/people/invitation/", typed)
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)


@pytest.mark.parametrize(
    ("alone", "needs", "words"),
    [
        ("symptoms", ["falls"], "Symptoms are shown beside the falls: tick those, too."),
        ("photos", ["home"], "Photos are shown beside the home: tick that, too."),
        ("notes", ["falls", "home"], "Notes are shown beside the falls and the home: tick one of them, too."),
    ],
)
def test_a_tick_that_opens_nothing_alone_says_what_goes_with_it(
    alone: str, needs: list[str], words: str
) -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    client = signed_in(anna.user)
    address = f"/people/{make_link(anna, theo).public_id}/"
    seen = client.get(address).context["form"].initial["seen"]
    for scope in Scope:
        typed = {"who": "therapist-person", "scopes": {alone, str(scope)}, "seen": seen}
        for form_of in ("/people/invitation/", address):
            if scope not in needs:
                answer = client.post(form_of, typed)
                assert answer.status_code == 422
                assert words in answer.context["form"].errors["scopes"]
                assert set(answer.context["form"]["scopes"].value()) == typed["scopes"]
    for needed in needs:
        assert invite(client, "therapist-person", alone, needed)


def test_a_last_day_far_away_is_no_end() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    signed_in(theo).post("/codes/", {"code": invite(signed_in(anna.user), ends_on="9999-12-31")})
    assert CareLink.objects.get().ends_at is None


def test_the_eleventh_code_in_an_hour_has_to_wait() -> None:
    client = signed_in(make_patient("Anna").user)
    for _code in range(10):
        invite(client)
    answer = client.post("/people/invitation/", {"who": "therapist-person", "scopes": ["falls"]})
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "many codes in the last hour" in text(answer)


@pytest.mark.parametrize("typed", ["", "WRONG123", "\x00", "x" * 5000, "ÄÖÜ ß 12"])
def test_a_wrong_code_is_told_beside_its_field(typed: str) -> None:
    answer = signed_in(make_therapist("Theo")).post("/codes/", {"code": typed})
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert ("This code is not valid" if typed else "Type the code.") in text(answer)


def test_after_five_wrong_codes_not_even_the_right_one_is_looked_at() -> None:
    code = invite(signed_in(make_patient("Anna").user))
    theo = signed_in(make_therapist("Theo"))
    for _try in range(5):
        theo.post("/codes/", {"code": "WRONG123"})
    answer = theo.post("/codes/", {"code": code})
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert not CareLink.objects.exists()


def test_a_code_for_a_therapist_is_not_for_carl_and_stays_alive() -> None:
    code = invite(signed_in(make_patient("Anna").user))
    answer = signed_in(make_account("Carl")).post("/codes/", {"code": code})
    assert "This code is for a therapist" in text(answer)
    assert signed_in(make_therapist("Theo")).post("/codes/", {"code": code}).status_code == 302


def test_a_code_for_a_clinic_asks_which_where_there_are_several() -> None:
    theo = make_therapist("Theo")
    make_clinic("Riverside", by=theo)
    hill = make_clinic("Hillside", by=theo)
    code = invite(signed_in(make_patient("Anna").user), "therapist-clinic")
    client = signed_in(theo)
    assert "Choose the clinic" in text(client.post("/codes/", {"code": code}))
    client.post("/codes/", {"code": code, "clinic": str(hill.public_id)})
    assert CareLink.objects.get().clinic == hill


def test_a_code_for_a_clinic_goes_to_the_only_one_by_itself() -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic("Riverside", by=theo)
    code = invite(signed_in(make_patient("Anna").user), "therapist-clinic")
    answer = signed_in(theo).post("/codes/", {"code": code}, follow=True)
    assert "to Riverside" in text(answer)
    assert CareLink.objects.get().clinic == clinic


def test_anna_ends_access_in_one_tap_and_theo_is_a_stranger_on_the_next_request() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    client = signed_in(anna.user)
    assert "Theo, occupational therapist" in text(client.get("/people/"))
    ended = client.post(f"/people/{link.public_id}/ending/", follow=True)
    assert "Theo, occupational therapist, no longer sees your diary" in text(ended)
    assert "Who had access before" in text(ended)
    assert not Patient.objects.visible_to(theo).exists()
    assert signed_in(theo).get(f"/patients/{anna.public_id}/").status_code == 404


def test_anna_takes_a_slip_of_the_thumb_back_at_once_and_not_much_later() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    client = signed_in(anna.user)
    assert f"/people/{link.public_id}/resuming/" in text(
        client.post(f"/people/{link.public_id}/ending/", follow=True)
    )
    client.post(f"/people/{link.public_id}/resuming/")
    assert Patient.objects.visible_to(theo).exists()
    client.post(f"/people/{link.public_id}/ending/")
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        late = client.post(f"/people/{link.public_id}/resuming/", follow=True)
    assert "This access has ended already" in text(late)
    assert not Patient.objects.visible_to(theo).exists()


def test_the_trail_says_that_anna_undid_it_and_not_that_she_entered_a_code() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    client = signed_in(anna.user)
    client.post(f"/people/{link.public_id}/ending/")
    client.post(f"/people/{link.public_id}/resuming/")
    log = text(client.get("/people/log/"))
    assert "You undid the end of the access of Theo" in log
    assert "Anna entered your code" not in log


def test_what_ended_before_anna_left_stays_closed_when_she_stays() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link, now = make_link(anna, theo), timezone.now()
    signed_in(anna.user).post(f"/people/{link.public_id}/ending/")
    ask_to_be_erased(account=anna.user, now=now)
    stay(account=anna.user, now=now)
    signed_in(anna.user).post(f"/people/{link.public_id}/resuming/")
    assert not Patient.objects.visible_to(theo).exists()


def test_who_left_does_not_come_back_by_annas_hand_alone() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    signed_in(theo).post(f"/people/{link.public_id}/leaving/")
    signed_in(anna.user).post(f"/people/{link.public_id}/resuming/")
    assert not Patient.objects.visible_to(theo).exists()


def test_anna_changes_what_theo_sees() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    client = signed_in(anna.user)
    form = client.get(f"/people/{link.public_id}/").context["form"]
    assert set(form.initial["scopes"]) == {"falls", "symptoms", "home"}
    client.post(f"/people/{link.public_id}/", {"scopes": ["home"], "seen": form.initial["seen"]})
    assert not Patient.objects.visible_to(theo, Scope.FALLS).exists()
    assert client.post(f"/people/{link.public_id}/", {}).status_code == 422


def test_an_old_page_gives_nothing_back_that_was_taken_away_elsewhere() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    address = f"/people/{make_link(anna, theo).public_id}/"
    client = signed_in(anna.user)
    seen = client.get(address).context["form"].initial["seen"]
    client.post(address, {"scopes": ["home"], "ends_on": "2099-03-31", "seen": seen})
    typed = {"scopes": ["falls", "symptoms", "home"]}
    assert client.post(address, typed).status_code == 422  # of a page that was filled before pages told
    answer = client.post(address, typed | {"seen": seen})
    assert answer.status_code == 422
    assert "This was changed elsewhere meanwhile. What holds now stands here" in text(answer)
    form = answer.context["form"]
    assert "scopes" in form.errors
    assert form["scopes"].value() == ["home"]
    assert 'value="2099-03-31"' in text(answer)
    assert CareLink.objects.get().scopes == {Scope.HOME}
    # What is chosen now is chosen knowingly.
    client.post(address, {"scopes": ["falls"], "seen": form["seen"].value()})
    assert CareLink.objects.get().scopes == {Scope.FALLS}


def test_a_last_day_that_was_set_elsewhere_stays_and_a_second_press_is_no_clash() -> None:
    anna, theo = make_patient("Anna", time_zone="Asia/Tokyo"), make_therapist("Theo")
    address = f"/people/{make_link(anna, theo).public_id}/"
    client = signed_in(anna.user)
    seen = client.get(address).context["form"].initial["seen"]
    typed = {"scopes": ["falls", "symptoms", "home"], "ends_on": "2099-03-31", "seen": seen}
    for _press in range(2):
        assert "Saved. It holds from now on." in text(client.post(address, typed, follow=True))
    assert client.post(address, typed | {"ends_on": ""}).status_code == 422
    assert "until 31 March 2099" in text(client.get("/people/"))


@pytest.mark.parametrize("scopes", [["falls"], []])
def test_saving_an_access_that_has_ended_meanwhile_says_so_to_anna_alone(scopes: list[str]) -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    address = f"/people/{link.public_id}/"
    end_care_link(care_link=link, by=theo, now=timezone.now())
    answer = signed_in(anna.user).post(address, {"scopes": scopes}, follow=True)
    assert answer.redirect_chain == [("/people/", 302)]
    assert "This access has ended already." in text(answer)
    assert signed_in(theo).post(address, {"scopes": scopes}).status_code == 404
    assert not CareLink.objects.active().exists()


def test_the_last_day_shown_is_the_last_day_chosen() -> None:
    anna, theo = make_patient("Anna", time_zone="Asia/Tokyo"), make_therapist("Theo")
    link = make_link(anna, theo, ends_on=date(2099, 3, 31))
    form = signed_in(anna.user).get(f"/people/{link.public_id}/").context["form"]
    assert form.initial["ends_on"] == date(2099, 3, 31)


def test_nobody_else_touches_annas_links() -> None:
    anna, theo, mallory = make_patient("Anna"), make_therapist("Theo"), make_patient("Mallory")
    link = make_link(anna, theo)
    for account in (theo, mallory.user):
        client = signed_in(account)
        assert client.get(f"/people/{link.public_id}/").status_code == 404
        assert client.post(f"/people/{link.public_id}/ending/").status_code == 404
    assert signed_in(mallory.user).post(f"/people/{link.public_id}/leaving/").status_code == 404
    assert signed_in(anna.user).get(f"/people/{uuid4()}/").status_code == 404
    assert CareLink.objects.active().count() == 1


def test_theo_leaves_and_sees_nothing_more() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    client = signed_in(theo)
    assert "Anna" in text(client.get("/people/"))
    answer = client.post(f"/people/{link.public_id}/leaving/", follow=True)
    assert "You no longer see the diary of Anna" in text(answer)
    assert not Patient.objects.visible_to(theo).exists()


def test_only_a_manager_gives_up_a_diary_that_was_opened_to_the_clinic() -> None:
    manager, member = make_therapist("Theo"), make_therapist("Tara")
    clinic = make_clinic(by=manager)
    clinic.members.create(account=member)
    link = make_link(make_patient("Anna"), manager, clinic=clinic)
    assert "Leave" not in text(signed_in(member).get("/people/"))
    assert signed_in(member).post(f"/people/{link.public_id}/leaving/").status_code == 404
    assert signed_in(manager).post(f"/people/{link.public_id}/leaving/").status_code == 302
    assert not CareLink.objects.active().exists()


@pytest.mark.parametrize("address", ["/people/", "/people/log/"])
def test_more_people_cost_no_more_queries(address: str) -> None:
    anna = make_patient("Anna")
    client = signed_in(anna.user)
    counts = []
    for number in range(2):
        for _link in range(1 + 4 * number):
            make_link(anna, make_therapist())
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_a_helper_without_a_diary_has_people_but_no_invitations() -> None:
    carl = make_caregiver(make_patient("Anna"), "Carl")
    client = signed_in(carl)
    page = text(client.get("/people/"))
    assert "you may log for them" in page
    assert "Invite somebody" not in page
    assert client.get("/people/invitation/").status_code == 404


def test_more_tells_of_an_unconfirmed_address() -> None:
    assert "Not confirmed yet" in text(signed_in(make_account("Anna", confirmed=False)).get("/more/"))
    assert "Not confirmed yet" not in text(signed_in(make_account("Anna")).get("/more/"))


def test_a_renewed_link_keeps_one_row() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, Scope.FALLS)
    make_link(anna, theo, Scope.HOME, role=Role.THERAPIST)
    assert CareLink.objects.get().scopes == {Scope.HOME}
    assert User.objects.filter(care_links__patient=anna).distinct().count() == 1


def test_theo_learns_nothing_new_by_leaving_a_link_that_anna_has_ended() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    end_care_link(care_link=link, by=anna.user, now=timezone.now())
    User.objects.filter(pk=anna.user.pk).update(name="Annabel")
    client = signed_in(theo)
    assert client.post(f"/people/{link.public_id}/leaving/").status_code == 404
    assert b"Annabel" not in client.get("/people/").content
