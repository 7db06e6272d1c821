"""Medicines, aids and exercise on pages: what their person sees, and what a therapist does."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.vocabulary import Aid, AuditAction, AuditSubject, Scope
from accounts.models import AuditEvent, Patient
from accounts.services.care_links import end_care_link
from ledger.domain.times import local_date
from symptoms.domain.weekly import Skin, WeeklyTold
from symptoms.services.weekly_checks import record_weekly_check
from tests.people import fall, make_caregiver, make_link, make_patient, make_therapist, signed_in
from tests.shown import shown
from tests.treatments.entries import exercise, feel, own, sent, take
from treatments.domain.vocabulary import MedicineClass
from treatments.models import AidPeriod, ExerciseEntry, Medicine, SideEffect

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOT_SUDDENLY = "Do not stop baclofen, tizanidine or a benzodiazepine suddenly. Talk to your prescriber."
PUMP = "With a baclofen pump, call your emergency number now"


@pytest.fixture
def anna() -> Patient:
    return make_patient()


@pytest.fixture
def client(anna: Patient) -> Client:
    return signed_in(anna.user)


def today(anna: Patient) -> date:
    return local_date(timezone.now(), anna.time_zone)


def words(response: Any) -> str:  # what the test client answers has no public type
    return " ".join(shown(response.content.decode()).split())


def refused(response: Any, *said: str) -> str:
    """The page that comes back: what is wrong, and everything that was typed."""
    assert response.status_code == 422
    page = words(response)
    assert "<title>Error:" in page
    assert 'aria-invalid="true"' in page or "error" in page
    for one in said:
        assert one in page
    return page


def test_an_empty_list_asks_for_no_doses(client: Client) -> None:
    page = words(client.get("/medicines/"))
    assert "No medicines are in the list. Only the kind matters here: no doses." in page
    assert NOT_SUDDENLY not in page
    assert PUMP not in page


def test_anna_adds_a_medicine_by_its_kind_and_may_take_it_back_at_once(anna: Patient, client: Client) -> None:
    typed = {
        "medicine_class": "baclofen", "own_name": " Lioresal ", "started_on": today(anna) - DAY,
        "op_id": str(uuid4()),
    }  # fmt: skip
    page = words(client.post("/medicines/new/", typed, follow=True))
    assert "<h1>Lioresal</h1> <p>Baclofen by mouth</p>" in page
    assert "Since yesterday" in page
    assert NOT_SUDDENLY in page
    one = Medicine.objects.get()
    assert reverse("treatment_withdrawal", args=["medicine", one.public_id]) in page
    client.post("/medicines/new/", typed)
    assert Medicine.objects.count() == 1, "the same page sent again is the same medicine"
    listed = words(client.get("/medicines/"))
    assert "Lioresal" in listed
    assert NOT_SUDDENLY in listed


def test_a_page_that_back_leads_to_adds_another_medicine(client: Client) -> None:
    op_id = str(uuid4())
    for kind in ("baclofen", "opioid"):
        assert client.post("/medicines/new/", {"medicine_class": kind, "op_id": op_id}).status_code == 302
    assert Medicine.objects.count() == 2


def test_what_cannot_be_a_medicine_is_said_beside_its_field_and_nothing_typed_is_lost(
    anna: Patient, client: Client
) -> None:
    tomorrow = (today(anna) + DAY).isoformat()
    page = refused(
        client.post("/medicines/new/", {"own_name": "Lioresal", "started_on": tomorrow}),
        "Choose one of these.",
        'value="Lioresal"',
        f'value="{tomorrow}"',
    )
    assert "id_medicine_class_error" in page
    typed = {"medicine_class": "opioid", "own_name": "Lioresal", "started_on": tomorrow}
    page = refused(
        client.post("/medicines/new/", typed), "This day has not come yet.", 'value="Lioresal"', tomorrow
    )
    assert "id_started_on_error" in page
    typed |= {"started_on": "last spring"}
    refused(client.post("/medicines/new/", typed), "Choose a day of the calendar.", "last spring")
    assert not Medicine.objects.exists()


def test_a_medicine_that_was_stopped_stands_apart_and_says_when(anna: Patient, client: Client) -> None:
    one = take(anna, MedicineClass.TIZANIDINE, started_on=today(anna) - 9 * DAY)
    place = reverse("medicine_change", args=[one.public_id])
    assert f'value="{today(anna) - 9 * DAY}"' in words(client.get(place))
    typed = {"started_on": today(anna) - 9 * DAY, "stopped_on": today(anna) - DAY, "version": 1}
    page = words(client.post(place, typed, follow=True))
    assert "to yesterday" in page
    assert "Change it, or stopped" not in page
    assert "Drowsy or weaker after?" not in page
    assert "Stopped" in words(client.get("/medicines/"))


def test_the_last_day_is_not_before_the_first(anna: Patient, client: Client) -> None:
    one = take(anna, started_on=today(anna))
    place = reverse("medicine_change", args=[one.public_id])
    stopped = (today(anna) - DAY).isoformat()
    typed = {"own_name": "Lioresal", "started_on": today(anna), "stopped_on": stopped, "version": 1}
    page = refused(client.post(place, typed), "The last day is before the first day.", stopped, "Lioresal")
    assert "id_stopped_on_error" in page
    one.refresh_from_db()
    assert (one.stopped_on, one.version) == (None, 1)


def test_what_was_changed_elsewhere_is_asked_about_and_saved_when_pressed_again(
    anna: Patient, client: Client
) -> None:
    one = take(anna)
    place = reverse("medicine_change", args=[one.public_id])
    client.post(place, {"own_name": "Lioresal", "version": 1})
    page = refused(
        client.post(place, {"own_name": "Baclo", "version": 1}),
        "This was changed somewhere else since you opened it.",
        'value="Baclo"',
        'name="version" value="2"',
    )
    assert "save again" in page
    assert client.post(place, {"own_name": "Baclo", "version": 2}).status_code == 302
    one.refresh_from_db()
    assert one.own_name == "Baclo"


def test_a_pump_brings_its_text_and_the_number_to_call(anna: Patient, client: Client) -> None:
    one = take(anna, MedicineClass.BACLOFEN_PUMP)
    for address in (
        "/medicines/",
        *(reverse(n, args=[one.public_id]) for n in ("medicine", "medicine_change")),
    ):
        page = words(client.get(address))
        assert PUMP in page
        assert "pump alarm" in page
        assert 'href="tel:' in page
    assert PUMP not in words(client.get(reverse("medicine", args=[take(anna).public_id])))


def test_a_pump_that_only_the_profile_knows_of_brings_its_text_too() -> None:
    anna = make_patient(baclofen_pump="yes")
    assert PUMP in words(signed_in(anna.user).get("/medicines/"))


def test_drowsy_after_a_dose_is_kept_once_with_the_advice_for_a_new_medicine(
    anna: Patient, client: Client
) -> None:
    one = take(anna)
    place = reverse("medicine_after", args=[one.public_id])
    assert "Within an hour" in words(client.get(place))
    typed = {"severity": "7", "hours_after_dose": "0", "note": "Legs like jelly.", "op_id": str(uuid4())}
    page = words(client.post(place, typed, follow=True))
    assert "7 of 10" in page
    assert "Within an hour of the dose" in page
    assert "“Legs like jelly.”" in page
    assert "Contact your MS team, doctor or nurse the same day." in page
    client.post(place, typed)
    assert SideEffect.objects.count() == 1


def test_hours_that_nobody_knows_are_not_zero(anna: Patient, client: Client) -> None:
    one = take(anna)
    place = reverse("medicine_after", args=[one.public_id])
    page = words(client.post(place, {"severity": "0", "hours_after_dose": ""}, follow=True))
    kept = SideEffect.objects.get()
    assert (kept.severity, kept.hours_after_dose) == (0, None)
    assert "Hours after the dose not known" in page
    assert "the same day" not in page, "nothing was felt"


def test_how_it_felt_needs_a_number(anna: Patient, client: Client) -> None:
    place = reverse("medicine_after", args=[take(anna).public_id])
    for severity in ("", "11"):
        refused(
            client.post(place, {"severity": severity, "hours_after_dose": "2", "note": "Heavy."}),
            "Choose a number from 0 to 10.",
            "Heavy.",
        )
    refused(client.post(place, {"severity": "3", "note": "a\x07b"}), "note")
    assert not SideEffect.objects.exists()


def test_what_was_taken_back_can_be_brought_back(anna: Patient, client: Client) -> None:
    medicine = take(anna)
    rows = {"side-effect": feel(medicine), "exercise": exercise(anna), "medicine": medicine}
    for kind, row in rows.items():
        there = reverse("treatment_restoration", args=[kind, row.public_id])
        gone = words(client.post(reverse("treatment_withdrawal", args=[kind, row.public_id]), follow=True))
        assert "Taken back." in gone
        assert there in gone
        row.refresh_from_db()
        assert not row.is_active
        assert "It is there again." in words(client.post(there, follow=True))
        row.refresh_from_db()
        assert row.is_active


def test_there_is_nothing_else_to_take_back(anna: Patient, client: Client) -> None:
    place = reverse("treatment_withdrawal", args=["aid", own(anna).public_id])
    assert client.post(place).status_code == 404


def test_aids_are_those_of_the_profile_with_their_days(anna: Patient, client: Client) -> None:
    page = words(client.post("/aids/", {"aids": ["cane", "rollator"]}, follow=True))
    anna.refresh_from_db()
    assert set(anna.aids) == {"cane", "rollator"}
    assert page.count('href="/aids/') >= 2
    one = AidPeriod.objects.get(aid="cane")
    since = today(anna) - 20 * DAY
    place = reverse("aid", args=[one.public_id])
    assert "Leave it empty for long since." in words(client.get(place))
    client.post(place, {"owned_from": since, "owned_to": today(anna) - DAY, "version": one.version})
    anna.refresh_from_db()
    assert list(anna.aids) == ["rollator"]
    assert "to yesterday" in words(client.get("/aids/"))


def test_no_aid_and_a_cane_do_not_go_together(anna: Patient, client: Client) -> None:
    page = refused(
        client.post("/aids/", {"aids": ["none", "cane"]}), "Choose either “No aid” or the aids you own."
    )
    assert page.count("checked") == 2
    anna.refresh_from_db()
    assert "cane" not in anna.aids


def test_days_of_an_aid_that_cannot_be_are_named(anna: Patient, client: Client) -> None:
    one = own(anna, Aid.ROLLATOR, owned_from=today(anna) - 5 * DAY)
    place = reverse("aid", args=[one.public_id])
    tomorrow = (today(anna) + DAY).isoformat()
    page = refused(client.post(place, {"owned_to": tomorrow, "version": 1}), "has not come yet", tomorrow)
    assert "id_owned_to_error" in page
    assert client.post(place, {"owned_from": today(anna) - 4 * DAY, "version": 1}).status_code == 302
    refused(client.post(place, {"owned_from": "", "version": 1}), "changed somewhere else")


def test_exercise_is_minutes_of_a_day(anna: Patient, client: Client) -> None:
    typed = {
        "kind": "balance", "minutes": "15", "on": today(anna), "supervised": "yes", "op_id": str(uuid4())
    }  # fmt: skip
    page = words(client.post("/exercise/", typed, follow=True))
    assert "<strong>15 minutes</strong> Balance" in page
    client.post("/exercise/", typed)
    kept = ExerciseEntry.objects.get()
    assert (kept.minutes, kept.supervised) == (15, True)
    other = {"kind": "stretch", "other_minutes": "7", "on": today(anna) - DAY}
    assert "<strong>7 minutes</strong> Stretching" in words(client.post("/exercise/", other, follow=True))
    assert ExerciseEntry.objects.get(minutes=7).supervised is None, "not said is not no"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ({}, "Choose or type the minutes."),
        ({"other_minutes": "0"}, "Type minutes from 1 to 600."),
        ({"other_minutes": "601"}, "Type minutes from 1 to 600."),
        ({"minutes": "15", "kind": ""}, "Choose one of these."),
        ({"minutes": "15", "on": ""}, "Choose the day."),
    ],
)
def test_exercise_that_cannot_be_keeps_what_was_typed(
    client: Client, typed: dict[str, str], text: str
) -> None:
    page = refused(
        client.post("/exercise/", {"kind": "balance", "on": "2026-01-02", "supervised": "no", **typed}), text
    )
    for name, value in typed.items():
        if value and name == "other_minutes":
            assert f'value="{value}"' in page
    assert not ExerciseEntry.objects.exists()


def test_exercise_of_tomorrow_has_not_been_done(anna: Patient, client: Client) -> None:
    typed = {"kind": "balance", "minutes": "15", "on": today(anna) + DAY}
    assert "id_on_error" in refused(client.post("/exercise/", typed), "This day has not come yet.")


def test_a_stranger_and_another_patient_find_nothing(anna: Patient) -> None:
    one, period = take(anna), own(anna)
    addresses = [reverse(n, args=[one.public_id]) for n in ("medicine", "medicine_change", "medicine_after")]
    addresses += [reverse("aid", args=[period.public_id])]
    for other in (make_patient("Ben").user, make_therapist(), make_caregiver(anna)):
        client = signed_in(other)
        assert {client.get(address).status_code for address in addresses} == {404}
        gone = client.post(reverse("treatment_withdrawal", args=["medicine", one.public_id]))
        assert gone.status_code == 404
    assert Client().get(addresses[0]).status_code == 302


def everything_of(anna: Patient) -> str:
    medicine = take(anna, own_name="Lioresal")
    effect = feel(medicine, 6, note="Heavy legs.", hours_after_dose=1)
    fall(anna, at=effect.occurred_at + HOUR / 2)
    own(anna, Aid.ROLLATOR)
    exercise(anna, 20)
    told = WeeklyTold(joints=(), skin=Skin.OPEN, new_saddle_numbness=True)
    record_weekly_check(patient=anna, told=told, sent=sent(anna))
    return reverse("patient_treatments", args=[anna.public_id])


def test_a_therapist_sees_all_of_it_with_falls_near_a_dose_and_leaves_rows_in_the_trail(
    anna: Patient,
) -> None:
    place, theo = everything_of(anna), make_therapist()
    make_link(anna, theo, Scope.FALLS, Scope.SYMPTOMS)
    page = words(signed_in(theo).get(place))
    for text in ("Lioresal", "6 of 10", "1 h after the dose", "Rollator", "20 minutes on 1 day"):
        assert text in page
    assert "That says nothing of a cause." in page
    assert reverse("fall", args=[anna.falls.get().public_id]) in page
    assert "Today: Emergency" in page
    assert "Broken skin or a sore" in page
    assert "Heavy legs." not in page, "notes were not shared"
    read = AuditEvent.objects.filter(actor_key=theo.audit_key, action=AuditAction.READ)
    assert set(read.values_list("subject", flat=True)) >= {AuditSubject.TREATMENTS, AuditSubject.SYMPTOMS}


def test_a_therapist_who_may_read_notes_reads_them_and_without_falls_sees_none(anna: Patient) -> None:
    place, theo = everything_of(anna), make_therapist()
    make_link(anna, theo, Scope.SYMPTOMS, Scope.NOTES)
    page = words(signed_in(theo).get(place))
    assert "“Heavy legs.”" in page
    assert reverse("fall", args=[anna.falls.get().public_id]) not in page
    assert "nothing of a cause" not in page


def test_nothing_recorded_is_said_so(anna: Patient) -> None:
    theo = make_therapist()
    make_link(anna, theo, Scope.SYMPTOMS)
    page = words(signed_in(theo).get(reverse("patient_treatments", args=[anna.public_id])))
    assert page.count("Nothing is recorded.") == 5


def test_without_the_scope_or_after_the_link_ended_there_is_no_page(anna: Patient) -> None:
    place, theo, tara = everything_of(anna), make_therapist("Theo"), make_therapist("Tara")
    make_link(anna, tara, Scope.FALLS, Scope.HOME)
    link = make_link(anna, theo, Scope.SYMPTOMS)
    assert signed_in(theo).get(place).status_code == 200
    end_care_link(care_link=link, by=anna.user, now=timezone.now())
    for who in (theo, tara, anna.user, make_therapist("Eve")):
        assert signed_in(who).get(place).status_code == 404
    assert "treatments" not in words(signed_in(tara).get(reverse("patient", args=[anna.public_id])))
