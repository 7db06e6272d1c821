"""Taking everything along, leaving, and staying after all, as somebody does it with a phone."""

import zipfile
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.domain.leaving import GRACE
from accounts.domain.vocabulary import Scope
from accounts.models import User
from belongings.models import Export
from belongings.services.erasing import erase
from belongings.services.exports import ask_for_export
from belongings.tasks import make_export
from logs.models import Fall
from tests.e2e.conftest import AxeFindings, OpenPhone, TakePhone
from tests.e2e.phone import Phone
from tests.e2e.phone_memory import READ
from tests.people import PASSWORD, fall, make_link, make_patient, make_therapist, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def says_who_they_are(phone: Phone) -> None:
    phone.is_at("Is it you?")
    phone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.tap(phone.button("Go on"))


def test_anna_takes_everything_along_once(
    phone_of: OpenPhone, axe_findings: AxeFindings, tmp_path: Path
) -> None:
    anna = make_patient("Anna")
    fall(anna, note="Slipped on the blue rug")
    phone = phone_of(anna.user)
    phone.open("/more/")
    phone.tap(phone.link("Take my data with me"))
    phone.tap(phone.button("Make my archive"))
    says_who_they_are(phone)
    phone.sees("Being put together")
    assert axe_findings(phone.page) == []
    make_export(Export.objects.get().pk)
    phone.sees("Your archive is ready")  # by itself
    assert axe_findings(phone.page) == []
    with phone.page.expect_download() as downloading:
        phone.tap(phone.button("Download it"))
    kept = tmp_path / "archive.zip"
    downloading.value.save_as(kept)
    with zipfile.ZipFile(kept) as archive:
        assert "Slipped on the blue rug" in archive.read("falls.json").decode()
    phone.sees("It is gone from here and cannot be downloaded again.")  # by itself
    expect(phone.button("Download it")).to_have_count(0)
    assert axe_findings(phone.page) == []
    phone.open("/exports/")
    phone.sees("You have downloaded your archive")


def test_a_download_that_asks_who_it_is_first_uses_nothing_up(phone_of: OpenPhone, tmp_path: Path) -> None:
    anna = make_patient("Anna")
    export = ask_for_export(account=anna.user, with_private_answers=False, now=timezone.now())
    make_export(export.pk)
    phone = phone_of(anna.user)
    phone.open("/exports/")
    phone.tap(phone.button("Download it"))
    says_who_they_are(phone)
    phone.sees("Your archive is ready")
    with phone.page.expect_download() as downloading:
        phone.tap(phone.button("Download it"))
    downloading.value.save_as(tmp_path / "archive.zip")
    assert zipfile.is_zipfile(tmp_path / "archive.zip")
    phone.sees("It is gone from here and cannot be downloaded again.")


def test_anna_leaves_stays_after_all_and_leaves_for_good(
    phone_of: OpenPhone, axe_findings: AxeFindings
) -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, Scope.FALLS)
    known = fall(anna)
    phone, old_phone = phone_of(anna.user), phone_of(anna.user)
    leaves(phone)
    says_who_they_are(phone)
    phone.is_at("Your account will be erased")
    assert axe_findings(phone.page) == []
    old_phone.open("/more/")
    old_phone.is_at("Sign in")
    assert signed_in(theo).get(f"/patients/{anna.public_id}/falls/").status_code == 404
    phone.open("/")
    phone.is_at("Your account will be erased")

    phone.tap(phone.button("Keep my account"))
    phone.is_at("More")
    phone.sees("You keep your account.")
    phone.open(f"/falls/{known.public_id}/")
    phone.sees("Fall today")

    leaves(phone)
    phone.is_at("Your account will be erased")
    assert erase(account_key=anna.user_id, now=timezone.now() + GRACE)
    phone.open("/more/")
    phone.is_at("Sign in")
    assert not User.objects.filter(pk=anna.user_id).exists()


def test_annas_phone_says_without_a_network_that_her_account_goes_until_she_keeps_it(
    take_phone: TakePhone, axe_findings: AxeFindings
) -> None:
    anna = make_patient("Anna")
    phone = take_phone()
    phone.is_signed_in_as(anna.user)
    leaves(phone)
    says_who_they_are(phone)
    phone.is_at("Your account will be erased")
    expect(phone.page.get_by_role("navigation")).to_have_count(0)
    knows_that_it_goes(phone, is_so=True)
    phone.offline()
    phone.open("/")
    phone.sees("Your account will be erased on")
    phone.shows_no("7 days not answered")
    assert axe_findings(phone.page) == []
    phone.tap(phone.button("Near fall"))
    phone.is_at("When was it?")
    phone.open("/log/#waiting")
    phone.sees("Your account will be erased on")
    phone.sees("Stays on this phone. It is sent if you keep your account.")
    expect(phone.button("Send now")).to_be_hidden()
    assert axe_findings(phone.page) == []

    phone.offline(is_so=False)
    phone.open("/log/")
    phone.tap(phone.link("Keep my account"))
    phone.is_at("Your account will be erased")
    phone.tap(phone.button("Keep my account"))
    phone.is_at("More")
    phone.has_sent_all()
    assert Fall.objects.count() == 1
    knows_that_it_goes(phone, is_so=False)
    phone.offline()
    phone.open("/log/")
    expect(phone.button("I fell")).to_be_visible()
    phone.shows_no("Your account will be erased on")


def knows_that_it_goes(phone: Phone, *, is_so: bool) -> None:
    goes = "!==" if is_so else "==="
    phone.waits_until(f"async () => (await ({READ})('facts')).some((facts) => facts.erased_on {goes} null)")


def leaves(phone: Phone) -> None:
    phone.open("/more/")
    phone.tap(phone.link("Delete my account"))
    phone.tap(phone.button("Delete my account"))
