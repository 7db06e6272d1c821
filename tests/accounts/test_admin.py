"""What an admin of the installation may do, and how they sign in: no door of their own to anybody's diary."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ClinicMember, User
from logs.models import Fall
from tests.factors import with_app
from tests.guests import nobody_tried_before
from tests.people import (
    PASSWORD,
    fall,
    make_account,
    make_admin,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    signed_in,
)

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]


def test_ada_cannot_enter_a_clinic_by_the_admin_and_read_its_patients() -> None:
    anna, theo, ada = make_patient("Anna"), make_therapist("Theo"), make_admin("Ada")
    clinic = make_clinic(by=theo)
    make_link(anna, theo, clinic=clinic)
    client = signed_in(ada)
    page = reverse("admin:accounts_clinic_change", args=[clinic.pk])
    assert client.get(page).status_code == 200
    today = timezone.localdate().isoformat()
    client.post(
        page,
        {
            "name": clinic.name,
            "members-TOTAL_FORMS": "1",
            "members-INITIAL_FORMS": "0",
            "members-0-clinic": clinic.pk,
            "members-0-account": ada.pk,
            "members-0-role": "member",
            "members-0-joined_at_0": today,
            "members-0-joined_at_1": "10:00:00",
        },
    )
    assert not ClinicMember.objects.filter(account=ada).exists()
    assert client.get(reverse("patient", args=[anna.public_id])).status_code == 404


def test_ada_cannot_give_annas_account_an_address_of_her_own() -> None:
    anna = make_patient("Anna").user
    row = EmailAddress.objects.get(user=anna)
    page = f"/admin/account/emailaddress/{row.pk}/change/"
    changed = {"user": anna.pk, "email": "ada@example.org", "verified": "on", "primary": "on"}
    assert signed_in(make_admin("Ada")).post(page, changed).status_code == 404
    row.refresh_from_db()
    assert row.email == anna.email


@pytest.mark.parametrize("model", ["user", "clinic"])
def test_ada_cannot_delete_a_person_or_a_clinic_and_what_hangs_on_them(model: str) -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    clinic = make_clinic(by=theo)
    make_link(anna, theo, clinic=clinic)
    fall(anna)
    pk = {"user": anna.user.pk, "clinic": clinic.pk}[model]
    client = signed_in(make_admin("Ada"))
    assert client.post(f"/admin/accounts/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(
        f"/admin/accounts/{model}/", {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    )
    assert (User.objects.filter(pk=anna.user.pk).count(), Fall.objects.count()) == (1, 1)
    assert anna.care_links.filter(clinic=clinic).exists()


def test_a_clinic_is_founded_by_a_therapist_and_not_by_ada() -> None:
    client = signed_in(make_admin("Ada"))
    assert client.post("/admin/accounts/clinic/add/", {"name": "Nobody's"}).status_code == 403


def test_the_admin_has_no_sign_in_of_its_own_around_the_limits() -> None:
    ada = make_admin("Ada")
    client = Client()
    entered = client.get("/admin/", follow=True)
    assert entered.redirect_chain[-1][0].startswith("/sign-in/")
    for _try in range(20):
        client.post("/admin/login/", {"username": ada.email, "password": "not the password"})
    client.post("/admin/login/", {"username": ada.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_guessing_at_the_admins_door_ends_with_too_many_tries() -> None:
    make_admin("Ada")
    door = Client().get("/admin/", follow=True).redirect_chain[-1][0]
    answers = [Client().post(door, {}).status_code for _try in range(21)]
    assert answers[-1] == 429


def test_ada_signs_in_as_everybody_does_and_is_led_back_to_the_admin() -> None:
    ada = make_admin("Ada")
    client = Client()
    door = client.get("/admin/accounts/clinic/", follow=True).redirect_chain[-1][0]
    form = client.get(door).content.decode()
    assert 'name="next" value="/admin/accounts/clinic/"' in form or "next=/admin/accounts/clinic/" in door
    answer = client.post(door, {"login": ada.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_somebody_who_is_no_admin_is_told_so_at_the_admins_door() -> None:
    answer = signed_in(make_account("Eve")).get("/admin/", follow=True)
    assert answer.status_code == 403
    assert b"Not open to you" in answer.content


def test_ada_changes_her_password_where_everybody_does() -> None:
    answer = signed_in(make_admin("Ada")).get("/admin/password_change/")
    assert (answer.status_code, answer["Location"]) == (302, "/password/change/")


def test_ada_without_a_second_factor_is_led_to_where_she_adds_one(settings: Any) -> None:
    settings.SECOND_FACTOR = True
    ada = make_admin("Ada")
    client = signed_in(ada)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/ways-in/"
    client, _secret, _codes = with_app(ada)
    assert client.get("/admin/", follow=True).status_code == 200


@pytest.mark.parametrize("model", ["mfa/authenticator", "usersessions/usersession", "account/emailaddress"])
def test_ada_takes_nobodys_second_factor_away_by_the_admin(model: str) -> None:
    assert signed_in(make_admin("Ada")).get(f"/admin/{model}/").status_code == 404
