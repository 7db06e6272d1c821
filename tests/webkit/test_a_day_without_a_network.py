"""A whole day told in WebKit without signal: how Anna is, a fall, and days without one."""

import pytest

from accounts.models import Patient
from logs.models import DiaryDay, Fall
from symptoms.domain.vocabulary import SymptomCode
from symptoms.models import SymptomEntry
from symptoms.services.pins import pin_symptoms
from tests.servers.web import WebServer
from tests.webkit.phone import WebKitPhone


@pytest.fixture
def anna(anna: Patient) -> Patient:
    pin_symptoms(patient=anna, codes=[SymptomCode.FATIGUE, SymptomCode.LEAKAGE], by=anna.user)
    return anna


def test_a_day_of_symptoms_and_a_fall_is_told_without_a_network_and_arrives_once(
    phone: WebKitPhone, web: WebServer, anna: Patient
) -> None:
    web.stop()
    phone.webkit.restart()
    phone.open("/")
    phone.sees("There is no connection.")
    phone.tap("7 days not answered")
    phone.tap("No falls on these 7 days")
    phone.sees("No falls on these 7 days.")
    phone.tap("How are you today?")
    phone.is_at("How tired are you today?")
    phone.tap("7")
    phone.is_at("Did you leak urine today?")
    phone.webkit.lose_power()
    phone.open("/daily/")
    phone.is_at("Did you leak urine today?")
    phone.tap("No")
    phone.is_at("What was going on today?")
    phone.tap("None of these")
    phone.is_at("Which aids did you use today?")
    phone.tap("No aid")
    phone.is_at("Is this right?")
    phone.tap("Save")
    phone.sees("Saved on this phone.")
    phone.open("/log/")
    phone.tap("I fell")
    phone.is_at("Are you hurt?")
    phone.open("/log/#waiting")
    phone.is_at("3 entries are only on this phone")
    assert not SymptomEntry.objects.exists()

    web.start()
    phone.is_at("Everything is sent")
    entry = SymptomEntry.objects.get()
    assert entry.values == {"fatigue": 7, "leakage": 0}
    assert (entry.triggers, entry.aids_in_use) == ([], [])
    assert Fall.objects.count() == 1
    assert DiaryDay.objects.count() == 8
