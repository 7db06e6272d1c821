"""The time line of a patient: newest first, by day, as far as somebody may see, page by page."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.domain.vocabulary import Aid, Role, Scope
from accounts.models import AuditEvent, Patient, User
from caseload.domain.needs import ContactOutcome
from caseload.services.contacts import Told, record_contact
from caseload.timeline import RowKind
from ledger.domain.vocabulary import EntryState, Trigger
from logs.domain.vocabulary import DayTag, Place
from logs.models import DiaryDay
from symptoms.domain.weekly import Joint, Side, Skin, StiffJoint, WeeklyTold
from symptoms.models import SymptomEntry
from symptoms.services.weekly_checks import record_weekly_check
from tests.people import fall, hospital_day, make_link, make_patient, make_therapist, near_fall, signed_in
from tests.treatments.entries import exercise, feel, own, take
from tests.treatments.entries import sent as treated_sent
from treatments.domain.vocabulary import ExerciseKind
from treatments.models import Medicine

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUERIES = 22
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def anna() -> Patient:
    anna = make_patient()
    fall(anna, at=NOON - timedelta(days=1), place=Place.KITCHEN, note="The mat")
    near_fall(anna, at=NOON - timedelta(days=1, hours=2))
    feels(anna, 1)
    hospital_day(anna, TODAY - timedelta(days=3))
    fall(anna, at=NOON - timedelta(days=5))
    DiaryDay.objects.filter(date=TODAY - timedelta(days=5)).update(tags=[DayTag.RELAPSE])
    return anna


def feels(patient: Patient, ago: int) -> None:
    at = NOON - timedelta(days=ago, hours=1)
    SymptomEntry.objects.create(
        patient=patient, entry_id=uuid4(), occurred_at=at, made_at=at, time_zone="Europe/Berlin",
        local_date=TODAY - timedelta(days=ago), values={"fatigue": 7, "pain": None},
        triggers=[Trigger.HURRY], aids_in_use=[Aid.CANE], note="Long day",
    )  # fmt: skip


def is_treated(patient: Patient) -> None:
    """A medicine started and stopped, felt in between; an aid; exercise; a weekly check."""
    begun, ended = TODAY - timedelta(days=9), TODAY - timedelta(days=2)
    medicine = take(patient, own_name="Lioresal", started_on=begun, stopped_on=ended)
    feel(medicine, occurred_at=NOON - timedelta(days=3), hours_after_dose=2, note="In bed by six")
    own(patient, Aid.ROLLATOR, owned_from=TODAY - timedelta(days=8), owned_to=TODAY - timedelta(days=4))
    exercise(patient, on=TODAY - timedelta(days=6), kind=ExerciseKind.STRETCH, supervised=True)
    told = WeeklyTold(joints=(StiffJoint(joint=Joint.HEEL, side=Side.LEFT, weeks=3),), skin=Skin.NONE)
    record_weekly_check(patient=patient, told=told, sent=treated_sent(patient))


TREATED = (
    "Skin and joints: Contact your team", "Medicine stopped", "Drowsy or weaker after a medicine",
    "An aid is owned no longer", "Exercise", "An aid is new", "Medicine started",
)  # fmt: skip


def theo_of(anna: Patient, *scopes: Scope) -> User:
    theo = make_therapist()
    make_link(anna, theo, *scopes)
    return theo


def seen(viewer: User, anna: Patient, query: str = "") -> str:
    response = signed_in(viewer).get(reverse("patient_timeline", args=[anna.public_id]) + query)
    assert response.status_code == 200
    page = " ".join(response.content.decode().split())
    return page.partition('<div id="timeline"')[2]


def test_it_goes_from_the_newest_day_to_the_oldest(anna: Patient) -> None:
    page = seen(theo_of(anna, Scope.FALLS, Scope.SYMPTOMS), anna)
    words = ["Saturday 21 November", "Kitchen", "Tiredness: 7 of 10", "Near fall", "In hospital", "Relapse"]
    places = [page.index(word) for word in words]
    assert places == sorted(places)
    assert "There on the day: In a hurry. Aids in use: Walking stick" in page
    assert "The mat" not in page
    assert "Long day" not in page


def test_notes_are_for_those_who_may_read_them(anna: Patient) -> None:
    page = seen(theo_of(anna, Scope.FALLS, Scope.SYMPTOMS, Scope.NOTES), anna)
    assert "“The mat”" in page
    assert "“Long day”" in page


def test_it_can_be_narrowed_to_some_kinds(anna: Patient) -> None:
    page = seen(theo_of(anna, Scope.FALLS, Scope.SYMPTOMS), anna, "?show=near_fall&show=day")
    assert "Near fall" in page
    assert "Relapse" in page
    assert "Kitchen" not in page
    assert "Tiredness" not in page


def test_medicines_aids_exercise_and_weekly_checks_have_their_days(anna: Patient) -> None:
    is_treated(anna)
    page = seen(theo_of(anna, Scope.SYMPTOMS), anna)
    places = [page.index(f"{words}</strong>") for words in TREATED]
    assert places == sorted(places)
    for words in ("Lioresal. Baclofen by mouth", "6 of 10, Lioresal. 2 h after the dose", "Rollator",
                  "Stretching, 20 minutes. A therapist was there", "Left heel (3 weeks)"):  # fmt: skip
        assert words in page
    assert "Not answered" not in page
    assert "In bed by six" not in page
    assert "“In bed by six”" in seen(theo_of(anna, Scope.SYMPTOMS, Scope.NOTES), anna)


def test_what_never_began_on_a_known_day_has_no_row_there(anna: Patient) -> None:
    take(anna)
    own(anna, owned_to=TODAY)
    page = seen(theo_of(anna, Scope.SYMPTOMS), anna, "?show=medicine&show=aid")
    assert "Medicine started" not in page
    assert "An aid is new" not in page
    assert "An aid is owned no longer" in page


def test_treatments_are_narrowed_to_one_kind_and_what_is_taken_back_is_gone(anna: Patient) -> None:
    is_treated(anna)
    Medicine.objects.update(state=EntryState.WITHDRAWN)
    theo = theo_of(anna, Scope.SYMPTOMS)
    page = seen(theo, anna, "?show=medicine")
    assert not [words for words in TREATED if words in page and "Drowsy" not in words]
    page = seen(theo, anna, "?show=exercise")
    assert [words for words in TREATED if words in page] == ["Exercise"]


def test_treatments_and_checks_need_the_symptoms_and_leave_a_trace(anna: Patient) -> None:
    is_treated(anna)
    everything = "".join(f"&show={kind}" for kind in RowKind)
    tina = theo_of(anna, Scope.FALLS, Scope.HOME)
    page = seen(tina, anna, f"?{everything}")
    assert not [words for words in TREATED if words in page]
    theo = theo_of(anna, Scope.SYMPTOMS)
    seen(theo, anna, "?show=aid")
    assert (subjects_read_by(tina), subjects_read_by(theo)) == (
        {"falls", "diary", "contact", "home"}, {"treatments"}
    )  # fmt: skip


def test_a_day_with_nothing_marked_is_no_row(anna: Patient) -> None:
    page = seen(theo_of(anna, Scope.FALLS), anna, "?show=day")
    assert DiaryDay.objects.count() > 2
    assert page.count("<li>") == 2


@pytest.mark.parametrize(
    ("scopes", "open_to"),
    [((Scope.FALLS,), {"Kitchen", "Relapse"}), ((Scope.SYMPTOMS,), {"Tiredness"}), ((Scope.HOME,), set())],
)
def test_each_row_needs_its_scope_whatever_is_asked_for(
    anna: Patient, scopes: tuple[Scope, ...], open_to: set[str]
) -> None:
    theo = theo_of(anna, *scopes)
    for query in ("", "?show=fall&show=symptoms&show=day"):
        page = seen(theo, anna, query)
        assert {word for word in ("Kitchen", "Relapse", "Tiredness") if word in page} == open_to
    read = subjects_read_by(theo)
    assert ("falls" in read, "symptoms" in read) == (Scope.FALLS in scopes, Scope.SYMPTOMS in scopes)


def subjects_read_by(account: User) -> set[str]:
    return set(
        AuditEvent.objects.filter(actor_key=account.audit_key, action="read").values_list(
            "subject", flat=True
        )
    )


def test_a_therapist_sees_their_own_contacts_and_not_those_of_others(anna: Patient) -> None:
    theo, tara = theo_of(anna, Scope.FALLS), theo_of(anna, Scope.FALLS)
    told = Told(outcome=ContactOutcome.REACHED, plan="New shoes")
    record_contact(patient=anna, told=told, by=theo, op_id=uuid4(), now=NOON, today=TODAY)
    assert "New shoes" in seen(theo, anna)
    assert "New shoes" not in seen(tara, anna)


def test_a_caregiver_a_stranger_and_the_patient_meet_nothing(anna: Patient) -> None:
    carl = make_therapist("Carl")
    make_link(anna, carl, Scope.FALLS, role=Role.CAREGIVER)
    for somebody in (carl, make_therapist(), anna.user):
        address = reverse("patient_timeline", args=[anna.public_id])
        assert signed_in(somebody).get(address).status_code == 404


def test_every_row_stands_on_one_page_and_pages_are_bounded(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """130 entries, 70 of them on one day, so that a page breaks off inside a day."""
    anna = make_patient()
    for n in range(130):
        feels(anna, 2 if 20 <= n < 90 else n % 20 + (3 if n >= 90 else 0))
    theo, query, page = theo_of(anna, Scope.SYMPTOMS), "", ""
    lengths: list[int] = []
    client = signed_in(theo)
    while len(lengths) < 5:
        with django_assert_max_num_queries(QUERIES):
            response = client.get(reverse("patient_timeline", args=[anna.public_id]) + query)
        page = response.content.decode()
        lengths.append(page.count("Tiredness: 7 of 10"))
        earlier = re.search(r'href="(\?[^"]+)" rel="next"', page)
        if earlier is None:
            break
        query = earlier[1].replace("&amp;", "&")
    assert lengths == [50, 50, 30]
    assert "Newest" in page


def test_more_treatments_are_no_more_queries(
    anna: Patient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    is_treated(anna)
    for _time in range(3):
        feel(take(anna, started_on=TODAY))
        exercise(anna)
    client = signed_in(theo_of(anna, Scope.FALLS, Scope.SYMPTOMS))
    with django_assert_max_num_queries(QUERIES):
        client.get(reverse("patient_timeline", args=[anna.public_id]))


@pytest.mark.parametrize(
    "query", ["?until=9999-12-31&skip=9", "?until=0001-01-01", "?until=x&skip=-1&show=no"]
)
def test_whatever_is_typed_into_the_address_is_a_page(anna: Patient, query: str) -> None:
    assert seen(theo_of(anna, Scope.FALLS), anna, query)
